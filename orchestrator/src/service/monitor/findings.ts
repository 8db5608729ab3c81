import type { Finding } from '../../ledger/monitorFindings';
import {
	endFinding,
	endFindingsGone,
	keepFindings,
	listEndedFindings,
	listOpenFindings,
	lockFinding,
} from '../../ledger/monitorFindings';
import type { Queries } from '../../ledger/store';
import type { Observation, Offer } from '../../monitor/alerts/model';
import type { Compared, Difference, Repair } from '../../monitor/reconcile/model';
import { together } from '../../monitor/reconcile/model';
import { isHooked } from './compare/webhooks';
import type { SweepHold } from './holdSweep';
import { monitorId } from './monitorId';
import type { Repaired } from './repair';
import { repair } from './repair';
import type { SweepReport } from './report';
import type { SweepParts } from './sweep';
import { takeIn } from './takeIn';

const DAY_MS = 86_400_000;

/** Findings that alerts are made of; the rest is counted by `agency-ops monitor` all the same. */
const MOST_SHOWN = 500;

/** Repairs of one sweep: more wait for the next, lest a wrong setting makes everything again. */
const MOST_REPAIRS = 25;

/** Classes that somebody is told of; what people changed is theirs to change, and is only listed. */
const TOLD: readonly string[] = ['late', 'missing', 'doubled'];

/** Whether somebody is told of it; of effects that nobody knows of, mails among them, another alert tells. */
function isTold({ class: sort, service }: Finding): boolean {
	const isOfEffects = service === 'ledger' || service === 'mail';
	return TOLD.includes(sort) || (sort === 'unknown' && !isOfEffects);
}

/**
 * Keeps what was found, ends what is over, and repairs what is on the list.
 *
 * @throws Overtaken before anything of it, where another sweep has read anew meanwhile
 */
export async function settleDifferences(
	parts: SweepParts,
	all: readonly Compared[],
	hold: Pick<SweepHold, 'keep'>,
): Promise<{ open: number; repaired: SweepReport['repaired'] }> {
	const { store, now, moment } = parts;
	const { differences, looked } = together(all);
	const at = now();
	const since = new Date(at.getTime() - DAY_MS);
	const lately = await listEndedFindings(store, { state: 'repaired', since, limit: MOST_SHOWN });
	const wasRepaired = new Set(lately.map(({ name }) => name));
	// What does not stay repaired is a person's matter.
	const found = differences.map(
		(one): Difference =>
			one.repair !== null && one.class !== 'late' && wasRepaired.has(one.name)
				? { ...one, repair: null, offers: ['leave'] }
				: one,
	);
	await hold.keep();
	const kept = await store.transaction(async (queries) => {
		const given = found.map((difference) => ({ id: monitorId('fnd', at), difference }));
		const findings = await keepFindings(queries, given, moment());
		await endFindingsGone(
			queries,
			looked,
			found.map(({ name }) => name),
			moment(),
		);
		return findings;
	});
	const byName = new Map(kept.map((finding) => [finding.name, finding]));
	const repaired: SweepReport['repaired'] = [];
	for (const difference of found.filter((one) => one.repair !== null).slice(0, MOST_REPAIRS)) {
		const finding = byName.get(difference.name);
		if (finding === undefined || finding.state !== 'open' || difference.repair === null) continue;
		await hold.keep();
		const { isDone, says } = await putRight(parts, difference, difference.repair);
		if (!isDone) continue;
		await endFinding(store, finding.id, { state: 'repaired', done: says, by: null }, moment());
		repaired.push({ finding: finding.id, thing: finding.thing, done: says });
	}
	return { open: (await listOpenFindings(store, MOST_SHOWN)).length, repaired };
}

async function putRight(
	parts: SweepParts,
	difference: Difference,
	wanted: Repair,
): Promise<Repaired> {
	if (wanted.does === 'take-in') return await takeIn(parts, difference.effect, wanted);
	if (wanted.does !== 'switch-on') return await repair(parts.resolver, difference, wanted);
	const { service } = difference;
	const reader = isHooked(service) ? parts.readers.hooks[service] : null;
	try {
		await reader?.switchOn(wanted.hook);
		return { isDone: reader !== null, says: 'switched on again' };
	} catch (error) {
		parts.logger.warn({ err: error, service }, 'webhook not switched on');
		return { isDone: false, says: 'it could not be switched on' };
	}
}

/** What the rules see of findings: those that are open, and those that were put right within a day. */
export async function findingsSeen(queries: Queries, now: Date): Promise<Observation[]> {
	const since = new Date(now.getTime() - DAY_MS);
	const open = await listOpenFindings(queries, MOST_SHOWN);
	const repaired = await listEndedFindings(queries, {
		state: 'repaired',
		since,
		limit: MOST_SHOWN,
	});
	return [
		...open.filter(isTold).map(
			({ id, service, class: sort, thing, ours, theirs, offers }): Observation => ({
				rule: 'difference',
				labels: { finding: id, service, class: sort },
				value: 1,
				facts: { thing, ours: ours.says, theirs: theirs.says },
				offers: offers.map((does) => ({ does, finding: id })),
			}),
		),
		...repaired.map(
			({ id, service, thing, done }): Observation => ({
				rule: 'repaired',
				labels: { finding: id, service },
				value: 1,
				facts: { thing, done: done ?? '' },
			}),
		),
	];
}

/** What came of a press under a finding. */
export type Settling = 'settled' | 'over' | 'failed' | 'unknown';

/**
 * Does what a person chose about a finding: once, and only what was offered.
 *
 * @param by their name
 */
export async function settleFinding(
	parts: Pick<SweepParts, 'store' | 'resolver' | 'perform' | 'moment'>,
	id: string,
	does: Offer['does'],
	by: string,
): Promise<Settling> {
	const { store, moment } = parts;
	const finding = await store.transaction(async (queries) => await lockFinding(queries, id));
	if (finding === null) return 'unknown';
	if (finding.state !== 'open' || !finding.offers.includes(does)) return 'over';
	const done = await doAbout(parts, finding, does);
	if (done === null) return 'failed';
	const state = does === 'leave' ? 'left' : 'repaired';
	return (await endFinding(store, id, { state, done, by }, moment())) ? 'settled' : 'over';
}

/** @returns what was done, in words; null where it could not be */
async function doAbout(
	parts: Pick<SweepParts, 'resolver' | 'perform'>,
	finding: Finding,
	does: Offer['does'],
): Promise<string | null> {
	switch (does) {
		case 'leave':
			return 'left as it is';
		case 'remake': {
			const { isDone, says } = await repair(parts.resolver, finding, { does: 'remake' });
			return isDone ? says : null;
		}
		case 'delete-extra': {
			const { extra } = finding.theirs;
			const copies = Array.isArray(extra) ? extra.filter((ts) => typeof ts === 'string') : [];
			for (const ts of copies) {
				const { state } = await parts.perform({
					key: `${finding.effect}/delete-extra/${ts}`,
					kind: 'slack.delete',
					test: false,
					onConflict: 'keepFirst',
					retry: true,
					content: { message: finding.effect, ts },
					data: {},
					source: { nodeName: 'monitor' },
				});
				if (state !== 'done') return null;
			}
			return copies.length === 1
				? 'the extra message was deleted'
				: `${copies.length} extra messages were deleted`;
		}
	}
}
