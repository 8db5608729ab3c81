import type { CrmObject, FoundRecord } from '../../adapters/hubspot/records';
import type { Difference } from './model';
import { shortMoment } from './model';

/** One writing of a value, as the ledger has it. */
export interface Written {
	value: string;
	at: Date;
}

/** A record as the ledger says it was written. */
export interface WantedRecord {
	object: CrmObject;
	id: string;
	url: string;
	/** Key of the effect that made it, or wrote to it last. */
	key: string;
	subject: string;
	/** Every value the ledger wrote to each property, the last one at the end. */
	values: Readonly<Record<string, readonly Written[]>>;
	/** When the last of them was done. */
	writtenAt: Date;
}

/** What HubSpot has of the records that it was asked for. */
export interface SeenRecords {
	/** Ids that were asked for. */
	asked: ReadonlySet<string>;
	byId: ReadonlyMap<string, FoundRecord>;
}

/** The clocks of HubSpot and of this machine may differ by so much, and writing takes a moment. */
const SKEW_MS = 60_000;

/** Compares records; those that HubSpot was not asked for say nothing. */
export function compareRecords(wanted: readonly WantedRecord[], seen: SeenRecords): Difference[] {
	return wanted.flatMap((record): Difference[] => {
		if (!seen.asked.has(record.id)) return [];
		const found = seen.byId.get(record.id);
		return found === undefined ? [missingRecord(record)] : valuesOf(record, found);
	});
}

const base = ({ key, subject, object }: WantedRecord) =>
	({ service: 'hubspot', effect: key, subject, thing: object }) as const;

function missingRecord(record: WantedRecord): Difference {
	const { object, url, id } = record;
	return {
		...base(record),
		name: `missing/hubspot/${object}/${id}`,
		class: 'missing',
		ours: { says: writtenOf(record), id, url },
		theirs: { says: `no such ${object}: it was deleted or merged` },
		repair: null,
		offers: ['leave'],
	};
}

interface Unlike {
	property: string;
	ours: string;
	theirs: string | null;
}

function valuesOf(record: WantedRecord, found: FoundRecord): Difference[] {
	// Whoever has been at the record since has seen it: only what is empty is then put right.
	const isUntouched = found.updatedAt.getTime() <= record.writtenAt.getTime() + SKEW_MS;
	const unlike = Object.entries(record.values).flatMap(([property, written]): Unlike[] => {
		const ours = written.at(-1)?.value ?? '';
		const theirs = found.properties[property] ?? null;
		return ours === '' || isSame(ours, theirs) ? [] : [{ property, ours, theirs }];
	});
	const isBehind = ({ property, theirs }: Unlike) =>
		isUntouched &&
		(record.values[property] ?? []).slice(0, -1).some(({ value }) => isSame(value, theirs));
	const lost = unlike.filter((one) => isEmpty(one.theirs) || isBehind(one));
	const changed = unlike.filter((one) => !lost.includes(one));
	return [
		...(lost.length === 0 ? [] : [lostValues(record, lost)]),
		...(changed.length === 0 ? [] : [changedValues(record, changed)]),
	];
}

function lostValues(record: WantedRecord, lost: readonly Unlike[]): Difference {
	const properties = Object.fromEntries(lost.map(({ property, ours }) => [property, ours]));
	return {
		...base(record),
		name: `missing/hubspot/${record.object}/${record.id}/values`,
		class: 'missing',
		thing: `${record.object}: ${namesOf(lost)}`,
		ours: { says: writtenOf(record), id: record.id, url: record.url },
		theirs: { says: lost.every(({ theirs }) => isEmpty(theirs)) ? 'empty' : 'as before that' },
		repair: { does: 'write', object: record.object, properties },
		offers: [],
	};
}

function changedValues(record: WantedRecord, changed: readonly Unlike[]): Difference {
	return {
		...base(record),
		name: `changed/hubspot/${record.object}/${record.id}`,
		class: 'changed',
		thing: `${record.object}: ${namesOf(changed)}`,
		ours: { says: writtenOf(record), url: record.url },
		theirs: { says: 'other values since' },
		repair: null,
		offers: ['leave'],
	};
}

/** When it was written, and where it is; a deal that no flow opened is told by its id. */
function writtenOf({ writtenAt, url, object, id }: WantedRecord): string {
	return `written ${shortMoment(writtenAt)}: ${url === '' ? `${object} ${id}` : url}`;
}

/** Names of properties only: their values may be about people. */
function namesOf(unlike: readonly Unlike[]): string {
	return unlike.map(({ property }) => property).join(', ');
}

function isEmpty(value: string | null): boolean {
	return value === null || value === '';
}

/** HubSpot writes numbers, letters of options and moments in its own way. */
function isSame(ours: string, theirs: string | null): boolean {
	if (theirs === null) return ours === '';
	const [a, b] = [ours.trim(), theirs.trim()];
	if (a.toLowerCase() === b.toLowerCase()) return true;
	if (a !== '' && b !== '' && Number(a) === Number(b)) return true;
	return isMoment(a) && isMoment(b) && Date.parse(a) === Date.parse(b);
}

function isMoment(value: string): boolean {
	return /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
}
