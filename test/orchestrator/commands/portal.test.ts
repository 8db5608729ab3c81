import { registerPortal } from '../../../orchestrator/src/commands/portal';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';
import { someSettings } from '../service/support/aService';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerPortal], {
		settings: { ...someSettings(), hooks: { publicUrl: 'https://ops.agency.test' } },
		secrets: ({ portalSecret }) => ({ portalSecret }),
	});
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed. */
const run = async (...words: string[]) => (await served.run('portal', ...words)).text;

const mette = ['--client', '5012', '--email', 'Mette@Nordlys.test', '--language', 'da'];

describe('agency-ops portal', () => {
	it('prints a link, shows who has one, and revokes it', async () => {
		expect(await run('list')).toBe('No links.');
		const url = await run('link', ...mette);
		expect(url).toMatch(/^https:\/\/ops\.agency\.test\/portal\/[\w-]{43}$/);
		expect(await run('link', ...mette, '--delivery', 'dlv_1')).toBe(`${url}/deliveries/dlv_1`);

		const listed = await run('list', '--client', '5012');
		expect(listed).toMatch(/^active {4}client 5012 {2}mette@nordlys\.test {2}\(lnk_\w{26}\)\n/);
		expect(listed).toMatch(/never opened, expires 20/);
		expect(listed).not.toContain(url.slice(-43));

		const revoked = JSON.parse(
			await run('revoke', '--client', '5012', '--by', 'olivia', '--json'),
		) as { links: unknown[] };
		expect(revoked.links).toMatchObject([{ state: 'revoked', revokedBy: 'olivia' }]);
		expect(await run('list')).toBe('No links.');
		expect(await run('list', '--all')).toMatch(/^revoked .*\n.*revoked 20\S+ by olivia/);
		expect(await run('link', ...mette)).not.toBe(url);
	});

	it('prints a link that opens the client’s page, in their language', async () => {
		const url = await run('link', '--client', 'nordlys', '--email', 'a@b.test', '--language', 'da');
		const page = await fetch(url.replace('https://ops.agency.test', served.url));
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('<h1>Dine projekter</h1>');
		expect(await run('list', '--client', 'nordlys')).toMatch(/last opened 20/);
	});

	it('keeps the links of tests apart', async () => {
		const client = ['--client', '7', '--email', 'a@b.test'];
		const [real, tried] = [await run('link', ...client), await run('link', ...client, '--test')];
		expect(tried).not.toBe(real);
		expect(await run('list', '--client', '7', '--test')).toMatch(/\(lnk_\w{26}, test\)/);
	});

	it.each([
		{ words: ['revoke'], code: 'portal/which-links' },
		{ words: ['revoke', 'lnk_1', '--client', '5012'], code: 'portal/which-links' },
		{ words: ['revoke', 'lnk_1'], code: 'portal/link-not-found' },
		{ words: ['link', '--client', '5012', '--email', 'nobody'], code: 'request/invalid' },
		{ words: ['link', '--client', '5012'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('refuses $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
