import { writes } from '../plan/planSeed';
import { judgeCanvas } from './canvas/judgeCanvas';
import type { Check } from './check';
import { finding, ok } from './check';
import type { ClockSeen } from './clocks';
import { judgeClocks } from './clocks';
import { judgeDisks } from './disk';
import { judgeHubspotHook } from './hubspotHook';
import { accountsValid, credentialsTested, serviceReady, webhooksLive } from './judgeAddresses';
import { knownAdvisories, n8nVersion, nodeVersion, packLoaded } from './judgeVersions';
import type { Observations } from './observations';
import { judgeParts } from './partsAtWork';
import { judgeQueue } from './queueMode';
import { judgeScopes } from './scopes';
import { judgeSlackButtons } from './slackButtons';
import { judgeStorage } from './storage';

type Rule = (seen: Observations) => Check[];

const rules: Rule[] = [
	nodeVersion,
	n8nVersion,
	knownAdvisories,
	packLoaded,
	credentialsTested,
	webhooksLive,
	({ canvas }) => (canvas === null ? [] : judgeCanvas(canvas.workflows, canvas.bundled)),
	serviceReady,
	({ parts }) => judgeParts(parts),
	({ queue }) => (queue === null ? [] : judgeQueue(queue)),
	accountsValid,
	({ scopes }) => judgeScopes(scopes),
	({ hubspotHook, now }) => judgeHubspotHook(hubspotHook, now),
	({ slackButtons }) => judgeSlackButtons(slackButtons),
	({ projectPlaces }) => projectPlaces,
	({ storage }) => judgeStorage(storage),
	({ mediaTools }) => [mediaTools],
	notSeen,
	nothingToSeed,
	secretsPrivate,
	clocksAgree,
	({ disks }) => judgeDisks(disks),
];

/** Judges what was seen. Pure: equal observations give equal checks, in the order of the rules. */
export function judgeHealth(seen: Observations): Check[] {
	return rules.flatMap((rule) => rule(seen));
}

/** Whether anything was found that should be mended. */
export function hasFindings(checks: Check[]): boolean {
	return checks.some(({ level }) => level === 'warning' || level === 'failed');
}

function notSeen({ problems }: Observations): Check[] {
	return problems.map(({ what, why, mend }) =>
		finding('failed', 'Looking', `${what} ${why}`, mend),
	);
}

function nothingToSeed({ plan }: Observations): Check[] {
	const about = 'Plan';
	if (plan === null) return [];
	const open = writes(plan);
	const manual = plan.changes.flatMap((change) =>
		// What is with the storage is said of itself.
		change.kind === 'manual' && change.target.service !== 'Storage'
			? [finding('failed', about, `${change.target.name}: ${change.because}`, change.mend)]
			: [],
	);
	if (open.length > 0) {
		const names = open.slice(0, 3).map(({ target, because }) => `${target.name} (${because})`);
		const more = open.length > 3 ? ` and ${open.length - 3} more` : '';
		const says = `${open.length} to write: ${names.join(', ')}${more}`;
		return [
			...manual,
			finding('warning', about, says, 'Run agency-ops plan, then agency-ops seed.'),
		];
	}
	return manual.length > 0 ? manual : [ok(about, 'everything is as seeded')];
}

function secretsPrivate({ secrets }: Observations): Check[] {
	const about = 'Secrets';
	if (secrets === null) {
		return [
			finding('note', about, 'none were made yet', 'npm start or agency-ops seed makes them.'),
		];
	}
	const mode = secrets.mode.toString(8).padStart(4, '0');
	return secrets.mode === 0o600
		? [ok(about, 'readable by you alone')]
		: [
				finding(
					'failed',
					about,
					`${secrets.file} has mode ${mode}, others may read it`,
					`chmod 600 ${secrets.file}, and make new keys if somebody may have read it.`,
				),
			];
}

function clocksAgree({ now, n8n, clock, storage }: Observations): Check[] {
	const { clockAheadMs = null } = storage.buckets.find(({ facts }) => facts !== null)?.facts ?? {};
	const also = (by: string, aheadMs: number | null): ClockSeen[] =>
		aheadMs === null ? [] : [{ by, aheadMs }];
	return judgeClocks(now, [
		...also('n8n', n8n.clockAheadMs),
		...(clock === null ? [] : [clock]),
		...also('the storage', clockAheadMs),
	]);
}
