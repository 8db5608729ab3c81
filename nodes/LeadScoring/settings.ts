import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { MendableError } from '../domain/errors';
import { readPath } from '../domain/effect/readPath';
import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { defaultRules } from '../domain/lead/defaultRules';
import { readLeadModel } from '../domain/lead/learning/model';
import type { LeadModel } from '../domain/lead/learning/model';
import { resolveRules } from '../domain/lead/resolveRules';
import type { Rules } from '../domain/lead/rules';
import { changesOf } from '../shared/changesOf';
import { jsonParameter } from '../shared/jsonParameter';
import { onlyGiven } from '../shared/onlyGiven';

/** What one run of the node goes by; the same for all of its items. */
export interface LeadScoringSettings {
	rules: Rules;
	model?: LeadModel;
	/** `client` stands for the language of each lead. */
	language: Language | 'client';
	/** Path to the lead inside the item; empty for the whole. */
	leadField: string;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

const weightsSchema = z
	.object({
		weight: z
			.array(z.object({ rule: z.string(), level: z.string(), logOdds: z.number() }))
			.default([]),
	})
	.default({});

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `rules/invalid`, `model/invalid`, or `…/not-json` for a text that is no JSON
 */
export function readSettings(context: IExecuteFunctions): LeadScoringSettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const { language, leadField } = options;
	const model = jsonParameter('model', options.model, 'Fitted Model');
	return {
		rules: resolveRules(changesOf(context, 'rules', () => fieldsOf(context))),
		model: model === null ? undefined : readLeadModel(model),
		language: language === 'client' || isLanguage(language) ? language : 'en',
		leadField: typeof leadField === 'string' ? leadField : '',
		test: context.getMode() === 'manual',
	};
}

/**
 * The lead inside an item.
 *
 * @throws MendableError `lead/not-found` when the item has nothing at the path
 */
export function leadIn(json: IDataObject, leadField: string): unknown {
	if (leadField.trim() === '') return json;
	const lead = readPath(json, leadField);
	if (lead !== undefined) return lead;
	throw new MendableError(
		'lead/not-found',
		'There is no lead in this item.',
		`The path "${leadField}" leads to nothing; the item has ${Object.keys(json).slice(0, 10).join(', ') || 'no fields'}.`,
		'Correct "Lead Field", or leave it empty to take the whole item.',
	);
}

/** The changes that a person made by fields, in the form of the rules. */
function fieldsOf(context: IExecuteFunctions): unknown {
	const settings = context.getNodeParameter('settings', 0, {}) as IDataObject;
	const weights = context.getNodeParameter('weights', 0, {});
	return { ...settingChanges(settings), ...weightChanges(weightsSchema.parse(weights)) };
}

function settingChanges(settings: IDataObject): Record<string, unknown> {
	const { hot, warm, baseRatePercent, floorUsd, spam, jobSeeker, competitorDomains } = settings;
	return onlyGiven({
		baseRate: typeof baseRatePercent === 'number' ? baseRatePercent / 100 : baseRatePercent,
		thresholds: onlyGiven({ hot, warm }),
		budget: onlyGiven({ floorUsd }),
		disqualify: onlyGiven({ spam, jobSeeker, competitorDomains: domainsIn(competitorDomains) }),
	});
}

/** Weights keep the uncertainty of the default; a level without one gets that of `unknown`. */
function weightChanges({ weight }: z.infer<typeof weightsSchema>): Record<string, unknown> {
	if (weight.length === 0) return {};
	const scorecard: Record<string, { levels: Record<string, unknown> }> = {};
	for (const { rule, level, logOdds } of weight) {
		const known = rule in defaultRules.scorecard ? (rule as keyof Rules['scorecard']) : null;
		const levels = known === null ? {} : defaultRules.scorecard[known].levels;
		const sd = (Object.hasOwn(levels, level) ? levels[level] : levels.unknown)?.sd ?? 0.5;
		scorecard[rule] ??= { levels: {} };
		scorecard[rule].levels[level.trim()] = { logOdds, sd };
	}
	return { scorecard };
}

function domainsIn(value: unknown): string[] | undefined {
	if (typeof value !== 'string') return undefined;
	return value
		.split(/[\s,;]+/)
		.map((domain) => domain.toLowerCase().replace(/^@/, ''))
		.filter((domain) => domain !== '');
}
