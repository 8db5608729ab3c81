import type { WebhookAddress } from '../../bundle/webhooks';
import { webhooksOf } from '../../bundle/webhooks';
import type { Check } from '../check';
import { finding, ok } from '../check';
import type { SeenWorkflow } from './seen';

interface Listener extends WebhookAddress {
	workflow: string;
	isPublished: boolean;
}

/**
 * The addresses of all workflows: no two on one, and none that runs for anybody. Those of the bundle are
 * asked as well, elsewhere.
 *
 * @param bundled names of the bundle's workflows, whose protection is judged by what they answer
 */
export function judgeAddresses(
	seen: readonly SeenWorkflow[],
	bundled: ReadonlySet<string>,
): Check[] {
	const listeners = seen.flatMap(({ name, isPublished, workflow }) =>
		webhooksOf(workflow).map((address): Listener => ({ ...address, workflow: name, isPublished })),
	);
	const checks = [
		...collisions(listeners),
		...listeners
			.filter(({ workflow }) => !bundled.has(workflow))
			.filter(
				({ isPublished, kind, isProtected }) => isPublished && kind === 'webhook' && !isProtected,
			)
			.map(({ kind, path, workflow, node }) =>
				finding(
					'warning',
					'Addresses',
					`/${kind}/${path} ("${node}" in "${workflow}") runs for anybody`,
					'Give the Webhook node an authentication, or unpublish the workflow.',
				),
			),
	];
	if (checks.length > 0 || listeners.length === 0) return checks;
	return [ok('Addresses', `${listeners.length}, no two on one`)];
}

/** Two published ones cannot both listen; one that is not yet will be refused when it is. */
function collisions(listeners: readonly Listener[]): Check[] {
	const places = new Map<string, Listener[]>();
	for (const listener of listeners) {
		const place = `${listener.method} /${listener.kind}/${listener.path}`;
		places.set(place, [...(places.get(place) ?? []), listener]);
	}
	return [...places]
		.filter(([, there]) => there.length > 1)
		.map(([place, there]) =>
			finding(
				there.filter(({ isPublished }) => isPublished).length > 1 ? 'failed' : 'warning',
				'Addresses',
				`${place} belongs to ${there.map(({ node, workflow }) => `"${node}" in "${workflow}"`).join(' and ')}`,
				'Give all but one another path: n8n lets one listen there.',
			),
		);
}
