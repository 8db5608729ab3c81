import { existsSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import { n8nHttp } from '../adapters/n8n/http';
import { versionFromPage } from '../adapters/n8n/session';
import { readRemembered } from '../apply/seeded';
import type { OpenServices, SeedServices } from '../apply/services';
import { probeWebhooks } from '../apply/seed';
import { nodeTypes } from '../bundle/pack';
import type { Bundle } from '../bundle/readBundle';
import type { ServiceSecrets, Settings } from '../config';
import { loadHookSecrets, rootFolder, secretsFile } from '../config';
import { blueprintOf } from '../plan/blueprint';
import { findCredential } from '../plan/planN8n';
import { planSeed } from '../plan/planSeed';
import { takeSnapshot } from '../plan/takeSnapshot';
import { askAccounts } from './askAccounts';
import { seenWorkflows } from './canvas/seen';
import { askClock } from './clocks';
import { lookAtDisks } from './disk';
import type { Observations } from './observations';
import { lookAtHubspotHook } from './lookAtHubspotHook';
import { lookAtQueue } from './lookAtQueue';
import { observeParts } from './observeParts';
import type { SlackButtons } from './slackButtons';
import { askHook } from './slackButtons';
import type { StorageSeen } from './storage';
import { lookAtMediaTools } from './mediaTools';
import { lookAtProjectPlaces } from './projectPlaces';

/** Prefix of the node types that our pack brings. */
const PACK_PREFIX = 'n8n-nodes-agency-ops.';

/** Looks at everything doctor judges. Reads only; what cannot be seen is null or carries its reason. */
export async function observe(
	services: OpenServices,
	settings: Settings,
	secrets: ServiceSecrets,
	bundle: Bundle,
	/** Mode of the secrets file as it was found, before anything touched it. */
	secretsMode: number | null,
	{ mayWrite = false }: { mayWrite?: boolean } = {},
): Promise<Observations> {
	const [n8n, service, accounts, parts, projectPlaces, mediaTools, disks, storage, clock] =
		await Promise.all([
			lookAtN8n(settings.n8n.url),
			askService(settings.service.url),
			askAccounts(services, settings),
			observeParts(settings),
			lookAtProjectPlaces(services, settings, secrets),
			lookAtMediaTools(),
			lookAtDisks(settings.home, mediaRoom(settings)),
			lookAtStorage(services, settings, secrets, mayWrite),
			// Answers anybody, and changes nothing (docs.slack.dev/reference/methods/api.test).
			askClock('Slack', 'https://slack.com/api/api.test'),
		]);
	const problems: ErrorReport[] = [];
	// Doctor is for what is broken: what can be seen is told beside why the rest cannot.
	const attempt = async <Seen>(look: () => Promise<Seen>): Promise<Seen | null> => {
		try {
			return await look();
		} catch (error) {
			if (!isErrorReport(error)) throw error;
			const { code, what, why, mend } = error;
			if (!problems.some((known) => known.why === why)) problems.push({ code, what, why, mend });
			return null;
		}
	};
	const reached = n8n.isReachable;
	const isFine = (name: string) =>
		accounts.some(({ service: each, who }) => each === name && who !== null);
	const areAccountsFine = accounts.every(({ who }) => who !== null);
	const [session, webhooks, credentials, canvas, plan, slackButtons, hubspotScopes, hubspotHook] =
		await Promise.all([
			reached ? attempt(async () => await lookAsOwner(services, bundle)) : null,
			reached
				? attempt(async () => await probeWebhooks(services.webhooks, bundle.workflows))
				: null,
			reached
				? attempt(async () => await testCredentials(services, settings, secrets, bundle))
				: null,
			reached ? attempt(async () => await lookAtCanvas(services)) : null,
			reached && areAccountsFine
				? attempt(async () => await planOf(services, settings, secrets, bundle))
				: null,
			isFine('Slack')
				? attempt(async () => await lookAtButtons(services, settings, secrets))
				: null,
			isFine('HubSpot') ? attempt(async () => await services.hubspot.scopes()) : null,
			isFine('HubSpot') && service.isReady
				? attempt(async () => await lookAtHubspotHook(services, settings, secrets))
				: null,
		]);
	// An n8n that could not be asked says nothing of the pack either.
	const isSilent = problems.some(({ code }) => code.startsWith('n8n/'));
	const pack =
		session?.pack ??
		(reached && !isSilent ? await attempt(async () => await packByKey(services)) : null);
	return {
		now: new Date(),
		nodeVersion: process.version,
		n8n: {
			url: settings.n8n.url,
			...n8n,
			version: session?.n8n ?? n8n.version,
			nodeVersion: session?.node ?? null,
			triedWith: bundle.n8n,
		},
		pack,
		credentials,
		webhooks,
		canvas: canvas === null ? null : { workflows: canvas.workflows, bundled: namesOf(bundle) },
		scopes: {
			n8n: canvas?.scopes ?? null,
			slack: slackButtons?.scopes ?? null,
			hubspot: hubspotScopes,
		},
		disks,
		clock,
		service,
		parts,
		queue: parts.some(({ kind }) => kind === 'redis')
			? null
			: await lookAtQueue(settings, session?.isQueued ?? (settings.n8n.workers.length > 0 || null)),
		accounts,
		hubspotHook,
		problems,
		slackButtons,
		projectPlaces,
		storage,
		mediaTools,
		plan,
		secrets: secretsMode === null ? null : { file: secretsFile(settings.home), mode: secretsMode },
	};
}

/** Mode of the secrets file, null when there is none. Look before loading: loading mends it. */
export function secretsModeOf(home: string): number | null {
	const file = secretsFile(home);
	return existsSync(file) ? statSync(file).mode & 0o777 : null;
}

async function lookAtN8n(url: string) {
	try {
		const { status, headers } = await n8nHttp(url).probe({ url: '/healthz/readiness' });
		const date = Date.parse(headers.date ?? '');
		return {
			isReachable: status === 200,
			version: status === 200 ? await versionFromPage(url) : null,
			clockAheadMs: Number.isNaN(date) ? null : date - Date.now(),
		};
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		return { isReachable: false, version: null, clockAheadMs: null };
	}
}

async function askService(url: string): Promise<Observations['service']> {
	try {
		const { ok, status } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
		return { url, isReady: ok, why: ok ? '' : `it answered ${status}` };
	} catch (error) {
		return { url, isReady: false, why: error instanceof Error ? causeOf(error) : String(error) };
	}
}

function causeOf(error: Error): string {
	const { cause } = error;
	return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

/** Calls the service as Slack does when its address is entered, where there is a secret to sign with. */
async function lookAtButtons(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
): Promise<SlackButtons> {
	const { hooks, service, sandbox } = settings;
	const hookUrl = `${hooks.publicUrl ?? service.url}/hooks/slack`;
	const [secret] = loadHookSecrets(settings, secrets).slack;
	return {
		hookUrl,
		isSandbox: sandbox !== null,
		hasSecret: secret !== undefined,
		secretEnv: hooks.slackSigningSecretEnv,
		scopes: await services.slack.scopes(),
		answer: secret === undefined ? null : await askHook(hookUrl, secret, new Date()),
	};
}

async function planOf(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	bundle: Bundle,
) {
	const wanted = blueprintOf(settings, secrets, bundle);
	const { home, target } = settings;
	const place = { home, target, bundleFolder: null };
	const remembered = await readRemembered(services.journal, place);
	const found = await takeSnapshot(services, wanted, remembered);
	return planSeed(wanted, found);
}

async function testCredentials(
	{ n8n }: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	bundle: Bundle,
): Promise<Observations['credentials']> {
	const apiKey = n8n.apiKey();
	if (apiKey === null) return null;
	const api = n8n.open(apiKey);
	if ((await api.scopes()) === null) return null;
	const found = await api.listCredentials();
	const wanted = blueprintOf(settings, secrets, bundle).credentials;
	return await Promise.all(
		wanted.map(async (want) => {
			const there = findCredential(want, found);
			if (there === undefined) return { name: want.name, isFine: false, message: 'n8n has none' };
			return { name: want.name, ...(await api.testCredential(there.id)) };
		}),
	);
}

/** All workflows and what our key may do; null without a key that n8n takes. */
async function lookAtCanvas({ n8n }: SeedServices) {
	const apiKey = n8n.apiKey();
	if (apiKey === null) return null;
	const api = n8n.open(apiKey);
	const scopes = await api.scopes();
	if (scopes === null || !scopes.includes('workflow:list')) return null;
	return { scopes, workflows: seenWorkflows(await api.listWorkflows()) };
}

async function lookAtStorage(
	{ buckets }: SeedServices,
	{ storage }: Settings,
	secrets: ServiceSecrets,
	isTried: boolean,
): Promise<StorageSeen> {
	const { accessKeyIdEnv, secretAccessKeyEnv } = storage;
	const found = await buckets(isTried);
	const missing =
		secrets.storage === null
			? `${accessKeyIdEnv} and ${secretAccessKeyEnv} are not both set`
			: found.length === 0
				? 'the configuration names no bucket'
				: null;
	return { missing, buckets: found, isTried };
}

const namesOf = ({ workflows }: Bundle) => new Set(workflows.map(({ name }) => name));

function mediaRoom({ media }: Settings) {
	return { folder: media.folder ?? tmpdir(), maxGigabytes: media.maxGigabytes };
}

/** What only the owner sees; null when our password is not the owner's. */
async function lookAsOwner({ n8n }: SeedServices, bundle: Bundle) {
	if (await n8n.needsOwner()) return null;
	try {
		const session = await n8n.logIn();
		const wanted = nodeTypes(bundle.workflows);
		const ours = wanted.find(({ type }) => type.startsWith(PACK_PREFIX));
		const [versions, missing, loaded] = await Promise.all([
			session.versions(),
			session.missingNodeTypes(wanted),
			ours === undefined ? null : session.packVersion(ours),
		]);
		const missingNodeTypes = missing.map(({ type, typeVersion }) => `${type} ${typeVersion}`);
		return { ...versions, pack: { expected: packVersion(), loaded, missingNodeTypes } };
	} catch (error) {
		if (isErrorReport(error) && error.code === 'n8n/login-refused') return null;
		throw error;
	}
}

/** With a key alone n8n tells whether it knows our credential type, which comes with the pack. */
async function packByKey({ n8n }: SeedServices): Promise<Observations['pack']> {
	const apiKey = n8n.apiKey();
	if (apiKey === null) return null;
	const isLoaded = await n8n.open(apiKey).hasCredentialType('agencyLedgerApi');
	const loaded = isLoaded ? 'unknown' : null;
	return { expected: packVersion(), loaded, missingNodeTypes: [] };
}

function packVersion(): string {
	const manifest: unknown = JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8'));
	return (manifest as { version: string }).version;
}
