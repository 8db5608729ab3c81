import { isRecord } from '../webhookItem';
import { bases } from './consent';
import type { Consent } from './consent';
import { firstOf, textOf } from './looseFields';
import { readMoment } from './moments';
import type { InputNote } from './readEvents';

/** What somebody wrote about consent. */
export interface ConsentsReading {
	given: Consent[];
	/** When offers were refused; null where they were not. */
	refusedAt: string | null;
}

/**
 * Reads grounds for offers: yes or no, `{marketing: …}`, one ground or a list of them. A ground that
 * nobody knows is none; one that was withdrawn is a refusal.
 */
export function readConsents(
	value: unknown,
	context: { at: string; zone: string; notes: InputNote[] },
): ConsentsReading {
	const { at, zone, notes } = context;
	if (value === undefined || value === null) return { given: [], refusedAt: null };
	if (typeof value === 'boolean' || typeof value === 'string') {
		const text = String(value).toLowerCase();
		if (/^(false|no|denied|refused|withdrawn|revoked|unsubscribed|opted[ _-]?out)$/.test(text)) {
			return { given: [], refusedAt: at };
		}
		if (/^(true|yes|given|granted|opted[ _-]?in|explicit|consent|express)$/.test(text)) {
			notes.push({ field: 'consent', because: 'It comes without evidence.' });
			return { given: [{ basis: 'consent', at, evidence: null }], refusedAt: null };
		}
		const basis = basisOf(value);
		if (basis !== null) return { given: [{ basis, at, evidence: null }], refusedAt: null };
		notes.push({ field: 'consent', because: `"${text}" is no ground that is known; it is none.` });
		return { given: [], refusedAt: null };
	}
	if (Array.isArray(value)) {
		const all = value.map((each) => readConsents(each, context));
		return {
			given: all.flatMap(({ given }) => given),
			refusedAt: all.reduce<string | null>(
				(last, { refusedAt }) =>
					refusedAt !== null && refusedAt > (last ?? '') ? refusedAt : last,
				null,
			),
		};
	}
	if (!isRecord(value)) return { given: [], refusedAt: null };
	if (value.marketing !== undefined) return readConsents(value.marketing, context);
	const purpose = textOf(firstOf(value, ['purpose', 'for']));
	if (purpose !== null && purpose !== 'marketing') return { given: [], refusedAt: null };

	const moment = (...names: string[]) => {
		const found = firstOf(value, names);
		return found === undefined ? null : (readMoment(found, zone)?.at ?? null);
	};
	const refusedAt = moment('withdrawnAt', 'revokedAt', 'withdrawn', 'optedOutAt');
	const isGiven = firstOf(value, ['granted', 'given', 'status', 'value', 'consent', 'optIn']);
	if (
		isGiven !== undefined &&
		readConsents(isGiven, { ...context, notes: [] }).given.length === 0
	) {
		return { given: [], refusedAt: refusedAt ?? at };
	}
	const named = firstOf(value, ['basis', 'lawfulBasis', 'ground', 'type']);
	const basis = named === undefined ? (isGiven === undefined ? null : 'consent') : basisOf(named);
	if (basis === null) {
		if (Object.keys(value).length > 0) {
			notes.push({ field: 'consent', because: 'It names no ground that is known; it is none.' });
		}
		return { given: [], refusedAt };
	}
	const evidence = textOf(firstOf(value, ['evidence', 'proof', 'source']));
	if (evidence === null) notes.push({ field: 'consent', because: 'It comes without evidence.' });
	return {
		given: [
			{ basis, at: moment('at', 'givenAt', 'grantedAt', 'date', 'timestamp') ?? at, evidence },
		],
		refusedAt,
	};
}

function basisOf(value: unknown): Consent['basis'] | null {
	const text = (textOf(value) ?? '').toLowerCase().replace(/[ _]+/g, '-');
	if (/^(consent|opt-in|double-opt-in|explicit|explicit-consent|express)$/.test(text))
		return 'consent';
	if (/^(existing-customer|own-customer|soft-opt-in|customer)$/.test(text))
		return 'existing-customer';
	return bases.find((basis) => basis === text) ?? null;
}
