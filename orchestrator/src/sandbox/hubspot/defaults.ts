import type { HubSpotState, ObjectType, Pipeline, Property } from './model';

const bornAt = '2026-01-05T09:00:00.000Z';

const kinds = {
	text: ['string', 'text'],
	area: ['string', 'textarea'],
	number: ['number', 'number'],
	date: ['date', 'date'],
	datetime: ['datetime', 'date'],
	bool: ['bool', 'booleancheckbox'],
	select: ['enumeration', 'select'],
} as const;

type Kind = keyof typeof kinds;

/** The properties a new portal has that lead work meets: a choice, not HubSpot's whole list. */
const defined: Record<
	ObjectType,
	Array<[name: string, label: string, kind: Kind, values?: string]>
> = {
	contacts: [
		['email', 'Email', 'text'],
		['firstname', 'First name', 'text'],
		['lastname', 'Last name', 'text'],
		['phone', 'Phone number', 'text'],
		['mobilephone', 'Mobile phone number', 'text'],
		['company', 'Company name', 'text'],
		['jobtitle', 'Job title', 'text'],
		['website', 'Website URL', 'text'],
		['address', 'Street address', 'text'],
		['city', 'City', 'text'],
		['state', 'State or region', 'text'],
		['zip', 'Postal code', 'text'],
		['country', 'Country or region', 'text'],
		['industry', 'Industry', 'text'],
		['message', 'Message', 'area'],
		['hs_language', 'Preferred language', 'select', 'en,es,da,de,fr,pt'],
		['hubspot_owner_id', 'Contact owner', 'text'],
		[
			'lifecyclestage',
			'Lifecycle stage',
			'select',
			'subscriber,lead,marketingqualifiedlead,salesqualifiedlead,opportunity,customer,evangelist,other',
		],
		[
			'hs_lead_status',
			'Lead status',
			'select',
			'NEW,OPEN,IN_PROGRESS,OPEN_DEAL,UNQUALIFIED,ATTEMPTED_TO_CONTACT,CONNECTED,BAD_TIMING',
		],
		['createdate', 'Create date', 'datetime'],
		['lastmodifieddate', 'Last modified date', 'datetime'],
		['hs_object_id', 'Record ID', 'number'],
	],
	companies: [
		['name', 'Company name', 'text'],
		['domain', 'Company domain name', 'text'],
		['phone', 'Phone number', 'text'],
		['city', 'City', 'text'],
		['country', 'Country or region', 'text'],
		['industry', 'Industry', 'text'],
		['website', 'Website URL', 'text'],
		['description', 'Description', 'area'],
		['hubspot_owner_id', 'Company owner', 'text'],
		['createdate', 'Create date', 'datetime'],
		['hs_lastmodifieddate', 'Last modified date', 'datetime'],
		['hs_object_id', 'Record ID', 'number'],
	],
	deals: [
		['dealname', 'Deal name', 'text'],
		['amount', 'Amount', 'number'],
		['deal_currency_code', 'Currency', 'select', 'USD,EUR,DKK,PEN,GBP'],
		['pipeline', 'Pipeline', 'text'],
		['dealstage', 'Deal stage', 'text'],
		['closedate', 'Close date', 'datetime'],
		['dealtype', 'Deal type', 'select', 'newbusiness,existingbusiness'],
		['description', 'Deal description', 'area'],
		['hs_priority', 'Priority', 'select', 'low,medium,high'],
		['hubspot_owner_id', 'Deal owner', 'text'],
		['createdate', 'Create date', 'datetime'],
		['hs_lastmodifieddate', 'Last modified date', 'datetime'],
		['hs_object_id', 'Record ID', 'number'],
	],
};

/** The properties an answer carries when the caller asks for none. */
export const defaultProperties: Record<ObjectType, readonly string[]> = {
	contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
	companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
	deals: [
		'amount',
		'closedate',
		'createdate',
		'dealname',
		'dealstage',
		'hs_lastmodifieddate',
		'hs_object_id',
		'pipeline',
	],
};

/** The property that must be unique though it is no custom one. */
export const naturalKeys: Partial<Record<ObjectType, string>> = { contacts: 'email' };

/** The property that holds the time of the last change. */
export const modifiedProperty: Record<ObjectType, string> = {
	contacts: 'lastmodifieddate',
	companies: 'hs_lastmodifieddate',
	deals: 'hs_lastmodifieddate',
};

/** Properties that HubSpot writes itself and refuses from a caller. */
export const readOnlyProperties = new Set([
	'createdate',
	'lastmodifieddate',
	'hs_lastmodifieddate',
	'hs_object_id',
]);

const groupNames: Record<ObjectType, [name: string, label: string]> = {
	contacts: ['contactinformation', 'Contact information'],
	companies: ['companyinformation', 'Company information'],
	deals: ['dealinformation', 'Deal information'],
};

/**
 * Stages with their probabilities as the audit example of HubSpot's pipelines guide shows them
 * (developers.hubspot.com/docs/api-reference/legacy/crm/pipelines/guide, as found in a stored copy
 * searched 2026-11-22); that every new portal has them is secondary.
 */
const stages: Array<[id: string, label: string, probability: string, closed: boolean]> = [
	['appointmentscheduled', 'Appointment scheduled', '0.2', false],
	['qualifiedtobuy', 'Qualified to buy', '0.4', false],
	['presentationscheduled', 'Presentation scheduled', '0.6', false],
	['decisionmakerboughtin', 'Decision maker bought in', '0.8', false],
	['contractsent', 'Contract sent', '0.9', false],
	['closedwon', 'Closed won', '1.0', true],
	['closedlost', 'Closed lost', '0.0', true],
];

const property = (
	objectType: ObjectType,
	[name, label, kind, values]: [string, string, Kind, string?],
	index: number,
): Property => ({
	name,
	label,
	type: kinds[kind][0],
	fieldType: kinds[kind][1],
	description: '',
	groupName: groupNames[objectType][0],
	options: (values?.split(',') ?? []).map((value, displayOrder) => ({
		label: value,
		value,
		displayOrder,
		hidden: false,
	})),
	displayOrder: index,
	hasUniqueValue: false,
	hidden: false,
	formField: true,
	calculated: false,
	externalOptions: name === 'hubspot_owner_id',
	hubspotDefined: true,
	archived: false,
	createdAt: bornAt,
	updatedAt: bornAt,
});

const salesPipeline = (): Pipeline => ({
	id: 'default',
	label: 'Sales Pipeline',
	displayOrder: 0,
	stages: stages.map(([id, label, probability, closed], displayOrder) => ({
		id,
		label,
		displayOrder,
		metadata: { probability, isClosed: String(closed) },
		createdAt: bornAt,
		updatedAt: bornAt,
		archived: false,
	})),
	createdAt: bornAt,
	updatedAt: bornAt,
	archived: false,
});

const perType = <Value>(make: (objectType: ObjectType) => Value) => ({
	contacts: make('contacts'),
	companies: make('companies'),
	deals: make('deals'),
});

/**
 * A new portal: HubSpot's own properties, one sales pipeline, no records.
 *
 * @param firstId the id after which records are numbered
 */
export function newPortal(firstId: number): HubSpotState {
	return {
		contacts: [],
		companies: [],
		deals: [],
		associations: [],
		properties: perType((type) =>
			defined[type].map((entry, index) => property(type, entry, index)),
		),
		groups: perType((type) => [
			{ name: groupNames[type][0], label: groupNames[type][1], displayOrder: 0, archived: false },
		]),
		pipelines: perType((type) => (type === 'deals' ? [salesPipeline()] : [])),
		lastId: firstId,
	};
}
