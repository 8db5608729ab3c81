import { z } from 'zod';
import { tooLateOf } from '../../adapters/outcome';
import { defineKind } from './kind';
import { madeKey, readMade } from './made';
import { addressOf, personSchema, preparedPerson, preparePerson } from './person';

const task = z.object({ id: z.string().min(1) });

const changeReceipt = z.object({
	id: z.string().nullable(),
	/** What was left as it is, and why; for a person. */
	note: z.string().nullable(),
});

const noTask = { result: 'done', receipt: { id: null, note: 'There is no task.' } } as const;

const noDates = { result: 'done', receipt: { id: null, note: 'There are no dates.' } } as const;

/** Puts somebody on a task, or takes them off it. */
export const clickupAssign = defineKind({
	kind: 'clickup.assign',
	vendor: 'ClickUp',
	contentSchema: z
		.object({
			task: madeKey.nullish(),
			person: personSchema,
			change: z.enum(['add', 'remove']).default('add'),
		})
		.strict(),
	preparedSchema: z.object({
		task: z.string().nullable(),
		person: preparedPerson,
		change: z.enum(['add', 'remove']),
	}),
	receiptSchema: changeReceipt,
	isRepeatable: true,
	volatile: [],
	prepare: ({ task: key, person, change }) => ({
		task: key ?? null,
		person: preparePerson(person),
		change,
	}),
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async ({ task: key, person, change }, { test, mayStillSend }, tools) => {
		if (key === null) return noTask;
		const made = await readMade(tools.ledger, key, { kind: 'clickup.task', test, receipt: task });
		if (made.result !== 'made') return made;
		const { id } = made.receipt;
		const address = await addressOf(person, tools);
		if (address.result === 'none') return { result: 'done', receipt: { id, note: address.note } };
		if (address.result !== 'found') return address;
		if (!mayStillSend()) return tooLateOf('ClickUp');
		return await tools.clickup.assignTask({ id, email: address.email, change });
	},
});

/** Closes a task. */
export const clickupClose = defineKind({
	kind: 'clickup.close',
	vendor: 'ClickUp',
	contentSchema: z.object({ task: madeKey.nullish() }).strict(),
	preparedSchema: z.object({ task: z.string().nullable() }),
	receiptSchema: changeReceipt,
	isRepeatable: true,
	volatile: [],
	prepare: ({ task: key }) => ({ task: key ?? null }),
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async ({ task: key }, { test, mayStillSend }, { ledger, clickup }) => {
		if (key === null) return noTask;
		const made = await readMade(ledger, key, { kind: 'clickup.task', test, receipt: task });
		if (made.result !== 'made') return made;
		if (!mayStillSend()) return tooLateOf('ClickUp');
		return await clickup.closeTask(made.receipt.id);
	},
});

const moment = z.string().datetime({ offset: true, message: 'expected a time with its zone' });

/** Gives a task other dates. */
export const clickupDates = defineKind({
	kind: 'clickup.dates',
	vendor: 'ClickUp',
	contentSchema: z
		.object({ task: madeKey.nullish(), startAt: moment.nullish(), dueAt: moment.nullish() })
		.strict(),
	preparedSchema: z.object({
		task: z.string().nullable(),
		startAt: z.string().nullable(),
		dueAt: z.string().nullable(),
	}),
	receiptSchema: changeReceipt,
	isRepeatable: true,
	volatile: [],
	prepare: ({ task: key, startAt, dueAt }) => ({
		task: key ?? null,
		startAt: startAt ?? null,
		dueAt: dueAt ?? null,
	}),
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async ({ task: key, startAt, dueAt }, { test, mayStillSend }, { ledger, clickup }) => {
		if (key === null) return noTask;
		if (startAt === null && dueAt === null) return noDates;
		const made = await readMade(ledger, key, { kind: 'clickup.task', test, receipt: task });
		if (made.result !== 'made') return made;
		if (!mayStillSend()) return tooLateOf('ClickUp');
		return await clickup.dateTask({
			id: made.receipt.id,
			startAt: startAt === null ? null : new Date(startAt),
			dueAt: dueAt === null ? null : new Date(dueAt),
		});
	},
});
