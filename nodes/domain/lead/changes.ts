import { fromMajor, toUsd } from '../money';
import { budgetLevel, timelineLevel } from './levels';
import type { Rules } from './rules';
import type { Lead } from './schema';

/** The fields of a lead that can turn out otherwise, in the order they are asked for. */
export const changeFields = [
	'budget',
	'timeline',
	'service',
	'vertical',
	'source',
	'company',
	'phone',
	'email',
	'replied',
	'booked',
] as const;

/** A field that can turn out otherwise, or an event that can still come. */
export type ChangeField = (typeof changeFields)[number];

/** A lead that differs in one field. */
export interface Change {
	field: ChangeField;
	/** The level of the field's rule after the change. */
	level: string;
	/** Place of the level among the field's, from 0. */
	index: number;
	lead: Lead;
}

/** Every way in which one field of a lead could turn out otherwise, one for each level. */
export function changesOf(lead: Lead, now: Date, rules: Rules): Change[] {
	return [
		...budgetChanges(lead, rules),
		...timelineChanges(lead, rules),
		...entryChanges('service', Object.keys(rules.catalogue.services), lead),
		...entryChanges('vertical', Object.keys(rules.catalogue.verticals), lead),
		...(lead.source === null
			? entryChanges('source', Object.keys(rules.catalogue.sources), lead)
			: []),
		...answerChanges(lead),
		...eventChanges(lead, now),
	];
}

/** Whether a field is still unanswered, and a client could be asked for it. */
export function isMissing(field: ChangeField, lead: Lead): boolean {
	switch (field) {
		case 'company':
			return lead.company.name === null && lead.company.domain === null;
		case 'email':
		case 'replied':
		case 'booked':
			return false;
		default:
			return lead[field] === null;
	}
}

function budgetChanges(lead: Lead, rules: Rules): Change[] {
	const { bands, floorUsd } = rules.budget;
	const usd = lead.budget === null ? null : toUsd(lead.budget, rules.rates);
	const isSold = usd === null || usd >= floorUsd;
	const current = budgetLevel(lead.budget, rules);
	return bands.flatMap(({ level, fromUsd }, index): Change[] => {
		const least = Math.max(fromUsd, floorUsd);
		const next = bands[index + 1]?.fromUsd ?? Infinity;
		if ((level === current && isSold) || least >= next) return [];
		const per = lead.budget?.per ?? 'project';
		return [
			{
				field: 'budget',
				level,
				index,
				lead: { ...lead, budget: { ...fromMajor(least, 'USD'), per } },
			},
		];
	});
}

function timelineChanges(lead: Lead, rules: Rules): Change[] {
	const { bands } = rules.timeline;
	const current = lead.timeline && timelineLevel(lead.timeline.days, rules);
	return bands.flatMap(({ level, days }, index): Change[] => {
		if (level === current) return [];
		const example = days ?? (bands[index - 1]?.days ?? 0) + 1;
		return [
			{ field: 'timeline', level, index, lead: { ...lead, timeline: { days: example, level } } },
		];
	});
}

function entryChanges(
	field: 'service' | 'vertical' | 'source',
	entries: string[],
	lead: Lead,
): Change[] {
	return [...entries, 'other']
		.map((level, index) => ({ field, level, index, lead: { ...lead, [field]: level } }))
		.filter(({ level }) => level !== lead[field]);
}

/** Answers that only their presence counts of; the values stand for any. */
function answerChanges(lead: Lead): Change[] {
	const changes: Change[] = [];
	const index = 0;
	if (isMissing('company', lead)) {
		const company = { name: 'their company', domain: null };
		changes.push({ field: 'company', level: 'given', index, lead: { ...lead, company } });
	}
	if (lead.phone === null) {
		changes.push({ field: 'phone', level: 'given', index, lead: { ...lead, phone: '+0000000' } });
	}
	// example.com is kept free for examples (RFC 2606).
	changes.push({
		field: 'email',
		level: 'company',
		index,
		lead: { ...lead, email: 'lead@example.com' },
	});
	return changes;
}

function eventChanges(lead: Lead, now: Date): Change[] {
	return (['replied', 'booked'] as const).map((field) => {
		const events = [...lead.events, { type: field, at: now.toISOString() }];
		return { field, level: 'recent', index: 0, lead: { ...lead, events } };
	});
}
