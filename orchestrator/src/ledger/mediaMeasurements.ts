import type { MeasuredFile } from '../../../nodes/domain/quality/measured';
import { measuredFileSchema } from '../../../nodes/domain/quality/measured';
import type { Moment } from './moment';
import { atMoment } from './moment';
import { storable } from './storable';
import type { Queries } from './store';

/** What a file was measured to be. */
export interface Measurement {
	/** Hex SHA-256 of its bytes. */
	sha256: string;
	/** Who measured: another version may see more. */
	measurer: string;
	measured: MeasuredFile;
	tookSeconds: number;
}

/** Keeps a measurement; of two that come at once the first stays. */
export async function keepMeasurement(
	queries: Queries,
	{ sha256, measurer, measured, tookSeconds }: Measurement,
	moment: Moment = null,
): Promise<void> {
	await queries.query(
		`INSERT INTO media_measurements (sha256, measurer, measured, took_seconds, at)
		VALUES ($1, $2, $3::jsonb, $4, ${atMoment('$5')}) ON CONFLICT (sha256, measurer) DO NOTHING`,
		[sha256, measurer, JSON.stringify(storable(measured)), tookSeconds, moment],
	);
}

/** What a file was measured to be by this measurer; null where it was not, or in a shape since left. */
export async function readMeasurement(
	queries: Queries,
	sha256: string,
	measurer: string,
): Promise<MeasuredFile | null> {
	const [found] = await queries.query<{ measured: unknown }>(
		'SELECT measured FROM media_measurements WHERE sha256 = $1 AND measurer = $2',
		[sha256, measurer],
	);
	if (found === undefined) return null;
	return measuredFileSchema.safeParse(found.measured).data ?? null;
}

/** What contents were measured to be, each by whoever measured it last; in a shape since left it is missing. */
export async function readLastMeasurements(
	queries: Queries,
	hashes: readonly string[],
): Promise<Map<string, MeasuredFile>> {
	const rows = await queries.query<{ sha256: string; measured: unknown }>(
		`SELECT DISTINCT ON (sha256) sha256, measured FROM media_measurements
		WHERE sha256 IN (SELECT jsonb_array_elements_text($1::jsonb))
		ORDER BY sha256, at DESC, measurer DESC`,
		[JSON.stringify(hashes)],
	);
	return new Map(
		rows.flatMap(({ sha256, measured }) => {
			const read = measuredFileSchema.safeParse(measured);
			return read.success ? [[sha256, read.data] as const] : [];
		}),
	);
}
