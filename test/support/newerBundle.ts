import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownFolder, ownPack } from '../../orchestrator/src/apply/openBundle';
import type { NormalWorkflow } from '../../orchestrator/src/bundle/normalise';
import { packBundle } from '../../orchestrator/src/bundle/package/packBundle';
import { readBundle } from '../../orchestrator/src/bundle/readBundle';

/** Packs the bundle of this clone as a newer version in which one workflow says something else. */
export function packNewerBundle(
	folder: string,
	id: string,
	change: (workflow: NormalWorkflow) => NormalWorkflow,
): string {
	const own = readBundle(ownFolder);
	const version = `${Number(own.version.split('.')[0]) + 1}.0.0`;
	const workflows = own.workflows.map((each) =>
		each.id === id ? { ...each, workflow: change(each.workflow) } : each,
	);
	const file = path.join(folder, `${own.name}-${version}.n8np`);
	const parts = { pack: ownPack(), changelog: null, key: null };
	writeFileSync(file, packBundle({ ...own, version, workflows }, parts));
	return file;
}
