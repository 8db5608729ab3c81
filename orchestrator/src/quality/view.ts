import type { Person, Roster } from '../../../nodes/domain/routing/schema';
import type { Json } from '../ledger/json';
import type { QualityFile } from '../ledger/qualityFiles';
import type { Review } from '../ledger/qualityReviews';

/** Somebody as flows and messages name them. */
export interface PersonView {
	id: string;
	name: string;
	email: string | null;
	zone: string | null;
	hub: string | null;
	/** Level by skill. */
	skills: Record<string, number>;
}

/** A review as callers are told of it; times in ISO 8601 UTC. */
export interface ReviewView {
	id: string;
	subject: string;
	sha256: string;
	file: QualityFile['file'];
	version: number;
	project: string | null;
	gate: Review['gate'];
	state: Review['state'];
	reviewer: PersonView;
	/** Lead of the hub, once it is overdue. */
	lead: PersonView | null;
	checklist: Array<{ [name: string]: Json | undefined }>;
	hours: number;
	askedAt: string;
	remindAt: string;
	dueAt: string;
	overdueAt: string | null;
	answeredAt: string | null;
	answeredBy: string | null;
	note: string | null;
	test: boolean;
}

/** What callers are told of a review. */
export function reviewView(review: Review, file: QualityFile, roster: Roster): ReviewView {
	const { id, gate, state, checklist, hours, note, lead } = review;
	return {
		id,
		subject: file.subject,
		sha256: file.sha256,
		file: file.file,
		version: file.version,
		project: file.project,
		gate,
		state,
		reviewer: personView(roster, review.reviewer),
		lead: lead === null ? null : personView(roster, lead),
		checklist: Array.isArray(checklist) ? checklist.filter(isObject) : [],
		hours,
		askedAt: review.askedAt.toISOString(),
		remindAt: review.remindAt.toISOString(),
		dueAt: review.dueAt.toISOString(),
		overdueAt: review.overdueAt?.toISOString() ?? null,
		answeredAt: review.answeredAt?.toISOString() ?? null,
		answeredBy: review.answeredBy,
		note,
		test: file.test,
	};
}

function isObject(value: Json): value is { [name: string]: Json | undefined } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How to reach somebody; of one who has left the roster only the name is known. */
export function personView({ people }: Roster, id: string): PersonView {
	const found = people.find((person) => person.id === id);
	return {
		id,
		name: found?.name ?? id,
		email: found?.email ?? null,
		zone: found?.zone ?? null,
		hub: found?.hub ?? null,
		skills: found?.skills ?? {},
	};
}

/** Role of whoever answers for a hub. */
const HUB_LEAD = 'hub-lead';

/**
 * Whom an overdue review is handed to: the lead of the reviewer's hub, or of another hub when that is
 * the reviewer; without leads, whoever of the own people looks best at the work of others.
 */
export function leadFor(
	{ people }: Roster,
	reviewer: string,
	skill: string,
	mayAnswer: (person: Person) => boolean,
): string | null {
	const hub = people.find(({ id }) => id === reviewer)?.hub ?? null;
	const own = people.filter(({ id, kind }) => id !== reviewer && kind === 'internal');
	const place = (person: Person) => [
		mayAnswer(person) ? 0 : 1,
		person.roles?.includes(HUB_LEAD) === true ? 0 : 1,
		person.hub === hub ? 0 : 1,
		-(person.skills[skill] ?? 0),
	];
	const [first] = own
		.map((person) => ({ id: person.id, place: place(person) }))
		.sort((a, b) => before(a.place, b.place) || (a.id < b.id ? -1 : 1));
	return first?.id ?? null;
}

function before(a: readonly number[], b: readonly number[]): number {
	for (const [index, value] of a.entries()) {
		const difference = value - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
