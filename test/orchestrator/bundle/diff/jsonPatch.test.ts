import fc from 'fast-check';
import {
	patchBetween,
	patched,
	readPatch,
} from '../../../../orchestrator/src/bundle/diff/jsonPatch';
import type { Json } from '../../../../orchestrator/src/bundle/normalise';
import { seeded } from '../../../support/arbitraries';
import { edited, editedWorkflows, editsOf } from '../../../support/workflowEdits';

const document = fc
	.jsonValue({ maxDepth: 3 })
	// 0 and -0 are one number in JSON.
	.map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('a JSON Patch', () => {
	it('makes the other of two documents, and is empty between equal ones', () => {
		fc.assert(
			fc.property(document, document, (before, after) => {
				expect(patched(before, patchBetween(before, after))).toEqual(after);
				expect(patchBetween(before, structuredClone(before))).toEqual([]);
			}),
			seeded,
		);
	});

	it('makes the other of two versions of a real workflow', () => {
		const workflows = fc.constantFrom(...editedWorkflows);
		fc.assert(
			fc.property(workflows, editsOf(), editsOf(), ({ workflow }, first, second) => {
				const before = edited(workflow, first, 'a');
				const after = edited(workflow, second, 'b');
				expect(patched(before, patchBetween(before, after))).toEqual(after);
			}),
			{ ...seeded, numRuns: 40 },
		);
	});

	it.each<{ what: string; before: Json; after: Json; steps: object[] }>([
		{
			what: 'names that pointers escape',
			before: { 'a/b': 1, 'c~d': 1 },
			after: { 'a/b': 2 },
			steps: [
				{ op: 'test', path: '/a~1b', value: 1 },
				{ op: 'replace', path: '/a~1b', value: 2 },
				{ op: 'test', path: '/c~0d', value: 1 },
				{ op: 'remove', path: '/c~0d' },
			],
		},
		{
			what: 'one entry put between others',
			before: { nodes: [{ name: 'A' }, { name: 'B' }] },
			after: { nodes: [{ name: 'A' }, { name: 'N' }, { name: 'B' }] },
			steps: [{ op: 'add', path: '/nodes/1', value: { name: 'N' } }],
		},
	])('says no more than needed: $what', ({ before, after, steps }) => {
		expect(patchBetween(before, after)).toEqual(steps);
		expect(patched(before, patchBetween(before, after))).toEqual(after);
	});

	it('reaches fields called after what every object has', () => {
		const before = JSON.parse('{"a": {"__proto__": 1}}') as Json;
		const after = JSON.parse('{"a": {"__proto__": {"b": 2}, "constructor": 3}}') as Json;
		const made = patched(before, patchBetween(before, after));
		expect(JSON.stringify(made)).toBe(JSON.stringify(after));
	});

	it.each<{ what: string; steps: unknown }>([
		{ what: 'tests something else', steps: [{ op: 'test', path: '/a', value: 2 }] },
		{ what: 'takes away what is not there', steps: [{ op: 'remove', path: '/b' }] },
		{ what: 'goes behind the end of a list', steps: [{ op: 'add', path: '/l/5', value: 1 }] },
		{ what: 'reads no number as a place', steps: [{ op: 'replace', path: '/l/01', value: 1 }] },
		{ what: 'has no value to put', steps: [{ op: 'add', path: '/b' }] },
		{ what: 'is no patch', steps: [{ op: 'burn', path: '/a' }] },
	])('is refused where it $what', ({ steps }) => {
		expect(() => patched({ a: 1, l: [1, 2] }, readPatch(steps, 'P.json'))).toThrow(
			expect.objectContaining({ code: 'bundle/patch' }),
		);
	});
});
