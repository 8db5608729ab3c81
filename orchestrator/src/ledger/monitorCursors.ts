import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** What proves that a cursor is held by whoever shows it: until when, as the ledger has it. */
export type Hold = string;

/**
 * Takes a cursor for a while, so that of several processes one does the work.
 *
 * @param fresh where it stands when nobody has ever moved it
 * @returns where it stands; null while somebody else holds it
 */
export async function takeCursor(
	queries: Queries,
	name: string,
	fresh: Json,
	holdMs: number,
	moment: Moment = null,
): Promise<{ position: Json; hold: Hold } | null> {
	const [taken] = await queries.query<{ position: Json; hold: Hold }>(
		`INSERT INTO monitor_cursors AS held (name, position, held_until, moved_at)
		VALUES ($1, $2::jsonb, ${atMoment('$4')} + $3::double precision * interval '1 millisecond',
			${atMoment('$4')})
		ON CONFLICT (name) DO UPDATE SET held_until = excluded.held_until
		WHERE held.held_until IS NULL OR held.held_until < ${atMoment('$4')}
		RETURNING position, held_until::text AS hold`,
		[name, JSON.stringify(fresh), holdMs, moment],
	);
	return taken ?? null;
}

/**
 * Holds a cursor for a while from now on, unless it was taken over meanwhile.
 *
 * @returns what proves it from now on; null where somebody else holds it, or may
 */
export async function keepCursor(
	queries: Queries,
	name: string,
	hold: Hold,
	holdMs: number,
	moment: Moment = null,
): Promise<Hold | null> {
	const [kept] = await queries.query<{ hold: Hold }>(
		`UPDATE monitor_cursors
		SET held_until = ${atMoment('$4')} + $3::double precision * interval '1 millisecond'
		WHERE name = $1 AND held_until = $2::timestamptz RETURNING held_until::text AS hold`,
		[name, hold, holdMs, moment],
	);
	return kept?.hold ?? null;
}

/** Lets go of a cursor where it was; does nothing where somebody else holds it by now. */
export async function releaseCursor(queries: Queries, name: string, hold: Hold): Promise<void> {
	await queries.query(
		'UPDATE monitor_cursors SET held_until = NULL WHERE name = $1 AND held_until = $2::timestamptz',
		[name, hold],
	);
}

/** Where a cursor stands; null when nobody has ever moved it. */
export async function readCursor(
	queries: Queries,
	name: string,
): Promise<{ position: Json; movedAt: Date } | null> {
	const [found] = await queries.query<{ position: Json; movedAt: Date }>(
		'SELECT position, moved_at AS "movedAt" FROM monitor_cursors WHERE name = $1',
		[name],
	);
	return found ?? null;
}

/** Moves a cursor. */
export async function moveCursor(
	queries: Queries,
	name: string,
	position: Json,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`INSERT INTO monitor_cursors (name, position, moved_at) VALUES ($1, $2::jsonb, ${atMoment('$3')})
		ON CONFLICT (name) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at`,
		[name, JSON.stringify(position), moment],
	);
}

/** Whether somebody holds a cursor now. */
export async function isCursorHeld(
	queries: Queries,
	name: string,
	moment: Moment = null,
): Promise<boolean> {
	const held = await queries.query(
		`SELECT 1 FROM monitor_cursors WHERE name = $1 AND held_until >= ${atMoment('$2')}`,
		[name, moment],
	);
	return held.length > 0;
}
