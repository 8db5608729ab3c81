import { answer, isObject, objectsIn, textOr, textsIn } from '../json';
import type { Json, JsonObject, VendorAnswer } from '../types';
import { Refused, typeIn, type Call } from './call';
import { validationError } from './errors';
import type { CrmObject, ObjectType } from './model';
import { present } from './present';

/**
 * Limits of the search (developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm,
 * edition of March 2026, as found in a stored copy searched 2026-11-22): 5 groups, 6 filters a
 * group, 18 filters in all, 200 results a page, 10,000 in all. The changelog of August 2024 had
 * named 10 and 25 filters.
 */
const limits = { groups: 5, filtersEach: 6, filters: 18, page: 200, reach: 10_000 } as const;

/**
 * What the free-text query looks at: of the fields that page lists, those a new portal here has.
 */
const searched: Record<ObjectType, readonly string[]> = {
	contacts: ['firstname', 'lastname', 'email', 'phone', 'company'],
	companies: ['name', 'domain', 'website', 'phone'],
	deals: ['dealname', 'description'],
};

type Test = (object: CrmObject) => boolean;

/** POST search: groups of filters joined by OR, filters within a group by AND. */
export function searchObjects(call: Call): VendorAnswer {
	const type = typeIn(call, 'objectType');
	const limit = Number(call.body.limit ?? 10);
	const after = Number(call.body.after ?? 0);
	if (!Number.isInteger(limit) || limit < 0 || limit > limits.page) {
		return validationError(`"limit" must be between 0 and ${limits.page}`);
	}
	if (!Number.isInteger(after) || after < 0) return validationError('"after" is not a page mark');
	if (after + limit > limits.reach) {
		return validationError(`Results beyond ${limits.reach} cannot be paged to`);
	}
	const test = testOf(call, type);
	const found = call.store.state[type].filter((object) => !object.archived && test(object));
	const sorted = sortBy(found, call.body.sorts);
	const asked = textsIn(call.body.properties);
	const results = sorted.slice(after, after + limit).map((object) => present(type, object, asked));
	const next = after + limit;
	const paging = next < found.length ? { paging: { next: { after: String(next) } } } : {};
	return answer(200, { total: found.length, results, ...paging });
}

function testOf(call: Call, type: ObjectType): Test {
	const groups = objectsIn(call.body.filterGroups).map((group) => objectsIn(group.filters));
	const count = groups.reduce((sum, group) => sum + group.length, 0);
	if (
		groups.length > limits.groups ||
		count > limits.filters ||
		groups.some((group) => group.length > limits.filtersEach)
	) {
		throw new Refused(
			validationError(
				`At most ${limits.groups} filter groups, ${limits.filtersEach} filters each, ${limits.filters} in all`,
			),
		);
	}
	const tests = groups.map((group) => group.map((filter) => filterTest(call, type, filter)));
	const words = textOr(call.body.query, '').toLowerCase().split(/\s+/).filter(Boolean);
	return (object) => {
		const meetsGroups = tests.length === 0 || tests.some((all) => all.every((one) => one(object)));
		return meetsGroups && meetsWords(object, type, words);
	};
}

function meetsWords(object: CrmObject, type: ObjectType, words: string[]): boolean {
	if (words.length === 0) return true;
	const text = searched[type].map((name) => object.properties[name] ?? '').join(' ');
	return words.every((word) => text.toLowerCase().includes(word));
}

function filterTest(call: Call, type: ObjectType, filter: JsonObject): Test {
	const name = textOr(filter.propertyName, '');
	const operator = textOr(filter.operator, '');
	if (!call.store.property(type, name)) {
		throw new Refused(validationError(`There is no property "${name}" for ${type}`));
	}
	const make = operators[operator];
	if (!make) throw new Refused(validationError(`"${operator}" is not a filter operator`));
	const needsValue = !['HAS_PROPERTY', 'NOT_HAS_PROPERTY', 'IN', 'NOT_IN'].includes(operator);
	if (needsValue && textOr(filter.value, null) === null) {
		throw new Refused(validationError(`Operator ${operator} on "${name}" needs a value`));
	}
	if (operator.endsWith('IN') && textsIn(filter.values).length === 0) {
		throw new Refused(validationError(`Operator ${operator} on "${name}" needs values`));
	}
	const meets = make(filter);
	return (object) => meets(object.properties[name]);
}

