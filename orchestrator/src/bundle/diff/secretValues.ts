import { isObject } from '../merge/model';
import type { Json } from '../normalise';

/** What is shown in place of a secret. */
export const MASK = '••••••';

/** Fields that hold secrets by their names. */
const secretName =
	/pass(word|phrase)?$|secret|token|api[-_ ]?key|authorization|private[-_ ]?key|signature|cookie/i;

/** Shapes of keys that vendors give out: Slack, HubSpot, OpenAI, GitHub, AWS, Stripe, JWT, bearer. */
const secretShape =
	/\bxox[a-z]-[\w-]{8,}|\bpat-[a-z]{2}\d-[\w-]{8,}|\bsk[-_][\w-]{16,}|\bgh[pousr]_\w{16,}|\bAKIA[A-Z0-9]{12,}|\b(?:rk|whsec)_\w{12,}|\beyJ[\w-]{10,}\.[\w-]{10,}|\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/g;

/**
 * A copy in which nothing secret can be read: values of fields with telling names, and whatever has
 * the shape of a key. Expressions stay, since they only say where the value comes from.
 *
 * @param name field that holds the value
 */
export function withoutSecrets(value: Json, name = ''): Json {
	if (typeof value === 'string') {
		const isPlain = value !== '' && !value.startsWith('=');
		return isPlain && secretName.test(name) ? MASK : value.replace(secretShape, MASK);
	}
	if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, name));
	if (!isObject(value)) return value;
	// A header or field as n8n keeps it: { name: 'Authorization', value: '…' }.
	const label = [value.name, value.key].find((each) => typeof each === 'string');
	return Object.fromEntries(
		Object.entries(value).map(([field, inner]) => [
			field,
			withoutSecrets(inner, field === 'value' && typeof label === 'string' ? label : field),
		]),
	);
}
