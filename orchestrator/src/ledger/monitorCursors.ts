import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

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
): Promise<{ position: Json } | null> {
	const [taken] = await queries.query<{ position: Json }>(
		`INSERT INTO monitor_cursors AS held (name, position, held_until, moved_at)
		VALUES ($1, $2::jsonb, ${atMoment('$4')} + $3::double precision * interval '1 millisecond',
			${atMoment('$4')})
		ON CONFLICT (name) DO UPDATE SET held_until = excluded.held_until
		WHERE held.held_until IS NULL OR held.held_until < ${atMoment('$4')}
		RETURNING position`,
		[name, JSON.stringify(fresh), holdMs, moment],
	);
	return taken ?? null;
}

/** Lets go of a cursor where it was. */
export async function releaseCursor(queries: Queries, name: string): Promise<void> {
	await queries.query('UPDATE monitor_cursors SET held_until = NULL WHERE name = $1', [name]);
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
