import { z } from 'zod';

/** Names of receipts in an item by the kind of effect; the same as Agency Effect gives them. */
const names: Readonly<Record<string, string>> = {
	'hubspot.contact': 'contact',
	'hubspot.deal': 'deal',
	'slack.message': 'message',
	'slack.direct': 'direct',
	'clickup.task': 'task',
	'clickup.folder': 'folder',
	'clickup.list': 'list',
	'frameio.project': 'project',
	'frameio.comment': 'comment',
	'frameio.status': 'status',
	'frameio.share': 'share',
	'stripe.invoice': 'invoice',
	mail: 'mail',
};

/** Effects of a subject as the service lists them, as far as they are read. */
export const effectListSchema = z.object({
	effects: z.array(
		z.object({
			key: z.string(),
			kind: z.string(),
			test: z.boolean(),
			state: z.string(),
			receipt: z.unknown(),
		}),
	),
});

/** What was done about a subject, as receipts with their keys; the latest of each kind. */
export type Receipts = Record<string, Record<string, unknown>>;

/**
 * Reads receipts out of a list of effects, oldest first. What has the step in its key goes before
 * what has none; what has another step, or was refused, is left out.
 *
 * @param step null leaves out whatever has a step
 */
export function receiptsOf(
	{ effects }: z.infer<typeof effectListSchema>,
	step: string | null,
	test: boolean,
): Receipts {
	const known = effects
		.filter((effect) => effect.test === test && effect.state !== 'failed')
		.flatMap(({ key, kind, receipt }) => {
			const name = Object.hasOwn(names, kind) ? names[kind] : undefined;
			const given = typeof receipt === 'object' && receipt !== null ? receipt : {};
			return name === undefined ? [] : [{ name, step: stepOf(key), receipt: { ...given, key } }];
		});
	const of = (wanted: string | null) =>
		known
			.filter((each) => each.step === wanted)
			.map(({ name, receipt }) => [name, receipt] as const);
	return Object.fromEntries([...of(null), ...(step === null ? [] : of(step))]);
}

/** The step in a key: `edit` of `deal:7/clickup-task/work#edit/1`. */
function stepOf(key: string): string | null {
	const destination = key.split('/').at(-2) ?? '';
	const at = destination.lastIndexOf('#');
	return at <= 0 ? null : decodeURIComponent(destination.slice(at + 1));
}
