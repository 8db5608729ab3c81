import type { SandboxState } from '../../orchestrator/src/sandbox';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import type { Tier } from '../../nodes/domain/lead/schema';
import type { StormLead } from './leads';
import { markersIn } from './leads';

/** What the outside world can be made to do about a lead, as the ledger names the kinds. */
export const actKinds = [
	'hubspot.contact',
	'hubspot.deal',
	'clickup.task',
	'slack.message',
	'mail',
	'record',
] as const;
export type ActKind = (typeof actKinds)[number];

/** One thing that a service has received and done about a lead. */
export interface Act {
	marker: string;
	kind: ActKind;
	/** Milliseconds since 1970: when the service did it; null where it keeps no time. */
	at: number | null;
}

/** What is to be done about a lead, by its tier; as the canvas of Lead Qualification shows it. */
export const wantedByTier: Record<Tier, readonly ActKind[]> = {
	hot: ['hubspot.contact', 'hubspot.deal', 'clickup.task', 'slack.message', 'mail'],
	warm: ['hubspot.contact', 'hubspot.deal', 'clickup.task', 'slack.message', 'mail'],
	cold: ['hubspot.contact', 'mail'],
	disqualified: ['record'],
};

/** What a lead must have in the end, worked out by the pure core alone. */
export interface Wanted {
	marker: string;
	/** Under which effects about the lead are kept: `lead:20261122-0123456789ab`. */
	subject: string;
	kinds: readonly ActKind[];
}

/** What one lead must have in the end. */
export function wantedOf({ marker, body }: StormLead, now: Date): Wanted {
	const { lead, decision } = scoreLead(body, { now });
	return { marker, subject: `lead:${lead.id}`, kinds: wantedByTier[decision.tier] };
}

/** Where messages about failed executions go: they name leads and are no acts about them. */
const OPS_CHANNEL = 'ops';

/** Everything that the stand-ins have received and done about leads of a storm. */
export function actsIn({ hubspot, clickup, slack, mail }: SandboxState): Act[] {
	const ops = slack.channels.find(({ name }) => name === OPS_CHANNEL)?.id;
	const messages = Object.entries(slack.messages)
		.filter(([channel]) => channel !== ops)
		.flatMap(([, posted]) => posted);
	return [
		...hubspot.contacts.flatMap((contact) =>
			actsOf('hubspot.contact', contact.properties.email, Date.parse(contact.createdAt)),
		),
		...hubspot.deals.flatMap(({ properties, createdAt }) =>
			actsOf('hubspot.deal', properties.dealname, Date.parse(createdAt)),
		),
		...clickup.tasks.flatMap(({ name, createdAt }) => actsOf('clickup.task', name, createdAt)),
		...messages.flatMap((message) =>
			actsOf('slack.message', JSON.stringify(message), Number(message.ts) * 1_000),
		),
		...mail.messages.flatMap(({ envelope, at }) =>
			actsOf('mail', envelope.to.join(' '), Date.parse(at)),
		),
	];
}

function actsOf(kind: ActKind, text: string | undefined, at: number): Act[] {
	return markersIn(text ?? '').map((marker) => ({ marker, kind, at }));
}
