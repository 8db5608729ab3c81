import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StoredWorkflow } from '../../../orchestrator/src/adapters/n8n/api';
import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { normalise, workflowText } from '../../../orchestrator/src/bundle/normalise';
import { lookAtCanvas } from '../../../orchestrator/src/bundle/pull';
import { pulledLines, writeChanged } from '../../../orchestrator/src/commands/pull';
import { aBundle, anExport } from './aWorkflow';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'pull-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = {
	slug: 'lead-intake',
	version: 1,
	id: 'Intake1',
	name: 'Lead Intake',
	file: 'lead-intake/v1/workflow.json',
};
const workflows = aBundle();
const bundle = { entries: [entry], workflows };

/** An n8n that keeps the intake under an id of its own, calling others by theirs. */
const localIds = new Map([
	['Intake1', 'local1'],
	['Sub1', 'local2'],
	['Err1', 'local3'],
]);

function stored(change: (workflow: JsonObject) => void, more: Partial<StoredWorkflow> = {}) {
	const text = JSON.stringify(anExport()).replaceAll('"Sub1"', '"local2"');
	const draft = JSON.parse(text.replaceAll('"Err1"', '"local3"')) as JsonObject;
	change(draft);
	const versions = { versionId: 'v', activeVersionId: 'v', isArchived: false };
	return { id: 'local1', name: 'Lead Intake', sourceId: null, ...versions, draft, ...more };
}

const n8nWith = (found: StoredWorkflow | null) => ({
	getWorkflow: async (id: string) => (id === 'local1' ? found : null),
});
const look = async (found: StoredWorkflow | null) =>
	await lookAtCanvas(n8nWith(found), bundle, localIds);

/** As an ops coordinator would: another path, a note, and nodes in the order n8n likes. */
function edit(draft: JsonObject): void {
	const nodes = draft.nodes as JsonObject[];
	nodes[0].notes = 'Asks for a secret';
	nodes.reverse();
}

describe('lookAtCanvas', () => {
	it('sees nothing where n8n only added what is its own', async () => {
		expect(await look(stored(() => undefined))).toEqual([{ entry, state: 'same' }]);
	});

	it('gives what changed in normal form, with the ids and the order of the bundle', async () => {
		const [found] = await look(stored(edit));
		const wanted = normalise(anExport());
		wanted.nodes[0].notes = 'Asks for a secret';
		expect(found).toEqual({
			entry,
			state: 'changed',
			text: workflowText(wanted),
			changes: ['~ When a lead is posted', '    notes', '      + "Asks for a secret"'],
		});
	});

	it('takes nodes with new ids for the ones they were', async () => {
		const anew = (draft: JsonObject) =>
			(draft.nodes as JsonObject[]).forEach((node, at) => {
				node.id = `${String(at).repeat(8)}-0000-4000-8000-000000000000`;
			});
		expect(await look(stored(anew))).toEqual([{ entry, state: 'same' }]);
		const both = stored((draft) => [anew, edit].forEach((change) => change(draft)));
		expect(await look(both)).toEqual(await look(stored(edit)));
	});

	it.each([
		{ state: 'missing', found: null },
		{ state: 'archived', found: stored(edit, { isArchived: true }) },
	])('tells when it is $state', async ({ state, found }) => {
		expect(await look(found)).toEqual([{ entry, state }]);
	});
});

describe('writeChanged', () => {
	const next = () => path.join(folder, 'lead-intake', 'v2', 'workflow.json');
	const flags = () => ({ bundle: folder, overwrite: false });

	it('writes the next version, and leaves the released one alone', async () => {
		const states = await look(stored(edit));
		expect(await writeChanged(states, flags())).toMatchObject([{ state: 'changed', file: next() }]);
		expect(readFileSync(next(), 'utf8')).toContain('Asks for a secret');
		// Once more changes nothing and is in nobody's way.
		await writeChanged(states, flags());
	});

	it('replaces no next version that says something else unless it is told to', async () => {
		const states = await look(stored(edit));
		mkdirSync(path.dirname(next()), { recursive: true });
		writeFileSync(next(), '{}');
		await expect(writeChanged(states, flags())).rejects.toMatchObject({ code: 'pull/in-the-way' });
		expect(readFileSync(next(), 'utf8')).toBe('{}');
		await writeChanged(states, { bundle: folder, overwrite: true });
		expect(readFileSync(next(), 'utf8')).toContain('Asks for a secret');
	});

	it('tells how to see it all and how to release it, by paths that can be pasted', async () => {
		const [pulled] = await writeChanged(await look(stored(edit)), flags());
		const lines = (here: string) => pulledLines(pulled!, here).slice(-3);
		expect(lines(folder)).toEqual([
			'    → lead-intake/v2/workflow.json',
			'      See it all: git diff --no-index lead-intake/v1/workflow.json lead-intake/v2/workflow.json',
			'      Release it: name it as file and version in bundle.json',
		]);
		expect(lines(path.join(folder, 'elsewhere'))[0]).toBe(`    → ${next()}`);
		const spaced = { ...pulled!, file: path.join(folder, 'my flows', "it's.json") };
		expect(pulledLines(spaced, folder).at(-3)).toBe(String.raw`    → 'my flows/it'\''s.json'`);
	});

	it('writes nothing for what is the same', async () => {
		const report = await writeChanged(await look(stored(() => undefined)), flags());
		expect(report).toMatchObject([{ state: 'same', file: null }]);
	});
});
