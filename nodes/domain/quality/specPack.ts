import { z } from 'zod';

/** How bad a finding is: an error fails the file, a warning asks a person, a note only tells. */
export const severities = ['error', 'warning', 'note'] as const;
/** One of them. */
export type Severity = (typeof severities)[number];

/** What a measured number counts, so that it can be told to people. */
export const units = [
	'none',
	'seconds',
	'pixels',
	'fps',
	'frames',
	'bytes',
	'bitsPerSecond',
	'hertz',
	'channels',
	'lufs',
	'lu',
	'dbtp',
	'dbfs',
	'ratio',
	'share',
] as const;
/** One of them. */
export type Unit = (typeof units)[number];

const text = z.string().trim().min(1, 'expected some text').max(400);
const id = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'expected small letters, digits and dashes');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as YYYY-MM-DD');
const path = z
	.string()
	.regex(
		/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){0,4}$/,
		'expected a path into what is measured, such as audio.truePeakDbtp',
	);

const limitSourceSchema = z
	.object({
		name: text,
		/** Page or document; null where it is nobody's but the agency's own. */
		url: z.string().url('expected an address such as https://…').nullable(),
		/** When it was read. */
		asOf: day,
		/** Whether somebody else wrote down what the platform says. */
		secondary: z.boolean().optional(),
	})
	.strict();

/** A number, or a part of another measured number: a group of pictures of half the frame rate. */
const boundSchema = z.union([
	z.number().finite(),
	z
		.object({
			path,
			times: z.number().positive(),
			/** Up to the next whole one: half of 29.97 frames is 15. */
			roundedUp: z.boolean().optional(),
		})
		.strict(),
]);

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** One of these values. */
const oneOf = z.object({ is: z.literal('oneOf'), values: z.array(scalar).min(1) }).strict();
/** A number within bounds; `min` and `max` themselves are right, `above` and `below` are not. */
const between = z
	.object({
		is: z.literal('between'),
		min: boundSchema.optional(),
		max: boundSchema.optional(),
		above: boundSchema.optional(),
		below: boundSchema.optional(),
	})
	.strict();
/** A number that differs from one of these by no more than `within`. */
const near = z
	.object({
		is: z.literal('near'),
		values: z.array(z.number().finite()).min(1),
		within: z.number().positive(),
	})
	.strict();
/** There is one: a stream, an entry of a list. */
const present = z.object({ is: z.literal('present') }).strict();
/** There is none: nothing, false, or an empty list. */
const absent = z.object({ is: z.literal('absent') }).strict();
/** Spans of time, none of them longer than this; what touches the file's ends may have a bound of its own. */
const spans = z
	.object({
		is: z.literal('spans'),
		atMostSeconds: z.number().min(0),
		atEndsSeconds: z.number().min(0).optional(),
	})
	.strict();

const expectationSchema = z.discriminatedUnion('is', [
	oneOf,
	between,
	near,
	present,
	absent,
	spans,
]);

const conditionSchema = z
	.object({ path, expect: z.discriminatedUnion('is', [oneOf, between, near, present, absent]) })
	.strict();

const limitSchema = z
	.object({
		/** Name within the pack; waivers and reports know it by this. */
		rule: id,
		/** A few words for people: `Frame rate`. */
		title: text,
		/** Where the value stands in what was measured. */
		path,
		expect: expectationSchema,
		unit: z.enum(units).optional(),
		severity: z.enum(severities),
		/** The limit is only for files of which all of these are true. */
		when: z.array(conditionSchema).optional(),
		/**
		 * What puts it right: a command or an editor's setting. `{file}` and `{out}` are the file and one
		 * beside it, quoted for a shell; `{expected}`, `{actual}`, `{gain}` are the finding's own.
		 */
		fix: z.string().trim().min(1).max(1_000),
		source: limitSourceSchema,
	})
	.strict()
	.superRefine(({ expect }, context) => {
		if (expect.is === 'between' && Object.keys(expect).length === 1) {
			context.addIssue({
				code: 'custom',
				path: ['expect'],
				message: 'expected at least one of min, max, above and below',
			});
		}
	});

/** The limits of one place that files go to, as they were on one day. A changed pack is a new version. */
export const specPackSchema = z
	.object({
		id,
		/** Day of the pack; the same id with another version is another pack. */
		version: day,
		title: text,
		limits: z.array(limitSchema).min(1, 'expected at least one limit').max(200),
	})
	.strict()
	.superRefine(({ limits }, context) => {
		const rules = limits.map(({ rule }) => rule);
		rules.forEach((rule, index) => {
			if (rules.indexOf(rule) === index) return;
			context.addIssue({
				code: 'custom',
				path: ['limits', index, 'rule'],
				message: `expected each rule once, "${rule}" stands before`,
			});
		});
	});

/** Where a limit comes from. */
export type LimitSource = z.infer<typeof limitSourceSchema>;
/** What a value has to be. */
export type Expectation = z.infer<typeof expectationSchema>;
/** A bound of a number. */
export type Bound = z.infer<typeof boundSchema>;
/** What has to be true of a file for a limit to be one for it. */
export type Condition = z.infer<typeof conditionSchema>;
/** One limit. */
export type Limit = z.infer<typeof limitSchema>;
/** A pack of limits. */
export type SpecPack = z.infer<typeof specPackSchema>;

/** What the ends of measured names count; a limit that names no unit has that of its path. */
const unitsByEnd: ReadonlyArray<readonly [RegExp, Unit]> = [
	[/Seconds$/, 'seconds'],
	[/Bytes$/, 'bytes'],
	[/Bps$/, 'bitsPerSecond'],
	[/Hz$/, 'hertz'],
	[/Lufs$/, 'lufs'],
	[/Lu$/, 'lu'],
	[/Dbtp$/, 'dbtp'],
	[/Dbfs$/, 'dbfs'],
	[/Frames$/, 'frames'],
	[/frameRate$/, 'fps'],
	[/channels$/, 'channels'],
	[/(Width|Height|Pixels|\.width|\.height)$/, 'pixels'],
	[/Aspect$/, 'ratio'],
	[/Share$/, 'share'],
];

/** What the numbers of a limit count. */
export function unitOf({ path: place, unit }: Pick<Limit, 'path' | 'unit'>): Unit {
	return unit ?? unitsByEnd.find(([end]) => end.test(place))?.[1] ?? 'none';
}

/** A pack as verdicts name it. */
export interface PackName {
	id: string;
	version: string;
}

/** The name of a pack in one word: `youtube/2026-11-24`. */
export function packName({ id: name, version }: PackName): string {
	return `${name}/${version}`;
}
