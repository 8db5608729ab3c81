import { Client } from '@hubspot/api-client';
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/deals/models/AssociationSpec';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/deals/models/Filter';
import { z } from 'zod';
import type { Failure, LookUp, Outcome } from '../outcome';
import { failureOf, lookUpFailed, notSentOf, retryAfterMs, unknownOf } from '../outcome';
import type { Connections } from '../transport';
import { agentFor, transportFailure, withDeadline } from '../transport';

/** A contact as it now stands in HubSpot. */
export interface ContactReceipt {
	id: string;
	url: string;
	/** Whether this call made the contact. */
	created: boolean;
}

/** A deal that was made. */
export interface DealReceipt {
	id: string;
	url: string;
}

/** What a new deal needs; money as HubSpot writes it. */
export interface NewDeal {
	/** HubSpot's properties by their internal names. */
	properties: Record<string, string>;
	contactId: string;
}

/** What we do in HubSpot. */
export interface HubspotAdapter {
	/** Makes or updates the contact with this e-mail address; repeating it changes nothing. */
	upsertContact(
		email: string,
		properties: Record<string, string>,
	): Promise<Outcome<ContactReceipt>>;
	/** Makes a deal and ties it to the contact; repeating it makes a second one. */
	createDeal(deal: NewDeal): Promise<Outcome<DealReceipt>>;
	/** Searches for the deal that carries this value in this property. */
	findDeal(property: string, value: string): Promise<LookUp<DealReceipt>>;
	/** Id of the owner with this address, null when nobody has an account by it. */
	findOwner(email: string): Promise<Outcome<string | null>>;
	/** Writes properties to a record that is there; repeating it changes nothing. */
	updateRecord(change: RecordChange): Promise<Outcome<ChangeReceipt>>;
}

/** Properties to write to a contact or a deal; an empty text empties the property. */
export interface RecordChange {
	object: 'contact' | 'deal';
	id: string;
	properties: Record<string, string>;
}

/** What became of a change. */
export interface ChangeReceipt {
	id: string;
	url: string;
	/** Why nothing changed, when nothing did. */
	note: string | null;
}

/** How to reach HubSpot. */
export interface HubspotOptions {
	token: string;
	/** Number of the portal, part of the links a person opens. */
	portalId: string;
	connections: Connections;
	timeoutMs: number;
	/** Address of the API without a slash at its end. */
	base?: string;
}

const VENDOR = 'HubSpot';
const BASE = 'https://api.hubapi.com';

/** HubSpot's own association of a deal with a contact (secondary: lists of its default association types). */
const DEAL_TO_CONTACT = 3;

/** HubSpot's numbers of the record types in links: 0-1 contacts, 0-3 deals. */
const RECORD_TYPE = { contact: '0-1', deal: '0-3' } as const;

const upsertAnswer = z.object({
	results: z.array(z.object({ id: z.string().min(1), _new: z.boolean() })).min(1),
});
const searchAnswer = z.object({
	results: z.array(z.object({ id: z.string().min(1), properties: z.record(z.unknown()) })),
});
const ownerAnswer = z.object({
	results: z.array(z.object({ id: z.string().min(1), email: z.string().nullish() })),
});
const dealAnswer = z.object({ id: z.string().min(1) });
const itemErrors = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

