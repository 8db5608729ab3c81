import { z } from 'zod';

import { defaultOffers } from '../followUp/defaultOffers';
import { canonicalJson, hashOf, sha256Hex } from '../hash';
import { layOver } from '../layOver';
import { moneySchema } from '../money';
import { gates } from '../quality/gates/schema';
import { mistakesError, mistakesOf, shown } from '../read';
import type { Mistake, ReadAs } from '../read';
import { isRecord } from '../webhookItem';
import { unknownTokens } from './names';
import { policySchema, sentencesSchema } from './schema';
import { storageSchema, unknownPrefixTokens } from './storagePlan';

const name = z.string().min(1).max(200);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name such as instagram-reels');

const platformSchema = z
	.object({
		/** Words in a file's name that speak of it, beside its own. */
		words: z.array(slug).max(20).default([]),
		/** Shapes it shows, such as `9:16`; none given, it shows every shape. */
		aspects: z.array(z.string().regex(/^\d{1,4}:\d{1,4}$/, 'a shape such as 9:16')).default([]),
		/** Endings of files that it takes; none given, it takes every file. */
		extensions: z.array(z.string().regex(/^[a-z0-9]{1,8}$/, 'an ending such as mp4')).default([]),
	})
	.strict();

const spanSchema = z
	.object({ from: moneySchema, to: moneySchema, words: sentencesSchema.nullable().default(null) })
	.strict();

/** Everything that deliveries go by: data, so that another agency can put in its own. */
export const deliveryRulesSchema = z
	.object({
		/** Named on every decision. */
		version: z.string().min(1).max(80),
		/** Gates that a file has to have passed, by what it is for. */
		gates: z
			.object({
				film: z.array(z.enum(gates)),
				image: z.array(z.enum(gates)),
				audio: z.array(z.enum(gates)),
				captions: z.array(z.enum(gates)),
				other: z.array(z.enum(gates)),
			})
			.strict(),
		naming: z
			.object({
				/** Parts in braces with what stands between them; a part that is not known is left out. */
				pattern: z.string().min(1).max(200),
				/** `ascii` writes every alphabet in Latin letters, `letters` keeps them. */
				alphabet: z.enum(['ascii', 'letters']),
				/** Longest name with its ending, in bytes of UTF-8. */
				longest: z.number().int().min(40).max(240),
			})
			.strict(),
		platforms: z.record(slug, platformSchema),
		/** Whether the client looks at everything and says yes to it before it goes out as delivered. */
		client: z.enum(['approves', 'is-not-asked']),
		/** When something may go to the client, where the order says nothing. */
		policy: policySchema,
		storage: storageSchema,
		/** Days for which the client's links work, from the moment that the files are stored. */
		linkDays: z.number().int().min(1).max(3_650),
		invoice: z
			.object({
				/** How much is invoiced with a delivery of a part: its share, nothing yet, or everything. */
				partial: z.enum(['share', 'last', 'first']),
				/** Whether a delivery waits for a price, or goes without an invoice. */
				withoutPrice: z.enum(['wait', 'deliver']),
				/** Days until it is due. */
				dueDays: z.number().int().min(0).max(365),
				/** Tax code of the invoicing service; null leaves it to that service. */
				taxCode: name.nullable(),
			})
			.strict(),
		/** What add-ons usually cost, and what they are called. */
		addOns: z.record(slug, spanSchema),
	})
	.strict();

/** Everything that deliveries go by. */
export type DeliveryRules = z.infer<typeof deliveryRulesSchema>;

const all = [...gates];
const usd = (amount: number) => ({ minor: amount * 100, currency: 'USD' });

/** The follow-up's offers are sold as add-ons as well, at the same prices. */
const offered = Object.fromEntries(
	defaultOffers.offers.map(({ id, price: { from, to } }) => [id, { from, to }]),
);

/**
 * The rules that ship. Prices of add-ons are the growth plan's, read 2026-11-22; shapes are what the
 * platforms show whole. Days and the way of naming are judgement: put in your own.
 */
