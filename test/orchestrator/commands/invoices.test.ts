import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerInvoices } from '../../../orchestrator/src/commands/invoices';
import { ensureSecrets } from '../../../orchestrator/src/config';
import { addInvoice, keepStand } from '../../../orchestrator/src/ledger/invoices';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { aNewInvoice, aStand } from '../../support/anInvoice';
import { layEmptyLedger } from '../../support/ledgerPlace';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-invoices-'));
	process.env.AGENCY_OPS_HOME = home;
	const ledger = await layEmptyLedger(path.join(home, 'ledger'));
	const store = await openLedger(ledger);
	const made = new Date('2026-11-01T10:00:00Z');
	await addInvoice(store, aNewInvoice(), made);
	const dueAt = new Date(Date.now() - 3 * 86_400_000 - 60_000);
	await keepStand(store, aNewInvoice().id, aStand({ dueAt }), null);
	await addInvoice(store, aNewInvoice({ id: 'deal:902/stripe-invoice/1', deal: '902' }), null);
	await addInvoice(store, aNewInvoice({ id: 'test/1', test: true }), null);
	await store.close();
	const vendors = { hubspotToken: 'h', slackToken: 's', clickupToken: 'c' };
	service = await startService({
		settings: someSettings(),
		secrets: {
			...vendors,
			ledgerApiKey: ensureSecrets(home).ledgerApiKey,
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger,
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterAll(async () => {
	jest.restoreAllMocks();
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
});

/** Runs the command as the command line would, and gives what it printed. */
async function run(...words: string[]): Promise<string> {
	printed.length = 0;
	const program = new Command('agency-ops').option('--config <file>').option('--target <name>');
	registerInvoices(program.exitOverride());
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'invoices', ...words]);
	return printed.join('\n');
}

describe('agency-ops invoices', () => {
	it('lists what was asked for, and says what is overdue', async () => {
		const [first = '', second = '', ...more] = (await run()).split('\n');
		expect(more).toEqual([]);
		expect(first).toMatch(/^- {15}draft +€1,500 .+\(deal:902\/stripe-invoice\/1\)$/);
		expect(second).toMatch(
			/^NORD-0001 +open +€1,500 +3 days overdue \(\d{4}-\d\d-\d\d\) +Nordlys ApS +\(deal:901/,
		);
	});

	it.each([
		[['list', '--deal', '902'], ['deal:902/stripe-invoice/1']],
		[['list', '--state', 'open'], ['deal:901/stripe-invoice/1']],
		[['list', '--test'], ['test/1']],
		[['list', '--limit', '1'], ['deal:902/stripe-invoice/1']],
	])('lists with %j', async (words, ids) => {
		const { invoices } = JSON.parse(await run(...words, '--json')) as {
			invoices: Array<{ id: string }>;
		};
		expect(invoices.map(({ id }) => id)).toEqual(ids);
	});

	it.each(['deal:901/stripe-invoice/1', 'NORD-0001', 'in_1'])('shows one by %s', async (word) => {
		const text = await run('show', word);
		expect(text).toMatch(/^NORD-0001: open\n {2}amount {6}€1,500\n/);
		expect(text).toContain('client      Nordlys ApS <mette@nordlys.example>');
		expect(text).toContain('deal        901, delivery dlv_01');
		expect(JSON.parse(await run('show', word, '--json'))).toMatchObject({
			invoice: { number: 'NORD-0001', amountDue: 150_000 },
		});
	});

	it('says that there is none', async () => {
		expect(await run('list', '--client', 'nobody')).toBe('No invoices.');
		await expect(run('show', 'nothing')).rejects.toMatchObject({ code: 'invoice/unknown' });
	});
});
