import { wantedScopes } from '../adapters/n8n/api';
import type { Check } from './check';
import { finding, ok } from './check';

/** What the keys we hold may do; null where a service does not say. */
export interface ScopesSeen {
	n8n: string[] | null;
	slack: string[] | null;
	hubspot: string[] | null;
}

/** Scopes of Slack that something of ours may use; what is lacking is judged beside the buttons. */
const slackUses: readonly string[] = [
	...['chat:write', 'channels:read', 'channels:history', 'channels:join', 'channels:manage'],
	...['groups:read', 'groups:history', 'groups:write', 'im:history', 'im:write', 'bookmarks:read'],
	...['bookmarks:write', 'users:read', 'users:read.email'],
];

/**
 * What HubSpot's token is needed for: leads and deals, who they are of, who sells, our properties and
 * stages. All of it: without one of these something is refused.
 */
const hubspotUses: readonly string[] = [
	...['crm.objects.contacts.read', 'crm.objects.contacts.write'],
	...['crm.objects.deals.read', 'crm.objects.deals.write'],
	...['crm.objects.companies.read', 'crm.objects.owners.read'],
	...['crm.schemas.contacts.read', 'crm.schemas.contacts.write'],
	...['crm.schemas.deals.read', 'crm.schemas.deals.write'],
];

/** Every app of HubSpot has it. */
const HUBSPOT_OWN = 'oauth';

/** Keys that may do too little, or more than is ever done with them: whoever gets hold of one may do that too. */
export function judgeScopes({ n8n, slack, hubspot }: ScopesSeen): Check[] {
	return [
		...judge(
			'n8n',
			n8n,
			wantedScopes,
			'Let agency-ops seed make a key, and delete this one in n8n.',
		),
		...judge(
			'Slack',
			slack,
			slackUses,
			'Take these scopes from the Slack app and install it again.',
		),
		...lacking(
			'HubSpot',
			hubspot,
			hubspotUses,
			'Add these scopes to the private app in HubSpot; its token stays.',
		),
		...judge(
			'HubSpot',
			hubspot,
			[...hubspotUses, HUBSPOT_OWN],
			'Take these scopes from the private app in HubSpot.',
		),
	];
}

function lacking(
	service: string,
	granted: string[] | null,
	needed: readonly string[],
	mend: string,
): Check[] {
	const missing = needed.filter((scope) => granted !== null && !granted.includes(scope));
	if (missing.length === 0) return [];
	return [finding('failed', 'Scopes', `the key of ${service} lacks ${missing.join(', ')}`, mend)];
}

function judge(
	service: string,
	granted: string[] | null,
	used: readonly string[],
	mend: string,
): Check[] {
	if (granted === null) return [];
	const more = granted.filter((scope) => !used.includes(scope)).sort();
	const about = 'Scopes';
	if (more.length === 0)
		return [ok(about, `the key of ${service} may do nothing that is not needed`)];
	const shown = more.slice(0, 5).join(', ');
	const rest = more.length > 5 ? ` and ${more.length - 5} more` : '';
	return [finding('warning', about, `the key of ${service} may also ${shown}${rest}`, mend)];
}
