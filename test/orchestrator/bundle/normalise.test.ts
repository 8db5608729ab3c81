import fc from 'fast-check';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import {
	fingerprint,
	normalise,
	sortKeys,
	workflowText,
} from '../../../orchestrator/src/bundle/normalise';
import { remapReferences } from '../../../orchestrator/src/bundle/references';
import { anExport } from './aWorkflow';

const settings = { seed: 20_261_122 };

describe('normalise', () => {
	it('takes out what an n8n added and nobody decided', () => {
		const text = workflowText(anExport());

		for (const live of [
			'Zq1live',
			'live1',
			'f70acb',
			'2026-11-0',
			'x@y.z',
			'e2a1',
			'callerPolicy',
		]) {
			expect(text).not.toContain(live);
		}
		expect(text).not.toContain('disabled');
	});

	it('keeps names, parameters, credentials by name, webhook ids and the error workflow', () => {
		const { nodes, settings: kept } = normalise(anExport());

		expect(nodes[0]).toMatchObject({
			webhookId: 'w1',
			credentials: { httpHeaderAuth: { id: null, name: 'Lead Intake Secret' } },
			parameters: { path: 'lead-intake' },
		});
		expect(kept).toEqual({ executionOrder: 'v1', errorWorkflow: 'Err1' });
	});

	it('keeps a switch that is on', () => {
		const exported = anExport();
		const [first] = exported.nodes as JsonObject[];
		first!.disabled = true;

		expect(normalise(exported).nodes[0]).toMatchObject({ disabled: true });
	});

	it('gives the same when applied twice', () => {
		const once = workflowText(anExport());
		expect(workflowText(JSON.parse(once))).toBe(once);
	});

	it('sorts keys at every depth and loses nothing', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const sorted = sortKeys(value as JsonObject);
				expect(sorted).toEqual(value);
				expect(JSON.stringify(sortKeys(sorted))).toBe(JSON.stringify(sorted));
			}),
			settings,
		);
	});

	it.each([
		{ what: 'no nodes', value: { name: 'x', connections: {} } },
		{ what: 'a node without a type', value: anExport({ nodes: [{ id: '1', name: 'x' }] }) },
		{ what: 'a list', value: [] },
	])('refuses $what', ({ value }) => {
		expect(() => normalise(value)).toThrow();
	});
});

describe('fingerprint', () => {
	it('is equal for one workflow in two n8n and in any order of nodes', () => {
		const here = anExport();
		const there = anExport({
			id: 'other',
			versionId: '2',
			nodes: [...(here.nodes as JsonObject[])].reverse(),
		});

		expect(fingerprint(there)).toBe(fingerprint(here));
	});

	it.each([
		{ change: 'a position', more: { position: [1, 0] } },
		{ change: 'a parameter', more: { parameters: { path: 'other' } } },
		{ change: 'a name', more: { name: 'When a lead is sent' } },
		{ change: 'a credential', more: { credentials: { httpHeaderAuth: { name: 'Other' } } } },
	])('differs after $change changed', ({ more }) => {
		const changed = anExport();
		Object.assign((changed.nodes as JsonObject[])[0]!, more);

		expect(fingerprint(changed)).not.toBe(fingerprint(anExport()));
	});
});

describe('remapReferences', () => {
	const there = new Map([
		['Sub1', 'abc'],
		['Err1', 'def'],
	]);
	const back = new Map([...there].map(([ours, theirs]) => [theirs, ours]));

	it('points calls and the error workflow to other ids', () => {
		const text = workflowText(remapReferences(normalise(anExport()), there));

		expect(text).toContain('"value": "abc"');
		expect(text).toContain('"errorWorkflow": "def"');
	});

	it('gives the workflow back when the ids are mapped back', () => {
		const workflow = normalise(anExport());
		const round = remapReferences(remapReferences(workflow, there), back);

		expect(fingerprint(round)).toBe(fingerprint(workflow));
	});
});
