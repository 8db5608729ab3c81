import { capacityDigest } from '../../../../../nodes/domain/routing/digest';
import { listDueProjects, listHotLeads } from '../../../ledger/monitorReading';
import type { Store } from '../../../ledger/store';
import type { Observation } from '../../../monitor/alerts/model';
import { projectNameIn } from '../../../reservations/told';
import type { Json } from '../../../ledger/json';
import { openLedgerOffice } from '../../reservations/capacity';

const HOUR_MS = 3_600_000;

/** The plan's two hours. */
export const DUE_WITHIN_MS = 2 * HOUR_MS;

/** Leads of so many points are an opportunity for as long as a day. */
const HOT_SCORE = 95;
const HOT_FOR_MS = 24 * HOUR_MS;

/** Days over which a hub's load is told, as in its digest. */
const LOAD_DAYS = 7;

/** What the work itself says: projects that are due, hubs that have too much, leads that wait. */
export async function watchWork(store: Store, now: Date, warnAt: number): Promise<Observation[]> {
	const { roster, office, unassigned } = await openLedgerOffice(store, now, false);
	const hubOf = new Map(roster.people.map(({ id, hub }) => [id, hub]));
	const own = roster.people.filter(({ kind, hub }) => kind === 'internal' && hub !== null);
	const hubs = [...new Set(own.flatMap(({ hub }) => hub ?? []))];
	const loads = hubs.map((hub): Observation => {
		const zone = own.find((person) => person.hub === hub)?.zone ?? 'utc';
		const from = office.clock.dayAt(zone, now.getTime());
		const digest = capacityDigest(office, { hub, from, days: LOAD_DAYS, warnAt, unassigned });
		return {
			rule: 'utilisation',
			labels: { hub },
			value: digest.utilisation ?? 0,
			facts: {
				percent: Math.round((digest.utilisation ?? 0) * 100),
				hours: Math.round(digest.available),
				over: digest.warnings.length,
				people: own.filter((person) => person.hub === hub).length,
			},
		};
	});
	const before = new Date(now.getTime() + DUE_WITHIN_MS);
	const due = (await listDueProjects(store, { now, before })).map((one): Observation => {
		const hub = one.people.map((person) => hubOf.get(person) ?? null).find((name) => name !== null);
		return {
			rule: 'delivery-due',
			labels: { project: one.project, ...(hub === undefined || hub === null ? {} : { hub }) },
			value: 1,
			facts: {
				name: projectNameIn(one.context as Json, one.project).slice(0, 80),
				dueAt: one.dueAt.toISOString(),
				pieces: one.pieces,
				open: Math.max(0, one.pieces - one.approved),
			},
		};
	});
	const since = new Date(now.getTime() - HOT_FOR_MS);
	const hot = (await listHotLeads(store, HOT_SCORE, since)).map(
		({ subject, score, cameAt, url }): Observation => ({
			rule: 'lead-hot',
			labels: { lead: subject },
			value: score,
			facts: { score, cameAt: cameAt.toISOString(), url },
		}),
	);
	return [...due, ...loads, ...hot];
}