type ValueTest = (value: string | undefined) => boolean;

const text = (value: Json | undefined) => textOr(value, '').toLowerCase();

/**
 * HubSpot compares without regard to case, numbers and times by size. Its exceptions (options of an
 * enumeration, and texts with IN and NOT_IN) are not kept here.
 */
const operators: Record<string, (filter: JsonObject) => ValueTest> = {
	EQ: (filter) => (value) => value?.toLowerCase() === text(filter.value),
	NEQ: (filter) => (value) => value !== undefined && value.toLowerCase() !== text(filter.value),
	LT: (filter) => (value) => order(value, textOr(filter.value, '')) < 0,
	LTE: (filter) => (value) => order(value, textOr(filter.value, '')) <= 0,
	GT: (filter) => (value) => order(value, textOr(filter.value, '')) > 0,
	GTE: (filter) => (value) => order(value, textOr(filter.value, '')) >= 0,
	BETWEEN: (filter) => (value) =>
		order(value, textOr(filter.value, '')) >= 0 && order(value, textOr(filter.highValue, '')) <= 0,
	IN: (filter) => {
		const wanted = new Set(textsIn(filter.values).map((one) => one.toLowerCase()));
		return (value) => value !== undefined && wanted.has(value.toLowerCase());
	},
	NOT_IN: (filter) => {
		const unwanted = new Set(textsIn(filter.values).map((one) => one.toLowerCase()));
		return (value) => value !== undefined && !unwanted.has(value.toLowerCase());
	},
	HAS_PROPERTY: () => (value) => value !== undefined && value !== '',
	NOT_HAS_PROPERTY: () => (value) => value === undefined || value === '',
	CONTAINS_TOKEN: (filter) => tokenTest(text(filter.value)),
	NOT_CONTAINS_TOKEN: (filter) => {
		const contains = tokenTest(text(filter.value));
		return (value) => value !== undefined && !contains(value);
	},
};

/** Whole words, with `*` standing for any run of characters. */
function tokenTest(token: string): ValueTest {
	const source = token
		.split('*')
		.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
		.join('.*');
	const pattern = new RegExp(`^${source}$`);
	return (value) =>
		value !== undefined &&
		[value, ...value.split(/[^\p{L}\p{N}_]+/u)].some((word) => pattern.test(word.toLowerCase()));
}

/** NaN for what cannot be compared: every comparison with it is false. */
function order(value: string | undefined, other: string): number {
	if (value === undefined || value === '') return NaN;
	return sizeOf(value) - sizeOf(other);
}

const sizeOf = (value: string) => {
	const number = Number(value);
	return Number.isFinite(number) ? number : Date.parse(value);
};

function sortBy(objects: CrmObject[], sorts: Json | undefined): CrmObject[] {
	const first = Array.isArray(sorts) ? sorts[0] : undefined;
	const descendingMark = typeof first === 'string' && first.startsWith('-');
	const name = isObject(first)
		? textOr(first.propertyName, '')
		: textOr(first, '').replace(/^-/, '');
	const sign = descendingMark || (isObject(first) && first.direction === 'DESCENDING') ? -1 : 1;
	if (name === '') return objects;
	return [...objects].sort((a, b) => {
		const left = a.properties[name] ?? '';
		const right = b.properties[name] ?? '';
		const bySize = sizeOf(left) - sizeOf(right);
		return sign * (Number.isNaN(bySize) ? left.localeCompare(right) : bySize);
	});
}
