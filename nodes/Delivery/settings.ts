import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readDeliveryFacts } from '../domain/delivery/readDelivery';
import { resolveDeliveryRules } from '../domain/delivery/rules';
import type { DeliveryRules } from '../domain/delivery/rules';
import type { DeliveryFacts } from '../domain/delivery/schema';
import { readPath } from '../domain/effect/readPath';
import { MendableError } from '../domain/errors';
import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { isRecord } from '../domain/webhookItem';
import { changesOf } from '../shared/changesOf';
import { momentAt } from '../shared/momentAt';
import { onlyGiven } from '../shared/onlyGiven';

/** What one run of the node goes by; the same for all of its items. */
export interface DeliverySettings {
	rules: DeliveryRules;
	language: Language;
	/** Path to deal, contact, files and earlier deliveries; empty for the whole item. */
	factsField: string;
	/** Path to what was ordered; nothing there is nothing known. */
	orderField: string;
	/** Path to the moment of the decision; empty for now. */
	momentField: string;
	/** Whether a person runs the flow on the canvas. */
	test: boolean;
}

/**
 * Reads the node's fields, once a run: nothing in them varies by item.
 *
 * @throws MendableError `delivery/rules`, or `rules/not-json` for a text that is no JSON
 */
export function readSettings(context: IExecuteFunctions): DeliverySettings {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	return {
		rules: resolveDeliveryRules(changesOf(context, 'rules', () => fieldsOf(context))),
		language: isLanguage(options.language) ? options.language : 'en',
		factsField: textOf(context.getNodeParameter('factsField', 0, '')),
		orderField: textOf(context.getNodeParameter('orderField', 0, 'order')),
		momentField: textOf(options.momentField),
		test: context.getMode() === 'manual',
	};
}

/**
 * What the delivery of an item is decided from.
 *
 * @throws MendableError `delivery/not-found` when the item has nothing at the path, `delivery/invalid`
 */
export function factsIn(json: IDataObject, settings: DeliverySettings): DeliveryFacts {
	const { factsField, orderField } = settings;
	const given = factsField === '' ? json : readPath(json, factsField);
	if (!isRecord(given)) {
		throw new MendableError(
			'delivery/not-found',
			'There is no delivery to plan in this item.',
			`The path "${factsField}" leads to nothing; the item has ${Object.keys(json).slice(0, 10).join(', ') || 'no fields'}.`,
			'Correct "Facts Field", or leave it empty to take the whole item.',
		);
	}
	const order = orderField === '' ? undefined : readPath(json, orderField);
	return readDeliveryFacts({ ...given, order: order ?? undefined });
}

/**
 * When a delivery is decided: now, since a waiver that held when the file was approved may have ended.
 *
 * @throws MendableError `delivery/moment` when the item's is no time
 */
export function momentIn(json: IDataObject, { momentField }: DeliverySettings, now: Date): Date {
	return momentAt(json, momentField, 'delivery') ?? now;
}

/** The changes that a person made by fields, in the form of the rules. */
function fieldsOf(context: IExecuteFunctions): unknown {
	const given = context.getNodeParameter('rules', 0, {}) as IDataObject;
	return onlyGiven({
		naming: onlyGiven({ pattern: filled(given.namePattern), alphabet: given.alphabet }),
		client: given.client,
		policy: policyOf(given),
		linkDays: given.linkDays,
		invoice: onlyGiven({
			partial: given.partialInvoice,
			withoutPrice: given.withoutPrice,
			dueDays: given.dueDays,
			taxCode: filled(given.taxCode),
		}),
	});
}

function policyOf({ policy, leastShare }: IDataObject): unknown {
	if (policy === undefined && leastShare === undefined) return undefined;
	const kind = policy ?? 'share';
	if (kind !== 'share') return { kind };
	return { kind, least: Number(leastShare ?? 50) / 100 };
}

function filled(value: unknown): unknown {
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
