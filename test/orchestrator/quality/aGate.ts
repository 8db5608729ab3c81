import { judgeMeasurements } from '../../../nodes/domain/quality/gates/judgeMeasurements';
import { judgeReview } from '../../../nodes/domain/quality/gates/judgeReview';
import type { GateDecision } from '../../../nodes/domain/quality/gates/decision';
import { defaultGateRules } from '../../../nodes/domain/quality/gates/rules';
import type {
	KnownFile,
	MediaCheck,
	ReviewAnswer,
} from '../../../nodes/domain/quality/gates/schema';
import type { Person } from '../../../nodes/domain/routing/schema';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { readContents } from '../../../orchestrator/src/ledger/qualityFiles';
import type { Store } from '../../../orchestrator/src/ledger/store';
import type { GivenReview } from '../../../orchestrator/src/quality/answerReview';
import { answerReview } from '../../../orchestrator/src/quality/answerReview';
import type { WantedReview } from '../../../orchestrator/src/quality/askReview';
import { askReview } from '../../../orchestrator/src/quality/askReview';
import { foreseenContent, knownContent } from '../../../orchestrator/src/quality/knownFile';
import type { FilePlace } from '../../../orchestrator/src/quality/knownFile';
import type {
	GivenVerdict,
	RecordedVerdict,
} from '../../../orchestrator/src/quality/recordVerdict';
import { recordVerdict } from '../../../orchestrator/src/quality/recordVerdict';
import { aCheck, anAnswer } from '../../support/aFile';
import { aPerson } from '../../support/aStudio';

const { reviewers } = defaultGateRules;

/** A studio of one editor and four who may look at what he makes: diego, freja and camila are leads. */
export const studio: Person[] = [
	aPerson('luis', { name: 'Luis Mendoza', email: 'luis@agency.test', skills: { edit: 4 } }),
	aPerson('diego', {
		name: 'Diego Quispe',
		email: 'diego@agency.test',
		hub: 'lima',
		zone: 'America/Lima',
		roles: ['hub-lead'],
		skills: { review: 3 },
	}),
	aPerson('freja', {
		name: 'Freja Holm',
		email: 'freja@agency.test',
		hub: 'copenhagen',
		zone: 'Europe/Copenhagen',
		roles: ['hub-lead'],
		skills: { review: 4 },
	}),
	aPerson('camila', {
		name: 'Camila Rojas',
		email: 'camila@agency.test',
		roles: ['hub-lead'],
		skills: { review: 5 },
	}),
	aPerson('outside', { kind: 'partner', skills: { review: 5 } }),
];

/** Where the tests' film is, changed by what a test is about. */
export function aPlace(changes: Partial<FilePlace> = {}): FilePlace {
	return {
		fileId: 'f1',
		name: 'film.mp4',
		accountId: 'a1',
		projectId: null,
		versionStackId: 's1',
		versionIds: [],
		...changes,
	};
}

/** What a test may say of the file beside the decision. */
export type AboutFile = Partial<
	Pick<GivenVerdict, 'place' | 'project' | 'authors' | 'check' | 'context' | 'test'>
>;

/** A ledger of gates that goes by one moment at a time. */
export interface Desk {
	/** What the ledger knows of a content; nothing where it was not seen. */
	known(sha256: string, now: Date, about?: AboutFile): Promise<KnownFile>;
	measure(check: Partial<MediaCheck>, now: Date, about?: AboutFile): Promise<RecordedVerdict>;
	ask(
		gate: 'peer' | 'senior',
		now: Date,
		changes?: Partial<WantedReview>,
	): ReturnType<typeof askReview>;
	answer(id: string, given: Partial<GivenReview>, now: Date): ReturnType<typeof answerReview>;
	/** What the flow makes of an answer: the decision, kept. */
	judge(answer: Partial<ReviewAnswer>, now: Date, about?: AboutFile): Promise<RecordedVerdict>;
	/** Keeps any decision as it is. */
	keep(decision: GateDecision, now: Date, about?: AboutFile): Promise<RecordedVerdict>;
}

/** Opens it over a ledger; what it does not say of a film is that luis made it. */
export function aDesk(store: Store, sha256: string): Desk {
	const known: Desk['known'] = async (of, now, about = {}) => {
		const [file] = await readContents(store, of, false);
		if (file !== undefined) return (await knownContent(store, file, now)).known;
		const { place = aPlace(), project = null, authors = ['luis'] } = about;
		const seen = { place, sha256: of, project, authors, context: {}, test: false };
		return (await foreseenContent(store, seen, now)).known;
	};
	const keep: Desk['keep'] = async (decision, now, about = {}) => {
		const given: GivenVerdict = {
			...decision,
			heldUntil: decision.heldUntil === null ? null : new Date(decision.heldUntil),
			decidedAt: now,
			decision: decision as unknown as Json,
			place: aPlace(),
			project: null,
			authors: ['luis'],
			check: null,
			context: {},
			test: false,
			...about,
		};
		return await recordVerdict(store, given, now, now);
	};
	const view = (now: Date) => ({ rules: defaultGateRules, language: 'en' as const, now });
	return {
		known,
		keep,
		measure: async (changes, now, about) => {
			const { subject, sha256: of, ...check } = aCheck({ sha256, ...changes });
			const seen = await known(of, now, about);
			const decision = judgeMeasurements({ ...check, subject, sha256: of }, seen, view(now));
			return await keep(decision, now, { check: check as unknown as Json, ...about });
		},
		ask: async (gate, now, changes = {}) =>
			await askReview(
				store,
				{
					sha256,
					subject: null,
					gate,
					wanted: reviewers[gate],
					seniorWanted: reviewers.senior,
					hours: 4,
					checklist: [],
					test: false,
					...changes,
				},
				now,
				now,
			),
		answer: async (id, given, now) =>
			await answerReview(
				store,
				id,
				{ answer: 'approve', by: '', note: null, satisfaction: null, opportunity: null, ...given },
				now,
				now,
			),
		judge: async (changes, now, about) => {
			const id = changes.reviewer?.id ?? 'diego';
			const skills = studio.find((person) => person.id === id)?.skills ?? {};
			const answer = anAnswer({ sha256, ...changes, reviewer: { id, skills } });
			return await keep(judgeReview(answer, await known(sha256, now), view(now)), now, about);
		},
	};
}
