import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import type { CredentialInput, N8nApi } from '../adapters/n8n/api';
import type { Bundle } from '../bundle/readBundle';
import type { Blueprint, Change, Plan, Snapshot } from '../plan/model';
import { findCredential } from '../plan/planN8n';
import { writeFrameioHook } from './frameioHook';
import { importWorkflows } from './importWorkflows';
import type { SeededMemory } from './seeded';
import type { SeedServices } from './services';

/** What became of one change. */
export interface Outcome {
	change: Change;
	/** `notRun` stands after a failure that it depends on. */
	result: 'done' | 'failed' | 'notRun';
	error: ErrorReport | null;
}

/** What applying needs besides the plan. */
export interface ApplyContext {
	services: SeedServices;
	wanted: Blueprint;
	found: Snapshot;
	bundle: Bundle;
	/** The credentials with what they hold. */
	credentials: CredentialInput[];
	memory: SeededMemory;
	/** Hears of every change as soon as its outcome is known. */
	onOutcome: (outcome: Outcome) => void;
	say: (line: string) => void;
}

/**
 * Carries out a plan in its order and decides nothing. Changes to keep and steps for a person are
 * left out; workflows go last and together. After a failure only what depends on it is not run.
 */
export async function applyPlan(plan: Plan, context: ApplyContext): Promise<Outcome[]> {
	const changes = plan.changes.filter(({ kind }) => kind === 'create' || kind === 'update');
	const outcomes: Outcome[] = [];
	const tell = (outcome: Outcome) => {
		outcomes.push(outcome);
		context.onOutcome(outcome);
	};
	for (const change of changes.filter(({ target }) => target.kind !== 'workflow')) {
		tell(await attempt(change, outcomes, async () => await applyOne(change, context)));
	}
	const workflows = changes.filter(({ target }) => target.kind === 'workflow');
	for (const outcome of await applyWorkflows(workflows, outcomes, context)) tell(outcome);
	return outcomes;
}

async function attempt(
	change: Change,
	before: Outcome[],
	work: () => Promise<void>,
): Promise<Outcome> {
	if (isBlocked(change, before)) return { change, result: 'notRun', error: null };
	try {
		await work();
		return { change, result: 'done', error: null };
	} catch (error) {
		return { change, result: 'failed', error: reportOf(error) };
	}
}

/** In n8n everything builds on what came before; a property needs its group; the rest stands alone. */
function isBlocked({ target }: Change, before: Outcome[]): boolean {
	return before.some(
		({ change, result }) =>
			result !== 'done' &&
			change.target.service === target.service &&
			(target.service === 'n8n' || change.target.kind === 'propertyGroup'),
	);
}

async function applyOne(change: Change, context: ApplyContext): Promise<void> {
	const { services, wanted, memory } = context;
	const { kind, key } = change.target;
	switch (kind) {
		case 'owner':
			return await services.n8n.setUpOwner();
		case 'apiKey':
			return await makeApiKey(context);
		case 'credential':
			return await writeCredential(key, context, memory);
		case 'propertyGroup': {
			const object = wanted.hubspot.properties.find((each) => key.startsWith(`${each.object}/`));
			return object && (await services.hubspot.createGroup(object.object, wanted.hubspot.group));
		}
		case 'property': {
			const each = wanted.hubspot.properties.find(
				({ object, property }) => `${object}/${property.name}` === key,
			);
			if (each === undefined) return;
			return change.kind === 'create'
				? await services.hubspot.createProperty(each.object, each.property)
				: await services.hubspot.updateProperty(each.object, each.property);
		}
		case 'channel': {
			const there = context.found.channels.find(
				({ id, name }) => id === key || `#${name}` === key || name === key,
			);
			return there && (await services.slack.join(there.id));
		}
		case 'webhook':
			return await writeFrameioHook(context);
		default:
			throw new Error(`No plan changes a ${kind}.`);
	}
}

/**
 * n8n wants every key of a person to have a label of its own. A key we have lost stays: it may be
 * held by somebody else who seeds this n8n.
 */
async function makeApiKey({ services, wanted, say }: ApplyContext): Promise<void> {
	const session = await services.n8n.logIn();
	const [known, keys] = await Promise.all([session.listScopes(), session.listApiKeys()]);
	const labels = keys.map(({ label }) => label);
	let label = 'Agency Ops';
	for (let count = 2; labels.includes(label); count += 1) label = `Agency Ops ${count}`;
	const scopes = wanted.apiKeyScopes.filter((scope) => known.includes(scope));
	services.n8n.keepApiKey(await session.createApiKey(label, scopes));
	if (label !== 'Agency Ops') {
		say(`The new API key is called "${label}"; delete the older ones in n8n if nobody uses them.`);
	}
}

async function writeCredential(
	key: string,
	{ services, wanted, credentials }: ApplyContext,
	memory: SeededMemory,
): Promise<void> {
	const want = wanted.credentials.find(({ id }) => id === key);
	const input = credentials.find(({ id }) => id === key);
	if (want === undefined || input === undefined) return;
	const api = openApi(services);
	const there = findCredential(want, await api.listCredentials());
	const written =
		there === undefined
			? await api.createCredential(input)
			: await api.updateCredential({ ...input, id: there.id });
	const { id, updatedAt } = written;
	memory.keepCredential(key, { id, updatedAt, fingerprint: want.fingerprint });
}

async function applyWorkflows(
	changes: Change[],
	before: Outcome[],
	{ services, bundle, memory, say, wanted }: ApplyContext,
): Promise<Outcome[]> {
	if (changes.length === 0) return [];
	if (changes.some((change) => isBlocked(change, before))) {
		return changes.map((change) => ({ change, result: 'notRun', error: null }));
	}
	const keys = changes.map(({ target }) => target.key);
	const workflows = bundle.workflows.filter(({ id }) => keys.includes(id));
	const known = memory.read().credentials;
	const credentials = Object.fromEntries(
		wanted.credentials.map(({ id }) => [id, known[id]?.id ?? id]),
	);
	try {
		const problems = await importWorkflows(workflows, {
			api: openApi(services),
			source: `${bundle.name}@${bundle.version}`,
			n8nVersion: bundle.n8n,
			credentials,
			memory,
			say,
		});
		return changes.map((change) => {
			const problem = problems.get(change.target.key) ?? null;
			return problem === null
				? { change, result: 'done', error: null }
				: { change, result: 'failed', error: notPublished(change.target.name, problem) };
		});
	} catch (error) {
		const report = reportOf(error);
		return changes.map((change) => ({ change, result: 'failed', error: report }));
	}
}

function openApi({ n8n }: SeedServices): N8nApi {
	const apiKey = n8n.apiKey();
	if (apiKey !== null) return n8n.open(apiKey);
	throw new Error('The plan changes n8n before it makes an API key.');
}

function notPublished(name: string, problem: string): ErrorReport {
	return {
		code: 'n8n/not-published',
		what: `n8n did not publish "${name}".`,
		why: problem,
		mend: 'Open the workflow in n8n, mend what it says, publish it there or seed again.',
	};
}

/** What we know of an error; a bug keeps its own words and is thrown on. */
function reportOf(error: unknown): ErrorReport {
	if (!isErrorReport(error)) throw error;
	const { code, what, why, mend } = error;
	return { code, what, why, mend };
}
