import { z } from 'zod';
import { eventId } from '../inbox/eventId';
import { milestoneEvent } from '../inbox/milestoneEvent';
import { recordEvents } from '../ledger/inbox';
import type { Json } from '../ledger/json';
import { lockDrafts } from '../ledger/milestoneDrafts';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { lastTold } from './lastTold';

/** How far back shares are looked for, in milliseconds: what a stop kept from being told is made up for. */
const BACK_MS = 3 * 86_400_000;

interface Share {
	key: string;
	subject: string;
	content: Json;
	receipt: Json;
}

const contentSchema = z.object({
	assetIds: z.array(z.string()),
	isDownloadable: z.boolean(),
	expiresAt: z.string().nullable(),
});
const receiptSchema = z.object({ id: z.string(), url: z.string() });

/**
 * Tells the inbox, once each, of shares that were made for a deal so that its client looks at something:
 * a share that can be downloaded is a delivery, which is told by its own flow.
 *
 * @returns how many
 */
export async function tellPreviews(
	store: Store,
	now: Date,
	moment: Moment = null,
): Promise<number> {
	const shares = await store.query<Share>(
		`SELECT key, subject, content, receipt FROM effects AS made
		WHERE kind = 'frameio.share' AND state = 'done' AND NOT test AND updated_at > $1
			AND subject LIKE 'deal:%' AND content->>'isDownloadable' = 'false'
			AND NOT EXISTS (SELECT FROM inbox WHERE NOT test AND payload->>'milestone' = 'preview-ready'
				AND subject = 'milestones:' || substr(made.subject, 6) AND payload->'share'->>'id' = made.receipt->>'id')
		ORDER BY updated_at, key LIMIT 50`,
		[new Date(now.getTime() - BACK_MS)],
	);
	let told = 0;
	for (const share of shares) {
		const isTold = await store.transaction(
			async (queries) => await tellPreview(queries, share, now, moment),
		);
		if (isTold) told += 1;
	}
	return told;
}

async function tellPreview(
	queries: Queries,
	{ key, subject, content, receipt }: Share,
	now: Date,
	moment: Moment,
): Promise<boolean> {
	const deal = subject.slice(subject.indexOf(':') + 1);
	const [what, made] = [contentSchema.safeParse(content), receiptSchema.safeParse(receipt)];
	// Nothing was shared where a trial left a project alone.
	if (!what.success || !made.success) return false;
	const { assetIds, expiresAt } = what.data;
	const share = { key, ...made.data, files: assetIds.length, expiresAt };
	return await recordPreview(queries, deal, share, now, moment);
}

/** Something that a client is to look at. */
export interface PreviewShare {
	/** Told apart by it, and by its id. */
	key: string;
	/** Frame.io's id of the share. */
	id: string;
	url: string;
	/** How many files there are to see; null where nobody knows. */
	files: number | null;
	/** ISO 8601; null for none. */
	expiresAt: string | null;
}

/** Tells the inbox of a preview, once for each share. @returns whether this did */
export async function recordPreview(
	queries: Queries,
	deal: string,
	{ key, id, url, files, expiresAt }: PreviewShare,
	now: Date,
	moment: Moment,
): Promise<boolean> {
	await lockDrafts(queries, deal);
	const [before] = await queries.query(
		`SELECT id FROM inbox WHERE subject = $1 AND NOT test
			AND (payload->'share'->>'key' = $2 OR payload->'share'->>'id' = $3)`,
		[`milestones:${deal}`, key, id],
	);
	if (before !== undefined) return false;
	const occurrence = (await lastTold(queries, deal, 'preview-ready')) + 1;
	const event = milestoneEvent({
		milestone: 'preview-ready',
		deal,
		occurrence,
		test: false,
		details: {
			version: occurrence,
			...(files === null ? {} : { files }),
			...(expiresAt === null ? {} : { expiresAt }),
		},
	});
	const payload = { ...event.payload, link: url, share: { id, key } };
	await recordEvents(queries, [{ ...event, id: eventId(now), payload }], moment);
	return true;
}
