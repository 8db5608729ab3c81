import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Failure } from '../../adapters/outcome';
import { lookUpFailed } from '../../adapters/outcome';
import { truncate } from '../../texts/escape';
import { testSpace } from './clickupPlaceKinds';
import { destinationOf } from './destination';
import type { EffectTools } from './kind';
import { defineKind } from './kind';

const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** Longest name of a task: a bound of ours, so that it can be read in a list. */
const NAME_LIMIT = 250;
/** Enough for any brief; a form can send 100 kB. */
const DESCRIPTION_LIMIT = 20_000;
const HOUR_MS = 3_600_000;
/** ClickUp describes the estimate as 32 bits of milliseconds, which end after 596 hours. */
const LONGEST_ESTIMATE_HOURS = 596;

const moment = z.string().datetime({ offset: true, message: 'expected a time with its zone' });

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
			/** The moment itself, where it is known. */
			dueAt: moment.optional(),
			startAt: moment.optional(),
			estimateHours: z.number().positive().max(LONGEST_ESTIMATE_HOURS).optional(),
			priority: priority.nullish(),
			assigneeEmail: z.string().nullish(),
			assigneeEmails: z.array(z.string()).default([]),
			/** Id of the task it is a part of, in the same list. */
			parentId: z.string().min(1).optional(),
			tags: z.array(z.string()).default([]),
		})
		.strict()
		.refine(({ dueInDays, dueFrom }) => dueInDays === undefined || dueFrom !== undefined, {
			message: 'expected a time from which "dueInDays" are counted',
			path: ['dueFrom'],
		})
		.refine(({ dueInDays, dueAt }) => dueInDays === undefined || dueAt === undefined, {
			message: 'expected either the moment or the days',
			path: ['dueAt'],
		}),
	preparedSchema: z.object({
		list: z.string(),
		name: z.string(),
		description: z.string(),
		dueAt: z.string().nullable(),
		priority: priority.nullable(),
		assigneeEmail: z.string().nullable(),
		tags: z.array(z.string()),
		// Absent where nobody asked for them: what was kept before they existed stays the same wish.
		startAt: z.string().optional(),
		estimateMs: z.number().optional(),
		assigneeEmails: z.array(z.string()).optional(),
		parentId: z.string().optional(),
	}),
	receiptSchema: z.object({ id: z.string().min(1), url: z.string().url() }),
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts, settings }) => {
		listOf(settings.clickup.lists, content.list);
		// Without one, nothing of a test run may be made.
		if (request.test) listOf(settings.clickup.lists, 'test');
		const fill = (text: string) => texts.fill('line', text, request.data, 'en');
		const assigneeEmail = fill(content.assigneeEmail ?? '').toLowerCase();
		return {
			list: content.list,
			name: truncate(`${request.test ? '[TEST] ' : ''}${fill(content.name)}`, NAME_LIMIT),
			description: truncate(
				texts.fill('markdown', content.description, request.data, 'en'),
				DESCRIPTION_LIMIT,
			),
			dueAt: content.dueAt ?? dueAt(content.dueFrom, content.dueInDays),
			priority: content.priority ?? null,
			assigneeEmail: assigneeEmail === '' ? null : assigneeEmail,
			tags: content.tags.map(fill).filter((tag) => tag !== ''),
			...planned(content),
		};
	},
	destination: () => ({ pace: 'clickupToken', name: '' }),
	send: async (prepared, { key, test, mayStillSend }, tools) => {
		const { startAt, ...task } = prepared;
		const list = await listFor(prepared.list, test, tools);
		if (typeof list !== 'string') return list;
		return await tools.clickup.createTask({
			...task,
			list,
			dueAt: prepared.dueAt === null ? null : new Date(prepared.dueAt),
			...(startAt === undefined ? {} : { startAt: new Date(startAt) }),
			key,
			mayStillSend,
		});
	},
	lookUp: {
		destination: () => ({ pace: 'clickupToken', name: '' }),
		ask: async (prepared, { key, test }, tools) => {
			const list = await listFor(prepared.list, test, tools);
			return typeof list === 'string'
				? await tools.clickup.findTask({ list, key })
				: lookUpFailed(list);
		},
	},
});

/**
 * The list a task goes to. Test runs go to the test list, but for one in the test space that is given
 * by its number: their own run has made it.
 *
 * @returns the failure where nobody can say
 */
async function listFor(
	name: string,
	test: boolean,
	{ clickupPlaces, settings }: EffectTools,
): Promise<string | Failure> {
	const { lists, spaces } = settings.clickup;
	const numberOf = async (key: string) => {
		const found = await clickupPlaces.listNumber(key);
		return 'id' in found ? found.id : found;
	};
	const list = listOf(lists, name);
	if (!test) return await numberOf(list);
	const testList = destinationOf('clickup.lists', lists, 'test', () => false);
	if (list !== name) return await numberOf(testList);
	const outside = await clickupPlaces.outsideOf(testSpace(spaces), list);
	if (outside === null) return list;
	return outside.result === 'refused' ? await numberOf(testList) : outside;
}

/** @throws MendableError `effect/unknown-destination` */
function listOf(lists: Record<string, string>, name: string): string {
	return destinationOf('clickup.lists', lists, name, (id) => /^\d{5,}$/.test(id));
}

function planned(content: {
	startAt?: string | undefined;
	estimateHours?: number | undefined;
	assigneeEmails: string[];
	parentId?: string | undefined;
}) {
	const { startAt, estimateHours, parentId } = content;
	const emails = content.assigneeEmails.map((email) => email.trim().toLowerCase());
	const assigneeEmails = emails.filter((email) => email !== '');
	return {
		...(startAt === undefined ? {} : { startAt }),
		...(estimateHours === undefined ? {} : { estimateMs: Math.round(estimateHours * HOUR_MS) }),
		...(assigneeEmails.length === 0 ? {} : { assigneeEmails }),
		...(parentId === undefined ? {} : { parentId }),
	};
}

function dueAt(from: string | undefined, days: number | undefined): string | null {
	if (from === undefined || days === undefined) return null;
	return DateTime.fromISO(from, { zone: 'utc' }).plus({ days }).toISO();
}
