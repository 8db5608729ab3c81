import { registerCapacity } from '../../../orchestrator/src/commands/capacity';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerCapacity], {
		now: () => new Date('2026-11-26T12:00:00Z'),
	});
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed and its exit code. */
const run = async (...words: string[]) => await served.run('capacity', ...words);

async function reserve(piece: string, days: Record<string, number>, person = 'luis') {
	const answer = await served.call('/v1/reservations', {
		key: `project:p-1/reservation/${piece}/1`,
		project: 'p-1',
		rosterVersion: 'roster/0',
		pieces: [{ piece, person, days: Object.entries(days).map(([day, hours]) => ({ day, hours })) }],
	});
	return (await answer.json()) as { reservations: Array<{ id: string }> };
}

describe('agency-ops capacity', () => {
	it('is fine where nobody has too much, and says so', async () => {
		const { text, exitCode } = await run();
		expect(exitCode).toBe(0);
		expect(text).toMatch(/^Thu 26 Nov to Wed 2 Dec 2026, roster\/0: /);
		expect(text).toContain('Nobody has too much, and all work has somebody.');
	});

	it('shows hours by day within 100 columns, and warns of who has too much', async () => {
		await reserve('edit', {
			'2026-11-26': 8,
			'2026-11-27': 7.5,
			'2026-11-30': 8,
			'2026-12-01': 8,
			'2026-12-02': 4,
		});
		const { text, exitCode } = await run();
		expect(exitCode).toBe(1);
		const lines = text.split('\n');
		expect(lines.find((line) => line.startsWith('Luis'))).toBe(
			'Luis Mendoza      caracas        8/8   7.5/8       ·       ·     8/8     8/8     4/8     4.5   89% !',
		);
		expect(text).toContain('! Luis Mendoza has 89% (35.5 of 40 h). The warning is at 85%.');
		expect(Math.max(...lines.slice(0, -2).map((line) => line.length))).toBeLessThanOrEqual(100);
	});

	it('tells longer spans a week a table, of one person, and as JSON', async () => {
		const span = ['--from', '2026-12-01', '--to', '2026-12-20', '--person', 'luis'];
		const { text } = await run(...span);
		expect(text.match(/^Luis/gm)).toHaveLength(3);
		expect(text).not.toContain('Freja');
		const { text: json } = await run(...span, '--json');
		expect(JSON.parse(json)).toMatchObject({
			from: '2026-12-01',
			people: [{ person: 'luis', committed: 12 }],
			findings: [],
		});
	});

	it('names work that nobody has', async () => {
		const { reservations } = await reserve('qa', { '2026-12-03': 1 }, 'diego');
		await fetch(`${served.url}/v1/reservations/${reservations[0]?.id}/decline`, {
			method: 'POST',
			headers: { authorization: `Bearer ${served.apiKey}`, 'content-type': 'application/json' },
			body: '{"reason":"away"}',
		});
		const { text, exitCode } = await run('--from', '2026-12-03');
		expect(exitCode).toBe(1);
		expect(text).toContain('! Nobody has qa of p-1 (1 h): diego declined.');
	});

	it.each([
		{ words: ['--person', 'zoe'], code: 'capacity/unknown-person' },
		{ words: ['--from', '2026-12-09', '--to', '2026-12-01'], code: 'request/invalid' },
		{ words: ['--from', '2026-02-30'], code: 'request/invalid' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
