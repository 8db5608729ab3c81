import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';

const text = z.string().trim().catch('');
const optional = z.string().trim().nullish().catch(null);
const link = z.string().url().nullish().catch(null);
const named = z.object({ id: z.string(), name: optional, zone: optional });

const file = z.object({ name: text, fileId: text, projectId: optional });

/** What texts read of an item about a file; whatever else cannot be read counts as not said. */
const about = {
	file,
	version: z.number().nullish().catch(null),
	project: z.object({ id: text }).nullish().catch(null),
	known: z.object({ project: optional }).nullish().catch(null),
	reportUrl: link,
	context: z
		.object({
			deal: z.object({ name: optional }).nullish().catch(null),
			project: z.object({ name: optional, id: optional }).nullish().catch(null),
		})
		.partial()
		.nullish()
		.catch(null),
	verdictKept: z.object({ version: z.number() }).nullish().catch(null),
};

const review = z.object({
	id: z.string().min(1),
	gate: z.enum(['peer', 'senior']),
	reviewer: named,
	lead: named.nullish().catch(null),
	checklist: z.array(z.object({ text: z.string() })).catch([]),
	dueAt: z.string(),
	version: z.number().nullish().catch(null),
});

const decision = z.object({
	gate: z.enum(['machine', 'peer', 'senior']),
	outcome: z.enum(['pass', 'fail', 'needs-review']),
	subject: z.string(),
	sha256: z.string(),
	cycles: z.number().catch(0),
	specs: z.array(z.object({ id: z.string(), version: z.string() })).catch([]),
	reasons: z.array(z.object({ rule: text, level: text, contribution: z.number(), text })).catch([]),
	risk: z.object({ text }).nullish().catch(null),
	opportunity: optional,
});

const reviewItem = z.object({ ...about, review, decision: decision.nullish().catch(null) });
/** The part of an item that a request for a review is written from. */
export type ReviewItem = z.infer<typeof reviewItem>;

const reportItem = z.object({ ...about, decision });
/** The part of an item that a report is written from. */
export type ReportItem = z.infer<typeof reportItem>;

const gate = z.object({
	gate: z.enum(['machine', 'peer', 'senior']),
	by: optional,
	specs: z.array(z.object({ id: z.string(), version: z.string() })).catch([]),
});
const readyItem = z.object({
	...about,
	sha256: z.string(),
	decision: decision.nullish().catch(null),
	standing: z.object({ gates: z.array(gate), heldUntil: optional }),
});
/** The part of an item that says that a file is ready. */
export type ReadyItem = z.infer<typeof readyItem>;

/**
 * Reads the review of an item.
 *
 * @throws MendableError `text/no-review`
 */
export function readReviewItem(data: unknown): ReviewItem {
	return readOr(reviewItem, data, 'no "review" with its "file"', 'Agency Ledger: Ask for a Review');
}

/**
 * Reads the verdict of an item.
 *
 * @throws MendableError `text/no-review`
 */
export function readReportItem(data: unknown): ReportItem {
	return readOr(reportItem, data, 'no "decision" about a "file"', 'Quality Gate');
}

/**
 * Reads the gates that a file has passed.
 *
 * @throws MendableError `text/no-review`
 */
export function readReadyItem(data: unknown): ReadyItem {
	return readOr(readyItem, data, 'no "standing" of a "file"', 'Agency Ledger: Record a Verdict');
}

/** What a file's project is called: its deal, its name, or its id; empty where nobody knows. */
export function projectNameIn({
	context,
	project,
	known,
}: Pick<ReportItem, 'context' | 'project' | 'known'>): string {
	const named = context?.deal?.name || context?.project?.name;
	return named || project?.id || context?.project?.id || known?.project || '';
}

/** Where a person looks at the file; Frame.io's own form of the address. */
export function fileUrl({ fileId, projectId }: ReportItem['file']): string | null {
	if (!projectId || fileId === '') return null;
	const [project, asset] = [projectId, fileId].map(encodeURIComponent);
	return `https://next.frame.io/project/${project}/view/${asset}`;
}

function readOr<Schema extends z.ZodTypeAny>(
	schema: Schema,
	data: unknown,
	lacks: string,
	after: string,
): z.infer<Schema> {
	const read = schema.safeParse(data);
	if (read.success) return read.data;
	throw new MendableError(
		'text/no-review',
		'The text cannot be filled.',
		`The item holds ${lacks}, which this text tells of.`,
		`Put the node behind ${after}, or give it an own text.`,
	);
}
