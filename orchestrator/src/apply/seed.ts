import { setTimeout as wait } from 'node:timers/promises';
import type { BundleWorkflow } from '../bundle/pack';
import type { Bundle } from '../bundle/readBundle';
import { readBundle } from '../bundle/readBundle';
import type { WebhookAddress } from '../bundle/webhooks';
import { webhooksOf } from '../bundle/webhooks';
import type { Json } from '../bundle/normalise';
import { fingerprint } from '../bundle/normalise';
import type { ServiceSecrets, Settings } from '../config';
import { blueprintOf, credentialInputs } from '../plan/blueprint';
import type { Blueprint, Change, Plan, Snapshot, WritingChange } from '../plan/model';
import { bookmarkBases } from '../plan/planBookmarks';
import { placeBases } from '../plan/planClickup';
import { fieldBases } from '../plan/planFields';
import { isOlder, workflowIntent } from '../plan/planN8n';
import type { PlanOptions } from '../plan/planSeed';
import { planSeed } from '../plan/planSeed';
import { takeSnapshot } from '../plan/takeSnapshot';
import type { Outcome } from './applyPlan';
import { applyPlan } from './applyPlan';
import type { ApplyJournal, Base } from './journal';
import type { Runner } from './record';
import { ApplyRecord, settleBroken, thisRunner } from './record';
import type { Pause } from './retry';
import { adoptForerunner, openNote, readRemembered } from './seeded';
import type { SeedServices } from './services';
import { stopIfAsked, stoppablePause } from './stopping';
import type { WebhookProbe, WebhookState } from './webhooks';
import { targetText } from '../plan/targetText';

/** What is applied, and what a person chose. */
export interface SeedOptions extends PlanOptions {
	/** Folder of the bundle, or the bundle itself where it comes out of a package. */
	bundleFolder?: string;
	bundle?: Bundle;
	/** Default seed. */
	kind?: 'seed' | 'upgrade';
	/** How long to wait for a published webhook to answer; default 30,000. */
	webhookDeadlineMs?: number;
	/** Who runs it; default this process. */
	runner?: Runner;
	now?: () => Date;
	pause?: Pause;
	/** Asks for an end before the next step. */
	signal?: AbortSignal;
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
	/** Id under which the ledger keeps it; null when there was nothing to write. */
	apply: string | null;
	/** Each write with its outcome, in order. */
	outcomes: Outcome[];
	/** What was left as it is. */
	kept: Change[];
	/** Workflows in which the bundle took the canvas's place because it was told to, each with what went. */
	overwritten: Change[];
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
	const wanted = blueprintOf(settings, secrets, bundleOf(options));
	const place = placeOf(settings, options);
	const { open, ...remembered } = await readRemembered(services.journal, place);
	const found = planSeed(wanted, await takeSnapshot(services, wanted, remembered), options);
	if (open === null) return found;
	return { ...found, notes: [...(found.notes ?? []), openNote(open)] };
}

/**
 * Brings everything to where the bundle and the configuration want it: owner and key, HubSpot's
 * properties, Slack's channels, credentials, workflows, and waits until the webhooks answer. Run
 * twice, the second run writes nothing. Every step is in the journal before it is sent: one that ended
 * in the middle is gone on with by the next.
 *
 * @throws MendableError when a service cannot be asked at all, `apply/running`, or `apply/stopped`; a
 * single failure stands in the report
 */
export async function seed(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	say: Say,
	options: SeedOptions,
): Promise<SeedReport> {
	const { journal } = services;
	const bundle = bundleOf(options);
	const wanted = blueprintOf(settings, secrets, bundle);
	const credentials = credentialInputs(settings, secrets, bundle);
	const { runner = thisRunner(), now = () => new Date(), kind = 'seed' } = options;
	const { signal, pause = stoppablePause(signal) } = options;
	const place = placeOf(settings, options);
	const source = `${bundle.name} ${bundle.version}`;
	const outcomes: Outcome[] = [];

	await adoptForerunner(journal, place);
	const record = await ApplyRecord.open({
		journal,
		runner,
		now,
		target: settings.target,
		kind,
		source,
	});
	if (record.isResumed) {
		say(`↻ Going on with ${record.applyId}, which was broken off.`);
		const { seeded } = await readRemembered(journal, place);
		await settleBroken(record, { services, seeded }, say);
	}
	if (kind === 'upgrade') await record.begin();

	// n8n shows what it holds only to a key, so a new one is seeded in two rounds.
	for (let round = 1; ; round += 1) {
		stopIfAsked(signal);
		const remembered = await readRemembered(journal, place);
		const found = await takeSnapshot(services, wanted, remembered);
		const whole = planSeed(wanted, found, options);
		if (round === 1) for (const note of whole.notes ?? []) say(`i ${note}`);
		const needsAccess = found.n8n.contents === null || lacksScopes(whole);
		const part = needsAccess ? { ...whole, changes: whole.changes.filter(isAccess) } : whole;
		const done = await applyPlan(part, {
			services,
			seeded: found.seeded,
			wanted,
			found,
			bundle,
			credentials,
			options,
			record,
			pause,
			...(signal === undefined ? {} : { signal }),
			say,
			onOutcome: (outcome, count, all) => say(`${count} of ${all}  ${outcomeLine(outcome)}`),
		});
		outcomes.push(...done);
		await rememberKept(journal, wanted, found, options);
		const hasFailed = done.some(({ result }) => result !== 'done');
		if (needsAccess && !hasFailed && round === 1) continue;

		// The upgrade to a newer one stays open: what it has left to write is not in this bundle.
		if (!isOlder(bundle, record.source)) await record.end();
		const manual = whole.changes.filter((change) => change.kind === 'manual');
		// Where one waits for a person somebody else may listen, whom a question would start.
		const isOpen = ({ id }: BundleWorkflow) => manual.some(({ target: { key } }) => key === id);
		const asked = bundle.workflows.filter((workflow) => !isOpen(workflow));
		if (!hasFailed && asked.length > 0) say('Asking webhooks and forms whether they answer …');
		const webhooks = hasFailed ? [] : await waitForWebhooks(services, asked, options);
		for (const line of webhookLines(webhooks)) say(line);
		return {
			target: settings.target,
			apply: record.applyId,
			outcomes,
			kept: whole.changes.filter((change) => change.kind === 'keep'),
			overwritten: options.overwrite === true ? whole.changes.filter(isRewritten) : [],
			manual,
			webhooks,
			isFine: !hasFailed && manual.length === 0 && webhooks.every(({ state }) => state === 'live'),
		};
	}
}

