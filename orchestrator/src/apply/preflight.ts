import { hasNoTest } from '../adapters/n8n/api';
import type { N8nSession } from '../adapters/n8n/session';
import { credentialNeeds, nodeTypes } from '../bundle/pack';
import type { Bundle } from '../bundle/readBundle';
import type { BundleFinding } from '../bundle/verify';
import { webhooksOf } from '../bundle/webhooks';
import type { Listener } from '../plan/listeners';
import { addressText, isSameAddress, listenersOf } from '../plan/listeners';
import type { Seeded } from '../plan/model';
import { findCredential } from '../plan/planN8n';
import type { SeedServices } from './services';

/**
 * What would keep the workflows of a bundle from working in this n8n: node types it does not have,
 * addresses on which another workflow listens, credentials that do not work. Reads only.
 *
 * @param session of the owner; null where nobody can log in, and node types are left to n8n's importer
 */
export async function preflight(
	{ n8n }: SeedServices,
	session: N8nSession | null,
	bundle: Bundle,
	seeded: Seeded,
): Promise<BundleFinding[]> {
	const apiKey = n8n.apiKey();
	const api = apiKey === null ? null : n8n.open(apiKey);
	const missing = (await session?.missingNodeTypes(nodeTypes(bundle.workflows))) ?? [];
	const needs = missing.map(({ type, typeVersion }) =>
		failed(
			`This n8n has no ${type} of version ${typeVersion}.`,
			'Update n8n and the node pack first.',
		),
	);
	if (api === null || (await api.scopes()) === null) return needs;
	const local = new Set(bundle.workflows.map(({ id }) => seeded.workflows[id]?.localId ?? id));
	const others = (await api.listWorkflows())
		.filter(({ id }) => !local.has(id))
		.flatMap(listenersOf);
	const credentials = await api.listCredentials();
	const tested = await Promise.all(
		credentialNeeds(bundle.workflows).map(async (need): Promise<BundleFinding[]> => {
			const there = findCredential({ ...need, fingerprint: '' }, credentials);
			if (there === undefined) return []; // it is made with the upgrade
			const test = await api.testCredential(there.id);
			return test.isFine || hasNoTest(test) ? [] : [broken(need.name, test.message)];
		}),
	);
	return [...needs, ...collisions(bundle, others), ...tested.flat()];
}

function collisions({ workflows }: Bundle, others: Listener[]): BundleFinding[] {
	const own = workflows.flatMap(({ name, workflow }) =>
		webhooksOf(workflow).map((address) => ({ name, address })),
	);
	return own.flatMap(({ name, address }, at) =>
		[...own.slice(at + 1), ...others]
			.filter((other) => isSameAddress(other.address, address))
			.map((other) =>
				failed(
					`"${name}" and "${other.name}" both listen on ${addressText(address)}.`,
					'Unpublish one of them, or give it another path: n8n publishes one only.',
				),
			),
	);
}

function broken(name: string, message: string): BundleFinding {
	return failed(
		`The credential "${name}" does not work: ${message}`,
		'Run agency-ops doctor: it says what is wrong with it; agency-ops seed writes it anew.',
	);
}

function failed(says: string, mend: string): BundleFinding {
	return { level: 'failed', says, mend };
}
