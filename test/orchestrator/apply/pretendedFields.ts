import type {
	FrameioFields,
	MetadataField,
} from '../../../orchestrator/src/adapters/frameio/fields';

/** A field with options that have ids by their names. */
export const aField = (
	name: string,
	options: string[] | null,
	more: Partial<MetadataField> = {},
): MetadataField => ({
	id: `field ${name}`,
	name,
	type: options === null ? 'long_text' : 'select',
	isMutable: true,
	options: options?.map((each) => ({ id: `${name} ${each}`, name: each, color: null })) ?? null,
	isOpen: options === null ? null : true,
	...more,
});

/** Frame.io's fields, with every write counted. */
export function pretendedFields(
	state: { metadataFields: MetadataField[]; renewsOptions: boolean },
	write: (name: string) => void,
): FrameioFields {
	let made = 0;
	return {
		list: () => Promise.resolve(structuredClone(state.metadataFields)),
		create: async ({ name, options }) => {
			write(`field ${name}`);
			made += 1;
			const field = aField(name, options, { id: `made ${made}` });
			state.metadataFields.push(field);
			return await Promise.resolve(structuredClone(field));
		},
		setOptions: async ({ id }, options) => {
			const field = state.metadataFields.find((each) => each.id === id);
			if (field === undefined) throw new Error(`no field ${id}`);
			write(`options ${field.name}: ${options.map(({ name }) => name).join(', ')}`);
			made += 1;
			const known = state.renewsOptions ? [] : (field.options ?? []);
			field.options = options.map(({ name, color }) => {
				const there = known.find((option) => option.name === name);
				return { id: there?.id ?? `${field.name} ${name} ${made}`, name, color };
			});
			return await Promise.resolve(structuredClone(field));
		},
		remove: async (id) => {
			write(`field gone ${id}`);
			state.metadataFields = state.metadataFields.filter((each) => each.id !== id);
			return await Promise.resolve();
		},
	};
}
