/** The object types the stand-in keeps. */
export const objectTypes = ['contacts', 'companies', 'deals'] as const;
export type ObjectType = (typeof objectTypes)[number];

/** HubSpot's names and ids for the object types: singular, plural and numeric are all accepted. */
const aliases: Record<string, ObjectType> = {
	contact: 'contacts',
	contacts: 'contacts',
	'0-1': 'contacts',
	company: 'companies',
	companies: 'companies',
	'0-2': 'companies',
	deal: 'deals',
	deals: 'deals',
	'0-3': 'deals',
};

/** The object type behind a name in a path; null when the stand-in does not keep it. */
export const objectTypeOf = (name: string): ObjectType | null => aliases[name] ?? null;

/** HubSpot's numeric type ids. */
export const typeIds: Record<ObjectType, string> = {
	contacts: '0-1',
	companies: '0-2',
	deals: '0-3',
};

/** A contact, company or deal. */
export interface CrmObject {
	id: string;
	/** Every value is text, as HubSpot keeps it. */
	properties: Record<string, string>;
	/** ISO 8601, UTC. */
	createdAt: string;
	updatedAt: string;
	archived: boolean;
}

/** A link from one object to another with the numeric types it has. */
export interface Association {
	fromType: ObjectType;
	fromId: string;
	toType: ObjectType;
	toId: string;
	typeIds: number[];
}

/** The definition of a property. */
export interface Property {
	name: string;
	label: string;
	type: string;
	fieldType: string;
	description: string;
	groupName: string;
	options: Array<{ label: string; value: string; displayOrder: number; hidden: boolean }>;
	displayOrder: number;
	hasUniqueValue: boolean;
	hidden: boolean;
	formField: boolean;
	calculated: boolean;
	externalOptions: boolean;
	hubspotDefined: boolean;
	archived: boolean;
	createdAt: string;
	updatedAt: string;
}

/** A group that properties stand in. */
export interface PropertyGroup {
	name: string;
	label: string;
	displayOrder: number;
	archived: boolean;
}

/** A stage of a pipeline. */
export interface Stage {
	id: string;
	label: string;
	displayOrder: number;
	/** For deals `probability` and `isClosed`, as text. */
	metadata: Record<string, string>;
	createdAt: string;
	updatedAt: string;
	archived: boolean;
}

/** A pipeline with its stages in order. */
export interface Pipeline {
	id: string;
	label: string;
	displayOrder: number;
	stages: Stage[];
	createdAt: string;
	updatedAt: string;
	archived: boolean;
}

/** Everything the HubSpot stand-in knows. */
export interface HubSpotState {
	contacts: CrmObject[];
	companies: CrmObject[];
	deals: CrmObject[];
	associations: Association[];
	properties: Record<ObjectType, Property[]>;
	groups: Record<ObjectType, PropertyGroup[]>;
	pipelines: Record<ObjectType, Pipeline[]>;
	/** The id given last. */
	lastId: number;
}
