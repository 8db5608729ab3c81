import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerBackup } from '../../../orchestrator/src/commands/backup';
import { keepRecord } from '../../../orchestrator/src/ledger/records';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { emptyDatabase } from '../../support/ledgerPlace';

const record = {
	id: '00000000-0000-4000-8000-000000000001',
	key: 'lead:1/record/note/1',
	type: 'note',
	subject: 'lead:1',
	test: false,
	text: 'kept',
	content: {},
};
const environment = { ...process.env };
let home: string;
let place: string | null;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-backup-command-'));
});
afterEach(() => {
	process.env = { ...environment };
	jest.restoreAllMocks();
	rmSync(home, { recursive: true, force: true });
});

/** Runs a command on an installation of its own and answers the document it printed. */
async function run(installation: string, ...args: string[]): Promise<unknown> {
	process.env = { ...environment, AGENCY_OPS_HOME: path.join(home, installation) };
	if (installation === 'other') process.env.DATABASE_URL = place ?? '';
	else delete process.env.DATABASE_URL;
	const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
	jest.spyOn(console, 'error').mockImplementation(() => undefined);
	const program = new Command().option('--config <file>').option('--target <name>').exitOverride();
	registerBackup(program);
	await program.parseAsync([...args, '--json'], { from: 'user' });
	return JSON.parse(String(printed.mock.lastCall?.[0])) as unknown;
}

describe('agency-ops backup and restore', () => {
	it('carry the ledger of one installation over to another', async () => {
		place = await emptyDatabase();
		const file = path.join(home, 'ledger.jsonl.gz');
		const ledger = await openLedger(path.join(home, 'first', 'ledger'));
		await keepRecord(ledger, record);
		await ledger.close();

		const written = await run('first', 'backup', file);
		const restored = await run('other', 'restore', file);

		expect(written).toMatchObject({ file, rows: { records: 1, effects: 0 } });
		expect(restored).toEqual(written);
		await expect(run('other', 'restore', file)).rejects.toMatchObject({ code: 'ledger/not-empty' });
		expect(await run('other', 'restore', file, '--replace')).toEqual(written);
	});

	it('need a ledger with the schema of this version to back up', async () => {
		const ledger = await openLedger(path.join(home, 'first', 'ledger'));
		await ledger.run(`INSERT INTO migrations VALUES (9999, 'later', 'x')`);
		await ledger.close();

		await expect(run('first', 'backup', path.join(home, 'x.gz'))).rejects.toMatchObject({
			code: 'ledger/too-new',
		});
	});
});
