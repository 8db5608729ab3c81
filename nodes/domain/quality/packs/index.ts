import type { SpecPack } from '../specPack';
import { agency } from './agency';
import { broadcastEbuR128 } from './broadcastEbuR128';
import { instagramReels } from './instagramReels';
import { linkedin } from './linkedin';
import { tiktok } from './tiktok';
import { webH264 } from './webH264';
import { youtube } from './youtube';

/** The packs that ship, in the order they are listed; a changed one has a new version. */
export const shippedPacks: readonly SpecPack[] = [
	youtube,
	instagramReels,
	tiktok,
	linkedin,
	webH264,
	broadcastEbuR128,
	agency,
];
