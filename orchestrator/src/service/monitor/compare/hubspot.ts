import type { CrmObject, FoundRecord, HubspotRecords } from '../../../adapters/hubspot/records';
import { BATCH, SEARCH_PAGE } from '../../../adapters/hubspot/records';
import type { MadeThing } from '../../../ledger/madeThings';
import {
	listMadeAbout,
	listMadeByKeys,
	listMadeSince,
	listMadeWithIds,
} from '../../../ledger/madeThings';
import type { WantedRecord } from '../../../monitor/reconcile/compareRecords';
import { compareRecords } from '../../../monitor/reconcile/compareRecords';
import type { Difference } from '../../../monitor/reconcile/model';
import { KEY_PROPERTY, wantedContacts, wantedDeals } from '../../../monitor/reconcile/wanted';
import type { CompareParts, Swept } from './parts';
import { distinct, MOST_RECENT } from './parts';

const KINDS: Record<CrmObject, string> = { contact: 'hubspot.contact', deal: 'hubspot.deal' };

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
	const kind = KINDS[object];
	const recent = await listMadeSince(store, [kind], recentFrom, MOST_RECENT);
	const audited = [...parts.audited, ...parts.again].filter((thing) => thing.kind === kind);
	const changed = await records.changed(object, changedAfter, KEY_PROPERTY, [KEY_PROPERTY]);
	const changedIds = changed.map(({ id }) => id);
	const touched = await listMadeWithIds(
		store,
		[kind],
		[...changedIds, ...(parts.deleted[kind] ?? [])],
	);
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

async function wantedOf(
	{ store }: CompareParts,
	object: CrmObject,
	made: readonly MadeThing[],
): Promise<WantedRecord[]> {
	if (object === 'contact') {
		const ids = made.flatMap(({ receipt: { id } }) => (typeof id === 'string' ? [id] : []));
		return wantedContacts(await listMadeWithIds(store, [KINDS.contact], ids));
	}
	const about = await listMadeAbout(
		store,
		made.map(({ subject }) => subject),
	);
	const keys = new Set(made.map(({ key }) => key));
	return wantedDeals(about).filter(({ key }) => keys.has(key));
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
		if (thing === undefined || thing.kind !== KINDS.deal || thing.receipt.id === record.id)
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
