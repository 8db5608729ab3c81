import { isErrorReport, MendableError } from '../../../nodes/domain/errors';
import type { N8nSession } from '../adapters/n8n/session';
import type { BundleFinding } from '../bundle/verify';
import type { ServiceSecrets, Settings } from '../config';
import type { Change, Plan } from '../plan/model';
import type { PlanOptions } from '../plan/planSeed';
import { writes } from '../plan/planSeed';
import type { OpenedBundle } from './openBundle';
import { openBundle } from './openBundle';
import { planRollback } from './planRollback';
import { preflight } from './preflight';
import type { RollbackOptions, RollbackReport } from './rollback';
import { rollback } from './rollback';
import type { Say, SeedOptions, SeedReport, WebhookReport } from './seed';
import { plan, probeWebhooks, seed } from './seed';
import { findInstalled, readRemembered } from './seeded';
import type { SeedServices } from './services';

/** A bundle that was checked and planned; nothing is written yet. */
export interface PreparedUpgrade {
	opened: OpenedBundle;
	/** Name and version of what was applied last; null: nothing that the ledger knows. */
	installed: string | null;
	plan: Plan;
	/** Whether it is in n8n as it is. */
	isThere: boolean;
	/** The addresses of the new workflows before anything is written. */
	webhooks: WebhookReport[];
}

/** What an upgrade did. */
export interface UpgradeReport {
	seeded: SeedReport;
	/** Addresses that answered before and do not now. */
	lost: WebhookReport[];
	/** What was put back after it failed; null where it did not, or nobody wanted that. */
	rollback: RollbackReport | null;
	isFine: boolean;
}

/**
 * Checks a package or a folder, and plans it.
 *
 * @throws MendableError `bundle/refused` and `upgrade/not-ready` with every reason, `upgrade/nothing-there`
 */
export async function prepareUpgrade(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	place: string,
	choices: PlanOptions,
): Promise<PreparedUpgrade> {
	const installed = await findInstalled(services.journal, settings.target);
	const { trusted } = settings.bundle;
	const session = await ownSession(services);
	const n8n = session === null ? null : (await session.versions()).n8n;
	const opened = openBundle(place, { trusted, installed, n8n });
	const { seeded } = await readRemembered(services.journal, {
		home: settings.home,
		target: settings.target,
		bundleFolder: null,
	});
	const wrong = await preflight(services, session, opened.bundle, seeded);
	if (wrong.length > 0) throw notReady(wrong);
	const found = await plan(services, settings, secrets, optionsOf(opened, choices));
	const isThere = writes(found).length === 0;
	const webhooks = await probeWebhooks(services.webhooks, opened.bundle.workflows);
	return { opened, installed, plan: found, isThere, webhooks };
}

/** The steps that only a person can take before workflows can be upgraded as a whole. */
export function openWorkflows({ changes }: Plan): Change[] {
	return changes.filter(({ kind, target }) => kind === 'manual' && target.kind === 'workflow');
}

/**
 * Applies a prepared upgrade, publishes in order, and sees that every address answers. What is there is
 * in the journal before it is written over; when something fails, it is put back where `putsBack` says
 * so.
 *
 * @throws MendableError `upgrade/conflicts` while a workflow waits for an answer of a person
 */
export async function upgrade(
	services: SeedServices,
	settings: Settings,
	secrets: ServiceSecrets,
	{ opened, plan: planned, webhooks }: PreparedUpgrade,
	say: Say,
	options: PlanOptions & RollbackOptions & Pick<SeedOptions, 'webhookDeadlineMs'>,
	putsBack: (report: SeedReport, lost: WebhookReport[]) => Promise<boolean>,
): Promise<UpgradeReport> {
	const open = openWorkflows(planned);
	if (open.length > 0) throw hasConflicts(open);
	const seeded = await seed(services, settings, secrets, say, {
		...options,
		...optionsOf(opened, options),
		kind: 'upgrade',
	});
	const wasLive = webhooks.filter(({ state }) => state === 'live');
	const lost = lostOf(wasLive, seeded.webhooks);
	const isFine =
		seeded.outcomes.every(({ result }) => result === 'done') &&
		lost.length === 0 &&
		seeded.webhooks.every(({ state }) => state === 'live');
	if (isFine || seeded.apply === null || !(await putsBack(seeded, lost))) {
		return { seeded, lost, rollback: null, isFine };
	}
	const back = await planRollback(services, settings.target, seeded.apply);
	return { seeded, lost, rollback: await rollback(services, back, say, options), isFine };
}

/** Where seeding has failed, nobody asked the addresses: none of them is known to be lost. */
function lostOf(before: WebhookReport[], after: WebhookReport[]): WebhookReport[] {
	return after.filter(
		({ state, path, method }) =>
			state !== 'live' && before.some((each) => each.path === path && each.method === method),
	);
}

function optionsOf({ bundle, folder }: OpenedBundle, choices: PlanOptions): SeedOptions {
	return { ...choices, bundle, ...(folder === null ? {} : { bundleFolder: folder }) };
}

/** null where n8n has another owner, who alone may be asked. */
async function ownSession({ n8n }: SeedServices): Promise<N8nSession | null> {
	if (await n8n.needsOwner()) throw notSeeded();
	try {
		return await n8n.logIn();
	} catch (error) {
		if (isErrorReport(error) && error.code === 'n8n/login-refused') return null;
		throw error;
	}
}

function notReady(wrong: readonly BundleFinding[]): MendableError {
	return new MendableError(
		'upgrade/not-ready',
		'Nothing was upgraded: it would not work here.',
		wrong.map(({ says }) => says).join('\n        '),
		[...new Set(wrong.map(({ mend }) => mend))].join(' '),
	);
}

function notSeeded(): MendableError {
	return new MendableError(
		'upgrade/nothing-there',
		'There is nothing to upgrade.',
		'This n8n is new and has no owner yet.',
		'Run agency-ops seed first; --bundle takes the package too.',
	);
}

function hasConflicts(open: Change[]): MendableError {
	const names = open.map(({ target, because }) => `"${target.name}": ${because}`);
	return new MendableError(
		'upgrade/conflicts',
		'Nothing was upgraded.',
		names.join('\n        '),
		'Answer what the plan asks: with --mine NODE, --theirs NODE, --answer NODE:PATH=mine or --prefer; or do what it says of the others.',
	);
}
