import { existsSync } from 'node:fs';
import path from 'node:path';

/** A folder of what tests and benches share across clones; null where it is not given. */
export function sharedFolder(name: string): string | null {
	const shared = process.env.AGENCY_SHARED ?? path.resolve(__dirname, '..', '..', '..', 'shared');
	const folder = path.join(shared, name);
	return existsSync(folder) ? folder : null;
}
