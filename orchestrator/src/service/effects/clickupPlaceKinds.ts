import { z } from 'zod';
import { truncate } from '../../texts/escape';
import { destinationOf } from './destination';
import { defineKind } from './kind';
import { markedName } from './mark';

/** Longest name: a bound of ours, so that it can be read in ClickUp's sidebar. */
const NAME_LIMIT = 120;
/** Enough for what a project's list has to say. */
const DESCRIPTION_LIMIT = 10_000;

const name = z.string().trim().min(1, 'expected a name');
const token = () => ({ pace: 'clickupToken', name: '' }) as const;
const receiptSchema = z.object({
	id: z.string().min(1),
	name: z.string().min(1),
	url: z.string().url(),
});

/**
 * Makes a folder in a space. ClickUp keeps nothing of ours on a folder but its name, so the name ends
 * with a mark of the key. Somebody who renames it before a lost answer is looked up hides it.
 */
export const clickupFolder = defineKind({
	kind: 'clickup.folder',
	vendor: 'ClickUp',
	contentSchema: z.object({ space: z.string().min(1).default('projects'), name }).strict(),
	preparedSchema: z.object({ space: z.string(), name: z.string() }),
	receiptSchema,
	isRepeatable: false,
	volatile: [],
	prepare: ({ space, name: wanted }, request, { texts, settings }) => {
		spaceOf(settings.clickup.spaces, space, request.test);
		const filled = texts.fill('line', wanted, request.data, 'en');
		return {
			space,
			name: markedName(`${request.test ? '[TEST] ' : ''}${filled}`, request.key, NAME_LIMIT),
		};
	},
	destination: token,
	send: async ({ space, ...folder }, { test, mayStillSend }, { clickupPlaces, settings }) =>
		await clickupPlaces.createFolder({
			...folder,
			space: spaceOf(settings.clickup.spaces, space, test),
			mayStillSend,
		}),
	lookUp: {
		destination: token,
		ask: async ({ space, name: made }, { test }, { clickupPlaces, settings }) =>
			await clickupPlaces.findFolder({
				space: spaceOf(settings.clickup.spaces, space, test),
				name: made,
			}),
	},
});

/** Makes a list in a folder; its description ends with the key, by which it is found again. */
export const clickupList = defineKind({
	kind: 'clickup.list',
	vendor: 'ClickUp',
	contentSchema: z
		.object({
			folderId: z.string().regex(/^\d+$/, 'expected the number of a folder'),
			name,
			/** Plain text. */
			description: z.string().default(''),
		})
		.strict(),
	preparedSchema: z.object({ folder: z.string(), name: z.string(), description: z.string() }),
	receiptSchema,
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts }) => {
		const fill = (text: string, as: 'line' | 'plain') => texts.fill(as, text, request.data, 'en');
		return {
			folder: content.folderId,
			name: truncate(
				`${request.test ? '[TEST] ' : ''}${fill(content.name, 'line')}`.trim(),
				NAME_LIMIT,
			),
			description: truncate(fill(content.description, 'plain').trim(), DESCRIPTION_LIMIT),
		};
	},
	destination: token,
	send: async (prepared, { key, test, mayStillSend }, { clickupPlaces, settings }) =>
		await clickupPlaces.createList({
			...prepared,
			key,
			onlyIn: test ? testSpace(settings.clickup.spaces) : null,
			mayStillSend,
		}),
	lookUp: {
		destination: token,
		ask: async ({ folder }, { key }, { clickupPlaces }) =>
			await clickupPlaces.findList({ folder, key }),
	},
});

/** @throws MendableError `effect/unknown-destination` */
function spaceOf(spaces: Record<string, string>, name: string, test: boolean): string {
	const known = destinationOf('clickup.spaces', spaces, name, (id) => /^\d{5,}$/.test(id));
	return test ? testSpace(spaces) : known;
}

/**
 * The space that test runs stay in, as ClickUp names it.
 *
 * @throws MendableError `effect/unknown-destination`
 */
export function testSpace(spaces: Record<string, string>): string {
	return destinationOf('clickup.spaces', spaces, 'test', () => false);
}
