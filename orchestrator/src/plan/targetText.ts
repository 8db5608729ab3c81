import type { Target } from './target';

/** What a person calls the things of a kind. */
interface Noun {
	one: string;
	/** Default: one more `s`. */
	many?: string;
	/** The word that names of this kind begin with already. */
	begins?: string;
	/** What stands in names between a thing and what it is in. */
	within?: string;
}

const nouns: Record<Target['kind'], Noun> = {
	owner: { one: 'owner' },
	apiKey: { one: 'API key' },
	credential: { one: 'credential' },
	workflow: { one: 'workflow' },
	propertyGroup: { one: 'property group', within: ' on ' },
	property: { one: 'property', many: 'properties', within: ' on ' },
	pipeline: { one: 'pipeline' },
	stage: { one: 'stage', within: ' of ' },
	subscription: { one: 'webhook', begins: 'webhooks' },
	channel: { one: 'channel' },
	member: { one: 'member', within: ' in ' },
	bookmark: { one: 'bookmark', begins: 'links', within: ' in ' },
	space: { one: 'space', begins: 'space' },
	folder: { one: 'folder', begins: 'folder' },
	list: { one: 'list', begins: 'list' },
	status: { one: 'status', many: 'statuses', begins: 'status', within: ' of ' },
	customField: { one: 'custom field', begins: 'field', within: ' of ' },
	webhook: { one: 'webhook' },
	hook: { one: 'webhook' },
	endpoint: { one: 'webhook endpoint' },
	option: { one: 'option', within: ' of ' },
	field: { one: 'metadata field' },
	workspace: { one: 'workspace', begins: 'workspace' },
	bucket: { one: 'bucket' },
};

/** A thing as a person reads it, such as `ClickUp list "Agency / Sales / Leads"`. */
export const targetText = (target: Target): string => `${target.service} ${thingText(target)}`;

/** The same without its service. */
export function thingText({ kind, name }: Pick<Target, 'kind' | 'name'>): string {
	const { one, begins } = nouns[kind];
	return begins !== undefined && name.startsWith(`${begins} `) ? name : `${one} ${name}`;
}

/** What a thing is in, as its name says with a word such as ` in `; empty where it says nothing of that. */
export function withinText({ kind, name }: Pick<Target, 'kind' | 'name'>): string {
	const { within } = nouns[kind];
	const at = within === undefined ? -1 : name.lastIndexOf(within);
	return at === -1 ? '' : name.slice(at);
}

/** A thing among others of its kind that are in the same. */
export function shortName(target: Pick<Target, 'kind' | 'name'>): string {
	const { begins } = nouns[target.kind];
	const { name } = target;
	const bare = name.slice(0, name.length - withinText(target).length);
	return begins !== undefined && bare.startsWith(`${begins} `)
		? bare.slice(begins.length + 1)
		: bare;
}

/** So many things of a kind, such as `7 properties`. */
export function countedThings(count: number, kind: Target['kind']): string {
	const { one, many = `${one}s` } = nouns[kind];
	return `${count} ${count === 1 ? one : many}`;
}
