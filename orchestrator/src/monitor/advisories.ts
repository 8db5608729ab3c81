/** A published weakness of n8n: which versions have it, and who could use it. */
export interface Advisory {
	id: string;
	/** In our words. */
	says: string;
	/** Versions from `from` (included) to `before` (excluded). */
	affected: ReadonlyArray<{ from: string; before: string }>;
	/** Whether somebody without an account in n8n can use it. */
	needsAccount: boolean;
	/** Address of the record. */
	source: string;
}

/**
 * Day on which the records below were looked up, in stored copies of cve.org's list and of the
 * advisories, or of pages that restate them; what came later is not known here.
 */
export const advisoriesReadOn = '2026-11-22';

const cve = (id: string) => `https://www.cve.org/CVERecord?id=${id}`;
const ghsa = (id: string) => `https://github.com/n8n-io/n8n/security/advisories/${id}`;

/** Most of the weaknesses made public on 2026-09-30 share these ranges. */
const before_2_41_4 = [
	{ from: '0.0.0', before: '2.41.4' },
	{ from: '2.42.0', before: '2.42.1' },
];
const before_1_123_83 = [
	{ from: '0.0.0', before: '1.123.83' },
	{ from: '2.0.0', before: '2.41.4' },
	{ from: '2.42.0', before: '2.42.1' },
];

/** Advisories on n8n that matter to an installation like this one, newest first. Not complete. */
export const n8nAdvisories: readonly Advisory[] = [
	{
		id: 'CVE-2026-119408',
		says: 'hidden Function nodes run outside the task runner',
		affected: [
			{ from: '0.0.0', before: '2.42.6' },
			{ from: '2.43.0', before: '2.43.3' },
			{ from: '3.0.0', before: '3.0.1' },
		],
		needsAccount: true,
		source: cve('CVE-2026-119408'),
	},
	{
		id: 'CVE-2026-110852',
		says: 'webhooks with a variable in their path can be started by anybody',
		affected: before_1_123_83,
		needsAccount: false,
		source: cve('CVE-2026-110852'),
	},
	{
		id: 'CVE-2026-110850',
		says: 'an editor of a shared workflow can use the owner’s credentials through an agent node',
		affected: before_2_41_4,
		needsAccount: true,
		source: cve('CVE-2026-110850'),
	},
	{
		id: 'CVE-2026-110849',
		says: 'a file preview can run script in the session of whoever looks at it',
		affected: before_1_123_83,
		needsAccount: true,
		source: cve('CVE-2026-110849'),
	},
	{
		id: 'CVE-2026-110847',
		says: 'a public chat page can run script in the session of a visitor who is logged in',
		affected: before_1_123_83,
		needsAccount: true,
		source: cve('CVE-2026-110847'),
	},
	{
		id: 'CVE-2026-110846',
		says: 'whoever holds a resume link can approve a waiting execution meant for others',
		affected: before_2_41_4,
		needsAccount: false,
		source: cve('CVE-2026-110846'),
	},
	{
		id: 'CVE-2026-72765',
		says: 'an expression can leave its sandbox and run commands',
		affected: [
			{ from: '0.0.0', before: '2.31.5' },
			{ from: '2.32.0', before: '2.32.1' },
		],
		needsAccount: true,
		source: cve('CVE-2026-72765'),
	},
	{
		id: 'CVE-2026-49444',
		says: 'the Python of a Code node can leave its sandbox',
		affected: [
			{ from: '0.0.0', before: '1.123.48' },
			{ from: '2.0.0', before: '2.21.8' },
			{ from: '2.22.0', before: '2.22.4' },
		],
		needsAccount: true,
		source: ghsa('GHSA-9pq8-m8gp-4p53'),
	},
	{
		id: 'GHSA-3875-8gcx-7v46',
		says: 'a credential can be sent to hosts that it is not allowed for',
		affected: [{ from: '0.0.0', before: '2.20.0' }],
		needsAccount: true,
		source: ghsa('GHSA-3875-8gcx-7v46'),
	},
	{
		id: 'CVE-2026-21858',
		says: 'anybody can read files of the server through a form',
		affected: [{ from: '1.65.0', before: '1.121.0' }],
		needsAccount: false,
		source: ghsa('GHSA-v4pr-fm98-w9pg'),
	},
	{
		id: 'CVE-2026-21877',
		says: 'the Git node can overwrite files of the server and run code',
		affected: [{ from: '0.123.0', before: '1.121.3' }],
		needsAccount: true,
		source: ghsa('GHSA-v364-rw7m-3263'),
	},
	{
		id: 'CVE-2025-68613',
		says: 'an expression can leave its sandbox and run code',
		affected: [
			{ from: '0.211.0', before: '1.120.4' },
			{ from: '1.121.0', before: '1.121.1' },
		],
		needsAccount: true,
		source: ghsa('GHSA-v98v-ff95-f3cp'),
	},
];

/** The advisories that concern a version of n8n; a pre-release counts as its release. */
export function advisoriesFor(version: string): Advisory[] {
	return n8nAdvisories.filter(({ affected }) =>
		affected.some(
			({ from, before }) =>
				compareVersions(version, from) >= 0 && compareVersions(version, before) < 0,
		),
	);
}

/** Negative when `a` is older than `b`, 0 when equal; compares major, minor and patch. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map(
		(version) => version.split(/[-+]/)[0]?.split('.').map(Number) ?? [],
	);
	for (let place = 0; place < 3; place += 1) {
		const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
