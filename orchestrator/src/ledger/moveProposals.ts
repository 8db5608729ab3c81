import type { Moment } from './moment';
import { atMoment } from './moment';
import type { DaySeconds } from './reservations';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a proposal stands. A yes and what it does are one step. */
export const proposalStates = ['proposed', 'applied', 'refused', 'stale'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** A reservation that would get other days, and perhaps another person. */
export interface PlannedMove {
	/** Id of the reservation, and the revision that the move was worked out from. */
	reservation: string;
	revision: number;
	project: string;
	/** What the project is called. */
	projectName: string;
	piece: string;
	/** Ids and names of the roster; the same person twice where only the days change. */
	from: string;
	fromName: string;
	to: string;
	toName: string;
	was: DaySeconds[];
	days: DaySeconds[];
	/** When it would begin and be done, ISO 8601 UTC; null where nobody said. */
	startsAt: string | null;
	endsAt: string | null;
	because: string | null;
}

/** Work for which nobody could be found. */
export interface UnplacedWork {
	reservation: string;
	project: string;
	projectName: string;
	piece: string;
	person: string;
	because: string;
}

/** Moves for somebody to say yes or no to. */
export interface MoveProposal {
	id: string;
	fingerprint: string;
	test: boolean;
	/** Project that finds no room without the moves; null where somebody re-plans. */
	project: string | null;
	/** Event of the inbox whose flow asked. */
	event: string | null;
	/** Hub whose channel is asked; null for ops. */
	hub: string | null;
	reason: string;
	moves: PlannedMove[];
	unplaced: UnplacedWork[];
	roster: string;
	/** How long whoever takes work over may take to accept it; null without end. */
	holdHours: number | null;
	state: ProposalState;
	decidedBy: string | null;
	/** Why it was refused, or what stood in its way. */
	because: string | null;
	createdAt: Date;
	decidedAt: Date | null;
}

/** A proposal as it is made. */
export type NewProposal = Omit<
	MoveProposal,
	'state' | 'decidedBy' | 'because' | 'createdAt' | 'decidedAt'
>;

const COLUMNS = `id, fingerprint, test, project, event, hub, reason, moves, unplaced, roster,
	hold_hours AS "holdHours", state, decided_by AS "decidedBy", because,
	created_at AS "createdAt", decided_at AS "decidedAt"`;

/**
 * Keeps a proposal, unless the same one is open already.
 *
 * @returns the open one, and whether it was there before
 */
export async function keepProposal(
	queries: Queries,
	proposal: NewProposal,
	moment: Moment,
): Promise<{ proposal: MoveProposal; repeated: boolean }> {
	const { id, fingerprint, test, project, event, hub, reason, roster, holdHours } = proposal;
	const kept = await queries.query<MoveProposal>(
		`INSERT INTO move_proposals (id, fingerprint, test, project, event, hub, reason, moves, unplaced,
			roster, hold_hours, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, 'proposed', ${atMoment('$12')})
		ON CONFLICT (test, fingerprint) WHERE state = 'proposed' DO NOTHING
		RETURNING ${COLUMNS}`,
		[
			id,
			fingerprint,
			test,
			project,
			event,
			hub,
			reason,
			JSON.stringify(storable(proposal.moves)),
			JSON.stringify(storable(proposal.unplaced)),
			roster,
			holdHours,
			moment,
		],
	);
	if (kept[0] !== undefined) return { proposal: kept[0], repeated: false };
	const [open] = await queries.query<MoveProposal>(
		`SELECT ${COLUMNS} FROM move_proposals
		WHERE test = $1 AND fingerprint = $2 AND state = 'proposed' FOR UPDATE`,
		[test, fingerprint],
	);
	// Whoever decided it in between has changed what it was worked out from.
	if (open === undefined) throw new Error('The same proposal was decided at this moment.');
	return { proposal: open, repeated: true };
}

/** One proposal; null when there is none. */
export async function readProposal(queries: Queries, id: string): Promise<MoveProposal | null> {
	const [found] = await queries.query<MoveProposal>(
		`SELECT ${COLUMNS} FROM move_proposals WHERE id = $1`,
		[id],
	);
	return found ?? null;
}

/** The same, and nobody else may decide it until the transaction ends. */
export async function lockProposal(queries: Queries, id: string): Promise<MoveProposal | null> {
	const [found] = await queries.query<MoveProposal>(
		`SELECT ${COLUMNS} FROM move_proposals WHERE id = $1 FOR UPDATE`,
		[id],
	);
	return found ?? null;
}

/** The other open proposals of a project, locked, the oldest first. */
export async function lockOpenProposals(
	queries: Queries,
	project: string,
	test: boolean,
	except: string,
): Promise<MoveProposal[]> {
	return await queries.query<MoveProposal>(
		`SELECT ${COLUMNS} FROM move_proposals
		WHERE project = $1 AND test = $2 AND state = 'proposed' AND id <> $3 ORDER BY id FOR UPDATE`,
		[project, test, except],
	);
}

/** Proposals, the newest first. */
export async function listProposals(
	queries: Queries,
	{ state, test, limit }: { state: ProposalState | null; test: boolean; limit: number },
): Promise<MoveProposal[]> {
	return await queries.query<MoveProposal>(
		`SELECT ${COLUMNS} FROM move_proposals
		WHERE test = $1 AND ($2::text IS NULL OR state = $2::text) ORDER BY id DESC LIMIT $3`,
		[test, state, limit],
	);
}

/** Keeps what became of a proposal; the caller has locked it. */
export async function settleProposal(
	queries: Queries,
	id: string,
	{ state, by, because }: { state: ProposalState; by: string | null; because: string | null },
	moment: Moment,
): Promise<MoveProposal> {
	const [settled] = await queries.query<MoveProposal>(
		`UPDATE move_proposals SET state = $2, decided_by = $3, because = $4,
			decided_at = ${atMoment('$5')} WHERE id = $1 RETURNING ${COLUMNS}`,
		[id, state, by, because, moment],
	);
	if (settled === undefined) throw new Error(`The proposal ${id} is gone.`);
	return settled;
}
