import type { CrmObject, FoundRecord, HubspotRecords } from '../../../adapters/hubspot/records';
import { BATCH, SEARCH_PAGE } from '../../../adapters/hubspot/records';
import type { MadeThing } from '../../../ledger/madeThings';
import { listMadeByKeys, listMadeSince, listMadeWithIds } from '../../../ledger/madeThings';
import type { WantedRecord } from '../../../monitor/reconcile/compareRecords';
import { compareRecords } from '../../../monitor/reconcile/compareRecords';
import type { Difference } from '../../../monitor/reconcile/model';
import { KEY_PROPERTY, wantedContacts, wantedDeals } from '../../../monitor/reconcile/wanted';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT } from './parts';

/** Kinds of effects that write to a record, the one that makes it first. */
const KINDS: Record<CrmObject, readonly [string, ...string[]]> = {
	contact: ['hubspot.contact'],
	deal: ['hubspot.deal', 'hubspot.deal-change'],
};

/** Batches of 100 records that one sweep reads of each object. */
export const HUBSPOT_BUDGET = { batches: 50 };

/** Compares contacts or deals: of the recent days, of the audit, and what changed or was deleted since. */
export async function compareHubspot(
	parts: CompareParts,
	records: HubspotRecords,
	object: CrmObject,
	changedAfter: Date,
): Promise<Swept> {
	const { store, recentFrom } = parts;
	const kinds = KINDS[object];
	const recent = await listMadeSince(store, kinds, recentFrom, MOST_RECENT);
	const audited = [...parts.audited, ...parts.again].filter(({ kind }) => kinds.includes(kind));
	const changed = await records.changed(object, changedAfter, KEY_PROPERTY, [KEY_PROPERTY]);
	const changedIds = changed.map(({ id }) => id);
	const touched = await listMadeWithIds(store, kinds, [
		...changedIds,
		...(parts.deleted[kinds[0]] ?? []),
	]);
	const looked = distinct(recent, audited, touched);
	const wanted = await wantedOf(parts, object, looked);
	const ids = [...new Set(wanted.map(({ id }) => id))].slice(0, HUBSPOT_BUDGET.batches * BATCH);
	const properties = [...new Set(wanted.flatMap(({ values }) => Object.keys(values)))];
	const byId = new Map<string, FoundRecord>();
	let calls = 1;
	for (let at = 0; at < ids.length; at += BATCH) {
		calls += 1;
		const found = await records.read(object, ids.slice(at, at + BATCH), properties);
		for (const record of found) byId.set(record.id, record);
	}
	const seen = { asked: new Set(ids), byId };
	const twins =
		object === 'deal'
			? await doubledDeals(parts, [...changed, ...(await knownTwins(parts, records))])
			: [];
	const last = changed.at(-1);
	return {
		differences: [...compareRecords(wanted, seen), ...twins],
		looked: wanted.filter(({ id }) => seen.asked.has(id)).map(({ key }) => key),
		calls,
		// A full page has more behind it, from the change that ends it.
		readTo: changed.length < SEARCH_PAGE ? parts.now : (last?.updatedAt ?? null),
	};
}

/** All that was ever written to the records that some effects wrote to. */
async function wantedOf(
	{ store }: CompareParts,
	object: CrmObject,
	made: readonly MadeThing[],
): Promise<WantedRecord[]> {
	const ids = made.flatMap(({ receipt: { id } }) => (typeof id === 'string' ? [id] : []));
	const about = await listMadeWithIds(store, KINDS[object], ids);
	return object === 'contact' ? wantedContacts(about) : wantedDeals(about);
}

/** The deals that were found to carry another one's key, as they are now. */
async function knownTwins({ open }: CompareParts, records: HubspotRecords): Promise<FoundRecord[]> {
	const ids = open.flatMap(({ name, theirs }) =>
		name.startsWith('doubled/hubspot/deal/') && typeof theirs.id === 'string' ? [theirs.id] : [],
	);
	return await records.read('deal', ids, [KEY_PROPERTY]);
}

/** Deals that carry the key of another one. */
async function doubledDeals(
	{ store }: CompareParts,
	changed: readonly FoundRecord[],
): Promise<Difference[]> {
	const keyOf = ({ properties }: FoundRecord) => properties[KEY_PROPERTY] ?? '';
	const made = await listMadeByKeys(store, changed.map(keyOf));
	const byKey = new Map(made.map((thing) => [thing.key, thing]));
	const distinctOnes = new Map(changed.map((record) => [record.id, record]));
	return [...distinctOnes.values()].flatMap((record): Difference[] => {
		const thing = byKey.get(keyOf(record));
		if (thing === undefined || thing.kind !== KINDS.deal[0] || thing.receipt.id === record.id)
			return [];
		const { key, subject, receipt } = thing;
		return [
			{
				name: `doubled/hubspot/deal/${record.id}`,
				class: 'doubled',
				service: 'hubspot',
				effect: key,
				subject,
				thing: 'deal',
				ours: { says: `one deal: ${String(receipt.url)}`, id: receipt.id },
				theirs: { says: `another deal, ${record.id}, carries its key`, id: record.id },
				repair: null,
				offers: ['leave'],
			},
		];
	});
}
