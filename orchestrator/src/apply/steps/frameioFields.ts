import { MendableError } from '../../../../nodes/domain/errors';
import type { FieldOption, FrameioFields, MetadataField } from '../../adapters/frameio/fields';
import type { Json } from '../../bundle/normalise';
import type { Target } from '../../plan/model';
import { FIELD_SETTINGS, fieldIn, missingOptions, wantedFields } from '../../plan/planFields';
import type { Base } from '../journal';
import type { ApplyStep, StepContext } from './step';

/** Name of the field by which we learn what Frame.io does with options; it stands there for seconds. */
export const TRIAL = 'Agency Ops trial, to be deleted';

/** How Frame.io's metadata fields are made, given options and put back. */
export const frameioFieldSteps = {
	field: {
		after: [],
		// Nothing keeps Frame.io from making a second field of one name.
		isRepeatable: false,
		planned: ({ key }, { found, seeded }) =>
			stateOf(fieldIn(found.frameioFields ?? [], key, seeded)),
		look: async ({ key }, { services, seeded }) =>
			stateOf(fieldIn(await services.frameioFields.list(), key, seeded)),
		isThere: ({ key }, state, { wanted }) => {
			const there = readState(state);
			const options = wantedFields(wanted.frameioOptions).get(key)?.options ?? [];
			return there !== null && missingOptions(options, there).length === 0;
		},
		recover: async (_target, _before, { services }) => await endTrials(services.frameioFields),
		run: async ({ target: { key } }, context) => {
			const { frameioFields } = context.services;
			const { name, options } = wantedField(key, context);
			const there = fieldIn(await frameioFields.list(), key, context.seeded);
			if (there === undefined) return baseOf(key, await frameioFields.create({ name, options }));
			await tryKeeping(frameioFields, there);
			// Somebody may have added one since: what is there now stays.
			const now = fieldIn(await frameioFields.list(), key, context.seeded) ?? there;
			const added = missingOptions(options, now).map((option) => ({ name: option, color: null }));
			await setOptions(frameioFields, now, [...(now.options ?? []), ...added]);
			return baseOf(key, now);
		},
		undo: async ({ target: { key }, before, after }, { services: { frameioFields }, seeded }) => {
			await endTrials(frameioFields);
			const was = readState(before);
			if (was !== null) return await setOptions(frameioFields, was, was.options ?? []);
			const made = readState(after) ?? fieldIn(await frameioFields.list(), key, seeded);
			if (made !== undefined) await frameioFields.remove(made.id);
		},
	},
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/**
 * Files hold options by their ids, the API takes options without ids, and its description does not say
 * what becomes of those that are named again. A field of our own tells, before one that is in use is
 * touched.
 *
 * @throws MendableError `frameio/renews-options` where options that are named again are made anew
 */
async function tryKeeping(fields: FrameioFields, { name }: MetadataField): Promise<void> {
	await endTrials(fields);
	const trial = await fields.create({ name: TRIAL, options: ['A', 'B'] });
	const after = await fields.setOptions(
		trial,
		['A', 'B', 'C'].map((option) => ({ name: option, color: null })),
	);
	await fields.remove(trial.id);
	if (!hasAll(trial.options ?? [], after)) throw wouldRenew(name);
}

/** Takes away the field of a trial whose process ended in its middle. */
async function endTrials(fields: FrameioFields): Promise<void> {
	for (const { id, name, isMutable } of await fields.list()) {
		if (name === TRIAL && isMutable) await fields.remove(id);
	}
}

async function setOptions(
	fields: FrameioFields,
	field: MetadataField,
	options: Array<Pick<FieldOption, 'name' | 'color'>>,
): Promise<void> {
	const now = await fields.setOptions(field, options);
	const names = options.map(({ name }) => name);
	const stay = (field.options ?? []).filter(({ name }) => names.includes(name));
	if (!hasAll(stay, now)) throw hasRenewed(field.name);
}

/** Whether options are there under the ids they had. */
const hasAll = (options: readonly FieldOption[], { options: there }: MetadataField) =>
	options.every(({ id, name }) => there?.some((each) => each.id === id && each.name === name));

function wantedField(key: string, { wanted }: StepContext) {
	const field = wantedFields(wanted.frameioOptions).get(key);
	if (field === undefined) throw new Error(`No flow sets the field ${key}.`);
	return field;
}

const stateOf = (field: MetadataField | undefined): Json =>
	field === undefined ? null : (field as unknown as Json);

const readState = (state: Json) => state as unknown as MetadataField | null;

const baseOf = (key: string, { id, name }: MetadataField): Base[] => [
	{ kind: 'field', key, value: { id, name } },
];

function wouldRenew(name: string): MendableError {
	return new MendableError(
		'frameio/renews-options',
		`No option was added to the field ${name} in Frame.io.`,
		'Frame.io gives all options new ids when the list of a field is changed through its API, and files would lose what they hold; a field of our own has shown it.',
		`In Frame.io, open ${FIELD_SETTINGS}, choose ${name} and add the option there.`,
	);
}

function hasRenewed(name: string): MendableError {
	return new MendableError(
		'frameio/renewed-options',
		`Frame.io has changed more of the field ${name} than its options were to change.`,
		'Options that were there have other ids now, and files may have lost what they held of them.',
		`Look through the files that had a value in ${name}, and tell Frame.io's support.`,
	);
}
