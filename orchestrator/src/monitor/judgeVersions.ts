import { isLoopback } from '../config/isLoopback';
import { advisoriesFor, advisoriesReadOn, compareVersions } from './advisories';
import type { Check } from './check';
import { finding, ok } from './check';
import type { Observations } from './observations';

/** n8n 2.41 and HubSpot's SDK need this Node (their package.json's engines). */
const MIN_NODE = '24.0.0';

/** Whether Node is new enough, here and in n8n. */
export function nodeVersion({ nodeVersion: own, n8n }: Observations): Check[] {
	const about = 'Node.js';
	const versions = [own, ...(n8n.nodeVersion === null ? [] : [n8n.nodeVersion])];
	const old = versions.find((version) => compareVersions(bare(version), MIN_NODE) < 0);
	if (old === undefined)
		return [ok(about, versions.map(bare).join(' here, ') + (versions.length > 1 ? ' in n8n' : ''))];
	const mend = 'Install Node 24 or newer, or run npm start: it brings its own.';
	return [finding('failed', about, `${bare(old)} is too old, 24 is needed`, mend)];
}

/** Whether n8n answers, and is of the version the bundle was made with. */
export function n8nVersion({ n8n }: Observations): Check[] {
	const about = 'n8n';
	if (!n8n.isReachable) {
		const mend = 'Start it (npm start), or correct n8n.url in the configuration.';
		return [finding('failed', about, `${n8n.url} does not answer`, mend)];
	}
	if (n8n.version === null) {
		return [
			finding('note', about, 'it does not tell its version', 'Look in n8n under Help, About.'),
		];
	}
	const order = compareVersions(n8n.version, n8n.triedWith);
	if (order === 0) return [ok(about, `${n8n.version}, the version the bundle was made with`)];
	return order > 0
		? [
				finding(
					'note',
					about,
					`${n8n.version} is newer than ${n8n.triedWith}, which the bundle was tried with`,
					'Send a test lead after an update of n8n.',
				),
			]
		: [
				finding(
					'warning',
					about,
					`${n8n.version} is older than ${n8n.triedWith}, which the bundle was made with`,
					`Update n8n to ${n8n.triedWith} or newer.`,
				),
			];
}

/** What needs an account cannot be used by others where n8n listens on this machine only. */
export function knownAdvisories({ n8n }: Observations): Check[] {
	const about = 'Advisories';
	if (n8n.version === null) return [];
	const found = advisoriesFor(n8n.version);
	if (found.length === 0) {
		return [ok(about, `none known for n8n ${n8n.version} (list of ${advisoriesReadOn})`)];
	}
	const isLocal = isLoopback(n8n.url);
	return found.map(({ id, says, affected, needsAccount, source }) => {
		const fixed = affected
			.map(({ before }) => before)
			.filter((before) => compareVersions(before, n8n.version ?? '') > 0)
			.sort(compareVersions);
		const who = needsAccount ? 'by somebody with an account' : 'without an account';
		const level = isLocal ? 'note' : needsAccount ? 'warning' : 'failed';
		const mend = `Update n8n to ${fixed[0] ?? 'a newer version'} or newer; until then ${
			isLocal ? 'keep it on loopback' : 'let trusted people only reach it'
		}. ${source}`;
		return finding(level, about, `${id}: ${says} (${who})`, mend);
	});
}

/** Whether n8n has loaded our nodes, of this version. */
export function packLoaded({ pack }: Observations): Check[] {
	const about = 'Node pack';
	if (pack === null) return [];
	const mend = 'Install the pack of this version in n8n (npm start does it here) and restart n8n.';
	if (pack.loaded === null) return [finding('failed', about, 'n8n has not loaded it', mend)];
	if (pack.missingNodeTypes.length > 0) {
		const missing = pack.missingNodeTypes.join(', ');
		return [finding('failed', about, `n8n lacks ${missing}`, mend)];
	}
	if (pack.loaded === 'unknown') return [ok(about, 'loaded; n8n does not tell its version')];
	return pack.loaded === pack.expected
		? [ok(about, `${pack.loaded} is loaded`)]
		: [finding('warning', about, `n8n runs ${pack.loaded}, this is ${pack.expected}`, mend)];
}

function bare(version: string): string {
	return version.replace(/^v/, '');
}
