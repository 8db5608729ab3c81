import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerBundle } from '../../../orchestrator/src/commands/bundle';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'merge-'))));
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});

const place = (name: string) => path.join(folder, name);

/** Writes a flow of one HTTP call and answers with the flag that names it. */
function flow(flag: string, url: string, more: object = {}): string[] {
	const node = { name: 'Call', type: 'n8n-nodes-base.httpRequest', parameters: { url, ...more } };
	writeFileSync(place(flag), JSON.stringify({ nodes: [node], connections: {} }));
	return [`--${flag}`, place(flag)];
}

/** Runs `agency-ops bundle merge …` and gives back what it printed. */
async function run(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	const program = new Command('agency-ops').exitOverride();
	registerBundle(program);
	await program.parseAsync(['node', 'agency-ops', 'bundle', 'merge', ...args]);
	return printed.join('\n');
}

const apart = () => [
	...flow('base', 'a', { timeout: 1 }),
	...flow('mine', 'b', { timeout: 1 }),
	...flow('theirs', 'a', { timeout: 2 }),
];
const atOdds = () => [...flow('base', 'a'), ...flow('mine', 'b'), ...flow('theirs', 'c')];

describe('bundle merge', () => {
	it('prints the merged workflow as JSON and exits 0', async () => {
		const report: unknown = JSON.parse(await run(...apart(), '--json'));
		expect(report).toMatchObject({
			status: 'merged',
			workflow: { nodes: [{ name: 'Call', parameters: { url: 'b', timeout: 2 } }] },
		});
		expect(process.exitCode).toBeUndefined();
	});

	it('writes it where it is told to', async () => {
		await run(...apart(), '--out', place('merged.json'));
		expect(JSON.parse(readFileSync(place('merged.json'), 'utf8'))).toMatchObject({
			nodes: [{ parameters: { url: 'b', timeout: 2 } }],
		});
	});

	it('prints conflicts as JSON, writes nothing and exits 1', async () => {
		const text = await run(...atOdds(), '--json', '--out', place('merged.json'));
		expect(JSON.parse(text)).toEqual({
			status: 'conflict',
			conflicts: [{ node: 'Call', path: 'parameters.url', base: 'a', mine: 'b', theirs: 'c' }],
			workflow: null,
		});
		expect(existsSync(place('merged.json'))).toBe(false);
		expect(process.exitCode).toBe(1);
	});

	it('shows a person three values below each other, within eighty columns', async () => {
		const long = 'x'.repeat(300);
		const text = await run(
			...flow('base', `${long}a${long}`),
			...flow('mine', `${long}b${long}`),
			...flow('theirs', `${long}c${long}`),
		);
		expect(text).toMatch(/base {4}…x+a/);
		expect(text).toMatch(/mine {4}…x+b/);
		expect(text).toMatch(/theirs {2}…x+c/);
		expect(text).toContain("--answer 'Call:parameters.url=mine'");
		expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	it('shows a person what each side made of the lines of a text', async () => {
		const code = (first: string, last: string) => ({
			jsCode: [first, ...Array.from({ length: 40 }, (_, at) => `let v${at};`), last].join('\n'),
		});
		const text = await run(
			...flow('base', 'a', code('// old', 'return [];')),
			...flow('mine', 'a', code('// old', 'return mine;')),
			...flow('theirs', 'a', code('// new', 'return theirs;')),
		);
		expect(text.split('\n').slice(3, 14)).toEqual([
			'  parameters.jsCode',
			'    base    42 lines; below, what each side made of them',
			'    mine    line 42',
			'            - return [];',
			'            + return mine;',
			'    theirs  line 1',
			'            - // old',
			'            + // new',
			'            line 42',
			'            - return [];',
			'            + return theirs;',
		]);
	});

	it('shows a person what became of a node that one side deleted', async () => {
		const files = atOdds();
		writeFileSync(place('theirs'), JSON.stringify({ nodes: [], connections: {} }));
		expect((await run(...files)).split('\n').slice(2, 8)).toEqual([
			'Call',
			'  the node as a whole',
			'    base    n8n-nodes-base.httpRequest',
			'    mine    changed',
			'            ~ parameters.url: "a" → "b"',
			'    theirs  deleted',
		]);
	});

	it('names references that lead nowhere, beside the workflow', async () => {
		const warned = jest.spyOn(console, 'error').mockImplementation();
		const gone = { text: "={{ $('Gone').item.json.x }}" };
		const files = [
			...flow('base', 'a', gone),
			...flow('mine', 'b', gone),
			...flow('theirs', 'a', { ...gone, timeout: 2 }),
		];
		expect(JSON.parse(await run(...files, '--json'))).toMatchObject({ status: 'merged' });
		expect(warned.mock.calls).toEqual([['! "Call" refers to "Gone", which is not there.']]);
	});

	it('shows a person no secret', async () => {
		const header = (value: string) => ({ headers: [{ name: 'Authorization', value }] });
		const text = await run(
			...flow('base', 'a', header('abc1')),
			...flow('mine', 'a', header('abc2')),
			...flow('theirs', 'a', header('abc3')),
		);
		expect(text).toContain('parameters.headers[Authorization].value');
		expect(text).not.toContain('abc');
	});

	it.each([
		[['--answer', 'Call:parameters.url=theirs'], 'c'],
		[['--answer', 'Call=theirs'], 'c'],
		[['--prefer', 'mine'], 'b'],
		[['--prefer', 'mine', '--answer', 'Call:parameters.url=theirs'], 'c'],
		[['--answer', 'Call:parameters.url=base'], 'a'],
		[['--answer', 'Call:parameters.url=json:"d"'], 'd'],
	])('takes %j for an answer', async (answers, url) => {
		const report = JSON.parse(await run(...atOdds(), ...answers, '--json')) as object;
		expect(report).toMatchObject({ workflow: { nodes: [{ parameters: { url } }] } });
	});

	it.each([
		[['--answer', 'Call:parameters.body=mine'], 'bundle/answer'],
		[['--answer', 'Call:parameters.url'], 'bundle/answer'],
		[['--answer', 'Call:parameters.url=json:d'], 'bundle/answer'],
		[['--answer', 'Call:parameters.url=json:4'], 'bundle/answer'],
		[['--prefer', 'ours'], 'bundle/answer'],
		[['--ask', '--json'], 'bundle/answer'],
		[['--ask'], 'terminal/nobody'],
		[['--mine', 'nowhere.json'], 'file/unreadable'],
	])('refuses %j', async (wrong, code) => {
		await expect(run(...atOdds(), ...wrong)).rejects.toMatchObject({ code });
	});

	it.each([
		['{', 'file/not-json'],
		['[]', 'bundle/no-workflow'],
		['{"nodes": 1}', 'bundle/no-workflow'],
		['{"nodes": [{"name": "A"}], "connections": []}', 'bundle/no-workflow'],
		['{"nodes": [{"name":"A","type":"t"},{"name":"A","type":"t"}]}', 'bundle/no-workflow'],
	])('refuses a file that holds %s', async (text, code) => {
		const files = atOdds();
		writeFileSync(place('theirs'), text);
		await expect(run(...files)).rejects.toMatchObject({ code });
	});

	it("takes the list of one that n8n's command line writes", async () => {
		const files = apart();
		writeFileSync(place('mine'), `[${readFileSync(place('mine'), 'utf8')}]`);
		expect(JSON.parse(await run(...files, '--json'))).toMatchObject({ status: 'merged' });
	});
});
