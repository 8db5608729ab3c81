import { PassThrough } from 'node:stream';
import { confirm } from '../../../orchestrator/src/commands/confirm';

/** A terminal at which somebody presses these keys once they are asked. */
function aTerminal(keys: string, isTTY = true) {
	const input = Object.assign(new PassThrough(), { isTTY });
	const output = Object.assign(new PassThrough(), { isTTY });
	let shown = '';
	output.on('data', (piece: Buffer) => {
		const isFirst = !shown.includes('[y/N]');
		shown += piece.toString();
		if (isFirst && shown.includes('[y/N]')) setImmediate(() => input.write(keys));
	});
	return { terminal: { input, output }, shown: () => shown };
}

it.each([
	['y', 'y\r', true],
	['YES', ' YES \r', true],
	['n', 'n\r', false],
	['nothing', '\r', false],
	['something else', 'yellow\r', false],
	['Ctrl-C', '\u0003', false],
	['Ctrl-C after a y', 'y\u0003', false],
	['Ctrl-D', '\u0004', false],
])('takes %s for what it is', async (_name, keys, isYes) => {
	const { terminal, shown } = aTerminal(keys);

	expect(await confirm('Apply this?', terminal)).toBe(isYes);
	expect(shown()).toContain('Apply this? [y/N] ');
	expect(shown()).toMatch(/\n$/);
});

it('asks nobody where there is no terminal', async () => {
	const { terminal, shown } = aTerminal('y\r', false);

	expect(await confirm('Apply this?', terminal)).toBeNull();
	expect(shown()).toBe('');
});
