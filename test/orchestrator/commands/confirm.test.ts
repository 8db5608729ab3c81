import { PassThrough } from 'node:stream';
import { confirm } from '../../../orchestrator/src/commands/confirm';
import { openTerminal } from '../../../orchestrator/src/commands/terminal';

/** A terminal at which somebody presses these keys once they are asked. */
function aTerminal(keys: string) {
	const input = Object.assign(new PassThrough(), { isTTY: true });
	const output = Object.assign(new PassThrough(), { isTTY: true });
	let shown = '';
	output.on('data', (piece: Buffer) => {
		const wasAsked = shown.includes('[y/N]');
		shown += piece.toString();
		if (!wasAsked && shown.includes('[y/N]')) setImmediate(() => input.write(keys));
	});
	return { open: () => openTerminal(input, output), shown: () => shown };
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
	const { open, shown } = aTerminal(keys);

	expect(await confirm('Apply this?', open)).toBe(isYes);
	expect(shown()).toContain('Apply this? [y/N] ');
});

it('asks nobody where no person sits at a terminal', async () => {
	expect(await confirm('Apply this?', () => null)).toBeNull();
});
