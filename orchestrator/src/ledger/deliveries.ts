import type { ErrorReport } from '../../../nodes/domain/errors';
import type { DeliveryFile, NewDeliveryFile } from './deliveryFiles';
import { addDeliveryFiles, readFilesOf } from './deliveryFiles';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a delivery stands. `withdrawn` is final: the client is to have it no more. */
export const deliveryStates = [
	'planned',
	'storing',
	'stored',
	'delivered',
	'failed',
	'withdrawn',
] as const;
/** One of them. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What a delivery is of its deal. */
export const deliveryKinds = ['full', 'partial', 'redelivery'] as const;
/** One of them. */
export type DeliveryKind = (typeof deliveryKinds)[number];

/** Why a delivery or one of its files cannot be stored. */
export interface DeliveryProblem extends ErrorReport {
	/** Name of the file; null where it is about all of them. */
	file: string | null;
}

/** A delivery that somebody wants. */
export interface NewDelivery {
	id: string;
	fingerprint: string;
	test: boolean;
	deal: string;
	/** HubSpot's id of the contact. */
	client: string;
	/** In lower case. */
	clientEmail: string | null;
	/** The contact whole, as the flow knew them. */
	recipient: Json;
	/** As reservations and quality files name it. */
	project: string;
	kind: DeliveryKind;
	manifest: Json;
	plan: Json;
	facts: Json;
	/** Days that download links are good for, from when it is stored; null where `expiresAt` says. */
	linkDays: number | null;
	expiresAt: Date | null;
}

/** A delivery as it is kept. */
export interface Delivery extends NewDelivery {
	/** Place among the deliveries of the deal, from 1. */
	version: number;
	state: DeliveryState;
	/** 1 for the first; a person's retry is the next. */
	attempt: number;
	/** How often a process began with this attempt. */
	tries: number;
	/** 0 to 1, by bytes. */
	progress: number;
	problem: DeliveryProblem | null;
	createdAt: Date;
	updatedAt: Date;
	storedAt: Date | null;
	deliveredAt: Date | null;
	withdrawnAt: Date | null;
}

/** A delivery with its files. */
export interface WholeDelivery extends Delivery {
	files: DeliveryFile[];
}

/** Columns of a delivery. */
export const DELIVERY_COLUMNS = `id, fingerprint, test, deal, client, client_email AS "clientEmail", recipient,
	project, version, kind, state, manifest, plan, facts, attempt, tries, progress,
	link_days AS "linkDays", expires_at AS "expiresAt", problem, created_at AS "createdAt",
	updated_at AS "updatedAt", stored_at AS "storedAt", delivered_at AS "deliveredAt",
	withdrawn_at AS "withdrawnAt"`;

/**
 * Keeps a delivery as the next version of its deal, unless it has been asked for before. Runs within a
 * transaction: two that come at once for a deal get different versions.
 *
 * @param filesOf the rows of its files, whose places in storage are named by the version
 * @returns the one that stands, and whether it is new
 */
export async function addDelivery(
	queries: Queries,
	delivery: NewDelivery,
	filesOf: (version: number) => NewDeliveryFile[],
	moment: Moment = null,
): Promise<{ delivery: Delivery; isNew: boolean }> {
	const given = storable(delivery);
	await queries.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
		`delivery:${given.test}:${given.deal}`,
	]);
	const found = await findDelivery(queries, given.fingerprint);
	if (found !== null) return { delivery: found, isNew: false };
	const [added] = await queries.query<Delivery>(
		`INSERT INTO deliveries (id, fingerprint, test, deal, client, client_email, recipient, project,
			version, kind, state, manifest, plan, facts, link_days, expires_at, created_at, updated_at)
		SELECT $1, $2, $3, $4, $5, $6, $7::jsonb, $8,
			coalesce((SELECT max(version) FROM deliveries WHERE deal = $4 AND test = $3), 0) + 1,
			$9, 'planned', $10::jsonb, $11::jsonb, $12::jsonb, $13::double precision, $14::timestamptz,
			at, at
		FROM (SELECT ${atMoment('$15')} AS at) AS now
		RETURNING ${DELIVERY_COLUMNS}`,
		[
			given.id,
			given.fingerprint,
			given.test,
			given.deal,
			given.client,
			given.clientEmail,
			JSON.stringify(given.recipient),
			given.project,
			given.kind,
			JSON.stringify(given.manifest),
			JSON.stringify(given.plan),
			JSON.stringify(given.facts),
			given.linkDays,
			// What is no JSON stays as it came.
			delivery.expiresAt,
			moment,
		],
	);
	if (added === undefined) throw new Error(`The delivery ${given.fingerprint} was not kept.`);
	await addDeliveryFiles(queries, added.id, filesOf(added.version));
	return { delivery: added, isNew: true };
}

