import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';
import { originOf } from '../domain/inbox/envelope';
import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { resolveGateRules } from '../domain/quality/gates/rules';
import type { GateRules } from '../domain/quality/gates/rules';
import { changesOf } from '../shared/changesOf';
import { momentAt } from '../shared/momentAt';
import { onlyGiven } from '../shared/onlyGiven';

/** What one run of the node goes by; the same for all of its items. */
export interface QualityGateSettings {
	judge: 'measurements' | 'review';
	rules: GateRules;
	language: Language;
	/** Path to what is judged; empty for the whole item. */
	subjectField: string;
	/** Path to what is kept of the file; nothing there is nothing known. */
	knownField: string;
	/** Path to the moment of the decision; empty for the arrival of the event, or now. */
	momentField: string;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

const effectsSchema = z
	.object({ effect: z.array(z.object({ name: z.string(), effect: z.string() })).default([]) })
	.default({});

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `gates/rules`, or `rules/not-json` for a text that is no JSON
 */
export function readSettings(context: IExecuteFunctions): QualityGateSettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const judge =
		context.getNodeParameter('judge', 0, 'measurements') === 'review' ? 'review' : 'measurements';
	const field = judge === 'review' ? 'reviewField' : 'mediaCheckField';
	return {
		judge,
		rules: resolveGateRules(changesOf(context, 'rules', () => fieldsOf(context))),
		language: isLanguage(options.language) ? options.language : 'en',
		subjectField: textOf(context.getNodeParameter(field, 0, '')),
		knownField: textOf(context.getNodeParameter('knownField', 0, 'known')),
		momentField: textOf(options.momentField),
		test: context.getMode() === 'manual',
	};
}

/**
 * What is judged, of an item.
 *
 * @throws MendableError `gates/not-found` when the item has nothing at the path
 */
export function subjectIn(
	json: IDataObject,
	{ subjectField, judge }: QualityGateSettings,
): unknown {
	if (subjectField.trim() === '') return json;
	const value = readPath(json, subjectField);
	if (value !== undefined) return value;
	const fields = Object.keys(json).slice(0, 10).join(', ') || 'no fields';
	const [what, field] =
		judge === 'review' ? ['review', 'Review Field'] : ['media check', 'Media Check Field'];
	throw new MendableError(
		'gates/not-found',
		`There is no ${what} in this item.`,
		`The path "${subjectField}" leads to nothing; the item has ${fields}.`,
		`Correct "${field}".`,
	);
}

/** What is kept of the file; nothing, where the item has nothing at the path. */
export function knownIn(json: IDataObject, { knownField }: QualityGateSettings): unknown {
	return knownField.trim() === '' ? undefined : readPath(json, knownField);
}

/**
 * When a file is judged: as of the event's arrival, so that the inbox may start the flow again days later
 * and it is the same decision; now, where the item came from elsewhere.
 *
 * @throws MendableError `gates/moment` when the item's is no time
 */
export function momentIn(json: IDataObject, { momentField }: QualityGateSettings, now: Date): Date {
	const given = momentAt(json, momentField, 'gates');
	if (given !== null) return given;
	const arrived = originOf(json)?.receivedAt ?? now;
	return arrived < now ? arrived : now;
}

/** The changes that a person made by fields, in the form of the rules. */
function fieldsOf(context: IExecuteFunctions): unknown {
	const given = context.getNodeParameter('rules', 0, {}) as IDataObject;
	return onlyGiven({
		severities: effectsIn(context.getNodeParameter('severities', 0, {})),
		findings: effectsIn(context.getNodeParameter('findings', 0, {})),
		unmeasured: given.unmeasured,
		waivers: onlyGiven({
			longestDays: given.longestWaiverDays,
			never: namesIn(given.neverWaived),
		}),
		reviewers: onlyGiven({
			peer: onlyGiven({ level: given.peerLevel, skill: given.reviewSkill }),
			senior: onlyGiven({ level: given.seniorLevel, skill: given.reviewSkill }),
		}),
		risk: onlyGiven({
			depths: onlyGiven({ full: given.fullFrom, standard: given.standardFrom }),
		}),
	});
}

function effectsIn(value: unknown): Record<string, unknown> {
	const { effect } = effectsSchema.parse(value);
	return Object.fromEntries(effect.map((each) => [each.name.trim(), each.effect]));
}

function namesIn(value: unknown): string[] | undefined {
	if (typeof value !== 'string') return undefined;
	return value.split(/[\s,;]+/).filter((name) => name !== '');
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
