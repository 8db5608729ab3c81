import type { Taken } from '../bundle/merge/answer';
import { answerText, faultOf, parsed, takesValues } from '../bundle/merge/answer';
import { describeConflict, shellQuoted } from '../bundle/merge/describe';
import type { Conflict } from '../bundle/merge/model';
import type { Terminal } from './terminal';

/** A conflict that is asked about, with the workflows it stands in where there are several. */
export interface AskedConflict extends Conflict {
	workflows: string[];
}

const taken: Record<string, 'mine' | 'theirs' | 'base'> = {
	m: 'mine',
	mine: 'mine',
	t: 'theirs',
	theirs: 'theirs',
	b: 'base',
	base: 'base',
};

const help = [
	'  m  mine: what the canvas says',
	'  t  theirs: what the new bundle says',
	'  b  base: what was applied last; of whole nodes and connections m or t only',
	'  e  a value of your own, typed as JSON',
	'  A  one side for all of this node that is still open',
	'  s  leave the rest; nothing is written',
];

/**
 * Asks a person about conflicts, round by round: an answer may bring up what did not show before.
 *
 * @param given answers that are there already
 * @param find what is open with these answers
 * @returns all answers; null where the person left it, or does not want them in the end
 */
export async function settleByAsking(
	terminal: Terminal,
	given: readonly string[],
	find: (answers: string[]) => Promise<AskedConflict[]>,
): Promise<string[] | null> {
	const answers = [...given];
	for (let open = await find(answers); open.length > 0; open = await find(answers)) {
		const said = await askConflicts(open, terminal);
		if (said === null) return left(terminal);
		answers.push(...said);
	}
	const own = answers.slice(given.length);
	if (own.length === 0) return answers;
	terminal.say('');
	terminal.say(`${own.length === 1 ? 'One answer' : `${own.length} answers`}:`);
	for (const answer of own) terminal.say(`  ${answer}`);
	const isWanted = /^y(es)?$/i.test((await terminal.ask('Go on with them? [y/N] ')) ?? '');
	terminal.say('The same without being asked:');
	for (const answer of answers) terminal.say(`  --answer ${shellQuoted(answer)}`);
	return isWanted ? answers : left(terminal);
}

function left(terminal: Terminal): null {
	terminal.say('Nothing of that was written.');
	return null;
}

/** One round, node by node; null where the person left it. */
async function askConflicts(
	found: readonly AskedConflict[],
	terminal: Terminal,
): Promise<string[] | null> {
	const nodes = [...new Set(found.map(({ node }) => node))];
	const conflicts = nodes.flatMap((node) => found.filter((conflict) => conflict.node === node));
	const answers: string[] = [];
	const forNode = new Map<string | null, Taken>();
	for (const [at, conflict] of conflicts.entries()) {
		const { node, path, workflows } = conflict;
		const rest = forNode.get(node);
		if (rest !== undefined && (rest !== 'base' || takesValues(conflict))) {
			answers.push(answerText({ node, path }, rest));
			continue;
		}
		const where = workflows.length === 0 ? '' : `, in ${workflows.join(' and in ')}`;
		terminal.say('');
		terminal.say(`${at + 1} of ${conflicts.length}: ${node ?? 'the workflow itself'}${where}`);
		for (const line of describeConflict(conflict)) terminal.say(line);
		const answer = await askOne(conflict, terminal);
		if (answer === null) return null;
		answers.push(answerText({ node, path }, answer.taken));
		if (answer.isForNode) forNode.set(node, answer.taken);
	}
	return answers;
}

async function askOne(
	conflict: AskedConflict,
	terminal: Terminal,
): Promise<{ taken: Taken; isForNode: boolean } | null> {
	const isOfValues = takesValues(conflict);
	const keys = isOfValues ? 'm mine, t theirs, b base, e edit' : 'm mine, t theirs';
	for (;;) {
		const key = await terminal.ask(`${keys}, A all of this node, s skip, ? help: `);
		if (key === null || key === 's' || key === 'skip') return null;
		if (key === 'A' || key === 'a') {
			const side = taken[(await terminal.ask('All of this node: m mine or t theirs? ')) ?? ''];
			if (side === 'mine' || side === 'theirs') return { taken: side, isForNode: true };
		} else if (isOfValues && (key === 'e' || key === 'edit')) {
			const value = await askValue(conflict, terminal);
			if (value !== null) return { taken: value, isForNode: false };
		} else if (Object.hasOwn(taken, key) && (isOfValues || taken[key] !== 'base')) {
			return { taken: taken[key], isForNode: false };
		} else for (const line of help) terminal.say(line);
	}
}

async function askValue(conflict: Conflict, terminal: Terminal): Promise<Taken | null> {
	const text = await terminal.ask('Value as JSON, texts in double quotes; empty goes back: ');
	if (text === null || text === '') return null;
	const value = parsed(text);
	const fault = value === undefined ? 'that is no JSON' : faultOf(value, conflict, conflict);
	if (value !== undefined && fault === null) return { value };
	terminal.say(`Not taken: ${fault}.`);
	return null;
}

/** Conflicts of one workflow, which needs no name. */
export function ofOneWorkflow(conflicts: readonly Conflict[]): AskedConflict[] {
	return conflicts.map((conflict) => ({ ...conflict, workflows: [] }));
}

/** Conflicts of a plan; answers go by node and path, so that one counts for every workflow that has both. */
export function ofWorkflows(
	found: ReadonlyArray<{ workflow: string; conflicts: readonly Conflict[] }>,
): AskedConflict[] {
	const asked = new Map<string, AskedConflict>();
	for (const { workflow, conflicts } of found) {
		for (const conflict of conflicts) {
			const key = JSON.stringify([conflict.node, conflict.path]);
			const there = asked.get(key);
			if (there === undefined) asked.set(key, { ...conflict, workflows: [workflow] });
			else there.workflows.push(workflow);
		}
	}
	return [...asked.values()];
}
