import { z } from 'zod';
import { defaultGateRules } from '../../../nodes/domain/quality/gates/rules';
import { mediaCheckSchema } from '../../../nodes/domain/quality/gates/schema';
import type { Waiver } from '../../../nodes/domain/quality/gates/schema';
import { unmeasuredPrefix, waiverFor } from '../../../nodes/domain/quality/gates/waivers';
import { eventId } from '../inbox/eventId';
import type { Moment } from '../ledger/inbox';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import type { QualityFile } from '../ledger/qualityFiles';
import { keepWaiver, readWaivers } from '../ledger/qualityFiles';
import type { Store } from '../ledger/store';
import { currentRoster } from '../roster/currentRoster';
import { aboutFile } from './answerReview';
import { lockContent } from './askReview';
import { knownContent } from './knownFile';
import type { QualityRefusal } from './refusals';
import { personView } from './view';

/** Topic of the event that a finding was waived: gate 1 is to be judged again. */
export const WAIVER_GIVEN = 'waiver.given';

/** Leave not to mend a finding, as somebody gives it. */
export interface GivenWaiver {
	sha256: string;
	/** Tells files apart that hold the same content; null takes the one seen last. */
	subject: string | null;
	rule: string;
	/** Whether it holds for the one content, or for the whole project. */
	scope: 'file' | 'project';
	reason: string;
	/** By their id in the roster. */
	by: string;
	/** null without end, which only one content can have. */
	expiresAt: Date | null;
	test: boolean;
}

/** What became of a waiver. */
export type WaiverGiven =
	| { result: 'refused'; because: QualityRefusal }
	/** It was waived before, as long or longer. */
	| { result: 'same' | 'given'; waiver: Waiver };

const dayMs = 86_400_000;

/**
 * Keeps a waiver with the event that has gate 1 judged again: both or none. Whoever gives it has the
 * level of a reviewer and did not make the file.
 */
export async function giveWaiver(
	store: Store,
	given: GivenWaiver,
	now: Date,
	moment: Moment,
): Promise<WaiverGiven> {
	return await store.transaction(async (queries) => {
		const refused = (because: QualityRefusal): WaiverGiven => ({ result: 'refused', because });
		const file = await lockContent(queries, given);
		if (file === null) return refused('unknown-file');
		const roster = await currentRoster(queries, now);
		const person = roster.people.find(({ id }) => id === given.by);
		if (person === undefined) return refused('unknown-person');
		const { known, standing } = await knownContent(queries, file, now);
		if (!standing.isCurrent) return refused('superseded');
		const { skill, level } = defaultGateRules.reviewers.peer;
		if ((person.skills[skill] ?? 0) < level) return refused('below-level');
		if (known.authors.includes(person.id)) return refused('by-author');
		const { rule, scope, reason, expiresAt, test } = given;
		if (!waivableRules(file).includes(rule)) return refused('unknown-rule');
		const at = moment ?? now;
		if (scope === 'project') {
			if (file.project === null) return refused('no-project');
			const longest = at.getTime() + defaultGateRules.waivers.longestDays * dayMs;
			if (expiresAt === null || expiresAt.getTime() > longest) return refused('too-long');
			if (rule.startsWith(unmeasuredPrefix)) return refused('one-file-only');
		}
		const held = waiverFor(rule, { sha256: file.sha256, known, now: at, rules: defaultGateRules });
		if (held !== null && isAsLong(held.expiresAt, expiresAt)) {
			return { result: 'same', waiver: held };
		}
		const id = eventId(now).replace(/^evt_/, 'wai_');
		const place =
			scope === 'file'
				? { sha256: file.sha256, project: null }
				: { sha256: null, project: file.project };
		const kept = { id, rule, reason, by: person.id, expiresAt, test, ...place };
		await keepWaiver(queries, kept, moment);
		const waiver = (await readWaivers(queries, file)).find((each) => each.id === id);
		if (waiver === undefined) throw new Error(`The waiver ${id} is gone.`);
		const event = {
			id: eventId(now),
			source: 'ledger',
			externalId: `waiver/${id}`,
			topic: WAIVER_GIVEN,
			subject: file.subject,
			test,
			payload: {
				...checkOf(file),
				...aboutFile(file),
				waiver: { ...waiver },
				by: personView(roster, person.id) as unknown as Json,
			},
		};
		await recordEvents(queries, [event], moment);
		return { result: 'given', waiver };
	});
}

const storedCheck = mediaCheckSchema.omit({ subject: true, sha256: true }).partial();

/** What a content's last check found that can be waived, in the order of the check; each rule once. */
export function waivableRules({ mediaCheck }: Pick<QualityFile, 'mediaCheck'>): string[] {
	const { findings = [], unmeasured = [], unchecked } = storedCheck.catch({}).parse(mediaCheck);
	const dark = (unchecked ?? []).map(({ path, pack, rule }) =>
		path === '' ? `${pack}/${rule}` : path,
	);
	return [
		...new Set([
			...findings.map(({ rule }) => rule),
			...[...dark, ...unmeasured].map((what) => `${unmeasuredPrefix}${what}`),
		]),
	];
}

/** The check as `media.checked` told of it, without what the file says itself. */
function checkOf({ mediaCheck }: QualityFile): { [name: string]: Json | undefined } {
	const read = z.record(z.unknown()).safeParse(mediaCheck);
	return read.success ? (read.data as { [name: string]: Json | undefined }) : {};
}

function isAsLong(held: string | null, wanted: Date | null): boolean {
	if (held === null) return true;
	return wanted !== null && Date.parse(held) >= wanted.getTime();
}
