import { hashOf } from '../../../nodes/domain/hash';
import { MendableError } from '../../../nodes/domain/errors';
import type { CredentialInput } from '../adapters/n8n/api';
import { TABLE_SCOPE, wantedScopes } from '../adapters/n8n/api';
import type { HubspotObject, HubspotProperty } from '../adapters/hubspot/properties';
import { invoiceEvents } from '../adapters/stripe/webhooks';
import type { Bundle } from '../bundle/readBundle';
import type { CredentialNeed } from '../bundle/pack';
import { credentialNeeds } from '../bundle/pack';
import { tableReferences } from '../bundle/references';
import type { Secrets, ServiceSecrets, Settings } from '../config';
import { isLoopback } from '../config/isLoopback';
import { sandboxStripe } from '../sandbox/accounts';
import type {
	Blueprint,
	WantedClickupWebhook,
	WantedHook,
	WantedHubspotHook,
	WantedPipeline,
	WantedStripeHook,
} from './model';
import { wantedClickup } from './clickupWants';
import { frameioOptions } from './frameioOptions';
import { labelOf } from './planPipeline';
import { formLinks, wantedBookmarks } from './wantedBookmarks';

/** Header in which whoever posts a lead sends the secret. */
export const SECRET_HEADER = 'X-Agency-Secret';

const propertyGroup = { name: 'agency_ops', label: 'Agency Ops' };

