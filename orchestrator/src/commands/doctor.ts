import path from 'node:path';
import type { Command } from 'commander';
import { openServices } from '../apply/services';
import { readBundle } from '../bundle/readBundle';
import { loadSecrets, rootFolder } from '../config';
import { advisoriesReadOn } from '../monitor/advisories';
import type { Check } from '../monitor/check';
import { hasFindings, judgeHealth } from '../monitor/doctor';
import { observe, secretsModeOf } from '../monitor/observe';
import { inReach } from './inReach';
import { sayLooking } from './sayLooking';

interface DoctorFlags {
	bundle: string;
	all: boolean;
	json: boolean;
	tryStorage: boolean;
}

/** Adds `doctor`: checks every assumption and names the remedy; exit 1 when something is to mend. */
export function registerDoctor(program: Command): void {
	program
		.command('doctor')
		.description(
			'check versions, credentials, webhooks, accounts, storage and settings; writes nothing',
		)
		.option('--bundle <folder>', 'folder with bundle.json', path.join(rootFolder, 'workflows'))
		.option('--try-storage', 'also store a small file in each bucket and take it away', false)
		.option('--all', 'name one by one what is fine many times over, too', false)
		.option('--json', 'print the checks as one JSON document', false)
		.action(async (flags: DoctorFlags, command: Command) => {
			await inReach(command, async (settings) => {
				const mode = secretsModeOf(settings.home);
				const secrets = loadSecrets(settings);
				const services = openServices(settings, secrets);
				try {
					sayLooking('Looking at n8n, its workflows and addresses, the service and the accounts');
					const bundle = readBundle(flags.bundle);
					const seen = await observe(services, settings, secrets, bundle, mode, {
						mayWrite: flags.tryStorage,
					});
					const checks = judgeHealth(seen);
					const isFine = !hasFindings(checks);
					console.log(
						flags.json
							? JSON.stringify({ isFine, advisoriesReadOn, checks }, null, '\t')
							: checksText(checks, { isShort: !flags.all }),
					);
					if (!isFine) process.exitCode = 1;
				} finally {
					await services.close();
				}
			});
		});
}

const signs: Record<Check['level'], string> = { ok: '✓', note: 'i', warning: '!', failed: '✗' };

const levels: Check['level'][] = ['ok', 'note', 'warning', 'failed'];

/** Of more checks about one thing that are fine the number is told. */
const MOST_FINE = 3;

/**
 * The checks for a person: one line each, the remedy below; what is to mend comes last, where a terminal
 * stops scrolling.
 *
 * @param isShort tells of what is fine many times over the number
 */
export function checksText(all: readonly Check[], { isShort = false } = {}): string {
	const checks = levels.flatMap((level) => {
		const ofLevel = all.filter((check) => check.level === level);
		return level === 'ok' && isShort ? shortened(ofLevel) : ofLevel;
	});
	const width = Math.max(...checks.map(({ about }) => about.length));
	const lines = checks.map(({ about, level, says, mend }) => {
		const line = `${signs[level]} ${about.padEnd(width)}  ${says}`;
		return mend === null ? line : `${line}\n  ${' '.repeat(width)}  → ${mend}`;
	});
	const findings = checks.filter(({ level }) => level === 'warning' || level === 'failed').length;
	return [...lines, findings === 0 ? 'Nothing to mend.' : `${findings} to mend.`].join('\n');
}

function shortened(fine: readonly Check[]): Check[] {
	return fine.flatMap((check, at) => {
		const same = fine.filter(({ about }) => about === check.about);
		if (same.length <= MOST_FINE) return [check];
		const isFirst = fine.findIndex(({ about }) => about === check.about) === at;
		return isFirst ? [{ ...check, says: `${same.length} are fine; --all names them` }] : [];
	});
}
