import { MendableError } from '../../../../nodes/domain/errors';
import type { StoredCredential } from '../../adapters/n8n/api';
import type { Json } from '../../bundle/normalise';
import { credentialId } from '../../bundle/pack';
import type { Seeded, Target } from '../../plan/model';
import { findCredential } from '../../plan/planN8n';
import type { SeedServices } from '../services';
import { openApi } from './n8nApi';
import type { ApplyStep, StepContext } from './step';
import { workflowStep } from './workflows';

const LABEL = 'Agency Ops';

/** How n8n's owner, key, credentials and workflows are written and put back. */
export const n8nSteps = {
	owner: {
		after: [],
		isRepeatable: false,
		planned: (_target, { found }) => (found.n8n.hasOwner ? { hasOwner: true } : null),
		look: async (_target, { services }) =>
			(await services.n8n.needsOwner()) ? null : { hasOwner: true },
		run: async (_change, { services }) => {
			await services.n8n.setUpOwner();
			return [];
		},
		undo: { cannotUndo: 'n8n keeps its first owner' },
	},
	apiKey: {
		after: ['owner'],
		isRepeatable: false,
		planned: () => undefined, // keys made by others do not matter
		look: async (_target, { services }) => {
			const keys = await (await services.n8n.logIn()).listApiKeys();
			return { keys: keys.map(({ id, label }) => ({ id, label })) };
		},
		run: async (_change, context) => {
			await makeApiKey(context);
			return [];
		},
		recover: async (_target, before, { services }) => await removeOrphan(before, services),
		undo: { cannotUndo: 'every further command needs it; delete it in n8n if none shall follow' },
	},
	credential: {
		after: ['owner', 'apiKey', 'credential'],
		isRepeatable: true,
		planned: ({ key }, { found, wanted }) => {
			const want = wanted.credentials.find(({ id }) => id === key);
			const there = want && findCredential(want, found.n8n.contents?.credentials ?? []);
			return there === undefined ? null : stateOf(there);
		},
		look: async ({ key }, { services, seeded }) => {
			const there = credentialOf(key, await openApi(services).listCredentials(), seeded);
			return there === undefined ? null : stateOf(there);
		},
		run: async ({ target: { key } }, context) => {
			const { services, wanted, credentials } = context;
			const want = wanted.credentials.find(({ id }) => id === key);
			const input = credentials.find(({ id }) => id === key);
			if (want === undefined || input === undefined) throw new Error(`No credential ${key}.`);
			const api = openApi(services);
			const there = findCredential(want, await api.listCredentials());
			const written =
				there === undefined
					? await api.createCredential(input)
					: await api.updateCredential({ ...input, id: there.id });
			const { id, updatedAt } = written;
			const value = { id, updatedAt, fingerprint: want.fingerprint };
			return [{ kind: 'credential', key, value }];
		},
		undo: async ({ target: { name }, before, after }, { services }) => {
			if (before !== null) throw cannotReadCredential(name);
			const { id } = after as { id: string };
			await (await services.n8n.logIn()).deleteCredential(id);
		},
	},
	workflow: workflowStep,
} satisfies Partial<Record<Target['kind'], ApplyStep>>;

/**
 * n8n wants every key of a person to have a label of its own. A key we have lost stays: it may be
 * held by somebody else who seeds this n8n.
 */
async function makeApiKey({ services, wanted, say }: StepContext): Promise<void> {
	const session = await services.n8n.logIn();
	const [known, keys] = await Promise.all([session.listScopes(), session.listApiKeys()]);
	const labels = keys.map(({ label }) => label);
	let label = LABEL;
	for (let count = 2; labels.includes(label); count += 1) label = `${LABEL} ${count}`;
	const scopes = wanted.apiKeyScopes.filter((scope) => known.includes(scope));
	services.n8n.keepApiKey(await session.createApiKey(label, scopes));
	if (label !== LABEL) {
		say(`The new API key is called "${label}"; delete the older ones in n8n if nobody uses them.`);
	}
}

/** A key that was made and not kept, since n8n shows it once: nobody can ever use it. */
async function removeOrphan(before: Json, { n8n }: SeedServices): Promise<void> {
	const held = n8n.apiKey();
	if (held !== null && (await n8n.open(held).scopes()) !== null) return;
	const known = (before as { keys: Array<{ id: string }> }).keys.map(({ id }) => id);
	const session = await n8n.logIn();
	for (const { id, label } of await session.listApiKeys()) {
		const isOurs = label === LABEL || label.startsWith(`${LABEL} `);
		if (isOurs && !known.includes(id)) await session.deleteApiKey(id);
	}
}

/** A credential by our key of it, which is made from its type and name. */
function credentialOf(
	key: string,
	all: StoredCredential[],
	{ credentials }: Seeded,
): StoredCredential | undefined {
	const known = credentials[key]?.id ?? key;
	return (
		all.find(({ id }) => id === known) ??
		[...all]
			.sort((a, b) => (a.id < b.id ? -1 : 1))
			.find(({ type, name }) => credentialId(type, name) === key)
	);
}

/** n8n never shows what it holds; every edit moves its time. */
function stateOf({ id, type, name, updatedAt }: StoredCredential): Json {
	return { id, type, name, updatedAt };
}

function cannotReadCredential(name: string): MendableError {
	return new MendableError(
		'rollback/cannot',
		`The credential "${name}" stays as it is.`,
		'n8n never shows what a credential holds, so what it held before is not known.',
		'Enter it in n8n by hand if it has to be another one.',
	);
}