export const defaultDeliveryRules: DeliveryRules = deliveryRulesSchema.parse({
	version: 'delivery/1',
	gates: { film: all, image: all, audio: all, captions: all, other: all },
	naming: {
		pattern: '{project}_{deliverable}_{platform}_{aspect}_{resolution}_{language}_v{version}',
		alphabet: 'ascii',
		longest: 120,
	},
	platforms: {
		youtube: { words: ['yt'], aspects: ['16:9', '4:3', '1:1'] },
		'youtube-shorts': { words: ['shorts'], aspects: ['9:16', '1:1'] },
		'instagram-reels': {
			words: ['reels', 'reel'],
			aspects: ['9:16'],
			extensions: ['mp4', 'mov'],
		},
		'instagram-feed': { words: ['feed'], aspects: ['1:1', '4:5', '16:9'] },
		tiktok: { aspects: ['9:16'], extensions: ['mp4', 'mov', 'webm'] },
		linkedin: { aspects: ['16:9', '1:1', '9:16', '4:5'] },
		web: { words: ['web-h264'] },
		broadcast: { words: ['broadcast-ebu-r128', 'tv'], aspects: ['16:9'] },
	},
	client: 'approves',
	policy: { kind: 'whole' },
	storage: {
		targets: [
			{ name: 'delivery', kind: 's3', prefix: 'clients/{client}' },
			{ name: 'archive', kind: 's3', prefix: 'clients/{client}' },
		],
	},
	linkDays: 30,
	invoice: { partial: 'share', withoutPrice: 'wait', dueDays: 14, taxCode: null },
	addOns: {
		...offered,
		'quick-edit': {
			from: usd(25),
			to: usd(75),
			words: { en: 'Quick edit', es: 'Edición rápida', da: 'Hurtig redigering' },
		},
		'ai-asset': {
			from: usd(15),
			to: usd(50),
			words: { en: 'AI asset', es: 'Recurso con IA', da: 'AI-materiale' },
		},
		template: {
			from: usd(30),
			to: usd(100),
			words: {
				en: 'Template customisation',
				es: 'Adaptación de plantilla',
				da: 'Tilpasning af skabelon',
			},
		},
	},
});

const readAs: ReadAs = {
	code: 'delivery/rules',
	what: 'The rules of the delivery cannot be used.',
	mend: 'Correct these fields of the rules; what you leave out keeps its default.',
};

/**
 * Lays a person's changes over the default rules and checks the whole. Objects are merged field by
 * field, lists replaced whole, null takes an entry out. Changed rules without a version of their own
 * are named after the defaults and their hash.
 *
 * @throws MendableError `delivery/rules` with every mistake: path, expected, received
 */
export function resolveDeliveryRules(changes: unknown): DeliveryRules {
	if (changes === undefined || changes === null) return defaultDeliveryRules;
	if (!isRecord(changes)) {
		throw mistakesError([{ path: '', expected: 'an object', received: shown(changes) }], readAs);
	}
	if (Object.keys(changes).length === 0) return defaultDeliveryRules;
	const merged = withNull(layOver(defaultDeliveryRules, withPolicy(changes)));
	const parsed = deliveryRulesSchema.safeParse(merged);
	if (!parsed.success) throw mistakesError(mistakesOf(parsed.error.issues, merged), readAs);
	const mistakes = contradictions(parsed.data);
	if (mistakes.length > 0) throw mistakesError(mistakes, readAs);
	if (typeof changes.version === 'string') return parsed.data;
	const mark = sha256Hex(canonicalJson(parsed.data)).slice(0, 8);
	return { ...parsed.data, version: `${defaultDeliveryRules.version}+${mark}` };
}

/** Rules are the same objects from one delivery to the next, and long: each is hashed once. */
const hashes = new WeakMap<DeliveryRules, string>();

/** Hash of the rules that a decision goes by. */
export function hashOfRules(rules: DeliveryRules): string {
	const known = hashes.get(rules);
	if (known !== undefined) return known;
	const hash = hashOf(rules);
	hashes.set(rules, hash);
	return hash;
}

/** A policy is one thing: fields of another kind do not shine through. */
function withPolicy(changes: Record<string, unknown>): Record<string, unknown> {
	return isRecord(changes.policy) && typeof changes.policy.kind === 'string'
		? { ...changes, policy: { least: null, ...changes.policy } }
		: changes;
}

/** Null takes an entry out, and these fields know null as a value. */
function withNull(merged: unknown): unknown {
	if (!isRecord(merged) || !isRecord(merged.invoice)) return merged;
	return { ...merged, invoice: { taxCode: null, ...merged.invoice } };
}

/** What is wrong with rules whose every field is right by itself. */
function contradictions({ naming, storage }: DeliveryRules): Mistake[] {
	const names = storage.targets.map(({ name: target }) => target);
	return [
		...unknownTokens(naming.pattern).map((token) => ({
			path: 'naming.pattern',
			expected:
				'parts among {project}, {client}, {deliverable}, {platform}, {aspect}, {resolution}, {language}, {version}, {date}',
			received: shown(`{${token}}`),
		})),
		...storage.targets.flatMap(({ prefix }, index) =>
			unknownPrefixTokens(prefix).map((token) => ({
				path: `storage.targets[${index}].prefix`,
				expected: 'parts among {client}, {deal}, {project}',
				received: shown(`{${token}}`),
			})),
		),
		...names.flatMap((target, index) =>
			names.indexOf(target) < index
				? [
						{
							path: `storage.targets[${index}].name`,
							expected: 'a name of its own',
							received: shown(target),
						},
					]
				: [],
		),
		...(names.includes('delivery')
			? []
			: [
					{
						path: 'storage.targets',
						expected: 'one of them to be "delivery", where the client gets the files',
						received: shown(names),
					},
				]),
	];
}
