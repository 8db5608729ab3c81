import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openJobs } from '../../../orchestrator/src/ledger/jobs';
import { readMigrations } from '../../../orchestrator/src/ledger/migrate';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';

/** What makes the files of a ledger, beside its migrations. */
const makers = ['@electric-sql/pglite', 'pg-boss'];

/**
 * Names the image of an empty ledger to the tests, and makes it where no run has before: a new ledger takes
 * seconds to make from nothing, a copy of this a part of one. It lies in jest's cache under what it was
 * made of.
 */
export default async function start(
	_all: unknown,
	{ cacheDirectory }: { cacheDirectory: string },
): Promise<void> {
	const file = path.join(cacheDirectory, `ledger-${nameOfImage()}.tar`);
	process.env.AGENCY_TEST_LEDGER_IMAGE = file;
	if (existsSync(file)) return;
	const image = await makeImage();
	mkdirSync(cacheDirectory, { recursive: true });
	// Another run may make it at the same moment: whoever reads it finds a whole one.
	const ownFile = `${file}.${process.pid}`;
	writeFileSync(ownFile, image);
	renameSync(ownFile, file);
}

function nameOfImage(): string {
	const hash = createHash('sha256');
	for (const { number, checksum } of readMigrations()) hash.update(`${number} ${checksum}\n`);
	for (const name of makers) hash.update(`${name} ${versionOf(name)}\n`);
	return hash.digest('hex').slice(0, 16);
}

/** Not every package lets its package.json be required. */
function versionOf(name: string): string {
	const inside = path.join('node_modules', name);
	const main = require.resolve(name);
	const folder = main.slice(0, main.lastIndexOf(inside) + inside.length);
	const description = readFileSync(path.join(folder, 'package.json'), 'utf8');
	return (JSON.parse(description) as { version: string }).version;
}

async function makeImage(): Promise<Buffer> {
	const store = await openLedger(null);
	const jobs = await openJobs(store, [], { onError: (error) => Promise.reject(error) });
	await jobs.stop();
	if (store.engine.kind !== 'embedded') {
		throw new Error('The ledger in memory is the embedded one.');
	}
	const image = await store.engine.database.dumpDataDir('none');
	await store.close();
	return Buffer.from(await image.arrayBuffer());
}
