import { z } from 'zod';

import { severities } from './specPack';

/** What the machine says of a file: it fails, nobody can tell yet, or nothing is against it. */
export const verdicts = ['pass', 'fail', 'needs-review'] as const;
/** One of them. */
export type MediaVerdict = (typeof verdicts)[number];

/** One thing that is not as it should be, with where it is and what puts it right. */
export const findingSchema = z.object({
	/** Name of the rule within its pack. */
	rule: z.string().min(1),
	/** What the rule is about, in a few words. */
	title: z.string(),
	severity: z.enum(severities),
	/** Seconds from the file's start; null where it is about the whole file. */
	from: z.number().nonnegative().nullable(),
	to: z.number().nonnegative().nullable(),
	/** The same as timecode of the file's own frame rate. */
	timecode: z.object({ from: z.string(), to: z.string() }).nullable(),
	expected: z.string(),
	actual: z.string(),
	/** A command or an editor's setting. */
	fix: z.string(),
	/** Which pack wants it, with its version: `youtube/2026-11-24`; `file` for what any file has to be. */
	pack: z.string().min(1),
});
/** One thing that is not as it should be. */
export type Finding = z.infer<typeof findingSchema>;

/** A rule that could not be judged, since what it looks at was not measured. */
export const uncheckedSchema = z.object({
	rule: z.string().min(1),
	pack: z.string().min(1),
	severity: z.enum(severities),
	/** Path of what was not measured. */
	path: z.string(),
	because: z.string(),
});
/** A rule that could not be judged. */
export type Unchecked = z.infer<typeof uncheckedSchema>;

/** What a file was found to be against some packs. */
export const mediaReportSchema = z.object({
	findings: z.array(findingSchema),
	verdict: z.enum(verdicts),
	/** Paths of everything that was not measured, sorted. */
	unmeasured: z.array(z.string()),
	unchecked: z.array(uncheckedSchema),
	/** The packs, with their versions, in the order they were asked for. */
	specs: z.array(z.object({ id: z.string(), version: z.string() })),
});
/** What a file was found to be against some packs. */
export type MediaReport = z.infer<typeof mediaReportSchema>;
