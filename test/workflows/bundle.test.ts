import { existsSync } from 'node:fs';
import path from 'node:path';

import { effects } from '../../nodes/AgencyEffect/effects';
import { workflowText } from '../../orchestrator/src/bundle/normalise';
import { bundledWorkflows, manifest } from '../support/workflowFiles';

const isNote = ({ type }: { type: string }) => type === 'n8n-nodes-base.stickyNote';
const errorWorkflow = 'workflow-failures';

describe('the manifest', () => {
	it('gives every workflow an id and a name of its own', () => {
		for (const key of ['id', 'name', 'file'] as const) {
			const values = manifest.workflows.map((entry) => entry[key]);
			expect(new Set(values).size).toBe(values.length);
		}
	});

	it('lists each node type, version and credential that the workflows use, and no other', () => {
		const nodes = bundledWorkflows.flatMap(({ workflow }) => workflow.nodes);
		const used = (values: string[]) => [...new Set(values)].sort();

		expect(manifest.nodes.map(({ type, typeVersion }) => `${type}@${typeVersion}`)).toEqual(
			used(nodes.map(({ type, typeVersion }) => `${type}@${typeVersion}`)),
		);
		expect(manifest.credentials.map(({ type, name }) => `${type}: ${name}`)).toEqual(
			used(
				nodes.flatMap(({ credentials }) =>
					Object.entries(credentials ?? {}).map(([type, { name }]) => `${type}: ${name}`),
				),
			),
		);
	});

	it('publishes a workflow before those that call it or hand it their errors', () => {
		const published: string[] = [];
		for (const { entry, workflow } of bundledWorkflows) {
			const called = workflow.nodes
				.map(({ parameters }) => (parameters.workflowId as { value?: string } | undefined)?.value)
				.filter((id) => id !== undefined);
			const needed = [...called, workflow.settings.errorWorkflow].filter((id) => id !== undefined);
			expect(published).toEqual(expect.arrayContaining(needed));
			published.push(entry.id);
		}
	});
});

describe.each(bundledWorkflows)('$entry.file', ({ entry, text, workflow }) => {
	const names = workflow.nodes.map(({ name }) => name);
	const steps = workflow.nodes.filter((node) => !isNote(node));
	const operationOf = (step: string) =>
		steps.find(({ name }) => name === step)?.parameters.operation;
	/** The second output of these, which count how often they are too late, leads back to the reading. */
	const countsTries = ['reserve', 'proposeMoves'];
	const goesBack = (from: string, to: string) =>
		countsTries.includes(String(operationOf(from))) &&
		operationOf(to) === 'readRoster' &&
		workflow.connections[from].main[1].some(({ node }) => node === to);

	it('is in normal form', () => {
		expect(text).toBe(workflowText(JSON.parse(text)));
	});

	it('has the name and the folder that the manifest says', () => {
		expect(workflow.name).toBe(entry.name);
		expect(entry.file).toBe(`${entry.slug}/v${entry.version}/workflow.json`);
	});

	it('has a page in plain words beside it', () => {
		const page = path.resolve(__dirname, '../../workflows', entry.slug, 'README.md');
		expect(existsSync(page)).toBe(true);
	});

	it('names the error workflow, unless it is that one', () => {
		const { id } = manifest.workflows.find(({ slug }) => slug === errorWorkflow)!;
		expect(workflow.settings.errorWorkflow).toBe(entry.slug === errorWorkflow ? undefined : id);
	});

	it('names its steps in sentences, each once', () => {
		expect(new Set(names).size).toBe(names.length);
		for (const { name } of steps) expect(name).toMatch(/^[A-Z][a-z]+( [\w-]+){2,}$/);
	});

	it('explains itself in notes', () => {
		expect(workflow.nodes.some(isNote)).toBe(true);
	});

	it('has ids of nodes that are unique', () => {
		expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(workflow.nodes.length);
	});

	it('holds no Code node and no expression', () => {
		expect(steps.filter(({ type }) => /\.(code|function)/i.test(type))).toEqual([]);
		expect(stringsIn(workflow.nodes).filter((value) => value.startsWith('='))).toEqual([]);
	});

	it('keeps secrets in credentials, by name', () => {
		expect(text).not.toMatch(/bearer |xox[bp]-|pat-[a-z0-9]{2,4}-|password|apikey/i);
	});

	it('connects only nodes it has, and every step', () => {
		const ends = Object.values(workflow.connections).flatMap(({ main }) =>
			main.flat().map(({ node }) => node),
		);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(workflow.connections), ...ends]));
		const connected = new Set([...Object.keys(workflow.connections), ...ends]);
		expect(steps.filter(({ name }) => !connected.has(name))).toEqual([]);
	});

	it('reads from left to right, but for what was taken meanwhile: that is read again', () => {
		const at = new Map(workflow.nodes.map(({ name, position }) => [name, position]));
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			for (const { node } of main.flat()) {
				if (goesBack(from, node)) continue;
				expect(at.get(node)![0]).toBeGreaterThan(at.get(from)![0]);
			}
		}
	});

	it('answers nobody before what was sent is kept', () => {
		const open = ['n8n-nodes-base.webhook', 'n8n-nodes-base.formTrigger'];
		for (const { type, parameters } of steps) {
			if (open.includes(type)) expect(parameters.responseMode).toBe('lastNode');
		}
	});

	it('reports the end on every way that an event of the inbox can take', () => {
		const isTrigger = ({ type }: { type: string }) => /\.agencyLedgerTrigger$/.test(type);
		const next = (name: string): string[] =>
			(workflow.connections[name]?.main ?? [])
				.flat()
				.map(({ node }) => node)
				.filter((node) => !goesBack(name, node));
		const lastOf = (name: string): string[] =>
			next(name).length === 0 ? [name] : next(name).flatMap(lastOf);
		const lasts = steps.filter(isTrigger).flatMap(({ name }) => lastOf(name));
		for (const last of lasts) {
			expect(steps.find(({ name }) => name === last)).toMatchObject({
				type: 'n8n-nodes-agency-ops.agencyLedger',
				parameters: { operation: 'reportEnd' },
			});
		}
	});

	it('loses no effect that was not done, and lets the first content stand', () => {
		// What a later step may need stops the flow; a message or a mail may come late.
		const mayBeLate = ['slackMessage', 'slackDirect', 'email'];
		for (const { type, parameters } of steps) {
			if (type !== 'n8n-nodes-agency-ops.agencyEffect') continue;
			expect(parameters.onConflict).toBe('keepFirst');
			const isLate = mayBeLate.includes(String(parameters.effect));
			expect(isLate ? ['stop', 'goOn'] : ['stop']).toContain(parameters.whenNotDone);
		}
	});

	it('gives effects only fields that they have', () => {
		const shared = ['effect', 'subjectType', 'subjectPath', 'whenNotDone', 'onConflict', 'options'];
		for (const { type, parameters } of steps) {
			if (type !== 'n8n-nodes-agency-ops.agencyEffect') continue;
			const { properties } = effects[parameters.effect as keyof typeof effects];
			const known = [...shared, ...properties.map(({ name }) => name)];
			expect(Object.keys(parameters).filter((name) => !known.includes(name))).toEqual([]);
		}
	});
});

function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(stringsIn);
}
