import fc from 'fast-check';
import type { JsonObject, NormalWorkflow } from '../../../orchestrator/src/bundle/normalise';
import { fingerprint } from '../../../orchestrator/src/bundle/normalise';
import { bundleWorkflow, workflowReferences } from '../../../orchestrator/src/bundle/pack';
import {
	decidedAtRunTime,
	hiddenReferences,
	remapReferences,
	tableReferences,
} from '../../../orchestrator/src/bundle/references';
import { seeded } from '../../support/arbitraries';

const locator = (value: string, more: JsonObject = {}): JsonObject => ({
	__rl: true,
	mode: 'list',
	value,
	...more,
});

/** A workflow of nodes with these parameters, each called after its place. */
function aFlow(parameters: JsonObject[], settings: JsonObject = {}): NormalWorkflow {
	const nodes = parameters.map((each, at) => ({
		id: `n${at}`,
		name: `Node ${at}`,
		type: 'n8n-nodes-base.anything',
		typeVersion: 1,
		position: [at, 0],
		parameters: each,
	}));
	return bundleWorkflow('Flow1', { name: 'Flow', nodes, connections: {}, settings }).workflow;
}

const ids = new Map([
	['Sub1', 'x7sub'],
	['Err1', 'x7err'],
	['Tab1', 'x7tab'],
]);

describe('references of a workflow', () => {
	it('lead to other ids where a field names them, and nowhere else', () => {
		const flow = aFlow(
			[
				{ workflowId: locator('Sub1') },
				{ workflowId: 'Sub1', note: 'Sub1' },
				{ dataTableId: locator('Tab1', { cachedResultName: 'Rates' }) },
				{ workflowId: locator('Other') },
			],
			{ errorWorkflow: 'Err1', callerIds: 'Sub1, Other' },
		);
		const there = remapReferences(flow, ids);
		expect(there.nodes.map(({ parameters }) => parameters)).toEqual([
			{ workflowId: locator('x7sub') },
			{ workflowId: 'x7sub', note: 'Sub1' },
			{ dataTableId: locator('x7tab', { cachedResultName: 'Rates' }) },
			{ workflowId: locator('Other') },
		]);
		expect(there.settings).toEqual({ errorWorkflow: 'x7err', callerIds: 'x7sub,Other' });
	});

	it('come back as they were, whatever they are', () => {
		const value = fc.constantFrom('Sub1', 'Tab1', 'Other', '={{ $json.id }}', '');
		const parameters = fc.oneof(
			value.map((id) => ({ workflowId: locator(id) })),
			value.map((id) => ({ workflowId: id })),
			value.map((id) => ({ dataTableId: locator(id) })),
			fc.constant({}),
		);
		const settings = fc.record(
			{ errorWorkflow: fc.constantFrom('Err1', 'Other'), callerIds: fc.constant('Sub1,Err1') },
			{ requiredKeys: [] },
		);
		const back = new Map([...ids].map(([ours, local]) => [local, ours]));
		fc.assert(
			fc.property(fc.array(parameters, { maxLength: 4 }), settings, (given, chosen) => {
				const flow = aFlow(given, chosen as JsonObject);
				const round = remapReferences(remapReferences(flow, ids), back);
				expect(fingerprint(round)).toBe(fingerprint(flow));
			}),
			{ ...seeded, numRuns: 60 },
		);
	});

	it('leave the text of callers alone where none of them has another id', () => {
		const flow = aFlow([], { callerIds: 'A, B' });
		expect(remapReferences(flow, ids).settings).toEqual({ callerIds: 'A, B' });
	});

	it.each<{ what: string; parameters: JsonObject }>([
		{ what: 'an expression in the field', parameters: { workflowId: '={{ "Sub1" }}' } },
		{ what: 'an expression elsewhere', parameters: { a: { b: ['={{ $json.to ?? "Sub1" }}'] } } },
		{ what: 'code', parameters: { jsCode: 'const to = `Sub1`;' } },
		{ what: 'an address', parameters: { url: 'http://n8n/api/v1/workflows/Sub1/activate' } },
	])('are hidden in $what', ({ parameters }) => {
		expect(hiddenReferences(aFlow([parameters]), ids.keys())).toEqual([
			{ node: 'Node 0', id: 'Sub1' },
		]);
	});

	it.each<{ what: string; parameters: JsonObject }>([
		{ what: 'a field', parameters: { workflowId: locator('Sub1') } },
		{ what: 'a longer word', parameters: { text: 'aSub1 Sub12 Sub1_' } },
	])('are not hidden in $what', ({ parameters }) => {
		expect(hiddenReferences(aFlow([parameters]), ids.keys())).toEqual([]);
	});

	it('are told from what is decided at run time', () => {
		const flow = aFlow([
			{ workflowId: locator('={{ $json.to }}') },
			{ dataTableId: locator('Tab1', { cachedResultName: 'Rates' }) },
			{ dataTableId: locator('Rates', { mode: 'name' }) },
			{ dataTableId: locator('Tab2') },
		]);
		expect(decidedAtRunTime(flow).map(({ name }) => name)).toEqual(['Node 0']);
		expect(tableReferences(flow)).toEqual([
			{ node: 'Node 1', id: 'Tab1', name: 'Rates' },
			{ node: 'Node 3', id: 'Tab2', name: null },
		]);
	});

	it.each([
		{ what: "n8n's word for none", settings: { errorWorkflow: 'DEFAULT' }, found: [] },
		{ what: 'one in an expression', settings: { errorWorkflow: '={{ 1 }}' }, found: [] },
		{ what: 'one by its id', settings: { errorWorkflow: 'Err1' }, found: ['Err1'] },
	])('know $what of error workflows', ({ settings, found }) => {
		const inside = { source: 'parameter', workflowId: locator('Sub1') };
		expect(workflowReferences(aFlow([inside], settings))).toEqual(found);
	});
});
