import type { WorkflowNode } from '../../bundle/normalise';
import type { Check } from '../check';
import { finding } from '../check';
import type { SeenWorkflow } from './seen';

/** n8n's own nodes that send or make something each time they run (n8n 2.41), without their prefix. */
const SENDERS: ReadonlySet<string> = new Set([
	...['clickUp', 'discord', 'emailSend', 'gmail', 'googleChat', 'hubspot', 'mailgun', 'matrix'],
	...['mattermost', 'microsoftOutlook', 'microsoftTeams', 'pushover', 'sendGrid', 'slack'],
	...['stripe', 'telegram', 'twilio', 'whatsApp'],
]);

/** Operations of those that only look. */
const READS = /^(get|getAll|getMany|search|list|info|history|member|members|profile)$/i;

/** What runs again sends again: n8n's Retry on Fail knows nothing of a lost answer. */
export function judgeRetries(seen: readonly SeenWorkflow[]): Check[] {
	return seen
		.filter(({ isPublished }) => isPublished)
		.flatMap(({ name, workflow }) =>
			workflow.nodes
				.filter((node) => node.disabled !== true && node.retryOnFail === true && sends(node))
				.map((node) =>
					finding(
						'warning',
						'Retries',
						`"${node.name}" in "${name}" is tried again when no answer comes, and may send twice`,
						'Switch off Retry On Fail, or use an Agency Effect node: it does a thing once.',
					),
				),
		);
}

function sends({ type, parameters }: WorkflowNode): boolean {
	const name = type.replace(/^n8n-nodes-base\./, '');
	if (name === 'httpRequest') {
		const { method } = parameters;
		return typeof method === 'string' && !['GET', 'HEAD', 'OPTIONS'].includes(method.toUpperCase());
	}
	if (!SENDERS.has(name)) return false;
	const { operation } = parameters;
	return typeof operation !== 'string' || !READS.test(operation);
}
