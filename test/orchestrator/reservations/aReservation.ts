import type { Person } from '../../../nodes/domain/routing/schema';
import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { pushDocument, readDocument } from '../../../orchestrator/src/ledger/dataDocuments';
import type { Json } from '../../../orchestrator/src/ledger/json';
import type { Reservation } from '../../../orchestrator/src/ledger/reservations';
import { listReservations } from '../../../orchestrator/src/ledger/reservations';
import type { Queries, Store } from '../../../orchestrator/src/ledger/store';
import type { ReservationRequest } from '../../../orchestrator/src/reservations/reserve';
import { daysInSeconds, hoursOf } from '../../../orchestrator/src/reservations/room';
import { aRoster } from '../../support/aStudio';

/** Work of a request as tests write it: hours by day. */
export interface WrittenPiece {
	piece: string;
	person: string;
	days: Record<string, number>;
}

/** What a test may say of a request. */
export interface WrittenRequest {
	key?: string;
	hours?: number;
	pieces?: WrittenPiece[];
	test?: boolean;
	roster?: string;
	client?: string;
	holdUntil?: Date | null;
	holdHours?: number | null;
}

let count = 0;

/** Three hours of Ana's Tuesday under a key that nobody has used, changed by what a test is about. */
export function aRequest(changes: WrittenRequest = {}): ReservationRequest {
	count += 1;
	const { hours = 3, test = false, client = 'tienda' } = changes;
	const key = changes.key ?? `${test ? 'test/' : ''}project:p/reservation/edit/${count}`;
	const pieces = changes.pieces ?? [
		{ piece: 'edit', person: 'ana', days: { '2026-11-24': hours } },
	];
	return {
		key,
		test,
		roster: changes.roster ?? 'roster/1',
		holdUntil: changes.holdUntil ?? null,
		holdHours: changes.holdHours ?? null,
		context: { deal: '7' },
		pieces: pieces.map(({ piece, person, days }) => ({
			id: eventId(new Date()).replace(/^evt_/, 'res_'),
			project: 'p',
			piece,
			person,
			days: daysInSeconds(Object.entries(days).map(([day, of]) => ({ day, hours: of }))),
			skill: 'edit',
			level: 2,
			notBefore: new Date('2026-11-24T13:00:00Z'),
			dueAt: null,
			client,
			value: { minor: 20_000, currency: 'USD' },
		})),
	};
}

/** Puts people in force as the next version of the roster. */
export async function pushRoster(store: Store, people: Person[]): Promise<void> {
	const expectedVersion = (await readDocument(store, 'roster'))?.version ?? 0;
	const content = aRoster(people) as unknown as Json;
	const facts = { kind: 'roster', source: '', pushedBy: 'olivia', reason: 'a test' };
	await pushDocument(store, { ...facts, content, expectedVersion });
}

/** Every reservation in force. */
export async function everythingOf(queries: Queries, test = false): Promise<Reservation[]> {
	const all = { project: null, person: null, state: null, since: null, withReleased: false };
	return await listReservations(queries, { ...all, test, limit: 5_000 });
}

/** Hours given away, by person and day; of those that count. */
export async function takenBy(queries: Queries, test = false): Promise<Record<string, number>> {
	const sums: Record<string, number> = {};
	for (const { person, days } of await everythingOf(queries, test)) {
		for (const { day, seconds } of days) {
			const name = `${person} ${day}`;
			sums[name] = (sums[name] ?? 0) + hoursOf(seconds);
		}
	}
	return sums;
}
