import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import type { Apply, JournalStep } from '../apply/journal';
import type { OpenJournal } from '../apply/openJournal';
import { openJournal } from '../apply/openJournal';
import { withoutSecrets } from '../bundle/diff/secretValues';
import type { Settings } from '../config';
import { loadSettings } from '../config';
import { targetText } from '../plan/targetText';

/** Adds `applies list` and `applies show`: what seed, upgrade and rollback did. */
export function registerApplies(program: Command): void {
	const applies = program
		.command('applies')
		.description('what seed, upgrade and rollback did to this installation');
	applies
		.command('list')
		.description('the applies, newest first')
		.option('--limit <number>', 'how many', limitOf, 20)
		.option('--json', 'print them as one JSON document', false)
		.action(async ({ limit, json }: { limit: number; json: boolean }, command: Command) => {
			await withJournal(command, async (journal, { target }) => {
				const found = await journal.list(target, limit);
				console.log(json ? JSON.stringify({ applies: found }, null, '\t') : listText(found));
			});
		});
	applies
		.command('show <id>')
		.description('one of them with every step')
		.option('--json', 'print it with what was there before and after as one JSON document', false)
		.action(async (id: string, { json }: { json: boolean }, command: Command) => {
			await withJournal(command, async (journal) => {
				const story = await journal.read(id);
				if (story === null) throw noSuchApply(id);
				console.log(json ? JSON.stringify(shownStory(story), null, '\t') : storyText(story));
			});
		});
}

async function withJournal(
	command: Command,
	work: (journal: OpenJournal, settings: Settings) => Promise<void>,
): Promise<void> {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const settings = loadSettings({ file: config, target });
	const journal = openJournal(settings);
	try {
		await work(journal, settings);
	} finally {
		await journal.close();
	}
}

const words: Record<Apply['state'], string> = {
	running: 'not ended',
	done: 'done',
	failed: 'failed',
	undone: 'put back',
};

/** One line each. */
export function listText(applies: readonly Apply[]): string {
	if (applies.length === 0) return 'Nothing was applied yet.';
	return applies.map(applyLine).join('\n');
}

function applyLine({ id, kind, undoes, source, by, state, startedAt }: Apply): string {
	const at = startedAt.toISOString().slice(0, 16).replace('T', ' ');
	const what = undoes === null ? source : `of ${undoes}`;
	return `${id}  ${at}Z  ${kind.padEnd(8)}  ${words[state].padEnd(9)}  ${what}, by ${by}`;
}

const signs: Record<JournalStep['state'], string> = {
	planned: '·',
	started: '?',
	done: '✓',
	failed: '✗',
	notRun: '–',
};

/** As it may be shown: whatever somebody typed into a workflow may be among it, keys included. */
export function shownStory({ apply, steps }: { apply: Apply; steps: JournalStep[] }): object {
	const shown = (value: JournalStep['before']) =>
		value === undefined ? undefined : withoutSecrets(value);
	return {
		apply,
		steps: steps.map((step) => ({
			...step,
			before: shown(step.before),
			after: shown(step.after),
			baseBefore: shown(step.baseBefore),
		})),
	};
}

/** One with its steps, for a person. */
export function storyText({ apply, steps }: { apply: Apply; steps: JournalStep[] }): string {
	const lines = steps.flatMap(({ state, kind, target, because, error }) => [
		`${signs[state]} ${kind === 'putBack' ? 'put back' : kind} ${targetText(target)} (${because})`,
		...(error === null ? [] : [`    ${error.what} ${error.why}`, `    → ${error.mend}`]),
	]);
	return [applyLine(apply), ...lines].join('\n');
}

function limitOf(text: string): number {
	const limit = Number(text);
	if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
	throw new MendableError(
		'applies/flag',
		'Nothing was read.',
		`--limit is "${text}"; expected a number from 1 to 1000.`,
		'Correct it, or leave it out.',
	);
}

function noSuchApply(id: string): MendableError {
	return new MendableError(
		'apply/none',
		'There is no such apply.',
		`The ledger knows none called ${id}.`,
		'Look which there are with agency-ops applies list.',
	);
}
