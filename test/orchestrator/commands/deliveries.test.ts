import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerDeliveries } from '../../../orchestrator/src/commands/deliveries';
import { ensureSecrets } from '../../../orchestrator/src/config';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { ensureOwnKeys } from '../../../orchestrator/src/service/access/ownKeys';
import type { buildHttp } from '../../../orchestrator/src/service/http';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aRequest, ask, filmHash, seeFilm, someTargets } from '../delivery/aDelivery';
import { anInterface } from '../service/support/anInterface';

let home: string;
let config: string;
let store: Store;
let app: Awaited<ReturnType<typeof buildHttp>>;
const [printed, sent]: [string[], string[]] = [[], []];
const ids: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-deliveries-'));
	process.env.AGENCY_OPS_HOME = home;
	store = await openLedger(await emptyLedgerPlace());
	await seeFilm(store, { fileId: 'f1' });
	for (const changes of [{}, { occurrence: 2 }, { deal: '7', client: { id: 'c7' } }]) {
		ids.push((await ask(store, aRequest(changes))).delivery.id);
	}
	await store.query(`UPDATE deliveries SET state = 'failed', problem = $2::jsonb WHERE id = $1`, [
		ids[1] ?? '',
		JSON.stringify({
			code: 'storage/other-content',
			what: 'The file was not stored.',
			why: 'Its source gave other bytes.',
			mend: 'Let it pass its gates.',
			file: 'f1.mp4',
		}),
	]);
	app = await anInterface(store, {
		deliveries: { targets: someTargets, linkDays: 30, send: async (id) => void sent.push(id) },
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	// The command's own key, as the service of this state folder has it.
	await ensureOwnKeys(store, ensureSecrets(home));
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterAll(async () => {
	jest.restoreAllMocks();
	await app.close();
	await store.close();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
});

/** Runs the command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	printed.length = 0;
	const program = new Command('agency-ops').option('--config <file>').option('--target <name>');
	registerDeliveries(program.exitOverride());
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'deliveries', ...words]);
	return printed.join('\n');
}

describe('agency-ops deliveries', () => {
	it('lists those of a deal, the newest first, with what stands in their way', async () => {
		const [second = '', first = '', ...more] = (await run('--deal', '9001')).split('\n');
		expect(more).toEqual([]);
		expect(first).toMatch(/^9001 v1 +full +planned +2 files +2026-11-26 12:00 UTC {2}\(dlv_\w+\)$/);
		expect(second).toMatch(/^9001 v2 +full +failed .*Its source gave other bytes\.$/);
	});

	it('lists those of a client as JSON, and trials apart', async () => {
		const { deliveries } = JSON.parse(await run('list', '--client', 'c7', '--json')) as {
			deliveries: Array<{ id: string }>;
		};
		expect(deliveries.map(({ id }) => id)).toEqual([ids[2]]);
		expect(await run('list', '--client', 'c7', '--test')).toBe('No deliveries.');
		await expect(run()).rejects.toMatchObject({ code: 'delivery/whose' });
	});

	it('shows one with its files and the remedy', async () => {
		const text = await run('show', ids[1] ?? '');
		expect(text).toMatch(/^Deal 9001, version 2 \(full\): failed\n {2}client {6}101 <mette@/);
		expect(text).toContain(`waiting   delivery  f1.mp4, 40 bytes, SHA-256 ${filmHash('f1')}`);
		expect(text).toContain('The file was not stored. (f1.mp4)');
		expect(text).toContain('Let it pass its gates.');
		await expect(run('show', 'dlv_none')).rejects.toMatchObject({ code: 'delivery/not-found' });
	});

	it('retries what failed, and withdraws with a reason', async () => {
		sent.length = 0;
		expect(await run('retry', ids[1] ?? '')).toMatch(
			/^It is stored again .*\nDeal 9001, version 2 \(full\): planned/,
		);
		expect(await run('retry', ids[0] ?? '')).toMatch(/^Nothing was changed: it is planned\./);
		expect(sent).toEqual([ids[1]]);
		const back = await run('withdraw', ids[2] ?? '', '--reason', 'Wrong music');
		expect(back).toMatch(/^It is withdrawn.*\nDeal 7, version 1 \(full\): withdrawn/);
		expect(back).toContain('Wrong music');
		await expect(run('withdraw', ids[0] ?? '')).rejects.toThrow('--reason');
	});
});
