import { z } from 'zod';
import { effectStates } from '../../ledger/effects';
import { effectErrorSchema } from './answerSchemas';

/** An effect as the service answers it in lists. */
export const effectViewSchema = z.object({
	key: z.string(),
	kind: z.string(),
	subject: z.string(),
	state: z.enum(effectStates),
	test: z.boolean(),
	receipt: z.record(z.unknown()).nullable(),
	error: effectErrorSchema.partial().nullable(),
	attempts: z.number(),
	/** How often the key came with other content. */
	conflicts: z.number(),
	/** Workflow, execution and node that asked first. */
	source: z.record(z.unknown()).nullable(),
	createdAt: z.string(),
	updatedAt: z.string(),
});
export type EffectView = z.infer<typeof effectViewSchema>;

/** An effect with its history. */
export const effectStorySchema = effectViewSchema.extend({
	events: z.array(
		z.object({
			attempt: z.number(),
			state: z.enum(effectStates),
			detail: z.record(z.unknown()).nullable(),
			at: z.string(),
		}),
	),
});
export type EffectStory = z.infer<typeof effectStorySchema>;

/** A list of effects for a person: one line each, and under it what is wrong with it. */
export function tellEffects(effects: EffectView[]): string {
	if (effects.length === 0) return 'No effects.';
	return effects.map((effect) => [headOf(effect), ...wrongWith(effect)].join('\n')).join('\n');
}

/** The story of one effect for a person. */
export function tellEffect(story: EffectStory): string {
	const receipt = story.receipt === null ? [] : [`  receipt  ${JSON.stringify(story.receipt)}`];
	const events = story.events.map(({ at, attempt, state, detail }) =>
		`  ${at}  attempt ${attempt}  ${state.padEnd(9)}  ${wordsOf(detail)}`.trimEnd(),
	);
	return [headOf(story), ...wrongWith(story), ...receipt, ...events].join('\n');
}

function headOf({ key, kind, state, attempts, updatedAt }: EffectView): string {
	const tries = `${attempts} attempt${attempts === 1 ? '' : 's'}`;
	return `${state.padEnd(9)}  ${key}  (${kind}, ${tries}, ${updatedAt})`;
}

function wrongWith({ state, error }: EffectView): string[] {
	if (error === null || state === 'done') return [];
	const { what, why, mend, lookUpFailed } = error;
	const asked = lookUpFailed === undefined ? '' : `It could not be asked after: ${lookUpFailed}`;
	const said = [what, why].filter(Boolean).join(' ');
	return [said, asked, mend ?? ''].filter((line) => line !== '').map((line) => `    ${line}`);
}

/** Who says so and why; receipts are told above. */
function wordsOf(detail: Record<string, unknown> | null): string {
	const { by, reason, why } = detail ?? {};
	const said = [reason, why].find((word) => typeof word === 'string') ?? '';
	return typeof by === 'string' ? `by ${by}${said === '' ? '' : `: ${said}`}` : String(said);
}
