import { z } from 'zod';

import { namingSchema } from './naming';
import { severities } from './specPack';

const text = z.string().trim().min(1, 'expected some text').max(400);
const severity = z.enum(severities);
const share = z
	.number()
	.min(0, 'expected a share from 0 to 1')
	.max(1, 'expected a share from 0 to 1');
const ratio = z
	.string()
	.regex(/^\d{1,5}:\d{1,5}$/, 'expected a shape such as 9:16')
	.refine((value) => !/^0+:|:0+$/.test(value), 'expected a shape such as 9:16');
const colour = z
	.string()
	.regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour such as #3b2f8f, in quotes');

/**
 * Likeness from which a frame counts as the end card. Measured on two shapes: the same card after H.264 at quality
 * 18 to 45, scaled from a quarter, noisy or with another range came to 0.91 and more; cards of the same
 * layout with another logo, text or claim to 0.75 and less (test/orchestrator/media/brand/endCard.test.ts).
 */
const END_CARD_SIMILARITY = 0.85;

const paletteSchema = z
	.object({
		colours: z
			.array(
				z
					.object({ name: text.optional(), hex: colour, required: z.boolean().default(false) })
					.strict(),
			)
			.min(1, 'expected at least one colour')
			.max(24),
		/** How far a pixel may be from a colour to count as it: CIE 1976 difference, 2.3 is just noticeable. */
		tolerance: z.number().positive().max(100).default(12),
		/** Part of a frame that a colour has to cover to be seen. */
		share: share.default(0.01),
		/** Part of the sampled pixels that may be far from every colour of the palette and from grey; without it any. */
		foreignAtMost: share.optional(),
		severity: severity.default('warning'),
	})
	.strict();

const endCardSchema = z
	.object({
		/** Picture file beside the brand's, or a data URI with it in base64. */
		image: z.string().trim().min(1, 'expected the name of a picture').max(3_000_000),
		/** Seconds it has to stand. */
		seconds: z.number().positive().max(30).default(1.5),
		/** How many of the last seconds it may stand in; a fade may follow it. */
		within: z.number().positive().max(60).default(6),
		/** Likeness from which a frame counts as the card, up to 1 (SSIM over a small picture). */
		similarity: z.number().gt(0).lt(1).default(END_CARD_SIMILARITY),
		severity: severity.default('error'),
	})
	.strict()
	.refine(({ seconds, within }) => seconds <= within, {
		message: 'expected no more seconds than "within" has',
		path: ['seconds'],
	});

const safeAreaSchema = z
	.object({
		/** Parts of the height or width at the edges in which no text or logo may stand. */
		top: share.default(0),
		bottom: share.default(0),
		left: share.default(0),
		right: share.default(0),
		/** Part of what stands still over the film that may lie outside. */
		outsideAtMost: share.default(0.05),
		severity: severity.default('warning'),
	})
	.strict()
	.refine(({ top, bottom }) => top + bottom < 1, {
		message: 'expected some height to be left',
		path: ['top'],
	})
	.refine(({ left, right }) => left + right < 1, {
		message: 'expected some width to be left',
		path: ['left'],
	});

/** What a client's brand asks of a film, beside the places it goes to. */
export const brandSchema = z
	.object({
		id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'expected small letters, digits and dashes'),
		/** Day of these rules. */
		version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD'),
		title: text,
		naming: namingSchema
			.extend({ severity: severity.default('error') })
			.strict()
			.optional(),
		aspect: z
			.object({ oneOf: z.array(ratio).min(1), severity: severity.default('error') })
			.strict()
			.optional(),
		duration: z
			.object({
				minSeconds: z.number().nonnegative().optional(),
				maxSeconds: z.number().positive().optional(),
				severity: severity.default('error'),
			})
			.strict()
			.optional(),
		/** Captions that have to be in the file, by language as the file declares it. */
		captions: z
			.object({ languages: z.array(text).min(1), severity: severity.default('error') })
			.strict()
			.optional(),
		palette: paletteSchema.optional(),
		endCard: endCardSchema.optional(),
		safeArea: safeAreaSchema.optional(),
	})
	.strict();

/** What a client's brand asks of a film. */
export type Brand = z.infer<typeof brandSchema>;
