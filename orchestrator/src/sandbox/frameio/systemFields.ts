import { sandboxFrameio } from '../accounts';
import { sequentialUuid } from '../json';
import type { Field, FrameioState } from './model';

/** When the account was made, in the sandbox's story. */
export const accountMadeAt = Date.UTC(2026, 0, 5, 9);

const options = (names: readonly string[]) =>
	names.map((display_name, index) => ({ id: sequentialUuid('d1', index + 1), display_name }));

const field = (number: number, name: string, type: string, configuration: Field['configuration']) =>
	({
		id: sequentialUuid('d0', number),
		name,
		type,
		isMutable: false,
		configuration,
		createdAt: accountMadeAt,
		updatedAt: accountMadeAt,
	}) satisfies Field;

/**
 * The metadata fields every account has, as far as we use them. The options of the status are those of
 * Frame.io with one that the agency has added.
 */
const systemFields = (): Field[] => [
	field(1, 'Status', 'select', {
		enable_add_new: false,
		options: options(['Needs Review', 'In Progress', 'Changes Requested', 'Approved']),
	}),
	field(2, 'Rating', 'rating', { max_value: 5, style: 'star', color: null }),
	field(3, 'Notes', 'long_text', {}),
];

/** The account at its first start: with its workspaces and own fields, and nothing in it. */
export const newFrameio = (): FrameioState => ({
	workspaces: sandboxFrameio.workspaces.map((each) => ({ ...each, createdAt: accountMadeAt })),
	projects: [],
	assets: [],
	comments: [],
	shares: [],
	fields: systemFields(),
	webhooks: [],
	deliveries: [],
	tokens: [],
	lastId: 0,
});
