import type { Template } from 'liquidjs';
import { Liquid } from 'liquidjs';
import { z } from 'zod';
import { strongestReasons } from '../../../nodes/domain/decision';
import { MendableError } from '../../../nodes/domain/errors';
import type { Channel } from './escape';
import { escapeFor } from './escape';
import type { Language } from './formats';
import { formatMoment, formatMoney, languageOf } from './formats';
import { nearNames } from './nearNames';

/** What a text is filled with, and how values in it are written. */
export interface Filling {
	/** Only own properties can be reached from a text. */
	data: object;
	language: Language;
	/** IANA zone that dates are written in. */
	zone: string;
}

/** Most characters of one text before it is filled. */
const PARSE_LIMIT = 50_000;
/** Milliseconds one text may take by the clock on the wall, with room for a machine that is busy. */
const RENDER_LIMIT_MS = 2_000;
/** Liquid's own measure of what a text may build, in about characters. */
const MEMORY_LIMIT = 2_000_000;
/** Compiled texts kept; the texts of all workflows of an agency are far fewer. */
const MAX_COMPILED = 500;

/** Fills texts for one channel; every value is escaped for it, whatever the text says. */
export interface TextFiller {
	/**
	 * @throws MendableError `text/unknown-placeholder`, `text/invalid`, `text/too-much`
	 */
	fill(text: string, filling: Filling): string;
}

/** Builds the filler of a channel. Its texts reach the given partials and no file. */
export function textFiller(channel: Channel, partials: Record<string, string> = {}): TextFiller {
	const escape = escapeFor[channel];
	const engine = new Liquid({
		ownPropertyOnly: true,
		strictVariables: true,
		strictFilters: true,
		lenientIf: true,
		templates: partials,
		parseLimit: PARSE_LIMIT,
		renderLimit: RENDER_LIMIT_MS,
		memoryLimit: MEMORY_LIMIT,
		outputEscape: (value: unknown) => escape(written(value)),
	});
	// `raw` would switch the escaping off.
	delete engine.filters.raw;
	engine.registerFilter('strongest', strongest);
	engine.registerFilter('money', money);
	engine.registerFilter('date', date);
	const compiled = new Map<string, Template[]>();

	return {
		fill: (text, filling) => {
			if (!text.includes('{{') && !text.includes('{%')) return text;
			try {
				let template = compiled.get(text);
				if (template === undefined) {
					template = engine.parse(text);
					if (compiled.size >= MAX_COMPILED) compiled.delete(compiled.keys().next().value ?? '');
					compiled.set(text, template);
				}
				const { language, zone } = filling;
				const filled: unknown = engine.renderSync(template, filling.data, {
					globals: { language, zone },
				});
				return String(filled);
			} catch (error) {
				throw explain(error, text, filling.data);
			}
		},
	};
}

/** A value as people read it: nothing for nothing, lists with commas, never `[object Object]`. */
function written(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map(written).join(', ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What Liquid hands a filter as `this`; its own type is not exported. */
interface FilterThis {
	context: { globals: object };
}

const moneyValue = z.object({ minor: z.number(), currency: z.string() });

const globals = z.object({ language: z.unknown(), zone: z.string().catch('utc') });

const reasonList = z.array(z.object({ contribution: z.number() }).passthrough());

/** `decision.reasons | strongest: 3`: what weighed most, for or against. */
function strongest(value: unknown, most: unknown): unknown[] {
	const reasons = reasonList.safeParse(value);
	return reasons.success ? strongestReasons(reasons.data, Number(most ?? 3)) : [];
}

/** `lead.budget | money`, or minor units with their currency: `invoice.total | money: invoice.currency`. */
function money(this: FilterThis, value: unknown, currencyGiven: unknown): string {
	const given = typeof value === 'number' ? { minor: value, currency: currencyGiven } : value;
	const amount = moneyValue.safeParse(given);
	if (!amount.success) return '';
	const { minor, currency } = amount.data;
	return formatMoney(minor, currency, languageOf(globals.parse(this.context.globals).language));
}

function date(this: FilterThis, value: unknown, style: unknown): string {
	if (typeof value !== 'string') return '';
	const { language, zone } = globals.parse(this.context.globals);
	return formatMoment(value, style === 'minute' ? 'minute' : 'day', languageOf(language), zone);
}

function explain(error: unknown, text: string, data: object): unknown {
	if (!(error instanceof Error)) return error;
	const shown = `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
	const missing = /^undefined variable: ([^,\s]+)/.exec(error.message)?.[1];
	if (missing !== undefined) {
		const near = nearNames(missing, data);
		return new MendableError(
			'text/unknown-placeholder',
			'The text cannot be filled.',
			`The item holds nothing at {{ ${missing} }}, which ${shown} asks for.${near.length > 0 ? ` Near it: ${near.join(', ')}.` : ''}`,
			'Correct the placeholder, or say what stands there when it is missing: {{ … | default: "" }}.',
		);
	}
	if (/limit exceeded/.test(error.message)) {
		return new MendableError(
			'text/too-much',
			'The text cannot be filled.',
			`${shown} takes more than a text may (${PARSE_LIMIT} characters, ${RENDER_LIMIT_MS} ms).`,
			'Shorten the text or its loops.',
		);
	}
	return new MendableError(
		'text/invalid',
		'The text cannot be filled.',
		`${shown}: ${error.message.split('\n')[0] ?? ''}`,
		'Correct the text; placeholders are written {{ lead.name }}, filters after a bar.',
	);
}