/** Builds the adapter on HubSpot's SDK, whose own retries stay off: the service decides on those. */
export function hubspotAdapter(options: HubspotOptions): HubspotAdapter {
	const base = options.base ?? BASE;
	const client = new Client({
		accessToken: options.token,
		basePath: base,
		numberOfApiCallRetries: 0,
		httpAgent: agentFor(options.connections, base),
	});
	const { contacts, deals, owners } = client.crm;
	const linkTo = (type: keyof typeof RECORD_TYPE, id: string) =>
		`https://app.hubspot.com/contacts/${options.portalId}/record/${RECORD_TYPE[type]}/${id}`;

	return {
		findOwner: async (email) => {
			const answer = await call<string | null>(
				owners.ownersApi.getPage(email, undefined, 1),
				(found) => {
					const read = ownerAnswer.safeParse(found);
					if (!read.success) return unreadable();
					const owner = read.data.results.find((one) => one.email?.toLowerCase() === email);
					return { result: 'done', receipt: owner?.id ?? null };
				},
				options.timeoutMs,
			);
			// A question changes nothing: it may be asked again.
			return answer.result === 'unknown'
				? notSentOf(VENDOR, answer.error.why, answer.status)
				: answer;
		},
		updateRecord: async ({ object, id, properties }) => {
			const records = object === 'deal' ? deals.basicApi : contacts.basicApi;
			const receipt = { id, url: linkTo(object, id) };
			const outcome = await call<ChangeReceipt>(
				records.update(id, { properties }),
				() => ({ result: 'done', receipt: { ...receipt, note: null } }),
				options.timeoutMs,
			);
			if (outcome.result !== 'refused' || outcome.status !== 404) return outcome;
			const note = `The ${object} is no longer in HubSpot.`;
			return { result: 'done', receipt: { ...receipt, note } };
		},
		findDeal: async (property, value) => {
			const filter = { propertyName: property, operator: FilterOperatorEnum.Eq, value };
			try {
				const answer = await withDeadline(
					deals.searchApi.doSearch({
						filterGroups: [{ filters: [filter] }],
						properties: [property],
						limit: 1,
					}),
					options.timeoutMs,
				);
				const read = searchAnswer.safeParse(answer);
				if (!read.success) return lookUpFailed(unreadable());
				const deal = read.data.results[0];
				if (deal === undefined) return { result: 'absent' };
				// Whatever the search compares: only the same key is the same deal.
				if (deal.properties[property] !== value) return lookUpFailed(unreadable());
				return { result: 'found', receipt: { id: deal.id, url: linkTo('deal', deal.id) } };
			} catch (error) {
				return lookUpFailed(failure(error));
			}
		},
		upsertContact: async (email, properties) =>
			await call(
				contacts.batchApi.upsert({
					inputs: [{ idProperty: 'email', id: email, properties: { ...properties, email } }],
				}),
				(answer) => {
					const refused = itemErrors.safeParse(answer);
					if (refused.success) return refusedItem(refused.data.errors[0]?.message ?? '');
					const read = upsertAnswer.safeParse(answer);
					const contact = read.success ? read.data.results[0] : undefined;
					if (contact === undefined) return unreadable();
					const receipt = {
						id: contact.id,
						url: linkTo('contact', contact.id),
						created: contact._new,
					};
					return { result: 'done', receipt };
				},
				options.timeoutMs,
			),
		createDeal: async ({ properties, contactId }) =>
			await call(
				deals.basicApi.create({
					properties,
					associations: [
						{
							to: { id: contactId },
							types: [
								{
									associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
									associationTypeId: DEAL_TO_CONTACT,
								},
							],
						},
					],
				}),
				(answer) => {
					const read = dealAnswer.safeParse(answer);
					if (!read.success) return unreadable();
					const { id } = read.data;
					return { result: 'done', receipt: { id, url: linkTo('deal', id) } };
				},
				options.timeoutMs,
			),
	};
}

async function call<Receipt>(
	work: Promise<unknown>,
	read: (answer: unknown) => Outcome<Receipt>,
	timeoutMs: number,
): Promise<Outcome<Receipt>> {
	try {
		return read(await withDeadline(work, timeoutMs));
	} catch (error) {
		return failure(error);
	}
}

const apiError = z.object({
	code: z.number(),
	body: z.unknown(),
	headers: z.record(z.string()).optional(),
});
const errorBody = z.object({
	message: z.string().default(''),
	category: z.string().nullish(),
	policyName: z.string().nullish(),
	errors: z.array(z.object({ message: z.string() })).optional(),
});

/** What HubSpot's own SDK waits for this policy (@hubspot/api-client 14.0.1, RetryDecorator). */
const ROLLING_WINDOW_MS = 10_000;

/**
 * Statuses of HubSpot that ask for another try later, with the wait where it names none: 423 for a
 * record that is locked (at least 2 s), 477 for an account that is being moved, which names one of up
 * to 24 hours (developers.hubspot.com/docs/api-reference/error-handling, as found in a stored copy searched 2026-11-22).
 */
const LATER: Readonly<Record<number, number>> = { 423: 2_000, 477: 60_000 };

/** What an error of HubSpot's SDK means. */
export function failure(error: unknown): Failure {
	const api = apiError.safeParse(error);
	if (!api.success) return transportFailure(VENDOR, error);
	const body = errorBody.safeParse(parsed(api.data.body));
	const { message, category, policyName, errors } = body.success
		? body.data
		: { message: 'an answer that is not an error of its API' };
	const waits = retryAfterMs(api.data.headers?.['retry-after'], new Date());
	const later = LATER[api.data.code];
	if (later !== undefined) {
		return {
			result: 'rateLimited',
			status: api.data.code,
			retryAfterMs: waits ?? later,
			error: {
				code: 'hubspot/not-now',
				what: 'HubSpot cannot take it now.',
				why: `HubSpot answered ${api.data.code}: ${message}`,
				mend: 'Nothing to mend: the same call with the same key is tried again.',
			},
		};
	}
	return failureOf({
		vendor: VENDOR,
		status: api.data.code,
		vendorCode: category ?? null,
		message: [message, ...(errors ?? []).map((each) => each.message)].join(' '),
		retryAfterMs: waits ?? (policyName === 'TEN_SECONDLY_ROLLING' ? ROLLING_WINDOW_MS : null),
		mend:
			category === 'OBJECT_NOT_FOUND'
				? 'Check that the contact still exists in HubSpot, then run it again with "retry".'
				: /propert/i.test(message) && category === 'VALIDATION_ERROR'
					? 'Run "agency-ops seed" so that our properties exist in HubSpot, and check the values the message names.'
					: null,
	});
}

function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return null;
	}
}

function refusedItem(message: string): Failure {
	return failureOf({
		vendor: VENDOR,
		status: 422,
		vendorCode: 'batch-item',
		message: `207 with an error for the contact: ${message}`,
		retryAfterMs: null,
		mend: null,
	});
}

function unreadable(): Failure {
	return unknownOf(VENDOR, 'HubSpot answered with success, but without the id of the record.', 200);
}
