import { z } from 'zod';
import type { Outcome } from '../../adapters/outcome';
import { tooLateOf } from '../../adapters/outcome';
import { listEffects } from '../../ledger/effects';
import type { Queries } from '../../ledger/store';
import { defineKind } from './kind';

const made = z.object({ id: z.string().min(1) });

/** Most tasks of one deal that are changed; a project has a handful. */
const MOST_TASKS = 50;

/**
 * Sets every task that was made for a deal to a status of its list. Tasks are those that flows made and
 * that the ledger knows; a trial changes what trials made.
 */
export const clickupStatus = defineKind({
	kind: 'clickup.status',
	vendor: 'ClickUp',
	contentSchema: z
		.object({
			/** The subject that the tasks were made for, such as `deal:77`; without it nothing changes. */
			subject: z.string().min(1, 'expected a subject such as deal:77').max(300).nullish(),
			/** Name of a status; without it the one that closes a task. */
			status: z.string().trim().min(1).max(100).nullish(),
		})
		.strict(),
	preparedSchema: z.object({ subject: z.string().nullable(), status: z.string().nullable() }),
	receiptSchema: z.object({
		/** Ids of the tasks that have the status now. */
		tasks: z.array(z.string()),
		/** What was left as it is, and why; for a person. */
		note: z.string().nullable(),
	}),
	isRepeatable: true,
	volatile: [],
	prepare: ({ subject, status }) => ({ subject: subject ?? null, status: status ?? null }),
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async ({ subject, status }, { test, mayStillSend }, { ledger, clickup }) => {
		const tasks: string[] = [];
		const notes: string[] = [];
		const known = subject === null ? [] : await tasksOf(ledger, subject, test);
		for (const id of known) {
			if (!mayStillSend()) return tooLateOf('ClickUp');
			const changed: Outcome<{ note: string | null }> =
				status === null ? await clickup.closeTask(id) : await clickup.setTaskStatus({ id, status });
			// Begun again, it sets what is set already to the same status.
			if (changed.result !== 'done') return changed;
			const { note } = changed.receipt;
			if (note === null) tasks.push(id);
			else notes.push(note);
		}
		if (tasks.length === 0 && notes.length === 0) notes.push('There is no task.');
		const note = notes.length === 0 ? null : [...new Set(notes)].join(' ');
		return { result: 'done', receipt: { tasks, note } };
	},
});

async function tasksOf(ledger: Queries, subject: string, test: boolean): Promise<string[]> {
	const effects = await listEffects(ledger, { subject, state: 'done' });
	const ids = effects
		.filter((effect) => effect.kind === 'clickup.task' && effect.test === test)
		.flatMap(({ receipt }) => {
			const read = made.safeParse(receipt);
			return read.success ? [read.data.id] : [];
		});
	return [...new Set(ids)].slice(0, MOST_TASKS);
}