/** The delivery of a fingerprint; null where there is none. */
export async function findDelivery(
	queries: Queries,
	fingerprint: string,
): Promise<Delivery | null> {
	const [found] = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE fingerprint = $1`,
		[fingerprint],
	);
	return found ?? null;
}

/** Reads one delivery with its files; null where there is none. */
export async function readDelivery(queries: Queries, id: string): Promise<WholeDelivery | null> {
	const [found] = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id = $1`,
		[id],
	);
	if (found === undefined) return null;
	return { ...found, files: await readFilesOf(queries, [id]) };
}

/** Whose deliveries to list; by what is null nothing is left out. */
export interface DeliveryFilter {
	deal?: string | null;
	client?: string | null;
	test: boolean;
	/** 1 to 200; default 200. */
	limit?: number;
}

/** Lists deliveries with their files, the newest first. */
export async function readDeliveriesOf(
	queries: Queries,
	{ deal = null, client = null, test, limit = 200 }: DeliveryFilter,
): Promise<WholeDelivery[]> {
	const found = await queries.query<Delivery>(
		`SELECT ${DELIVERY_COLUMNS} FROM deliveries
		WHERE test = $3 AND ($1::text IS NULL OR deal = $1) AND ($2::text IS NULL OR client = $2)
		ORDER BY created_at DESC, version DESC, id DESC LIMIT $4`,
		[deal, client, test, limit],
	);
	const files = await readFilesOf(
		queries,
		found.map(({ id }) => id),
	);
	return found.map((delivery) => ({
		...delivery,
		files: files.filter((file) => file.delivery === delivery.id),
	}));
}

/** Says that the client has it. @returns whether this did: only what is stored can be */
export async function markDelivered(
	queries: Queries,
	id: string,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET state = 'delivered', delivered_at = ${atMoment('$2')},
			updated_at = ${atMoment('$2')}
		WHERE id = $1 AND state = 'stored' RETURNING id`,
		[id, moment],
	);
	return rows.length > 0;
}

/** Takes a delivery back, whatever became of it; the process that is at it lets go. @returns whether this did */
export async function withdrawDelivery(
	queries: Queries,
	id: string,
	problem: DeliveryProblem,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET state = 'withdrawn', token = NULL, problem = $2::jsonb,
			withdrawn_at = ${atMoment('$3')}, updated_at = ${atMoment('$3')}
		WHERE id = $1 AND state <> 'withdrawn' RETURNING id`,
		[id, JSON.stringify(storable(problem)), moment],
	);
	return rows.length > 0;
}

/**
 * Begins a delivery that failed again, as its next attempt; what is stored stays. One that a later one took the
 * place of stays where it is: its files would go, and be invoiced, twice.
 *
 * @returns whether this did
 */
export async function retryDelivery(
	queries: Queries,
	id: string,
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE deliveries SET state = 'planned', attempt = attempt + 1, tries = 0, problem = NULL,
			updated_at = ${atMoment('$2')}
		WHERE id = $1 AND state = 'failed' AND NOT EXISTS (
			SELECT 1 FROM deliveries AS newer
			WHERE newer.deal = deliveries.deal AND newer.test = deliveries.test
				AND newer.version > deliveries.version AND newer.state NOT IN ('failed', 'withdrawn'))
		RETURNING id`,
		[id, moment],
	);
	if (rows.length === 0) return false;
	await queries.query(
		`UPDATE delivery_files SET state = 'waiting', problem = NULL
		WHERE delivery = $1 AND state <> 'stored'`,
		[id],
	);
	return true;
}
