import { DateTime } from 'luxon';
import { z } from 'zod';
import { truncate } from '../../texts/escape';
import { destinationOf } from './destination';
import { defineKind } from './kind';

const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** Longest name of a task: a bound of ours, so that it can be read in a list. */
const NAME_LIMIT = 250;
/** Enough for any brief; a form can send 100 kB. */
const DESCRIPTION_LIMIT = 20_000;

/** Makes a task in a list. */
export const clickupTask = defineKind({
	kind: 'clickup.task',
	vendor: 'ClickUp',
	contentSchema: z
		.object({
			list: z.string().min(1, 'expected a list'),
			name: z.string().trim().min(1, 'expected a name'),
			/** Markdown. */
			description: z.string().default(''),
			dueInDays: z.number().min(0).max(3_650).optional(),
			dueFrom: z.string().datetime({ offset: true }).optional(),
			priority: priority.nullish(),
			assigneeEmail: z.string().nullish(),
			tags: z.array(z.string()).default([]),
		})
		.strict()
		.refine(({ dueInDays, dueFrom }) => dueInDays === undefined || dueFrom !== undefined, {
			message: 'expected a time from which "dueInDays" are counted',
			path: ['dueFrom'],
		}),
	preparedSchema: z.object({
		list: z.string(),
		name: z.string(),
		description: z.string(),
		dueAt: z.string().nullable(),
		priority: priority.nullable(),
		assigneeEmail: z.string().nullable(),
		tags: z.array(z.string()),
	}),
	receiptSchema: z.object({ id: z.string().min(1), url: z.string().url() }),
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts, settings }) => {
		listOf(settings.clickup.lists, content.list, request.test);
		const fill = (text: string) => texts.fill('line', text, request.data, 'en');
		const assigneeEmail = fill(content.assigneeEmail ?? '').toLowerCase();
		return {
			list: content.list,
			name: truncate(`${request.test ? '[TEST] ' : ''}${fill(content.name)}`, NAME_LIMIT),
			description: truncate(
				texts.fill('markdown', content.description, request.data, 'en'),
				DESCRIPTION_LIMIT,
			),
			dueAt: dueAt(content.dueFrom, content.dueInDays),
			priority: content.priority ?? null,
			assigneeEmail: assigneeEmail === '' ? null : assigneeEmail,
			tags: content.tags.map(fill).filter((tag) => tag !== ''),
		};
	},
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async (prepared, { key, test, mayStillSend }, { clickup, settings }) =>
		await clickup.createTask({
			...prepared,
			list: listOf(settings.clickup.lists, prepared.list, test),
			dueAt: prepared.dueAt === null ? null : new Date(prepared.dueAt),
			key,
			mayStillSend,
		}),
	lookUp: {
		destination: () => ({ pace: 'clickupToken', name: '' }),
		ask: async ({ list }, { key, test }, { clickup, settings }) =>
			await clickup.findTask({ list: listOf(settings.clickup.lists, list, test), key }),
	},
});

function listOf(lists: Record<string, string>, name: string, test: boolean): string {
	const known = destinationOf('clickup.lists', lists, name, (id) => /^\d{5,}$/.test(id));
	return test ? destinationOf('clickup.lists', lists, 'test', () => false) : known;
}

function dueAt(from: string | undefined, days: number | undefined): string | null {
	if (from === undefined || days === undefined) return null;
	return DateTime.fromISO(from, { zone: 'utc' }).plus({ days }).toISO();
}
