import { read } from '../read';
import type { ReadAs } from '../read';
import { deliveryFactsSchema } from './schema';
import type { DeliveryFacts } from './schema';

const readAs: ReadAs = {
	code: 'delivery/invalid',
	what: 'The delivery cannot be planned.',
	mend: 'Correct these fields in the node before this one; Agency Ledger reads the deal and its files.',
};

/**
 * Reads what a delivery is decided from. What is missing of client, files or price is no mistake here:
 * the decision says so. Files and deliveries are put into one order, so that theirs decides nothing.
 *
 * @throws MendableError `delivery/invalid` with every mistake: path, expected, received
 */
export function readDeliveryFacts(raw: unknown): DeliveryFacts {
	const facts = read(deliveryFactsSchema, raw, readAs);
	const byName = <T>(keyOf: (thing: T) => string) => {
		return (a: T, b: T) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
	};
	return {
		...facts,
		files: [...facts.files].sort(
			byName(({ file, sha256, version }) => `${file.fileId} ${sha256} ${version}`),
		),
		deliveries: [...facts.deliveries].sort(
			(a, b) => a.version - b.version || byName(({ id }: { id: string }) => id)(a, b),
		),
	};
}
