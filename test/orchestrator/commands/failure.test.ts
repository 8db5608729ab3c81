import { CommanderError } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { run } from '../../../orchestrator/src/cli';
import { failureDocument, failureText } from '../../../orchestrator/src/commands/failure';

const wrong = new MendableError('config/invalid', 'It is wrong.', 'line 1\nline 2', 'Mend it.');
const usage = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--jsn'");

it('puts all lines of a reason below each other', () => {
	expect(failureText(wrong)).toBe(
		'It is wrong.\n  why:  line 1\n        line 2\n  mend: Mend it.\n  code: config/invalid',
	);
});

it.each([
	['what a person can mend', wrong, { code: 'config/invalid', why: 'line 1\nline 2' }],
	['a slip of the keyboard', usage, { code: 'command/usage', why: "unknown option '--jsn'" }],
	['a bug', new TypeError('x is undefined'), { code: 'command/broke', why: 'x is undefined' }],
])('hands %s to a script as one document', (_name, error, expected) => {
	const { error: told } = JSON.parse(failureDocument(error)) as { error: Record<string, string> };
	expect(told).toMatchObject(expected);
	expect(Object.keys(told)).toEqual(['code', 'what', 'why', 'mend']);
});

it('shows the stack of a bug, and says nothing twice', () => {
	expect(failureText(new TypeError('x is undefined'))).toContain(__filename);
	expect(failureText(usage)).toBeNull();
});

describe('a command that cannot run', () => {
	const said = { out: '', err: '' };
	beforeEach(() => {
		said.out = said.err = '';
		jest.spyOn(console, 'log').mockImplementation((line: string) => void (said.out += line));
		jest.spyOn(console, 'error').mockImplementation((line: string) => void (said.err += line));
		jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
			said.err += String(text);
			return true;
		});
	});
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['a missing package', ['bundle', 'verify', '/nowhere.n8np', '--json'], 'bundle/missing'],
		['an unknown option', ['plan', '--json', '--jsn'], 'command/usage'],
		['a missing argument', ['applies', 'show', '--json'], 'command/usage'],
	])('answers JSON alone on its output: %s', async (_name, words, code) => {
		await run(['node', 'agency-ops', ...words]);

		expect(JSON.parse(said.out)).toMatchObject({ error: { code } });
		expect(said.err).not.toBe('');
		expect(process.exitCode).toBe(2);
	});

	it('says so in a few lines, and where the rest stands', async () => {
		await run(['node', 'agency-ops', 'plan', '--bogus']);

		expect(said.out).toBe('');
		expect(said.err.trim().split('\n')).toEqual([
			"error: unknown option '--bogus'",
			'Add --help for what it takes.',
		]);
	});
});
