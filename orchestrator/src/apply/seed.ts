import { setTimeout as pause } from 'node:timers/promises';
import { fingerprint } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { readBundle } from '../bundle/readBundle';
import type { WebhookAddress } from '../bundle/webhooks';
import { webhooksOf } from '../bundle/webhooks';
import type { ServiceSecrets, Settings } from '../config';
import { blueprintOf, credentialInputs } from '../plan/blueprint';
import type { Blueprint, Change, Plan, Snapshot } from '../plan/model';
import type { PlanOptions } from '../plan/planSeed';
import { planSeed } from '../plan/planSeed';
import { takeSnapshot } from '../plan/takeSnapshot';
import type { Outcome } from './applyPlan';
import { applyPlan } from './applyPlan';
import type { SeededMemory } from './seeded';
import { readSeeded, seededMemory } from './seeded';
import type { SeedServices } from './services';
import type { WebhookProbe, WebhookState } from './webhooks';

/** Where the bundle lies, and what a person chose. */
export interface SeedOptions extends PlanOptions {
	bundleFolder: string;
	/** How long to wait for a published webhook to answer; default 30,000. */
	webhookDeadlineMs?: number;
}

/** Hears what happens, one line at a time, for a person. */
export type Say = (line: string) => void;

/** The state of one address after seeding. */
export interface WebhookReport extends WebhookAddress {
	workflow: string;
	state: WebhookState;
}

/** What a seed did. */
export interface SeedReport {
	target: string;
	/** Each write with its outcome, in order. */
	outcomes: Outcome[];
	/** What was left as it is. */
	kept: Change[];
	/** What only a person can do. */
	manual: Change[];
	webhooks: WebhookReport[];
	/** Whether everything that had to be done is done and every webhook answers. */
	isFine: boolean;
}

/** Looks and compares, writes nothing. */
export async function plan(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	options: SeedOptions,
): Promise<Plan> {
	const bundle = readBundle(options.bundleFolder);
	const wanted = blueprintOf(settings, secrets, bundle);
	const found = await takeSnapshot(services, wanted, readSeeded(settings.home));
	return planSeed(wanted, found, options);
}

/**
 * Brings everything to where the bundle and the configuration want it: owner and key, HubSpot's
 * properties, Slack's channels, credentials, workflows, and waits until the webhooks answer. Run
 * twice, the second run writes nothing.
 *
 * @throws MendableError when a service cannot be asked at all; a single failure stands in the report
 */
export async function seed(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	say: Say,
	options: SeedOptions,
): Promise<SeedReport> {
	const bundle = readBundle(options.bundleFolder);
	const wanted = blueprintOf(settings, secrets, bundle);
	const credentials = credentialInputs(settings, secrets, bundle);
	const memory = seededMemory(settings.home);
	const outcomes: Outcome[] = [];

	// n8n shows what it holds only to a key, so a new one is seeded in two rounds.
	for (let round = 1; ; round += 1) {
		const found = await takeSnapshot(services, wanted, memory.read());
		const whole = planSeed(wanted, found, options);
		const needsAccess = found.n8n.contents === null || lacksScopes(whole);
		const part = needsAccess ? { ...whole, changes: whole.changes.filter(isAccess) } : whole;
		const done = await applyPlan(part, {
			services,
			wanted,
			found,
			bundle,
			credentials,
			memory,
			say,
			onOutcome: (outcome) => say(outcomeLine(outcome)),
		});
		outcomes.push(...done);
		rememberKept(whole, wanted, found, memory);
		const hasFailed = done.some(({ result }) => result !== 'done');
		if (needsAccess && !hasFailed && round === 1) continue;

		const webhooks = hasFailed ? [] : await waitForWebhooks(services, bundle.workflows, options);
		for (const webhook of webhooks) say(webhookLine(webhook));
		const manual = whole.changes.filter(({ kind }) => kind === 'manual');
		return {
			target: settings.target,
			outcomes,
			kept: whole.changes.filter(({ kind }) => kind === 'keep'),
			manual,
			webhooks,
			isFine: !hasFailed && manual.length === 0 && webhooks.every(({ state }) => state === 'live'),
		};
	}
}

/** What n8n holds as the bundle says is a base for telling later edits apart, whoever wrote it. */
function rememberKept(
	{ changes }: Plan,
	wanted: Blueprint,
	found: Snapshot,
	memory: SeededMemory,
): void {
	for (const { id, workflow } of wanted.workflows) {
		const bundled = fingerprint(workflow);
		const isKept = changes.some(({ kind, target }) => kind === 'keep' && target.key === id);
		const there = found.n8n.contents?.workflows.find((each) => each.id === id);
		if (isKept && there?.fingerprint === bundled && found.seeded.workflows[id] === undefined) {
			memory.keepWorkflow(id, { localId: id, fingerprint: bundled });
		}
	}
}

function isAccess({ target }: Change): boolean {
	return target.kind === 'owner' || target.kind === 'apiKey';
}

function lacksScopes({ changes }: Plan): boolean {
	return changes.some((change) => isAccess(change) && change.kind === 'create');
}

/** Polls until every address is live or the time is up; a published webhook takes a moment. */
async function waitForWebhooks(
	services: SeedServices,
	workflows: BundleWorkflow[],
	{ webhookDeadlineMs = 30_000 }: SeedOptions,
): Promise<WebhookReport[]> {
	const deadline = performance.now() + webhookDeadlineMs;
	for (;;) {
		const reports = await probeWebhooks(services.webhooks, workflows);
		const isSettled = reports.every(({ state }) => state === 'live' || state === 'unprotected');
		if (isSettled || performance.now() >= deadline) return reports;
		await pause(100);
	}
}

/** Asks every address of these workflows once. */
export async function probeWebhooks(
	probe: WebhookProbe,
	workflows: BundleWorkflow[],
): Promise<WebhookReport[]> {
	return await Promise.all(
		workflows.flatMap(({ name, workflow }) =>
			webhooksOf(workflow).map(async (address) => ({
				...address,
				workflow: name,
				state: await probe(address),
			})),
		),
	);
}

const stateWords: Record<WebhookState, string> = {
	live: 'answers',
	notRegistered: 'is not registered: n8n does not listen there',
	unprotected: 'let a caller without the secret in',
	unreachable: 'does not answer',
};

/** A line on one address, for a person. */
export function webhookLine({ workflow, node, kind, path, state }: WebhookReport): string {
	return `${state === 'live' ? '✓' : '✗'} ${workflow}: "${node}" /${kind}/${path} ${stateWords[state]}`;
}

/** A line on one outcome, for a person. */
export function outcomeLine({ change, result, error }: Outcome): string {
	const { target, kind } = change;
	const what = `${target.service} ${target.kind}: ${target.name}`;
	if (result === 'done') return `✓ ${what} ${kind === 'create' ? 'created' : 'updated'}`;
	if (result === 'notRun') return `– ${what} not run, something before it failed`;
	return `✗ ${what} failed: ${error?.what ?? ''} ${error?.why ?? ''} ${error?.mend ?? ''}`.trim();
}
