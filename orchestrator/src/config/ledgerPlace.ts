import path from 'node:path';
import type { Settings } from '../config';

/**
 * Where the ledger of an installation is: the server that the variable named by `ledger.urlEnv`
 * holds, else the folder of the embedded database. May hold a password: never print it.
 */
export function ledgerPlace(
	{ home, ledger }: Pick<Settings, 'home' | 'ledger'>,
	env: NodeJS.ProcessEnv = process.env,
): string {
	const url = env[ledger.urlEnv]?.trim() ?? '';
	return url === '' ? path.join(home, 'ledger') : url;
}
