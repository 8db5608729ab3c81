import { describeConflict } from '../bundle/merge/describe';
import type { Change, Plan } from '../plan/model';
import { writes } from '../plan/planSeed';
import type { Target } from '../plan/target';
import { targetText } from '../plan/targetText';
import type { Shown } from './planGroups';
import { changeLines, groupLines } from './planGroups';
import { wrapped } from './wrapped';

/** In the order they are written to: n8n's workflows come last. */
const order: Array<Target['service']> = [
	'HubSpot',
	'Slack',
	'ClickUp',
	'Frame.io',
	'Stripe',
	'Storage',
	'n8n',
];

/**
 * A plan for a person, service by service: what is alike together, what a person has to do apart, and what
 * it comes to.
 *
 * @param command what carries it out
 * @param isShort leaves out what is as it should be, but for its number
 */
export function planText(
	found: Plan,
	{ command = 'agency-ops seed', isShort = false } = {},
): string {
	const isQuiet = (change: Change) =>
		isShort && change.kind === 'keep' && change.edits === undefined;
	const services = order.flatMap((service) => {
		const all = found.changes.filter(
			(change): change is Shown => change.target.service === service && change.kind !== 'manual',
		);
		const shown = all.filter((change) => !isQuiet(change));
		if (shown.length === 0) return [];
		return [[`${service}: ${counts(all)}`, ...groupLines(shown)].join('\n')];
	});
	const steps = stepsOf(found.changes.filter((change) => change.kind === 'manual'));
	const notes = (found.notes ?? []).flatMap((note) => wrapped(note, 'i ', '  '));
	const total = totalLines(found, steps.length, command);
	const last = [...total, ...notes, ...unusedText(found)].join('\n');
	return [...services, ...stepsText(steps), last].join('\n\n');
}

/** One change with the edits that stay, or the conflicts that wait for an answer. */
export function changeText(change: Change): string {
	if (change.kind !== 'manual') return changeLines(change, targetText(change.target)).join('\n');
	return manualLines([change], '! ', '    ').join('\n');
}

type Manual = Extract<Change, { kind: 'manual' }>;

/** What no API lets us do; what is mended by one and the same step is together. */
function stepsOf(manual: readonly Manual[]): Manual[][] {
	const steps = new Map<string, Manual[]>();
	for (const change of manual) {
		const { target, because, mend, conflicts } = change;
		const alike = conflicts === undefined ? [because, mend] : [target.key];
		const key = JSON.stringify([target.service, alike]);
		steps.set(key, [...(steps.get(key) ?? []), change]);
	}
	return [...steps.values()];
}

/** A list to work through. */
function stepsText(steps: readonly Manual[][]): string[] {
	if (steps.length === 0) return [];
	return [
		`For a person: ${counted(steps.length, 'step')}`,
		...steps.map((step, at) => {
			const number = `${String(at + 1).padStart(3)}. `;
			return manualLines(step, number, ' '.repeat(number.length)).join('\n');
		}),
	];
}

function manualLines(step: readonly Manual[], first: string, rest: string): string[] {
	const [{ because, mend, conflicts = [] }] = step as [Manual, ...Manual[]];
	const names = step.map(({ target }) => targetText(target)).join(', ');
	return [
		...wrapped(`${names}: ${because}`, first, rest),
		...conflicts.flatMap((conflict) => [
			`${rest}${conflict.node ?? 'The workflow itself'}`,
			...describeConflict(conflict, 80 - rest.length).map((each) => `${rest}${each}`),
		]),
		...wrapped(mend, `${rest}→ `, `${rest}  `),
	];
}

const isOf =
	(...kinds: Array<Change['kind']>) =>
	({ kind }: Change) =>
		kinds.includes(kind);

const takesAway = (change: Change) => change.kind === 'update' && change.takesAway === true;

function counts(changes: readonly Change[]): string {
	const gone = changes.filter(takesAway).length;
	const told: Array<[number, string]> = [
		[changes.filter(isOf('create')).length, 'to create'],
		[changes.filter(isOf('update')).length - gone, 'to change'],
		[gone, 'to take away'],
		[changes.filter(isOf('keep')).length, 'to keep'],
	];
	return told
		.filter(([count]) => count > 0)
		.map(([count, what]) => `${count} ${what}`)
		.join(', ');
}

function totalLines(found: Plan, steps: number, command: string): string[] {
	const written = writes(found);
	const kept = found.changes.filter(isOf('keep')).length;
	const total =
		written.length === 0 ? 'Nothing to write' : `${written.length} to write (${counts(written)})`;
	const rest = `${steps > 0 ? `, ${counted(steps, 'step')} for a person` : ''}, ${kept} to keep.`;
	const deed = written.length === 0 ? '' : ` ${command} does what this says.`;
	return wrapped(`${total}${rest}${deed}`, '', '');
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Answers that were of no use. */
export function unusedText({ unusedAnswers = [] }: Plan): string[] {
	return unusedAnswers.map((answer) => `i Nothing was asked about ${JSON.stringify(answer)}.`);
}
