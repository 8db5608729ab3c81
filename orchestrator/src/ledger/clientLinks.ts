import type { Language } from '../../../nodes/domain/language';
import type { Queries } from './store';

/** What a link lets a client do. */
export type LinkPurpose = 'portal';

/** A link that lets a client in; the link itself is nowhere. */
export interface ClientLink {
	id: string;
	/** The contact's id in HubSpot. */
	client: string;
	/** As `normalAddress` writes it. */
	email: string;
	name: string | null;
	language: Language | null;
	purpose: LinkPurpose;
	test: boolean;
	/** Hex SHA-256 of the token. */
	hash: string;
	createdAt: Date;
	expiresAt: Date;
	revokedAt: Date | null;
	revokedBy: string | null;
	/** At most an hour behind; null: never opened. */
	lastSeenAt: Date | null;
}

/** A link that is to be kept. */
export type NewClientLink = Omit<ClientLink, 'revokedAt' | 'revokedBy' | 'lastSeenAt'>;

const COLUMNS = `id, client, client_email AS email, client_name AS name, language, purpose, test,
	token_hash AS hash, created_at AS "createdAt", expires_at AS "expiresAt",
	revoked_at AS "revokedAt", revoked_by AS "revokedBy", last_seen_at AS "lastSeenAt"`;

/** Any constant: who makes a link for a client holds it with the client's number. */
const LINK_LOCK = 7_316_224;

/** Lets nobody else make a link for the client until the transaction ends. */
export async function lockLinksOf(queries: Queries, client: string): Promise<void> {
	await queries.query('SELECT pg_advisory_xact_lock($1::int, hashtext($2))', [LINK_LOCK, client]);
}

/** Keeps a new link. */
export async function addClientLink(queries: Queries, link: NewClientLink): Promise<void> {
	const { id, client, email, name, language, purpose, test, hash, createdAt, expiresAt } = link;
	await queries.query(
		`INSERT INTO client_links (id, client, client_email, client_name, language, purpose, test,
			token_hash, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		[id, client, email, name, language, purpose, test, hash, createdAt, expiresAt],
	);
}

/** The newest link of a client at an address that nobody revoked and that is good until then. */
export async function findLivingLink(
	queries: Queries,
	wanted: Pick<ClientLink, 'client' | 'email' | 'purpose' | 'test'>,
	goodUntil: Date,
): Promise<ClientLink | null> {
	const { client, email, purpose, test } = wanted;
	const [found] = await queries.query<ClientLink>(
		`SELECT ${COLUMNS} FROM client_links
		WHERE client = $1 AND client_email = $2 AND purpose = $3 AND test = $4
			AND revoked_at IS NULL AND expires_at >= $5
		ORDER BY created_at DESC, id DESC LIMIT 1`,
		[client, email, purpose, test, goodUntil],
	);
	return found ?? null;
}

/** The link of a token's hash, living or not; null for whatever is none. */
export async function findLinkByHash(queries: Queries, hash: string): Promise<ClientLink | null> {
	const [found] = await queries.query<ClientLink>(
		`SELECT ${COLUMNS} FROM client_links WHERE token_hash = $1`,
		[hash],
	);
	return found ?? null;
}

/** Which links to list. */
export interface ClientLinkFilter {
	/** null for everybody's. */
	client: string | null;
	/** Whether revoked ones and those that are over are among them. */
	withOver: boolean;
	test: boolean;
	limit: number;
}

/** Lists links, newest first. */
export async function listClientLinks(
	queries: Queries,
	{ client, withOver, test, limit }: ClientLinkFilter,
	now: Date,
): Promise<ClientLink[]> {
	return await queries.query<ClientLink>(
		`SELECT ${COLUMNS} FROM client_links
		WHERE ($1::text IS NULL OR client = $1) AND test = $2
			AND ($3::boolean OR (revoked_at IS NULL AND expires_at > $4))
		ORDER BY created_at DESC, id DESC LIMIT $5`,
		[client, test, withOver, now, limit],
	);
}

/** One link, or all of a client. */
export type LinkTarget = { id: string } | { client: string };

/** Lets nobody in by these links any more; answers those that let somebody in until now. */
export async function revokeClientLinks(
	queries: Queries,
	target: LinkTarget,
	by: string,
	now: Date,
): Promise<ClientLink[]> {
	const [id, client] = 'id' in target ? [target.id, null] : [null, target.client];
	return await queries.query<ClientLink>(
		`UPDATE client_links SET revoked_at = $3, revoked_by = $4
		WHERE (id = $1 OR client = $2) AND revoked_at IS NULL AND expires_at > $3
		RETURNING ${COLUMNS}`,
		[id, client, now, by],
	);
}

/** Keeps that a link was opened, unless that is known of the hour before. */
export async function touchClientLink(queries: Queries, id: string, now: Date): Promise<void> {
	await queries.query(
		`UPDATE client_links SET last_seen_at = $2 WHERE id = $1
			AND (last_seen_at IS NULL OR last_seen_at < $2::timestamptz - interval '1 hour')`,
		[id, now],
	);
}
