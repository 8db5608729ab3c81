import { z } from 'zod';
import { majorUnits } from '../../texts/formats';
import { filled, preparedProperties, propertyValues } from './hubspotProperties';
import { defineKind } from './kind';

/** Our property on contacts and deals that holds the effect's key. */
const KEY_PROPERTY = 'agency_ops_key';

const email = z.string().trim().toLowerCase().email('expected an e-mail address');

/** Makes or updates a contact, found by its e-mail address. */
export const hubspotContact = defineKind({
	kind: 'hubspot.contact',
	vendor: 'HubSpot',
	contentSchema: z.object({ email, properties: propertyValues }).strict(),
	preparedSchema: z.object({ email: z.string(), properties: preparedProperties }),
	receiptSchema: z.object({
		id: z.string().min(1),
		url: z.string().url(),
		created: z.boolean(),
	}),
	// HubSpot finds the contact by `idProperty`: the second upsert updates what the first made.
	isRepeatable: true,
	volatile: [],
	prepare: (content, request, { texts }) => ({
		email: request.test ? testAddress(content.email) : content.email,
		properties: filled(content.properties, request, texts),
	}),
	destination: () => ({ pace: 'hubspotAccount', name: '' }),
	send: async (prepared, { key }, { hubspot }) =>
		await hubspot.upsertContact(prepared.email, { ...prepared.properties, [KEY_PROPERTY]: key }),
});

/** Makes a deal and ties it to its contact. */
export const hubspotDeal = defineKind({
	kind: 'hubspot.deal',
	vendor: 'HubSpot',
	contentSchema: z
		.object({
			name: z.string().trim().min(1, 'expected a name'),
			/** Minor units; null opens a deal without amount. */
			amount: z
				.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) })
				.nullish(),
			pipeline: z.string().optional(),
			stage: z.string().min(1, 'expected a stage'),
			contactId: z.string().min(1, 'expected the id of a contact'),
			properties: propertyValues,
		})
		.strict(),
	preparedSchema: z.object({ contactId: z.string(), properties: preparedProperties }),
	receiptSchema: z.object({ id: z.string().min(1), url: z.string().url() }),
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts, settings }) => {
		const { hubspot } = settings;
		const name = texts.fill('line', content.name, request.data, 'en');
		const { amount } = content;
		return {
			contactId: content.contactId,
			properties: {
				...filled(content.properties, request, texts),
				dealname: `${request.test ? '[TEST] ' : ''}${name}`,
				...(amount
					? {
							amount: majorUnits(amount.minor, amount.currency),
							deal_currency_code: amount.currency,
						}
					: {}),
				pipeline: content.pipeline ?? hubspot.pipeline,
				dealstage: named(hubspot.stages, content.stage),
			},
		};
	},
	destination: () => ({ pace: 'hubspotAccount', name: '' }),
	send: async ({ contactId, properties }, { key }, { hubspot }) =>
		await hubspot.createDeal({ contactId, properties: { ...properties, [KEY_PROPERTY]: key } }),
	lookUp: {
		destination: () => ({ pace: 'hubspotSearch', name: '' }),
		ask: async (_prepared, { key }, { hubspot }) => await hubspot.findDeal(KEY_PROPERTY, key),
	},
});

/** `ana+test@cafe.com` for `ana@cafe.com`: a contact of its own that still says whose it is. */
function testAddress(address: string): string {
	const at = address.lastIndexOf('@');
	return `${address.slice(0, at)}+test${address.slice(at)}`;
}

function named(names: Record<string, string>, name: string): string {
	return (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;
}
