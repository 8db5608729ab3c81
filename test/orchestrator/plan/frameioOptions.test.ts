import path from 'node:path';
import type { MetadataField } from '../../../orchestrator/src/adapters/frameio/fields';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { readBundle } from '../../../orchestrator/src/bundle/readBundle';
import { rootFolder } from '../../../orchestrator/src/config';
import { frameioOptions, planOptions } from '../../../orchestrator/src/plan/frameioOptions';

const flow = (name: string, ...all: JsonObject[]): BundleWorkflow => ({
	id: name,
	name,
	workflow: {
		name,
		nodes: all.map((parameters) => ({ type: 'agencyEffect', parameters })) as never,
		connections: {},
		settings: {},
	},
});
const sets = (statusValue: string, statusField?: string) => ({
	effect: 'frameIoStatus',
	statusValue,
	...(statusField === undefined ? {} : { statusField }),
});

describe('the options that flows set in Frame.io', () => {
	it('are each of them once, with the flows', () => {
		const found = frameioOptions([
			flow('Gates', sets('Approved'), sets('Approved', 'Status'), { effect: 'frameIoStatus' }),
			flow('More', sets('Approved'), sets('Late', 'Stage')),
		]);
		expect(found).toEqual([
			{ field: 'Status', option: 'Approved', workflows: ['Gates', 'More'] },
			{ field: 'Stage', option: 'Late', workflows: ['More'] },
		]);
	});

	it('are not guessed from expressions, from empty values and from other effects', () => {
		const other = { effect: 'slackMessage', statusValue: 'Approved' };
		expect(frameioOptions([flow('F', sets('={{ $json.x }}'), sets(''), other, {})])).toEqual([]);
	});

	it('are those of the quality gates in the bundle that ships', () => {
		const { workflows } = readBundle(path.join(rootFolder, 'workflows'));
		const options = frameioOptions(workflows).map(({ option }) => option);
		expect(options.sort()).toEqual(['Approved', 'Changes Requested', 'Needs Review']);
	});
});

describe('an option of a field', () => {
	const late = { field: 'status', option: 'Changes Requested', workflows: ['Gates'] };
	const planned = (options: string[] | null, name = 'Status') =>
		planOptions([late], [{ name, options }] satisfies MetadataField[]);

	it('is kept where it is there, in whatever case', () => {
		expect(planned(['changes requested'])).toMatchObject([{ kind: 'keep' }]);
	});

	it('is left to a person where it is not', () => {
		expect(planned(['Approved', 'In Progress'])).toEqual([
			{
				kind: 'manual',
				target: {
					service: 'Frame.io',
					kind: 'option',
					key: 'status/Changes Requested',
					name: '"Changes Requested" of status',
				},
				because: 'Gates sets it, and the field has only Approved, In Progress',
				mend: expect.stringContaining('add the option "Changes Requested" to the field Status'),
			},
		]);
	});

	it('is left to a person with its field where that is not there', () => {
		expect(planned(['Approved'], 'Rating')).toMatchObject([
			{ kind: 'manual', because: 'Gates sets it, and the account has no field status' },
		]);
	});

	it('is not spoken of where nobody can tell', () => {
		const byId = { ...late, field: '01234567-89ab-4cde-8f01-23456789abcd' };
		expect(planOptions([byId], [])).toEqual([]);
		expect(planned(null)).toEqual([]);
		expect(planOptions([late], null)).toEqual([]);
	});
});
