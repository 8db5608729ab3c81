import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { registerMail } from '../../../orchestrator/src/commands/mail';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerMail]);
});
afterAll(async () => await served.stop());

/** Runs a command of mail, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	const command = words[0] === 'preview' ? words : ['suppressed', ...words];
	return (await served.run('mail', ...command)).text;
}

describe('agency-ops mail suppressed', () => {
	it('puts an address on the list, shows it, and lifts it with who and why', async () => {
		expect(await run('list')).toBe('No addresses.');
		expect(await run('add', 'Ana@Cafe.com', '--reason', 'asked by phone')).toMatch(
			/^marketing {2}ana@cafe\.com {2}\(by hand: asked by phone; since 20.*\)$/,
		);
		expect(await run('lift', 'ana@cafe.com', '--reason', 'asked again', '--by', 'olivia')).toMatch(
			/lifted 20\S+ by olivia: asked again/,
		);
		expect(await run('list')).toBe('No addresses.');
		const all = JSON.parse(await run('list', '--lifted', '--json')) as { suppressions: unknown[] };
		expect(all.suppressions).toMatchObject([{ address: 'ana@cafe.com', liftedBy: 'olivia' }]);
	});

	it.each([
		{ words: ['lift', 'nobody@cafe.com', '--reason', 'x'], code: 'mail/not-suppressed' },
		{ words: ['add', 'nobody', '--reason', 'x'], code: 'request/invalid' },
		{ words: ['add', 'a@b.co'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('refuses $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});

describe('agency-ops mail preview', () => {
	const preview = async (...words: string[]) => {
		const out = path.join(served.home, 'preview');
		const flags = ['--milestone', 'approved', '--language', 'en', '--out', out, '--json'];
		const said = await run('preview', ...flags, ...words);
		return JSON.parse(said) as { texts: string; mails: Array<{ subject: string }> };
	};

	it('shows the texts of a file, else of the ledger, else those that ship', async () => {
		const shipped = await preview();
		expect(shipped.texts).toBe('milestones/0');
		expect(shipped.mails[0]?.subject).toMatch(/^Approved: /);

		const { source } = await askData('GET');
		const own = source.replace('Approved: {project}', 'Signed off: {project}');
		const file = path.join(served.home, 'milestones.yaml');
		writeFileSync(file, own);
		const ofFile = await preview('--texts', file);
		expect(ofFile.mails[0]?.subject).toMatch(/^Signed off: /);

		await askData('PUT', { source: own, expectedVersion: 0, by: 'olivia', reason: 'ours' });
		const ofLedger = await preview();
		expect(ofLedger.texts).toBe('milestones/1');
		expect(ofLedger.mails[0]?.subject).toMatch(/^Signed off: /);
		expect((await preview('--shipped')).texts).toBe('milestones/0');
	});

	it('tells the line of what is wrong in a file', async () => {
		const { source } = await askData('GET');
		const file = path.join(served.home, 'wrong.yaml');
		writeFileSync(file, source.replace('title: You have approved it', 'title: "{sum}"'));
		await expect(preview('--texts', file)).rejects.toMatchObject({
			code: 'data/invalid',
			why: expect.stringMatching(/^wrong\.yaml:\d+:\d+ .*\{sum\}/),
		});
	});
});

async function askData(method: 'GET' | 'PUT', body?: object): Promise<{ source: string }> {
	const answer = await fetch(`${served.url}/v1/data/milestones`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${ensureSecrets(served.home).ledgerApiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as { source: string };
}
