import type { Cap } from '../../../nodes/domain/followUp/caps';
import { consentRulesSchema } from '../../../nodes/domain/followUp/consent';
import type { ConsentRules } from '../../../nodes/domain/followUp/consent';
import { offersSchema } from '../../../nodes/domain/followUp/offers';
import type { Offers } from '../../../nodes/domain/followUp/offers';
import type { Sequence } from '../../../nodes/domain/followUp/schema';
import { dataKind, versionName } from '../data/kinds';
import { readDocument } from '../ledger/dataDocuments';
import type { Queries } from '../ledger/store';
import type { FollowUpKind } from './dataFiles';
import { followUpKinds, sequenceDataSchema } from './dataFiles';

/** What new enrolments begin under, and what all of them go by today. */
export interface CurrentRules {
	sequences: Sequence[];
	caps: Cap[];
	consent: ConsentRules;
	offers: Offers;
}

/** The rules in force: the newest that were pushed, else the shipped ones. */
export async function currentRules(queries: Queries): Promise<CurrentRules> {
	const contents = new Map<FollowUpKind, object>();
	for (const kind of followUpKinds) {
		const document = await readDocument(queries, kind);
		if (document === null) continue;
		// Named by its place in the ledger: the line in the file is that of the version it was made from.
		const version = versionName(kind, document.version);
		contents.set(kind, { ...Object(document.content), version } as object);
	}
	return rulesFrom((kind) => contents.get(kind) ?? null);
}

/** Rules out of their parts; the shipped ones for a kind that answers null. */
export function rulesFrom(contentOf: (kind: FollowUpKind) => unknown): CurrentRules {
	const content = (kind: FollowUpKind) => contentOf(kind) ?? shippedContent(kind);
	const { sequences, caps } = sequenceDataSchema.parse(content('sequences'));
	return {
		sequences,
		caps,
		consent: consentRulesSchema.parse(content('consent')),
		offers: offersSchema.parse(content('offers')),
	};
}

/** The shipped files, read once. */
const read = new Map<FollowUpKind, unknown>();

function shippedContent(kind: FollowUpKind): unknown {
	const known = read.get(kind);
	if (known !== undefined) return known;
	const { read: readIt, shipped } = dataKind(kind);
	const { value, mistakes } = readIt(shipped);
	if (value === null) throw new Error(`The shipped ${kind} is wrong: ${JSON.stringify(mistakes)}`);
	read.set(kind, value);
	return value;
}
