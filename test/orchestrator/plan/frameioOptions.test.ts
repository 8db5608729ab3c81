import path from 'node:path';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { readBundle } from '../../../orchestrator/src/bundle/readBundle';
import { rootFolder } from '../../../orchestrator/src/config';
import { frameioOptions } from '../../../orchestrator/src/plan/frameioOptions';

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
