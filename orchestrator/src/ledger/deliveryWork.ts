import type { Delivery, DeliveryProblem } from './deliveries';
import { DELIVERY_COLUMNS } from './deliveries';
import type { HeldDelivery } from './deliveryFiles';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/**
 * Takes a delivery to store it, also out of the hands of whoever had it: a job comes again only when
 * its process is gone or gave it up, and a token that is no longer the delivery's changes nothing.
 *
 * @returns null when there is nothing to store any more
 */
export async function takeDelivery(
	queries: Queries,
	{ id, token }: HeldDelivery,
	moment: Moment = null,
): Promise<Delivery | null> {
	const [taken] = await queries.query<Delivery>(
		`UPDATE deliveries SET state = 'storing', token = $2::uuid, tries = tries + 1,
			updated_at = ${atMoment('$3')}
		WHERE id = $1 AND state IN ('planned', 'storing') RETURNING ${DELIVERY_COLUMNS}`,
		[id, token, moment],
	);
	return taken ?? null;
}

/** Keeps how far a delivery is. @returns whether it is still ours to store */
export async function noteDeliveryProgress(
	queries: Queries,
	{ id, token }: HeldDelivery,
	progress: number,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET progress = $3, updated_at = ${atMoment('$4')}
		WHERE id = $1 AND token = $2::uuid AND state = 'storing' RETURNING id`,
		[id, token, Math.min(1, Math.max(0, progress)), moment],
	);
	return rows.length > 0;
}

/** Keeps that every file is there; links begin to run. @returns whether it was still ours */
export async function finishDelivery(
	queries: Queries,
	{ id, token }: HeldDelivery,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET state = 'stored', token = NULL, progress = 1, problem = NULL,
			stored_at = at, updated_at = at,
			expires_at = coalesce(expires_at, at + link_days * interval '1 day')
		FROM (SELECT ${atMoment('$3')} AS at) AS now
		WHERE id = $1 AND token = $2::uuid AND state = 'storing'
			AND NOT EXISTS (SELECT FROM delivery_files WHERE delivery = $1 AND state <> 'stored')
		RETURNING id`,
		[id, token, moment],
	);
	return rows.length > 0;
}

/** Keeps that a delivery cannot be stored. @returns whether it was still ours */
export async function failDelivery(
	queries: Queries,
	{ id, token }: HeldDelivery,
	problem: DeliveryProblem,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET state = 'failed', token = NULL, problem = $3::jsonb,
			updated_at = ${atMoment('$4')}
		WHERE id = $1 AND token = $2::uuid AND state = 'storing' RETURNING id`,
		[id, token, JSON.stringify(storable(problem)), moment],
	);
	return rows.length > 0;
}

/**
 * Gives a delivery back to be gone on with, with what stood in its way.
 *
 * @param counts whether the try counts: it does not when the process only had to stop
 */
export async function giveBackDelivery(
	queries: Queries,
	{ id, token }: HeldDelivery,
	problem: DeliveryProblem | null,
	counts: boolean,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`UPDATE deliveries SET state = 'planned', token = NULL, problem = $3::jsonb,
			tries = tries - CASE WHEN $4::boolean THEN 0 ELSE 1 END, updated_at = ${atMoment('$5')}
		WHERE id = $1 AND token = $2::uuid AND state = 'storing'`,
		[id, token, problem === null ? null : JSON.stringify(storable(problem)), counts, moment],
	);
}

/**
 * Ids of deliveries that nobody has touched for so long that their job must be lost, and of withdrawn
 * ones that are not out of storage yet.
 */
export async function forgottenDeliveries(
	queries: Queries,
	{ quietMs, limit }: { quietMs: number; limit: number },
	moment: Moment = null,
): Promise<string[]> {
	const rows = await queries.query<{ id: string }>(
		`UPDATE deliveries SET updated_at = ${atMoment('$3')} WHERE id IN (
			SELECT id FROM deliveries
			WHERE updated_at < ${atMoment('$3')} - $1::double precision * interval '1 millisecond'
				AND state IN ('planned', 'storing', 'withdrawn')
				AND (state <> 'withdrawn' OR EXISTS (
					SELECT FROM delivery_files AS file WHERE file.delivery = deliveries.id
						AND file.target <> 'archive' AND file.state <> 'waiting'))
			ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED
		) RETURNING id`,
		[quietMs, limit, moment],
	);
	return rows.map(({ id }) => id);
}
