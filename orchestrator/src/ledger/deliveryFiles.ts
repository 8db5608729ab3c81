import type { DeliveryProblem } from './deliveries';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a file of a delivery stands at one of its places. */
export const deliveryFileStates = ['waiting', 'copying', 'stored', 'failed'] as const;
/** One of them. */
export type DeliveryFileState = (typeof deliveryFileStates)[number];

/** Where the bytes of a file are: at Frame.io, or here where it is a short text. */
export type DeliverySource =
	| { kind: 'frameio'; accountId: string | null; fileId: string }
	| { kind: 'text'; text: string };

/** A file of a delivery that is to go to one place. */
export interface NewDeliveryFile {
	/** `delivery` or `archive`. */
	target: string;
	/** As the client gets it. */
	name: string;
	/** Hex, of the content that was approved. */
	sha256: string;
	/** null where nobody knows yet. */
	bytes: number | null;
	mediaType: string;
	role: string;
	source: DeliverySource;
	storageKey: string;
}

/** A file of a delivery at one of its places. */
export interface DeliveryFile extends NewDeliveryFile {
	delivery: string;
	state: DeliveryFileState;
	/** What the storage said of it afterwards, as `kind:value`. */
	checksum: string | null;
	storedAt: Date | null;
	problem: DeliveryProblem | null;
}

/** A delivery in the hands of one process. */
export interface HeldDelivery {
	id: string;
	/** A UUID nobody else has. */
	token: string;
}

/** Keeps the files of a new delivery, in their order. */
export async function addDeliveryFiles(
	queries: Queries,
	delivery: string,
	files: readonly NewDeliveryFile[],
): Promise<void> {
	await queries.query(
		`INSERT INTO delivery_files (delivery, target, name, place, sha256, bytes, media_type, role,
			source, state, storage_key)
		SELECT $1, file.target, file.name, given.place - 1, file.sha256, file.bytes, file."mediaType",
			file.role, file.source, 'waiting', file."storageKey"
		FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS given (value, place),
			jsonb_to_record(given.value) AS file (target text, name text, sha256 text, bytes bigint,
				"mediaType" text, role text, source jsonb, "storageKey" text)`,
		[delivery, JSON.stringify(storable(files))],
	);
}

/** The files of some deliveries, in their order. */
export async function readFilesOf(
	queries: Queries,
	deliveries: readonly string[],
): Promise<DeliveryFile[]> {
	return await queries.query<DeliveryFile>(
		`SELECT delivery, target, name, sha256, bytes::double precision AS bytes,
			media_type AS "mediaType", role, source, state, storage_key AS "storageKey", checksum,
			stored_at AS "storedAt", problem
		FROM delivery_files WHERE delivery IN (SELECT jsonb_array_elements_text($1::jsonb))
		ORDER BY delivery, place`,
		[JSON.stringify(deliveries)],
	);
}

/** SQL that lets only the process through whose token the delivery has. */
const IS_OURS = `EXISTS (SELECT FROM deliveries WHERE id = $1 AND token = $2::uuid AND state = 'storing')`;

/** Which file, where. */
export type FilePlace = Pick<DeliveryFile, 'target' | 'name'>;

/** Keeps that a file is on its way. @returns whether the delivery is still ours */
export async function beginFile(
	queries: Queries,
	{ id, token }: HeldDelivery,
	{ target, name }: FilePlace,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE delivery_files SET state = 'copying', problem = NULL
		WHERE delivery = $1 AND target = $3 AND name = $4 AND ${IS_OURS} RETURNING name`,
		[id, token, target, name],
	);
	return rows.length > 0;
}

/** Keeps that a file is there. @returns whether the delivery is still ours */
export async function finishFile(
	queries: Queries,
	{ id, token }: HeldDelivery,
	{ target, name, bytes, checksum }: FilePlace & { bytes: number; checksum: string },
	moment: Moment = null,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE delivery_files SET state = 'stored', bytes = $5::bigint, checksum = $6, problem = NULL,
			stored_at = ${atMoment('$7')}
		WHERE delivery = $1 AND target = $3 AND name = $4 AND ${IS_OURS} RETURNING name`,
		[id, token, target, name, bytes, checksum, moment],
	);
	return rows.length > 0;
}

/** Keeps that a file did not get there. @returns whether the delivery is still ours */
export async function failFile(
	queries: Queries,
	{ id, token }: HeldDelivery,
	{ target, name }: FilePlace,
	problem: DeliveryProblem,
): Promise<boolean> {
	const rows = await queries.query(
		`UPDATE delivery_files SET state = 'failed', problem = $5::jsonb
		WHERE delivery = $1 AND target = $3 AND name = $4 AND ${IS_OURS} RETURNING name`,
		[id, token, target, name, JSON.stringify(storable(problem))],
	);
	return rows.length > 0;
}

/** Files of withdrawn deliveries that may still be in storage; the archive keeps what it has. */
export async function filesToRemove(
	queries: Queries,
	delivery: string,
): Promise<Array<FilePlace & { storageKey: string }>> {
	return await queries.query(
		`SELECT file.target, file.name, file.storage_key AS "storageKey"
		FROM delivery_files AS file JOIN deliveries AS whole ON whole.id = file.delivery
		WHERE file.delivery = $1 AND whole.state = 'withdrawn' AND file.target <> 'archive'
			AND file.state <> 'waiting'
		ORDER BY file.place`,
		[delivery],
	);
}

/** Keeps that a file of a withdrawn delivery is no longer in storage. */
export async function markRemoved(
	queries: Queries,
	delivery: string,
	{ target, name }: FilePlace,
): Promise<void> {
	await queries.query(
		`UPDATE delivery_files SET state = 'waiting', checksum = NULL, stored_at = NULL
		WHERE delivery = $1 AND target = $2 AND name = $3`,
		[delivery, target, name],
	);
}
