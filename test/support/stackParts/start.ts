import path from 'node:path';
import { buildPack } from '../../../orchestrator/src/up/pack';
import makeLedgerImage from '../ledgerImage/start';

/**
 * Makes once what every set-up that tests start begins with: the image of an empty ledger, and the node
 * pack, which is not built at all where no source has changed since a run before.
 */
export default async function start(
	all: unknown,
	project: { cacheDirectory: string; rootDir: string },
): Promise<void> {
	await makeLedgerImage(all, project);
	const folder = path.join(project.rootDir, 'node_modules', '.cache', 'agency-ops');
	await buildPack(folder);
	process.env.AGENCY_TEST_BUILT_PACK = path.join(folder, 'pack');
}
