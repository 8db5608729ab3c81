import fc from 'fast-check';

import { defaultRules } from '../../nodes/domain/lead/defaultRules';
import { engagementRules } from '../../nodes/domain/lead/rules';
import { eventTypes } from '../../nodes/domain/lead/schema';
import type { Budget, Lead, LeadEvent } from '../../nodes/domain/lead/schema';
import { aLead, inDays, today } from './aLead';

/** One seed for all laws, so that a failure comes back at the next run. */
export const seeded = { seed: 20_261_122, numRuns: 200 } as const;

const { catalogue, rates } = defaultRules;

/** Budgets from a cent to a million, in any currency that has a rate. */
export const budgets: fc.Arbitrary<Budget> = fc.record({
	minor: fc.integer({ min: 1, max: 100_000_000 }),
	currency: fc.constantFrom(...Object.keys(rates)),
	per: fc.constantFrom('project' as const, 'month' as const),
});

/** Events of the last 120 days; `types` bounds what kinds there are. */
export function eventsOf(types: readonly LeadEvent['type'][]): fc.Arbitrary<LeadEvent[]> {
	const event = fc.record({
		type: fc.constantFrom(...types),
		at: fc
			.integer({ min: 0, max: 120 * 86_400 })
			.map((seconds) => new Date(today.getTime() - seconds * 1000).toISOString()),
	});
	return fc.array(event, { maxLength: 8 });
}

/** Events of every type. */
export const events = eventsOf(eventTypes);

/** Events that only ever add engagement. */
export const goodEvents = eventsOf(engagementRules);

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
	fc.option(value, { nil: null });

/** Leads with any combination of answers given or not. */
export const leads: fc.Arbitrary<Lead> = fc
	.record({
		name: maybe(fc.constantFrom('Ana Pérez', 'Freja')),
		email: maybe(fc.constantFrom('ana@tienda.example', 'ana@gmail.com', 'x@mailinator.com')),
		phone: maybe(fc.constant('+4512345678')),
		company: fc.record({
			name: maybe(fc.constant('Tienda')),
			domain: maybe(fc.constant('tienda.example')),
		}),
		service: maybe(fc.constantFrom(...Object.keys(catalogue.services), 'other')),
		vertical: maybe(fc.constantFrom(...Object.keys(catalogue.verticals), 'other')),
		source: maybe(fc.constantFrom(...Object.keys(catalogue.sources), 'other')),
		budget: maybe(budgets),
		timeline: maybe(fc.integer({ min: 0, max: 3650 }).map(inDays)),
		message: maybe(
			fc.constantFrom(
				'Hello, we need a video for our shop.',
				'bitcoin',
				'casino viagra',
				'Busco empleo',
			),
		),
		language: fc.constantFrom('en' as const, 'es' as const, 'da' as const),
		events,
	})
	.map((answers) => aLead(answers));

/** Keys that forms really use, some that mean harm, and any text. */
const keys = fc.oneof(
	fc.constantFrom(
		'email',
		'E-mail',
		'Correo electrónico',
		'name',
		'budget',
		'Presupuesto (USD)',
		'timeline',
		'Plazo',
		'Hvornår?',
		'message',
		'company',
		'country',
		'phone',
		'events',
		'language',
		'submittedAt',
		'body',
		'headers',
		'lead',
		'fields',
		'consent',
		'__proto__',
		'constructor',
		'toString',
		'service',
		'source',
		'formMode',
	),
	fc.string(),
);

/** Values that forms really send, and any JSON. */
const values = fc.oneof(
	fc.jsonValue({ maxDepth: 4 }),
	fc.constantFrom(
		'USD 1.500',
		'1,5k',
		'ASAP',
		'en dos semanas',
		'0',
		'',
		'💰',
		'ana@tienda.example',
		'a@b',
		'-5',
		'NaN',
		'1e309',
		'\u0000\u0007',
		'\ud800',
		'2026-12-01',
		'x'.repeat(2000),
		'{{ 1 + 1 }}',
		'<!channel>',
	),
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.double(),
	fc.constantFrom(undefined, null, Infinity, Number.NaN, true),
);

/** Whatever might come through an open form: near-leads and anything at all. */
export const submissions: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: fc.array(fc.tuple(keys, values), { maxLength: 12 }).map(ownKeys) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 5 }) },
	{ weight: 1, arbitrary: fc.anything() },
);

/** An object with these own keys, `__proto__` among them, as JSON.parse makes it. */
function ownKeys(pairs: Array<[string, unknown]>): unknown {
	return Object.fromEntries(pairs);
}