/** The group and properties that the service writes, in HubSpot's own words. */
const hubspotProperties: HubspotProperty[] = [
	{
		name: 'agency_lead_id',
		label: 'Agency lead id',
		description: 'Id under which Agency Ops knows the lead',
		type: 'string',
		fieldType: 'text',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_lead_score',
		label: 'Agency lead score',
		description: '0 to 100, higher is better',
		type: 'number',
		fieldType: 'number',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_lead_tier',
		label: 'Agency lead tier',
		description: 'hot, warm, cold or disqualified',
		type: 'string',
		fieldType: 'text',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_lead_reasons',
		label: 'Agency lead reasons',
		description: 'Why the lead got its score, strongest first',
		type: 'string',
		fieldType: 'textarea',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_lead_outcome',
		label: 'Agency lead outcome',
		description: 'What sales said of the lead, such as not-a-fit',
		type: 'string',
		fieldType: 'text',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_lead_outcome_reason',
		label: 'Agency lead outcome: reason',
		description: 'Why, and what they added',
		type: 'string',
		fieldType: 'textarea',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
	{
		name: 'agency_ops_key',
		label: 'Agency Ops key',
		description: 'Key of the effect that wrote this record; do not change',
		type: 'string',
		fieldType: 'text',
		groupName: propertyGroup.name,
		hasUniqueValue: false,
	},
];
const hubspotObjects: HubspotObject[] = ['contacts', 'deals'];

/** Everything that seed wants, from configuration, secrets and bundle. */
export function blueprintOf(
	settings: Settings,
	secrets: ServiceSecrets,
	bundle: Bundle,
	env: NodeJS.ProcessEnv = process.env,
): Blueprint {
	return {
		target: settings.target,
		bundle: { name: bundle.name, version: bundle.version },
		ownerEmail: settings.n8n.ownerEmail,
		apiKeyScopes: scopesFor(bundle),
		credentials: credentialInputs(settings, secrets, bundle).map(({ id, type, name, data }) => ({
			id,
			type,
			name,
			fingerprint: hashOf(data),
		})),
		workflows: bundle.workflows,
		hubspot: {
			group: propertyGroup,
			properties: hubspotObjects.flatMap((object) =>
				hubspotProperties.map((property) => ({ object, property })),
			),
			pipeline: wantedPipeline(settings.hubspot),
		},
		hubspotHook: wantedHubspotHook(settings, env),
		channels: Object.entries(settings.slack.channels).map(([logical, channel]) => ({
			logical,
			channel,
		})),
		bookmarks: wantedBookmarks(settings, bundle),
		formLinks: formLinks(settings),
		clickup: wantedClickup(settings.clickup, bundle.workflows),
		clickupHook: wantedClickupHook(settings, env),
		frameioHook: wantedHook(settings, secrets, env),
		frameioOptions: secrets.frameio === null ? [] : frameioOptions(bundle.workflows),
		stripeHook: wantedStripeHook(settings, secrets, env),
		storage: { place: storagePlace(settings.storage) },
	};
}

/** A key may look at data tables only where a workflow names one by its id. */
function scopesFor({ workflows }: Bundle): string[] {
	const hasTables = workflows.some(({ workflow }) => tableReferences(workflow).length > 0);
	return [...wantedScopes, ...(hasTables ? [TABLE_SCOPE] : [])];
}

/**
 * How likely deals of a new stage are won, as HubSpot forecasts with it; a person changes it there. Ours:
 * judgement, like the scorecard.
 */
const probabilities: Record<string, string> = {
	lost: '0.0',
	won: '1.0',
	delivered: '1.0',
	paid: '1.0',
	hot: '0.4',
};
const PROBABILITY = '0.2';

function wantedPipeline({
	pipeline,
	stages,
	wonStages,
}: Pick<Settings['hubspot'], 'pipeline' | 'stages' | 'wonStages'>): WantedPipeline {
	const each = new Map<string, WantedPipeline['stages'][number]>();
	for (const [logical, id] of Object.entries(stages)) {
		if (each.has(id)) continue;
		const probability = wonStages.includes(id) ? '1.0' : (probabilities[logical] ?? PROBABILITY);
		each.set(id, { id, label: labelOf(logical), probability, logical });
	}
	return { id: pipeline, stages: [...each.values()], wonStages };
}

/** The subscriptions at HubSpot; null where there is nothing to see to. */
export function wantedHubspotHook(
	{ hubspot, hooks, service, sandbox }: Settings,
	env: NodeJS.ProcessEnv = process.env,
): WantedHubspotHook | null {
	if (sandbox !== null || !hubspot.webhooks) return null;
	const url = `${hooks.publicUrl ?? service.url}/hooks/hubspot`;
	const secretEnv = hooks.hubspotSecretEnv;
	const hasSecret = (env[secretEnv] ?? '') !== '';
	return { url, isReachable: url.startsWith('https://') && !isLoopback(url), secretEnv, hasSecret };
}

/** Name of our webhook at Frame.io. */
const HOOK_NAME = 'Agency Ops';

function wantedHook(
	{ frameio, hooks, service, sandbox }: Settings,
	{ frameio: account }: Pick<ServiceSecrets, 'frameio'>,
	env: NodeJS.ProcessEnv,
): WantedHook | null {
	if (account === null || frameio.events.length === 0) return null;
	const url = `${hooks.publicUrl ?? service.url}/hooks/frameio`;
	const own = hooks.frameioSecretEnv;
	return {
		name: HOOK_NAME,
		url,
		events: frameio.events,
		// The stand-in is on this machine.
		isReachable: sandbox !== null || !isLoopback(url),
		ownSecretEnv: (env[own] ?? '') === '' ? null : own,
	};
}

function wantedClickupHook(
	{ clickup, hooks, service, sandbox }: Settings,
	env: NodeJS.ProcessEnv,
): WantedClickupWebhook | null {
	if (clickup.events.length === 0) return null;
	const url = `${hooks.publicUrl ?? service.url}/hooks/clickup`;
	const own = hooks.clickupSecretEnv;
	return {
		url,
		events: clickup.events,
		// The stand-in is on this machine.
		isReachable: sandbox !== null || !isLoopback(url),
		ownSecretEnv: (env[own] ?? '') === '' ? null : own,
	};
}

function wantedStripeHook(
	{ hooks, service, sandbox }: Settings,
	{ stripeKey }: Pick<ServiceSecrets, 'stripeKey'>,
	env: NodeJS.ProcessEnv,
): WantedStripeHook | null {
	if (stripeKey === null) return null;
	// The stand-in leads to the service itself from the start; an address before it would double that.
	const base = sandbox === null ? (hooks.publicUrl ?? service.url) : service.url;
	const url = `${base}/hooks/stripe`;
	const own = hooks.stripeSecretEnv;
	return {
		url,
		events: invoiceEvents,
		isReachable: sandbox !== null || !isLoopback(url),
		ownSecretEnv: (env[own] ?? '') === '' ? null : own,
		knownId: sandbox === null ? null : sandboxStripe.endpointId,
	};
}

const storagePlace = ({ endpoint, region }: Settings['storage']) =>
	endpoint ?? `Amazon S3 in ${region}`;

/**
 * The credentials of the bundle with what they hold. Never printed, never part of a plan.
 *
 * @throws MendableError `bundle/credential` for one that we have nothing to put into
 */
export function credentialInputs(
	settings: Settings,
	secrets: Secrets,
	bundle: Bundle,
): CredentialInput[] {
	return credentialNeeds(bundle.workflows).map((need) => ({
		...need,
		data: credentialData(need, settings, secrets),
	}));
}

function credentialData(
	{ type, name }: CredentialNeed,
	settings: Settings,
	secrets: Secrets,
): Record<string, string> {
	if (type === 'agencyLedgerApi') {
		const { nodesApiKey: apiKey, triggerSecret } = secrets;
		return { baseUrl: settings.service.url, apiKey, triggerSecret };
	}
	if (type === 'httpHeaderAuth' && name === 'Lead Intake Secret') {
		return { name: SECRET_HEADER, value: secrets.webhookSecret };
	}
	throw new MendableError(
		'bundle/credential',
		`Nothing is known of the credential "${name}" (${type}).`,
		'The bundle names it, and seed can fill in Agency Ledger and Lead Intake Secret only.',
		'Make this credential in n8n by hand and take it out of the bundle, or use one of the two.',
	);
}
