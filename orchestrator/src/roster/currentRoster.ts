import type { Roster } from '../../../nodes/domain/routing/schema';
import { rosterSchema } from '../../../nodes/domain/routing/schema';
import { dataKind, versionName } from '../data/kinds';
import { readDocument } from '../ledger/dataDocuments';
import type { Queries } from '../ledger/store';
import { withHolidays } from './holidayLists';

/** The shipped roster, read once. */
let shipped: Roster | null = null;

/** The roster in force as the routing core takes it, named by its version, with holidays around now. */
export async function currentRoster(queries: Queries, now: Date): Promise<Roster> {
	const document = await readDocument(queries, 'roster');
	const roster = document === null ? shippedRoster() : rosterSchema.parse(document.content);
	return withHolidays({ ...roster, version: versionName('roster', document?.version ?? 0) }, now);
}

function shippedRoster(): Roster {
	if (shipped !== null) return shipped;
	const { read, shipped: source } = dataKind('roster');
	const { value, mistakes } = read(source);
	if (value === null) throw new Error(`The shipped roster is wrong: ${JSON.stringify(mistakes)}`);
	return (shipped = rosterSchema.parse(value));
}
