import { isLoopback } from '../config/isLoopback';
import type { ErrorReport } from '../../../nodes/domain/errors';
import { hasNoTest } from '../adapters/n8n/api';
import type { WebhookReport } from '../apply/seed';
import type { Plan } from '../plan/model';
import { writes } from '../plan/planSeed';
import { judgeCanvas } from './canvas/judgeCanvas';
import type { SeenWorkflow } from './canvas/seen';
import type { Check } from './check';
import type { ClockSeen } from './clocks';
import { judgeClocks } from './clocks';
import { finding, ok } from './check';
import type { DiskSeen } from './disk';
import { judgeDisks } from './disk';
import type { HubspotHookSeen } from './hubspotHook';
import { judgeHubspotHook } from './hubspotHook';
import type { PartSeen } from './partsAtWork';
import { judgeParts } from './partsAtWork';
import { advisoriesFor, advisoriesReadOn, compareVersions } from './advisories';
import type { ScopesSeen } from './scopes';
import { judgeScopes } from './scopes';
import type { SlackButtons } from './slackButtons';
import { judgeSlackButtons } from './slackButtons';
import type { StorageSeen } from './storage';
import { judgeStorage } from './storage';

/** What was seen of one installation, at one moment; null where it could not be seen. */
export interface Observations {
	/** When it was looked at, by this machine's clock. */
	now: Date;
	/** Node this command runs on, and n8n's own. */
	nodeVersion: string;
	n8n: {
		url: string;
		isReachable: boolean;
		version: string | null;
		nodeVersion: string | null;
		/** n8n version the bundle was made with. */
		triedWith: string;
		/** n8n's clock minus ours, in milliseconds; its resolution is a second. */
		clockAheadMs: number | null;
	};
	pack: {
		expected: string;
		/** null when the pack is not loaded, `unknown` when n8n does not say. */
		loaded: string | null;
		missingNodeTypes: string[];
	} | null;
	credentials: Array<{ name: string; isFine: boolean; message: string }> | null;
	webhooks: WebhookReport[] | null;
	/** Every workflow of this n8n, and the names of the bundle's. */
	canvas: { workflows: SeenWorkflow[]; bundled: ReadonlySet<string> } | null;
	scopes: ScopesSeen;
	disks: DiskSeen[];
	/** A clock outside of this installation; null where none was heard. */
	clock: ClockSeen | null;
	service: { url: string; isReady: boolean; why: string };
	/** The processes behind the two addresses, where there are several. */
	parts: PartSeen[];
	accounts: Array<{ service: string; who: string | null; why: string; mend: string }>;
	/** null where HubSpot is the stand-in, is to tell nothing, or nobody could be asked. */
	hubspotHook: HubspotHookSeen | null;
	/** Why something could not be seen. */
	problems: ErrorReport[];
	/** null where Slack refused the token. */
	slackButtons: SlackButtons | null;
	/** The places of won projects, as they were judged where they were looked at. */
	projectPlaces: Check[];
	storage: StorageSeen;
	/** What films are measured with, as it was judged where it was looked for. */
	mediaTools: Check;
	/** What seed would do now. */
	plan: Plan | null;
	secrets: { file: string; /** Lower nine bits of the file's mode. */ mode: number } | null;
}

export type { Check } from './check';

type Rule = (seen: Observations) => Check[];

/** n8n 2.41 and HubSpot's SDK need this Node (their package.json's engines). */
const MIN_NODE = '24.0.0';

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

function nodeVersion({ nodeVersion: own, n8n }: Observations): Check[] {
	const about = 'Node.js';
	const versions = [own, ...(n8n.nodeVersion === null ? [] : [n8n.nodeVersion])];
	const old = versions.find((version) => compareVersions(bare(version), MIN_NODE) < 0);
	if (old === undefined)
		return [ok(about, versions.map(bare).join(' here, ') + (versions.length > 1 ? ' in n8n' : ''))];
	const mend = 'Install Node 24 or newer, or run npm start: it brings its own.';
	return [finding('failed', about, `${bare(old)} is too old, 24 is needed`, mend)];
}

function n8nVersion({ n8n }: Observations): Check[] {
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
function knownAdvisories({ n8n }: Observations): Check[] {
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

function packLoaded({ pack }: Observations): Check[] {
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

function credentialsTested({ credentials }: Observations): Check[] {
	const about = 'Credentials';
	if (credentials === null) return [];
	return credentials.map(({ name, isFine, message }) => {
		if (isFine) return ok(about, `n8n's test of "${name}" passed`);
		if (hasNoTest({ message })) return ok(about, `"${name}" is there; n8n has no test for it`);
		const mend = 'Start the service, then run agency-ops seed: it writes address and key anew.';
		return finding('failed', about, `n8n's test of "${name}" failed: ${message}`, mend);
	});
}

function webhooksLive({ webhooks, canvas }: Observations): Check[] {
	const about = 'Webhooks';
	const published = new Set(
		(canvas?.workflows ?? []).flatMap(({ name, isPublished }) => (isPublished ? [name] : [])),
	);
	return (webhooks ?? []).map(({ workflow, node, kind, path, state, isProtected }) => {
		const place = `/${kind}/${path} (${workflow}, "${node}")`;
		const failed = (says: string, mend: string) =>
			finding('failed', about, `${place} ${says}`, mend);
		switch (state) {
			case 'live':
				return kind === 'webhook' && !isProtected
					? finding(
							'warning',
							about,
							`${place} runs for anybody`,
							'Give the Webhook node an authentication.',
						)
					: ok(about, `${place} answers`);
			case 'unprotected':
				return failed(
					'let a caller without the secret in',
					'Give the Webhook node the credential Lead Intake Secret and publish.',
				);
			case 'unreachable':
				return failed(
					'gave no answer that says anything',
					'See in the log of n8n whether it is busy or broken, then look again.',
				);
			case 'notRegistered':
				return published.has(workflow)
					? failed(
							'does not answer, though its workflow is published',
							'Unpublish it in n8n and publish it again; restart n8n if that does not help.',
						)
					: failed('does not answer', 'Publish the workflow in n8n, or run agency-ops seed.');
		}
	});
}

function serviceReady({ service }: Observations): Check[] {
	const about = 'Service';
	if (service.isReady) return [ok(about, `${service.url} is ready`)];
	const mend = 'Start it (npm start), or correct service.url in the configuration.';
	return [finding('failed', about, `${service.url} is not ready: ${service.why}`, mend)];
}

function accountsValid({ accounts }: Observations): Check[] {
	return accounts.map(({ service, who, why, mend }) =>
		who === null
			? finding('failed', service, why, mend)
			: ok(service, `the token belongs to ${who}`),
	);
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

function bare(version: string): string {
	return version.replace(/^v/, '');
}
