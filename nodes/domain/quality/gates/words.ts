import { DateTime } from 'luxon';

import type { Language } from '../../language';
import type { Risk } from './risk';
import type { Finding, Spec, Waiver } from './schema';
import { da } from './texts/da';
import { en } from './texts/en';
import { es } from './texts/es';
import type { GateTexts } from './texts/gateTexts';

/** The words of the gates by language. */
export const textsIn: Readonly<Record<Language, GateTexts>> = { en, es, da };

/** A finding in one sentence, without its end. */
export function findingText(finding: Finding, texts: GateTexts): string {
	const { rule, expected, actual, pack } = finding;
	return texts.finding({
		rule,
		at: placeOf(finding),
		expected: wordOf(expected),
		actual: wordOf(actual),
		pack: packText(pack),
	});
}

/** The same with the waiver that lifts it. */
export function waivedText(finding: string, waiver: Waiver, texts: GateTexts): string {
	const { by, reason, expiresAt } = waiver;
	const until =
		expiresAt === null
			? ''
			: DateTime.fromISO(expiresAt, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm 'UTC'");
	return texts.waived(finding, { by, reason, until });
}

/** `0:03.2–0:05.0`: where in the file a finding lies; empty for the whole of it. */
export function placeOf({ from, to }: Pick<Finding, 'from' | 'to'>): string {
	if (from === null) return '';
	return to === null || to === from ? clock(from) : `${clock(from)}–${clock(to)}`;
}

/** Names and versions of packs, as a sentence lists them. */
export function specsText(specs: readonly Spec[]): string {
	return specs.map(({ id, version }) => `${id} ${version}`).join(', ');
}

/** What makes work risky, and how closely people look because of it. */
export function riskText({ depth, parts }: Risk, texts: GateTexts): string {
	const because = parts
		.filter(({ points }) => points > 0)
		.map(({ name, level }) => texts.risk[name][level]);
	const head = texts.depths[depth];
	return because.length === 0 ? head : `${head}: ${because.join('; ')}`;
}

function packText(pack: unknown): string {
	if (typeof pack === 'string') return pack;
	if (typeof pack !== 'object' || pack === null) return '';
	const { id, version } = pack as { id?: unknown; version?: unknown };
	return [id, version].filter((part) => typeof part === 'string').join(' ');
}

/** A measured or wanted value as a sentence says it. */
function wordOf(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `0:03.2` for 3.2 seconds, `1:02:03.0` beyond an hour. */
function clock(seconds: number): string {
	const tenths = Math.round(seconds * 10);
	const [minutes, rest] = [Math.floor(tenths / 600), tenths % 600];
	const second = `${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`;
	return minutes < 60
		? `${minutes}:${second}`
		: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${second}`;
}
