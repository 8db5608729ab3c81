import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Beginning of the names of our folders, so that those of dead processes can be told. */
const PREFIX = 'agency-media-';

/** No check takes as long; what is older was left behind, in milliseconds. */
const LEFT_AFTER_MS = 12 * 3_600_000;

/** Gives work a folder of its own, which is gone afterwards whatever comes of it. */
export async function inTemporaryFolder<Result>(
	parent: string,
	work: (folder: string) => Promise<Result>,
): Promise<Result> {
	const folder = await mkdtemp(path.join(parent, PREFIX));
	try {
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Removes what processes that were killed have left behind. @returns how many folders */
export async function removeLeftBehind(parent: string, now: Date): Promise<number> {
	const names = await readdir(parent).catch(() => []);
	let count = 0;
	for (const name of names.filter((one) => one.startsWith(PREFIX))) {
		const folder = path.join(parent, name);
		const found = await stat(folder).catch(() => null);
		if (found === null || now.getTime() - found.mtimeMs < LEFT_AFTER_MS) continue;
		await rm(folder, { recursive: true, force: true });
		count += 1;
	}
	return count;
}
