import { z } from 'zod';
import { brandSchema } from '../../../../nodes/domain/quality/brand';
import { mediaReportSchema } from '../../../../nodes/domain/quality/finding';
import { packName } from '../../../../nodes/domain/quality/specPack';
import type { MediaCheck } from '../../ledger/mediaChecks';
import { mediaCheckStates } from '../../ledger/mediaChecks';

const moment = z.string().datetime();
const seconds = z.number().nonnegative();

/** A check as whoever has the key sees it. */
export const mediaCheckViewSchema = z.object({
	checkId: z.string(),
	state: z.enum(mediaCheckStates),
	attempt: z.number().int().positive(),
	test: z.boolean(),
	subject: z.string(),
	file: z.object({
		kind: z.literal('frameio'),
		accountId: z.string(),
		fileId: z.string(),
		name: z.string(),
		projectId: z.string().optional(),
		versionStackId: z.string().optional(),
	}),
	specs: z.array(z.string().describe('`id/version`')),
	brand: z.string().nullable().describe('`id/version`'),
	progress: z.number().min(0).max(1),
	step: z.enum(['fetching', 'measuring', 'pictures']).nullable(),
	sha256: z.string().nullable(),
	report: mediaReportSchema.nullable(),
	reportUrl: z.string().nullable().describe('For people without a key; ends after a while'),
	figures: z
		.object({
			sizeBytes: z.number(),
			fetchSeconds: seconds,
			measureSeconds: seconds,
			mediaSeconds: seconds.nullable(),
			realTimeFactor: z.number().nullable().describe('Seconds of measuring for one of film'),
			reused: z.boolean().describe('These bytes had been measured before'),
		})
		.nullable(),
	error: z
		.object({ code: z.string(), what: z.string(), why: z.string(), mend: z.string() })
		.nullable(),
	context: z.record(z.unknown()),
	createdAt: moment,
	endedAt: moment.nullable(),
});

/** Shows a check. */
export function mediaCheckView(
	check: MediaCheck,
	reportUrl: string | null,
): z.infer<typeof mediaCheckViewSchema> {
	const { id, state, attempt, test, subject, file, packs, progress, step, sha256 } = check;
	const brand = brandSchema.safeParse(check.brand).data;
	const isStep = step === 'fetching' || step === 'measuring' || step === 'pictures';
	return {
		checkId: id,
		state,
		attempt,
		test,
		subject,
		file,
		specs: packs.map(packName),
		brand: brand === undefined ? null : packName(brand),
		progress,
		step: isStep ? step : null,
		sha256,
		report: check.report,
		reportUrl: check.report === null ? null : reportUrl,
		figures: check.figures,
		error: check.error,
		context: (check.context ?? {}) as Record<string, unknown>,
		createdAt: check.createdAt.toISOString(),
		endedAt: check.endedAt?.toISOString() ?? null,
	};
}
