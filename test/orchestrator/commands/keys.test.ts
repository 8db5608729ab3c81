import { registerKeys } from '../../../orchestrator/src/commands/keys';
import { ensureSecrets } from '../../../orchestrator/src/config';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerKeys], {
		secrets: ({ nodesApiKey }) => ({ nodesApiKey }),
	});
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed. */
const run = async (...words: string[]) => (await served.run('keys', ...words)).text;

async function statusFor(key: string, place: string): Promise<number> {
	const headers = { authorization: `Bearer ${key}` };
	return (await fetch(`${served.url}${place}`, { headers })).status;
}

describe('agency-ops keys', () => {
	it('makes a key that works for its scopes, and prints it once, alone on stdout', async () => {
		const words = ['create', 'shop', '--scope', 'inbox', 'metrics', '--expires', '90d'];
		const { text: key, said } = await served.run('keys', ...words);

		expect(key).toMatch(/^ao_[\w-]{43}$/);
		expect(said).not.toContain(key);
		expect(await statusFor(key, '/v1/inbox')).toBe(200);
		expect(await statusFor(key, '/v1/keys')).toBe(403);
		const list = await run('list');
		expect(list).toMatch(/active +shop .*\n +metrics, inbox; .*expires/);
		expect(list).not.toContain(key);
	});

	it('rotates a key: the new one works, and the old one for the overlap', async () => {
		const old = await run('create', 'site', '--scope', 'inbox');
		const lasting = await run('rotate', 'site');
		const { secret, before } = JSON.parse(
			await run('rotate', 'site', '--overlap', '0m', '--json'),
		) as { secret: string; before: { state: string } };

		expect(await statusFor(old, '/v1/inbox')).toBe(200);
		expect(before.state).toBe('expired');
		expect(await statusFor(lasting, '/v1/inbox')).toBe(401);
		expect(await statusFor(secret, '/v1/inbox')).toBe(200);
	});

	it('revokes by name', async () => {
		const key = await run('create', 'stolen', '--scope', 'effects');
		expect(await run('revoke', 'stolen')).toMatch(/^revoked +stolen/);
		expect(await statusFor(key, '/v1/texts')).toBe(401);
	});

	it.each([
		{ name: 'n8n nodes', own: 'nodesApiKey', place: '/v1/inbox' },
		{ name: 'installation', own: 'ledgerApiKey', place: '/v1/keys' },
	] as const)('rotates the own key "$name" in secrets.json', async ({ name, own, place }) => {
		const before = ensureSecrets(served.home);
		const told = await run('rotate', name);
		const after = ensureSecrets(served.home);

		expect(told).toContain(`secrets.json as ${own}`);
		expect(after).toEqual({ ...before, [own]: after[own] });
		expect(after[own]).not.toBe(before[own]);
		expect(told).not.toContain(after[own]);
		for (const key of [before[own], after[own]]) expect(await statusFor(key, place)).toBe(200);
		expect(await run('list')).toContain('kept in secrets.json');
	});

	it('does not let itself be locked out', async () => {
		await expect(run('revoke', 'installation')).rejects.toMatchObject({ code: 'keys/last' });
	});

	it.each([
		{ words: ['create', 'x'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['create', 'x', '--scope', 'all'], code: 'commander.invalidArgument' },
		{
			words: ['create', 'x', '--scope', 'keys', '--expires', 'soon'],
			code: 'commander.invalidArgument',
		},
		{ words: ['revoke', 'nobody'], code: 'keys/not-found' },
		{ words: ['rotate', 'nobody'], code: 'keys/not-found' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});
