import type { N8nApi, StoredWorkflow } from '../../../orchestrator/src/adapters/n8n/api';
import { seededOf } from '../../../orchestrator/src/apply/journal';
import type { SeedServices } from '../../../orchestrator/src/apply/services';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { fingerprint } from '../../../orchestrator/src/bundle/normalise';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { bundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { remapReferences } from '../../../orchestrator/src/bundle/references';
import { lookAtN8n } from '../../../orchestrator/src/plan/lookAtN8n';
import type { Blueprint, Change, Seeded, Snapshot } from '../../../orchestrator/src/plan/model';
import { planWorkflows } from '../../../orchestrator/src/plan/planN8n';
import { aBundle } from '../bundle/aWorkflow';

const nothing: Seeded = seededOf([]);

/** A workflow that n8n has under an id of its own. */
function stored(
	id: string,
	workflow: JsonObject | BundleWorkflow['workflow'],
	more: Partial<StoredWorkflow> = {},
): StoredWorkflow {
	const name = workflow.name as string;
	const versions = { versionId: 'v', activeVersionId: 'v', isArchived: false, sourceId: null };
	return { id, name, ...versions, draft: structuredClone(workflow), ...more };
}

/** What is planned for these workflows in an n8n that has those. */
async function planned(
	workflows: BundleWorkflow[],
	there: StoredWorkflow[],
	{ tables = [] as Array<{ id: string; name: string }>, remembered = nothing } = {},
) {
	const asked: string[] = [];
	const api = {
		scopes: async () => ['dataTable:list'],
		listCredentials: async () => [],
		// n8n's list does not say where a workflow came from.
		listWorkflows: async () => there.map((each) => ({ ...each, sourceId: null })),
		getWorkflow: async (id: string) => {
			asked.push(id);
			return there.find((each) => each.id === id) ?? null;
		},
		listDataTables: async () => tables,
	} as unknown as N8nApi;
	const n8n = { apiKey: () => 'key', open: () => api } as unknown as SeedServices['n8n'];
	const wanted = {
		bundle: { name: 'agency-ops', version: '1.0.0' },
		workflows,
	} as Blueprint;
	const found = await lookAtN8n({ n8n } as SeedServices, wanted, remembered);
	const snapshot = { ...found, installed: null } as Snapshot;
	const { changes } = planWorkflows(wanted, snapshot, {});
	return { ...found, changes, asked };
}

const told = (changes: Change[]) =>
	changes.map(({ kind, target, because }) => `${kind} ${target.name}: ${because}`);

const [intake, sub, err] = aBundle() as [BundleWorkflow, BundleWorkflow, BundleWorkflow];

describe('a workflow that somebody imported past seed', () => {
	const places = new Map([
		['Intake1', 'x7intake'],
		['Sub1', 'x7sub'],
		['Err1', 'x7err'],
	]);
	const imported = [intake, sub, err].map(({ id, workflow }) =>
		stored(places.get(id) ?? '', remapReferences(workflow, places), { sourceId: id }),
	);

	it('is known by the package it came from, under whatever ids', async () => {
		const { changes, seeded } = await planned([intake, sub, err], imported);
		expect(told(changes)).toEqual(
			['Lead Intake', 'Lead Qualification', 'Workflow Failures'].map(
				(name) => `keep ${name}: it is as the bundle says, and published`,
			),
		);
		expect(seeded.adopted).toEqual(Object.fromEntries(places));
	});

	it('is not written over where it says something else, also under another name', async () => {
		const renamed = { ...(imported[0]?.draft as JsonObject), name: 'Our Intake' };
		const theirs = stored('x7intake', renamed, { sourceId: 'Intake1' });
		const { changes } = await planned([intake, sub, err], [theirs, ...imported.slice(1)]);
		expect(told(changes)[0]).toBe(
			'manual Lead Intake: n8n has one that differs, and it was not written by this seed',
		);
	});

	it('stands in the place of one that was written and is gone', async () => {
		const base = { localId: 'Sub1', fingerprint: fingerprint(sub.workflow), text: null };
		const remembered = { ...nothing, workflows: { Sub1: base } };
		const { changes } = await planned([intake, sub, err], imported, { remembered });
		expect(changes.map(({ kind }) => kind)).toEqual(['keep', 'keep', 'keep']);
	});

	it('is known by its text where nothing else says so', async () => {
		const copies = imported.map((each) => ({ ...each, sourceId: null }));
		const { changes, seeded } = await planned([intake, sub, err], copies);
		expect(changes.map(({ kind }) => kind)).toEqual(['keep', 'keep', 'keep']);
		expect(seeded.adopted).toEqual(Object.fromEntries(places));
	});

	it('is not taken for ours for its name alone', async () => {
		const theirs = stored('theirs', { ...sub.workflow, settings: {} });
		const { changes, seeded, asked } = await planned([sub, err], [theirs]);
		expect(asked).toContain('theirs');
		expect(seeded.adopted).toEqual({});
		expect(told(changes)[0]).toBe('create Lead Qualification: n8n has none');
	});

	it('costs no call for each workflow that is there', async () => {
		const there = [intake, sub, err].map(({ id, workflow }) => stored(id, workflow));
		expect((await planned([intake, sub, err], there)).asked).toEqual([]);
	});
});

describe('what keeps a workflow from working in this n8n', () => {
	const reads = (value: string, more: JsonObject = {}) =>
		bundleWorkflow('Rates1', {
			name: 'Rates',
			nodes: [
				{
					id: 'r1',
					name: 'Read the rates',
					type: 'n8n-nodes-base.dataTable',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						dataTableId: { __rl: true, mode: 'list', value, cachedResultName: 'Rates' },
						...more,
					},
				},
			],
			connections: {},
			settings: {},
		});
	const theirs = { ...intake.workflow, name: 'Old Intake' };

	it.each([
		{
			what: 'another that listens on its address',
			workflows: [intake, sub, err],
			there: [stored('old', theirs)],
			tables: [],
			says: 'manual Lead Intake: "Old Intake" listens on POST /webhook/lead-intake already',
		},
		{
			what: 'the same, not published',
			workflows: [intake, sub, err],
			there: [stored('old', theirs, { activeVersionId: null })],
			tables: [],
			says: 'create Lead Intake: n8n has none',
		},
		{
			what: 'a call that leads nowhere',
			workflows: [intake, err],
			there: [],
			tables: [],
			says: 'manual Lead Intake: it refers to the workflow Sub1, which neither the bundle nor this n8n has',
		},
		{
			what: 'a call that leads to one that is there',
			workflows: [intake, err],
			there: [stored('Sub1', sub.workflow)],
			tables: [],
			says: 'create Lead Intake: n8n has none',
		},
		{
			what: 'a data table that is missing',
			workflows: [reads('Tab1')],
			there: [],
			tables: [{ id: 'x', name: 'Other' }],
			says: 'manual Rates: "Read the rates" uses the data table "Rates", and n8n has not exactly one of that name',
		},
		{
			what: 'a data table that is there under another id',
			workflows: [reads('Tab1')],
			there: [],
			tables: [{ id: 'x7tab', name: 'Rates' }],
			says: 'create Rates: n8n has none',
		},
		{
			what: 'an expression that names the id it had',
			workflows: [reads('Tab1', { keyName: '={{ $json.table === "Tab1" }}' })],
			there: [],
			tables: [{ id: 'x7tab', name: 'Rates' }],
			says: 'manual Rates: "Read the rates" names Tab1 inside an expression, code or text, and here that is x7tab',
		},
	])('is named before anything is written: $what', async ({ workflows, there, tables, says }) => {
		const { changes } = await planned(workflows, there, { tables });
		expect(told(changes)[0]).toBe(says);
		for (const change of changes) {
			if (change.kind === 'manual') expect(change.mend).toMatch(/^[A-Z].+\.$/);
		}
	});

	it('is found the same again once it is written', async () => {
		const flow = reads('Tab1');
		const tables = [{ id: 'x7tab', name: 'Rates' }];
		const written = remapReferences(flow.workflow, new Map([['Tab1', 'x7tab']]));
		const { changes } = await planned([flow], [stored('Rates1', written)], { tables });
		expect(told(changes)).toEqual(['keep Rates: it is as the bundle says, and published']);
	});
});
