import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import type { Json } from './json';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** Where a draft stands; `found` waits for its flow, `asked` for a yes or a no. */
export const draftStates = ['found', 'asked', 'sent', 'refused', 'superseded', 'expired'] as const;
/** One of them. */
export type DraftState = (typeof draftStates)[number];

/** The mail as the node wrote it. */
export interface DraftMail {
	to: string;
	language: string;
	subject: string;
	/** Between greeting and closing; empty lines part paragraphs. */
	words: string;
}

/** A mail that a person must say yes to. */
export interface MilestoneDraft {
	id: string;
	/** HubSpot's id. */
	deal: string;
	milestone: Milestone;
	test: boolean;
	/** 1 for the first of its deal. */
	occurrence: number;
	/** Whether the service found out by itself. */
	isFound: boolean;
	promisedAt: Date | null;
	expectedAt: Date | null;
	/** What is in the way, as `delayRisk` names it; of others' drafts an empty list. */
	causes: Json;
	/** As Client Milestone reads details. */
	details: { [name: string]: Json };
	/** What else goes with the mail: link, holidays, urgent. */
	event: { [name: string]: Json };
	/** null until a flow has kept it. */
	mail: DraftMail | null;
	state: DraftState;
	/** As whoever said yes put them; null for those of the mail. */
	words: string | null;
	decidedBy: string | null;
	because: string | null;
	createdAt: Date;
	askedAt: Date | null;
	expiresAt: Date | null;
	decidedAt: Date | null;
}

/** A draft as it is made. */
export type NewDraft = Omit<
	MilestoneDraft,
	'words' | 'decidedBy' | 'because' | 'createdAt' | 'askedAt' | 'decidedAt' | 'state'
> & { state: 'found' | 'asked' };

const COLUMNS = `id, deal, milestone, test, occurrence, is_found AS "isFound",
	promised_at AS "promisedAt", expected_at AS "expectedAt", causes, details, event, mail, state, words,
	decided_by AS "decidedBy", because, created_at AS "createdAt", asked_at AS "askedAt",
	expires_at AS "expiresAt", decided_at AS "decidedAt"`;

/** Any constant: whoever changes the drafts of a deal holds it with the deal's number. */
const DRAFT_LOCK = 7_316_228;

/** Keeps anybody else from changing the drafts of a deal until the transaction ends. */
export async function lockDrafts(queries: Queries, deal: string): Promise<void> {
	await queries.query('SELECT pg_advisory_xact_lock($1::int, hashtext($2))', [DRAFT_LOCK, deal]);
}

/** The drafts of a deal's milestone, the first first. */
export async function readDraftsOf(
	queries: Queries,
	{ deal, milestone, test }: Pick<MilestoneDraft, 'deal' | 'milestone' | 'test'>,
): Promise<MilestoneDraft[]> {
	return await queries.query<MilestoneDraft>(
		`SELECT ${COLUMNS} FROM milestone_drafts
		WHERE deal = $1 AND milestone = $2 AND test = $3 ORDER BY occurrence`,
		[deal, milestone, test],
	);
}

/** One draft; null when there is none. */
export async function readDraft(queries: Queries, id: string): Promise<MilestoneDraft | null> {
	const [found] = await queries.query<MilestoneDraft>(
		`SELECT ${COLUMNS} FROM milestone_drafts WHERE id = $1`,
		[id],
	);
	return found ?? null;
}

/** Which drafts to list; null leaves a bound out. */
export interface DraftFilter {
	deal: string | null;
	state: DraftState | null;
	test: boolean;
	limit: number;
}

/** Drafts, the newest first. */
export async function listDrafts(
	queries: Queries,
	{ deal, state, test, limit }: DraftFilter,
): Promise<MilestoneDraft[]> {
	return await queries.query<MilestoneDraft>(
		`SELECT ${COLUMNS} FROM milestone_drafts
		WHERE test = $1 AND ($2::text IS NULL OR deal = $2::text)
			AND ($3::text IS NULL OR state = $3::text) ORDER BY id DESC LIMIT $4`,
		[test, deal, state, limit],
	);
}

