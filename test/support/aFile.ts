import fc from 'fast-check';

import {
	findingSchema,
	knownFileSchema,
	mediaCheckSchema,
	reviewAnswerSchema,
	verdictSchema,
	waiverSchema,
} from '../../nodes/domain/quality/gates/schema';
import type {
	Finding,
	KnownFile,
	MediaCheck,
	ReviewAnswer,
	Verdict,
	Waiver,
} from '../../nodes/domain/quality/gates/schema';

/** The moment at which tests judge: a Thursday in November. */
export const thursday = new Date('2026-11-26T12:00:00.000Z');

/** The moment so many minutes after the tests' own; negative for before. */
export function minutesLater(minutes: number): string {
	return new Date(thursday.getTime() + minutes * 60_000).toISOString();
}

/** A SHA-256 of one digit, told apart at a glance. */
export function sha(digit: string): string {
	return digit.repeat(64);
}

/** A film that is 3 LU too loud, changed by what a test is about. */
export function aFinding(changes: Partial<Finding> = {}): Finding {
	return findingSchema.parse({
		rule: 'loudness',
		severity: 'error',
		expected: '-14 LUFS',
		actual: '-11 LUFS',
		fix: 'loudnorm=I=-14',
		pack: 'youtube',
		...changes,
	});
}

/** A check that found nothing. */
export function aCheck(changes: Partial<MediaCheck> = {}): MediaCheck {
	return mediaCheckSchema.parse({
		subject: 'file:f1',
		sha256: sha('a'),
		specs: [{ id: 'youtube', version: '2026-11-26' }],
		findings: [],
		verdict: 'pass',
		unmeasured: [],
		...changes,
	});
}

/** A file by luis of which nothing else is known, low in risk. */
export function aKnownFile(changes: Partial<KnownFile> = {}): KnownFile {
	return knownFileSchema.parse({
		current: sha('a'),
		authors: ['luis'],
		project: 'p-17',
		risk: {
			newClient: false,
			firstProject: false,
			value: { minor: 10_000, currency: 'USD' },
		},
		...changes,
	});
}

/** Leave not to mend the loudness of the file at hand. */
export function aWaiver(changes: Partial<Waiver> = {}): Waiver {
	return waiverSchema.parse({
		id: 'w1',
		rule: 'loudness',
		sha256: sha('a'),
		reason: 'The client wants it loud',
		by: 'camila',
		at: minutesLater(-60),
		...changes,
	});
}

/** A pass by the machine, an hour ago. */
export function aVerdict(changes: Partial<Verdict> = {}): Verdict {
	return verdictSchema.parse({
		id: 'v1',
		gate: 'machine',
		outcome: 'pass',
		sha256: sha('a'),
		specs: [{ id: 'youtube', version: '2026-11-26' }],
		at: minutesLater(-60),
		...changes,
	});
}

/** An approval by diego, who is asked as a peer. */
export function anAnswer(changes: Partial<ReviewAnswer> = {}): ReviewAnswer {
	return reviewAnswerSchema.parse({
		subject: 'file:f1',
		sha256: sha('a'),
		gate: 'peer',
		reviewer: { id: 'diego', name: 'Diego Quispe', skills: { review: 3 } },
		answer: 'approve',
		...changes,
	});
}

const rules = ['loudness', 'true-peak', 'black', 'codec'];
const severities = ['error', 'warning', 'note', 'unheard-of'];
const people = ['luis', 'camila', 'freja', 'diego'];
const shas = [sha('a'), sha('b')];

/** Findings of few rules, so that waivers meet them. */
export function findings(): fc.Arbitrary<Finding> {
	return fc
		.record({
			rule: fc.constantFrom(...rules),
			severity: fc.constantFrom(...severities),
			from: fc.option(fc.integer({ min: 0, max: 90 })),
			pack: fc.constantFrom('youtube', 'agency'),
		})
		.map((changes) => aFinding(changes));
}

/** Checks of one of two contents. */
export function checks(): fc.Arbitrary<MediaCheck> {
	return fc
		.record({
			sha256: fc.constantFrom(...shas),
			findings: fc.array(findings(), { maxLength: 5 }),
			unmeasured: fc.subarray(['audio.truePeakDbtp', 'video.flashes']),
			verdict: fc.constantFrom('pass' as const, 'fail' as const, 'needs-review' as const, null),
		})
		.map((changes) => aCheck(changes));
}

/** Waivers by anybody, of one file or the project, some of them at an end. */
export function waivers(): fc.Arbitrary<Waiver> {
	return fc
		.record({
			id: fc.constantFrom('w1', 'w2', 'w3', 'w4'),
			rule: fc.constantFrom(...rules, 'unmeasured/audio.truePeakDbtp'),
			of: fc.constantFrom(
				{ sha256: sha('a'), project: null },
				{ sha256: sha('b'), project: null },
				{ sha256: null, project: 'p-17' },
				{ sha256: null, project: 'p-18' },
			),
			by: fc.constantFrom(...people),
			from: fc.integer({ min: -300, max: 60 }),
			minutes: fc.integer({ min: 1, max: 400 }),
			isEndless: fc.boolean(),
		})
		.map(({ of, from, minutes, isEndless, ...changes }) =>
			aWaiver({
				...changes,
				...of,
				at: minutesLater(from),
				expiresAt: isEndless && of.project === null ? null : minutesLater(from + minutes),
			}),
		);
}

/** Verdicts of any gate by anybody about one of two contents, at any time of the last hours. */
export function verdicts(): fc.Arbitrary<Verdict> {
	return fc
		.record({
			id: fc.uuid(),
			gate: fc.constantFrom('machine' as const, 'peer' as const, 'senior' as const),
			outcome: fc.constantFrom('pass' as const, 'pass' as const, 'fail' as const),
			sha256: fc.constantFrom(...shas),
			by: fc.option(fc.constantFrom(...people)),
			at: fc.integer({ min: -300, max: -1 }).map(minutesLater),
			heldUntil: fc.option(fc.integer({ min: -200, max: 200 }).map(minutesLater)),
		})
		.map((changes) => aVerdict(changes));
}

/** What is kept of a file, with whatever was said and waived. */
export function knownFiles(): fc.Arbitrary<KnownFile> {
	return fc
		.record({
			current: fc.constantFrom(...shas, null),
			authors: fc.subarray(people),
			project: fc.constantFrom('p-17', null),
			cycles: fc.integer({ min: 0, max: 4 }),
			verdicts: fc.array(verdicts(), { maxLength: 8 }),
			waivers: fc.array(waivers(), { maxLength: 5 }),
		})
		.map((changes) => aKnownFile(changes));
}

/** Answers by anybody at either gate. */
export function answers(): fc.Arbitrary<ReviewAnswer> {
	return fc
		.record({
			gate: fc.constantFrom('peer' as const, 'senior' as const),
			sha256: fc.constantFrom(...shas),
			reviewer: fc.record({
				id: fc.constantFrom(...people),
				skills: fc.constantFrom<Array<Record<string, number>>>(
					{},
					{ review: 2 },
					{ review: 3 },
					{ review: 5 },
				),
			}),
			answer: fc.constantFrom('approve' as const, 'approve' as const, 'changes' as const),
		})
		.map((changes) => anAnswer(changes));
}