function bundleOf({ bundle, bundleFolder }: SeedOptions): Bundle {
	if (bundle !== undefined) return bundle;
	if (bundleFolder === undefined) throw new Error('Neither a bundle nor its folder was given.');
	return readBundle(bundleFolder);
}

function placeOf({ home, target }: Settings, { bundleFolder }: SeedOptions) {
	return { home, target, bundleFolder: bundleFolder ?? null };
}

/**
 * What n8n holds as the bundle says is what later edits are told apart by, whoever wrote it; so it is
 * where the canvas has edits and all of the bundle besides.
 */
async function rememberKept(
	journal: ApplyJournal,
	wanted: Blueprint,
	found: Snapshot,
	options: PlanOptions,
): Promise<void> {
	const bases = wanted.workflows.flatMap((workflow): Base[] => {
		const { id } = workflow;
		const there = found.n8n.contents?.workflows.find((each) => each.id === id);
		if (there === undefined) return [];
		const { change, isBase } = workflowIntent(workflow, wanted, found, options);
		const bundled = fingerprint(workflow.workflow);
		const known = found.seeded.workflows[id];
		const isSame = known?.fingerprint === bundled && known.localId === there.localId;
		const isKnown = isSame && known.text !== null;
		if (change.kind !== 'keep' || !isBase || isKnown) return [];
		const { localId } = there;
		const text = workflow.workflow as unknown as Json;
		return [{ kind: 'workflow', key: id, value: { localId, fingerprint: bundled, text } }];
	});
	const all = [
		...bases,
		...bookmarkBases(wanted, found),
		...placeBases(wanted, found),
		...fieldBases(wanted, found),
	];
	if (all.length > 0) await journal.remember(wanted.target, all);
}

function isRewritten(change: Change): boolean {
	return change.kind === 'update' && change.target.kind === 'workflow';
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
	{ webhookDeadlineMs = 30_000, signal }: SeedOptions,
): Promise<WebhookReport[]> {
	const deadline = performance.now() + webhookDeadlineMs;
	for (;;) {
		const reports = await probeWebhooks(services.webhooks, workflows);
		const isSettled = reports.every(({ state }) => state === 'live' || state === 'unprotected');
		if (isSettled || signal?.aborted === true || performance.now() >= deadline) return reports;
		await wait(100);
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

/** What became of the addresses, for a person: those that do not answer one by one. */
export function webhookLines(webhooks: readonly WebhookReport[]): string[] {
	const live = webhooks.filter(({ state }) => state === 'live');
	const workflows = new Set(live.map(({ workflow }) => workflow)).size;
	const said = `${counted(live.length, 'address', 'es')} of ${counted(workflows, 'workflow')}`;
	return [
		...(live.length > 0 ? [`✓ ${said} ${live.length === 1 ? 'answers' : 'answer'}`] : []),
		...webhooks.filter(({ state }) => state !== 'live').map(webhookLine),
	];
}

function counted(count: number, noun: string, plural = 's'): string {
	return `${count} ${noun}${count === 1 ? '' : plural}`;
}

/** A line on one address, for a person. */
function webhookLine({ workflow, node, kind, path, state }: WebhookReport): string {
	return `${state === 'live' ? '✓' : '✗'} ${workflow}: "${node}" /${kind}/${path} ${stateWords[state]}`;
}

function doneWord({ kind, ...change }: WritingChange): string {
	if (kind === 'create') return 'created';
	return change.takesAway === true ? 'taken away' : 'updated';
}

/** A line on one outcome, for a person. */
export function outcomeLine({ change, result, error }: Outcome): string {
	const { target } = change;
	const what = targetText(target);
	if (result === 'done') return `✓ ${what} ${doneWord(change)}`;
	const left = result === 'notRun' ? `– ${what} not run` : `✗ ${what} failed`;
	if (error === null) return `${left}: something before it failed`;
	return [`${left}: ${error.what}`, `    ${error.why}`, `    → ${error.mend}`].join('\n');
}
