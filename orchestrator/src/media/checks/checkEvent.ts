import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import type { Json } from '../../ledger/json';
import type { MediaCheck } from '../../ledger/mediaChecks';

/** Most findings, and most spans of a kind, that travel with an event; the report has them all. */
const MOST_LISTED = 100;

/** What an event tells of a check that was done. */
export function checkedPayload(
	{ id, attempt, subject, file, sha256, report, context }: MediaCheck,
	measured: MeasuredFile,
	reportUrl: string | null,
): Json {
	const { findings = [], verdict = 'needs-review', unmeasured = [], specs = [] } = report ?? {};
	return {
		checkId: id,
		attempt,
		subject,
		file: { ...file },
		sha256,
		specs,
		measured: withoutBulk(measured),
		findings: findings.slice(0, MOST_LISTED),
		moreFindings: Math.max(0, findings.length - MOST_LISTED),
		verdict,
		unmeasured,
		unchecked: report?.unchecked ?? [],
		reportUrl,
		context,
	} as unknown as Json;
}

/** What an event tells of a check that could not be done. */
export function failedPayload({ id, attempt, subject, file, error, context }: MediaCheck): Json {
	return { checkId: id, attempt, subject, file: { ...file }, error, context } as unknown as Json;
}

/** The measurements without what a file could make endless: streams, edits, and the tails of long lists. */
export function withoutBulk(measured: MeasuredFile): Omit<MeasuredFile, 'streams'> {
	return shortened({ ...measured, streams: undefined }) as Omit<MeasuredFile, 'streams'>;
}

function shortened(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, MOST_LISTED).map(shortened);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, key === 'edits' ? [] : shortened(inner)]),
	);
}