/** Deals with a draft that the service found out and nobody has decided. */
export async function dealsWithFound(queries: Queries): Promise<string[]> {
	const rows = await queries.query<{ deal: string }>(
		`SELECT DISTINCT deal FROM milestone_drafts
		WHERE state IN ('found', 'asked') AND is_found AND NOT test ORDER BY deal`,
	);
	return rows.map(({ deal }) => deal);
}

/** Keeps a new draft. The caller holds the deal's lock. */
export async function insertDraft(
	queries: Queries,
	draft: NewDraft,
	moment: Moment,
): Promise<MilestoneDraft> {
	const { id, deal, milestone, test, occurrence, isFound, promisedAt, expectedAt, state } = draft;
	const json = (value: unknown) => JSON.stringify(storable(value as Json));
	const [kept] = await queries.query<MilestoneDraft>(
		`INSERT INTO milestone_drafts (id, deal, milestone, test, occurrence, is_found, promised_at,
			expected_at, causes, details, event, mail, state, expires_at, created_at, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12::jsonb, $13::text, $14,
			${atMoment('$15')}, CASE WHEN $13::text = 'asked' THEN ${atMoment('$15')} END)
		RETURNING ${COLUMNS}`,
		[
			id,
			deal,
			milestone,
			test,
			occurrence,
			isFound,
			promisedAt,
			expectedAt,
			json(draft.causes),
			json(draft.details),
			json(draft.event),
			draft.mail === null ? null : json(draft.mail),
			state,
			draft.expiresAt,
			moment,
		],
	);
	if (kept === undefined) throw new Error('The draft was not kept.');
	return kept;
}

/** Gives a found draft the mail that its flow wrote. The caller holds the deal's lock. */
export async function askDraft(
	queries: Queries,
	{
		id,
		mail,
		details,
		event,
		expiresAt,
	}: Pick<MilestoneDraft, 'id' | 'details' | 'event'> & {
		mail: DraftMail;
		expiresAt: Date;
	},
	moment: Moment,
): Promise<MilestoneDraft> {
	const [asked] = await queries.query<MilestoneDraft>(
		`UPDATE milestone_drafts SET state = 'asked', mail = $2::jsonb, details = $3::jsonb,
			event = $4::jsonb, expires_at = $5, asked_at = ${atMoment('$6')}
		WHERE id = $1 AND state = 'found' RETURNING ${COLUMNS}`,
		[
			id,
			JSON.stringify(storable(mail as unknown as Json)),
			JSON.stringify(storable(details)),
			JSON.stringify(storable(event)),
			expiresAt,
			moment,
		],
	);
	if (asked === undefined) throw new Error(`The draft ${id} was asked about already.`);
	return asked;
}

/** How a draft ends. */
export interface DraftEnd {
	state: Exclude<DraftState, 'found' | 'asked'>;
	by: string | null;
	because: string | null;
	words: string | null;
	/** As whoever said yes set it; null leaves it. */
	expectedAt: Date | null;
}

/** Ends an open draft. The caller holds the deal's lock. */
export async function endDraft(
	queries: Queries,
	id: string,
	{ state, by, because, words, expectedAt }: DraftEnd,
	moment: Moment,
): Promise<MilestoneDraft> {
	const [ended] = await queries.query<MilestoneDraft>(
		`UPDATE milestone_drafts SET state = $2, decided_by = $3, because = $4, words = $5,
			expected_at = coalesce($6::timestamptz, expected_at), decided_at = ${atMoment('$7')}
		WHERE id = $1 AND state IN ('found', 'asked') RETURNING ${COLUMNS}`,
		[id, state, by, because, words, expectedAt, moment],
	);
	if (ended === undefined) throw new Error(`The draft ${id} was decided already.`);
	return ended;
}
