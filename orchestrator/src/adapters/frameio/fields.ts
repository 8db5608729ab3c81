import { z } from 'zod';
import { LookUpFailed } from '../harmless';
import { unknownOf } from '../outcome';
import type { FrameioClient } from './http';
import { VENDOR, refusal } from './http';
import { mendable } from './webhooks';
import type { Workspace } from './workspaces';

/** Most options of one field (the API's description, v4.0, July 2026). */
export const MOST_OPTIONS = 50;

/** What a person chooses from in a field. */
export interface FieldOption {
	/** By which files hold it; null for one that Frame.io has not made yet. */
	id: string | null;
	/** As a person reads it. */
	name: string;
	/** Hexadecimal with `#`; null for none. */
	color: string | null;
}

/** A metadata field of the account. */
export interface MetadataField {
	id: string;
	name: string;
	/** Frame.io's word, such as `select`. */
	type: string;
	/** False for Frame.io's own fields, which its API changes for nobody. */
	isMutable: boolean;
	/** null where the field takes other values. */
	options: FieldOption[] | null;
	/** Whether people add options as they choose; null where Frame.io does not say. */
	isOpen: boolean | null;
}

/** The metadata fields of the account; every method throws MendableError, or RetryableError for its rate. */
export interface FrameioFields {
	/** Its own and Frame.io's. */
	list(): Promise<MetadataField[]>;
	/** Makes one in which one option is chosen; a second call makes a second of that name. */
	create(field: { name: string; options: string[] }): Promise<MetadataField>;
	/**
	 * Gives a field these options in place of all it has. The API takes their names and colours and no
	 * ids; whether one that was there keeps its id stands in what comes back.
	 */
	setOptions(
		field: Pick<MetadataField, 'id' | 'type' | 'isOpen'>,
		options: Array<Pick<FieldOption, 'name' | 'color'>>,
	): Promise<MetadataField>;
	/** Takes one away with all its values; one that is gone already is fine. */
	remove(id: string): Promise<void>;
}

const optionSchema = z.object({
	id: z.string().nullish(),
	display_name: z.string(),
	color: z.string().nullish(),
});
const fieldSchema = z.object({
	id: z.string().min(1),
	name: z.string(),
	field_type: z.string(),
	mutable: z.boolean().nullish(),
	field_configuration: z
		.object({ options: z.array(optionSchema).optional(), enable_add_new: z.boolean().optional() })
		.nullish(),
});
const madeSchema = z.object({ data: fieldSchema });

/** Opens them, in the account of the workspace that projects go to. */
export function frameioFields(
	client: FrameioClient,
	workspace: () => Promise<Workspace>,
): FrameioFields {
	const all = async () =>
		`/v4/accounts/${encodeURIComponent((await workspace()).accountId)}/metadata/field_definitions`;
	const one = async (id: string) => `${await all()}/${encodeURIComponent(id)}`;
	const write = async (method: 'POST' | 'PATCH', path: string, data: object) => {
		const response = await client.send(method, path, data, () => true);
		if (response.status >= 400) throw new LookUpFailed(refusal(response));
		const made = madeSchema.safeParse(response.data);
		if (made.success) return fieldOf(made.data.data);
		const why = `Frame.io answered ${response.status} without the metadata field.`;
		throw new LookUpFailed(unknownOf(VENDOR, why, response.status));
	};
	return {
		list: async () =>
			await mendable(async () => {
				const found = await client.list(await all(), {}, fieldSchema);
				return found.map(fieldOf);
			}),
		create: async ({ name, options }) =>
			await mendable(async () => {
				const listed = options.map((option) => ({ display_name: option }));
				return await write('POST', await all(), {
					name,
					field_type: 'select',
					field_configuration: { options: listed },
				});
			}),
		setOptions: async ({ id, type, isOpen }, options) =>
			await mendable(async () => {
				const listed = options.map(({ name, color }) => ({
					display_name: name,
					...(color === null ? {} : { color }),
				}));
				return await write('PATCH', await one(id), {
					field_type: type,
					field_configuration: {
						...(isOpen === null ? {} : { enable_add_new: isOpen }),
						options: listed,
					},
				});
			}),
		remove: async (id) =>
			await mendable(async () => {
				const response = await client.send('DELETE', await one(id), null, () => true);
				if (response.status >= 400 && response.status !== 404) {
					throw new LookUpFailed(refusal(response));
				}
			}),
	};
}

function fieldOf(field: z.output<typeof fieldSchema>): MetadataField {
	const { id, name, field_type: type, mutable, field_configuration: configuration } = field;
	const options = configuration?.options?.map(({ id: option, display_name, color }) => ({
		id: option ?? null,
		name: display_name,
		color: color ?? null,
	}));
	return {
		id,
		name,
		type,
		isMutable: mutable === true,
		options: options ?? null,
		isOpen: configuration?.enable_add_new ?? null,
	};
}
