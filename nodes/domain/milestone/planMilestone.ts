import type { Reason } from '../decision';
import { hashOf } from '../hash';
import type { Language } from '../language';
import { renderLetter } from '../letter/renderLetter';
import type { RenderedLetter } from '../letter/renderLetter';
import type { Letter } from '../letter/schema';
import { oneLine, truncate } from '../plainText';
import { composeLetter, nameOfLetter, wordsOfLetter } from './composeLetter';
import { clockText } from './days';
import type { MilestoneDecision, MilestoneOutcome } from './decision';
import { judgeMilestone } from './judgeMilestone';
import type { Judged } from './judgeMilestone';
import type { MilestoneEvent } from './schema';
import type { MilestoneSettings } from './settings';
import { da } from './why/da';
import { en } from './why/en';
import { es } from './why/es';
import type { MilestoneWhy } from './why/why';

/** How a decision about a milestone is made. */
export interface MilestoneView {
	settings: MilestoneSettings;
	/** The language in which the decision explains itself to the team. */
	language: Language;
	now: Date;
	/** Whether somebody only tries it. */
	test: boolean;
}

/** The mail of a milestone, as it goes to the client. */
export interface MilestoneMail extends RenderedLetter {
	to: string;
	language: Language;
	/** What clients need to know of their own project; never marketing. */
	purpose: 'transactional';
	preheader: string;
	/** What HTML and text were drawn from. */
	letter: Letter;
	/** When it goes out, ISO 8601 in UTC. */
	sendAt: string;
	/** Under this the ledger sends it once, together with the project and the occurrence. */
	name: string;
	/** Only of a draft: what it says between greeting and closing, for somebody to put otherwise. */
	words?: string;
}

/** What becomes of a milestone: a decision, a mail unless it is refused, and a line for Slack. */
export interface PlannedMilestone {
	decision: MilestoneDecision;
	/** null where it is refused: there is no half mail. */
	mail: MilestoneMail | null;
	/** Plain text of one line, in the team's language. */
	note: string;
}

const whyIn: Readonly<Record<Language, MilestoneWhy>> = { en, es, da };

/**
 * Decides whether, when and in what words a client is told of a milestone. The same input at the same
 * moment gives the same letter to the last letter.
 */
export function planMilestone(
	event: MilestoneEvent,
	{ settings, language: teamLanguage, now, test }: MilestoneView,
): PlannedMilestone {
	const why = whyIn[teamLanguage];
	const judged = judgeMilestone(event, settings, now, why, teamLanguage);
	const decision = decisionOf(event, judged, { settings, now, teamLanguage, why });
	const note = noteOf(event, judged, decision, why, teamLanguage);
	if (judged.outcome === 'refuse') return { decision, mail: null, note };

	const { language, zone, url, email, sendAt } = judged;
	const input = { event, language, zone, now, url, test };
	const letter = composeLetter(input, settings);
	const mail: MilestoneMail = {
		to: email,
		language,
		purpose: 'transactional',
		name: nameOfLetter(event.milestone),
		sendAt: sendAt.toISOString(),
		preheader: letter.preheader,
		letter,
		...renderLetter(letter, settings.brand),
		...(judged.outcome === 'draft' ? { words: wordsOfLetter(input, settings) } : {}),
	};
	return { decision, mail, note };
}

function decisionOf(
	event: MilestoneEvent,
	judged: Judged,
	{
		settings,
		now,
		teamLanguage,
		why,
	}: Pick<MilestoneView, 'settings' | 'now'> & { teamLanguage: Language; why: MilestoneWhy },
): MilestoneDecision {
	const { outcome, language, zone, missing, reasons } = judged;
	const sendAt = judged.outcome === 'refuse' ? null : judged.sendAt;
	const isLater = sendAt !== null && sendAt > now;
	const [first] = missing;
	return {
		outcome,
		score: null,
		probability: null,
		reasons: reasons satisfies Reason[],
		runnerUp: null,
		flips: flipsOf(judged, isLater, why),
		ask: first === undefined ? null : first,
		versions: { rules: settings.texts.version, model: null },
		decidedAt: now.toISOString(),
		inputHash: hashOf({ event, settings: hashOfSettings(settings), language: teamLanguage, now }),
		milestone: event.milestone,
		occurrence: event.occurrence,
		language,
		zone,
		sendAt: sendAt?.toISOString() ?? null,
		isLater,
		missing,
	};
}

function flipsOf(
	{ outcome, missing }: Judged,
	isLater: boolean,
	why: MilestoneWhy,
): MilestoneDecision['flips'] {
	const flip = (words: string, then: MilestoneOutcome) => ({ if: words, then });
	if (outcome === 'refuse') {
		return missing.map(({ field }) => flip(why.flips.missing(field), 'send'));
	}
	return [
		...(outcome === 'draft' ? [flip(why.flips.approved, 'send')] : []),
		...(outcome === 'send' && isLater ? [flip(why.flips.urgent, 'send')] : []),
	];
}

function noteOf(
	{ milestone, client, project }: MilestoneEvent,
	judged: Judged,
	{ isLater }: MilestoneDecision,
	why: MilestoneWhy,
	teamLanguage: Language,
): string {
	const { outcome, language, zone, missing } = judged;
	const line = (text: string | null) => truncate(oneLine(text ?? ''), 80);
	const name = line(client.name) || line(client.firstName) || line(client.email) || '?';
	const company = line(client.company);
	const words = {
		milestone: why.milestones[milestone],
		project: line(project.name) || line(project.id),
		client: company === '' ? name : `${name}, ${company}`,
		language: why.languages[language],
		at: judged.outcome === 'refuse' ? '' : clockText(judged.sendAt, zone, teamLanguage),
		because: missing.map(({ because }) => because).join('. '),
	};
	if (outcome !== 'send') return why.note[outcome](words);
	return isLater ? why.note.later(words) : why.note.now(words);
}

/** Settings are the same objects from one mail to the next, and long: each is hashed once. */
const hashes = new WeakMap<MilestoneSettings, string>();

function hashOfSettings(settings: MilestoneSettings): string {
	const known = hashes.get(settings);
	if (known !== undefined) return known;
	const hash = hashOf(settings);
	hashes.set(settings, hash);
	return hash;
}
