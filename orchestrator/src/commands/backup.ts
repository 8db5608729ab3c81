import path from 'node:path';
import type { Command } from 'commander';
import { ledgerPlace, loadSettings } from '../config';
import type { BackupReport } from '../ledger/backup';
import { writeBackup } from '../ledger/backup';
import type { LedgerOptions } from '../ledger/openLedger';
import { openLedger } from '../ledger/openLedger';
import { restoreBackup } from '../ledger/restore';
import type { Store } from '../ledger/store';

interface Flags {
	json: boolean;
	replace?: boolean;
}

/**
 * Adds `backup FILE` and `restore FILE`: the whole ledger as one file, from either kind of store
 * into either. The embedded database serves one process, so the service has to be stopped for it;
 * on a server a backup may be made at any time.
 */
export function registerBackup(program: Command): void {
	program
		.command('backup')
		.description('write the whole ledger, as it is at this moment, into one file')
		.argument('<file>', 'file to write, for example ledger-2026-11-22.jsonl.gz')
		.option('--json', 'print the report as one JSON document', false)
		.action(async (file: string, flags: Flags, command: Command) => {
			const report = await withLedger(command, 'asItIs', async (store) => {
				return await writeBackup(store, path.resolve(file), new Date());
			});
			print(report, flags, 'Backed up');
		});
	program
		.command('restore')
		.description('put a backup into an empty ledger')
		.argument('<file>', 'file that backup wrote')
		.option('--replace', 'replace what the ledger holds, once the backup is in completely', false)
		.option('--json', 'print the report as one JSON document', false)
		.action(async (file: string, flags: Flags, command: Command) => {
			const options = { isReplacing: flags.replace === true };
			const report = await withLedger(command, 'upToDate', async (store) => {
				return await restoreBackup(store, path.resolve(file), options);
			});
			print(report, flags, 'Restored');
			console.error(
				`The ledger knows nothing of what happened after ${report.madeAt}: what was sent since then\n` +
					'would be sent again if its event came again. Look at the services before you start.',
			);
		});
}

async function withLedger(
	command: Command,
	schema: LedgerOptions['schema'],
	work: (store: Store) => Promise<BackupReport>,
): Promise<BackupReport> {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const settings = loadSettings({ file: config, target });
	const store = await openLedger(ledgerPlace(settings), { schema });
	try {
		return await work(store);
	} finally {
		await store.close();
	}
}

function print(report: BackupReport, { json }: Flags, verb: string): void {
	if (json) {
		console.log(JSON.stringify(report, null, '\t'));
		return;
	}
	const rows = Object.entries(report.rows).map(
		([table, count]) => `  ${table.padEnd(20)} ${count}`,
	);
	console.log(`${verb} ${report.file} (schema ${report.schema}, ${report.madeAt}):`);
	console.log(rows.join('\n'));
}
