import type { LimitSource } from '../specPack';

/** YouTube's recommended upload encoding settings. */
export const youtubeHelp: LimitSource = {
	name: 'YouTube Help, Recommended upload encoding settings',
	url: 'https://support.google.com/youtube/answer/1722171',
	asOf: '2026-11-24',
};

/** Meta's list of what the Reels API takes, as the vendors of publishing tools hand it on. */
export const reelsCopies: LimitSource = {
	name: 'Meta, Instagram Platform, IG User Media: reel specifications (read in copies)',
	url: 'https://help.circleboom.com/publish/faq/video-and-reels-limitations-on-instagram',
	asOf: '2026-11-24',
	secondary: true,
};

/** The smaller size that newer copies of Meta's list give. */
export const reelsNewerCopy: LimitSource = {
	name: 'Ayrshare, Instagram media guidelines',
	url: 'https://www.ayrshare.com/docs/media-guidelines/instagram.md',
	asOf: '2026-11-24',
	secondary: true,
};

/** TikTok's media transfer guide, as a copy hands it on. */
export const tiktokGuide: LimitSource = {
	name: 'TikTok for Developers, Media Transfer Guide (read in a copy)',
	url: 'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide',
	asOf: '2026-11-24',
	secondary: true,
};

/** What TikTok's guide leaves out. */
export const tiktokCopy: LimitSource = {
	name: 'Ayrshare, TikTok media guidelines',
	url: 'https://www.ayrshare.com/docs/media-guidelines/tiktok',
	asOf: '2026-11-24',
	secondary: true,
};

/** LinkedIn's specifications of video ads, as a copy hands them on. */
export const linkedinHelp: LimitSource = {
	name: 'LinkedIn Marketing Solutions Help, Video ads advertising specifications (read in a copy)',
	url: 'https://www.linkedin.com/help/lms/answer/a424737',
	asOf: '2026-11-24',
	secondary: true,
};

/** Where copies of LinkedIn's rule on frame rates let 30 itself pass. */
export const linkedinCopy: LimitSource = {
	name: 'Hootsuite Help, LinkedIn video specifications for ads',
	url: 'https://help.hootsuite.com/hc/en-us/articles/1260802306130-LinkedIn-video-specifications-for-ads',
	asOf: '2026-11-24',
	secondary: true,
};

/** The loudness of European broadcast. */
export const ebuR128: LimitSource = {
	name: 'EBU R 128, version 4.0 (August 2020)',
	url: 'https://tech.ebu.ch/publications/r128',
	asOf: '2026-11-24',
};

/** Flashes. */
export const wcagFlashes: LimitSource = {
	name: 'W3C, WCAG 2.2, success criterion 2.3.1 (Three Flashes or Below Threshold)',
	url: 'https://www.w3.org/TR/WCAG22/#three-flashes-or-below-threshold',
	asOf: '2026-11-24',
};

/** Captions. */
export const wcagCaptions: LimitSource = {
	name: 'W3C, WCAG 2.2, success criterion 1.2.2 (Captions, prerecorded)',
	url: 'https://www.w3.org/TR/WCAG22/#captions-prerecorded',
	asOf: '2026-11-24',
};

/** Which flavours of H.264 browsers play. */
export const mdnCodecs: LimitSource = {
	name: 'MDN Web Docs, Web video codec guide',
	url: 'https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Video_codecs',
	asOf: '2026-11-24',
	secondary: true,
};

/** Loudness of sound on the internet: -16 LUFS at most for mixed content by track, -1 dBTP. */
export const aesStreaming: LimitSource = {
	name: 'AES TD1008, Recommendations for loudness of internet audio streaming and on-demand distribution (read in reports on it)',
	url: 'https://www.radioworld.com/tech-and-gear/tech-tips/streaming-audio-loudness-guidelines-explained',
	asOf: '2026-11-24',
	secondary: true,
};

/** What the agency asks of itself; nobody else's figure. */
export const houseRule: LimitSource = {
	name: 'House rule of the agency; change it by a pack of your own',
	url: null,
	asOf: '2026-11-24',
};
