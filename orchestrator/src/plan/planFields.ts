import type { MetadataField } from '../adapters/frameio/fields';
import { MOST_OPTIONS } from '../adapters/frameio/fields';
import type { Base } from '../apply/journal';
import type { WantedOption } from './frameioOptions';
import type { Blueprint, Change, Seeded, Snapshot, Target } from './model';

/** A metadata field that flows set, with the options they need of it. */
export interface WantedField {
	/** As the first flow names it. */
	name: string;
	/** Each once, as the first flow writes it. */
	options: string[];
	/** Names of the flows. */
	workflows: string[];
}

type Found = Pick<Snapshot, 'frameioFields' | 'seeded'>;

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
/** Where an admin of the account finds them. */
export const FIELD_SETTINGS = 'Account Settings → Metadata';

/** Our key of a field: flows and Frame.io tell it by its name, in any case. */
export const fieldKey = (name: string) => name.trim().toLowerCase();

/** The fields that flows set by their names; one that is told by its id is Frame.io's already. */
export function wantedFields(wanted: readonly WantedOption[]): Map<string, WantedField> {
	const fields = new Map<string, WantedField>();
	for (const { field, option, workflows } of wanted) {
		if (ID.test(field)) continue;
		const key = fieldKey(field);
		const known = fields.get(key) ?? { name: field.trim(), options: [], workflows: [] };
		if (!known.options.some((each) => isSame(each, option))) known.options.push(option.trim());
		known.workflows.push(...workflows.filter((each) => !known.workflows.includes(each)));
		fields.set(key, known);
	}
	return fields;
}

/** The field that a key means: the one of that name, else the one that had it once. */
export function fieldIn(
	fields: readonly MetadataField[],
	key: string,
	{ fields: remembered }: Pick<Seeded, 'fields'>,
): MetadataField | undefined {
	const named = fields.find(({ name }) => fieldKey(name) === key);
	return named ?? fields.find(({ id }) => id === remembered[key]?.id);
}

/** The options of a field that are not among those it has. */
export const missingOptions = (options: readonly string[], there: MetadataField): string[] =>
	options.filter((option) => !(there.options ?? []).some(({ name }) => isSame(name, option)));

/** The fields that flows set and their options; Frame.io's own fields are left to a person. */
export function planFields(wanted: readonly WantedOption[], found: Found): Change[] {
	const { frameioFields: fields, seeded } = found;
	if (fields === null) return [];
	return [...wantedFields(wanted)].flatMap(([key, field]): Change[] => {
		const there = fieldIn(fields, key, seeded);
		if (there === undefined) return [missingField(key, field)];
		if (fieldKey(there.name) !== key) return [renamedField(key, field, there)];
		if (there.options === null) return []; // it takes whatever it is given
		const missing = missingOptions(field.options, there);
		const kept = field.options.filter((option) => !missing.includes(option));
		return [
			...kept.map(
				(option): Change => ({
					kind: 'keep',
					target: optionTarget(field.name, option),
					because: 'it is there',
				}),
			),
			...(missing.length === 0 ? [] : fieldChanges(key, field, there, missing)),
		];
	});
}

/** What is remembered of fields that are there: one that is renamed later is known again. */
export function fieldBases(
	{ frameioOptions }: Pick<Blueprint, 'frameioOptions'>,
	{ frameioFields, seeded }: Found,
): Base[] {
	return [...wantedFields(frameioOptions).keys()].flatMap((key): Base[] => {
		const there = frameioFields?.find(({ name }) => fieldKey(name) === key);
		if (there === undefined || seeded.fields[key]?.id === there.id) return [];
		return [{ kind: 'field', key, value: { id: there.id, name: there.name } }];
	});
}

function fieldChanges(
	key: string,
	{ name, workflows }: WantedField,
	there: MetadataField,
	missing: string[],
): Change[] {
	const by = setBy(workflows);
	const has = (there.options ?? []).map((option) => option.name).join(', ');
	const leftTo = (why: string, mend: string) =>
		missing.map(
			(option): Change => ({
				kind: 'manual',
				target: optionTarget(name, option),
				because: `${by}, and ${why}`,
				mend: mend.replace('…', `"${option}"`),
			}),
		);
	if (!there.isMutable) {
		return leftTo(
			`the field has only ${has}`,
			`${there.name} is one of Frame.io's own fields, which its API does not change: in Frame.io, open ${FIELD_SETTINGS}, choose ${there.name} and add the option …; or name another field in the flow, and seed makes it.`,
		);
	}
	if ((there.options ?? []).length + missing.length > MOST_OPTIONS) {
		return leftTo(
			`the field has no room for it: Frame.io allows ${MOST_OPTIONS} options`,
			`In Frame.io, open ${FIELD_SETTINGS}, choose ${there.name}, take away what nobody needs and add the option ….`,
		);
	}
	return [
		{
			kind: 'update',
			target: fieldTarget(key, there.name),
			because: `${by}, and the field has only ${has}`,
			brings: missing.map((option) => `option "${option}"; those that are there stay`),
		},
	];
}

function missingField(key: string, { name, options, workflows }: WantedField): Change {
	return {
		kind: 'create',
		target: fieldTarget(key, name),
		because: `${setBy(workflows)}, and the account has no such field`,
		brings: options.map((option) => `option "${option}"`),
	};
}

/** A second one of the old name would split what files hold. */
function renamedField(key: string, { name, workflows }: WantedField, there: MetadataField): Change {
	return {
		kind: 'manual',
		target: fieldTarget(key, name),
		because: `it is called ${there.name} in Frame.io now, and ${setBy(workflows)} by its name`,
		mend: `In Frame.io, open ${FIELD_SETTINGS} and call the field ${name} again; or write "${there.name}" in the flow.`,
	};
}

const setBy = (workflows: readonly string[]) =>
	`${workflows.join(', ')} ${workflows.length === 1 ? 'sets' : 'set'} it`;

const fieldTarget = (key: string, name: string): Target => ({
	service: 'Frame.io',
	kind: 'field',
	key,
	name,
});

const optionTarget = (field: string, option: string): Target => ({
	service: 'Frame.io',
	kind: 'option',
	key: `${field}/${option}`,
	name: `"${option}" of ${field}`,
});

const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
