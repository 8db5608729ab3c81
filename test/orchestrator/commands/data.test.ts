import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { registerData } from '../../../orchestrator/src/commands/data';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerData]);
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed and its exit code. */
const run = async (...words: string[]) => await served.run('data', ...words);

async function pulled(name: string, change: (source: string) => string = (source) => source) {
	const file = path.join(served.home, name);
	writeFileSync(file, change((await run('pull', 'roster')).text));
	return file;
}

describe('agency-ops data', () => {
	it('pulls, plans and pushes a change, and brings the version before it back', async () => {
		const file = await pulled('roster.yaml', (source) =>
			source.replace('hoursPerDay: 7.5', 'hoursPerDay: 6 # until June'),
		);
		expect(await run('plan', file)).toMatchObject({
			text: '1 difference from roster/0:\n  ~ people.freja.hoursPerDay: 7.5 → 6',
			exitCode: 1,
		});
		const { text, exitCode } = await run('push', file, '--reason', 'a course', '--by', 'olivia');
		expect(exitCode).toBe(0);
		expect(text).toContain('roster/1 is in force: 1 difference.');
		expect((await run('history', 'roster')).text).toMatch(
			/^roster\/1 {2}\d{4}-\d\d-\d\d \d\d:\d\dZ {2}olivia: a course\nroster\/0 {2}as it ships$/,
		);

		const again = await pulled('again.yaml');
		expect(readFileSync(again, 'utf8')).toContain('hoursPerDay: 6 # until June');
		expect(await run('plan', again)).toMatchObject({ exitCode: 0 });

		writeFileSync(file, (await run('pull', 'roster', '--version', '0')).text);
		await run('push', file, '--reason', 'the course was cancelled');
		expect(await run('plan', await pulled('third.yaml'))).toMatchObject({ exitCode: 0 });
		expect((await run('pull', 'roster')).text).toContain('hoursPerDay: 7.5');
	});

	it('keeps what was ordered with a deal, from a file that shows how it is written', async () => {
		const file = path.join(served.home, 'order.yaml');
		const { text: shown } = await run('pull', 'order-4711');
		expect(shown).toContain('version: order-4711/0');
		writeFileSync(
			file,
			shown.replace('deliverables: []', 'deliverables: [{ id: hero-film, languages: [da, en] }]'),
		);
		expect(await run('plan', file)).toMatchObject({ exitCode: 1 });
		const { text } = await run('push', file, '--reason', 'the contract', '--by', 'olivia');
		expect(text).toContain('order-4711/1 is in force');
		expect((await run('history', 'order-4711')).text).toContain('olivia: the contract');
		expect((await run('pull', 'order-4712')).text).toContain('deliverables: []');
	});

	it('refuses a file that others have overtaken, and says so in its plan', async () => {
		const mine = await pulled('mine.yaml');
		const theirs = await pulled('theirs.yaml', (source) => source.replace('Holm', 'Holm Friis'));
		await run('push', theirs, '--reason', 'married');
		const plan = await run('plan', mine);
		expect(plan.text).toContain('pull again before you push');
		expect(plan.exitCode).toBe(1);
		await expect(run('push', mine, '--reason', 'late')).rejects.toMatchObject({
			code: 'data/pushed-meanwhile',
		});
	});

	it('names every mistake by file and line, and pushes nothing', async () => {
		const file = await pulled('wrong.yaml', (source) =>
			source.replace('zone: America/Lima', 'zone: Lima').replace('review: 5', 'review: 6'),
		);
		await expect(run('push', file, '--reason', 'x')).rejects.toMatchObject({
			code: 'data/invalid',
			what: 'wrong.yaml has 2 mistakes.',
			why: expect.stringMatching(/^wrong\.yaml:\d+:\d+ .*review.*\nwrong\.yaml:\d+:\d+ .*zone/),
		});
	});

	it.each([
		{ source: 'people: []', code: 'data/no-version' },
		{ source: 'version: rooster/1', code: 'data/unknown-kind' },
	])('says $code', async ({ source, code }) => {
		const file = path.join(served.home, 'other.yaml');
		writeFileSync(file, source);
		await expect(run('plan', file)).rejects.toMatchObject({ code });
	});
});
