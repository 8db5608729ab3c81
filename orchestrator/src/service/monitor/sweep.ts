import type { FastifyBaseLogger } from 'fastify';
import type { Json } from '../../ledger/json';
import { listMadeAfter, listMadeByKeys } from '../../ledger/madeThings';
import { moveCursor } from '../../ledger/monitorCursors';
import { listOpenFindings } from '../../ledger/monitorFindings';
import { keepSweep, readDeletions } from '../../ledger/monitorSweeps';
import type { Observation, Watched } from '../../monitor/alerts/model';
import type { Compared, DeletedTasks } from '../../monitor/reconcile/model';
import type { ResolverParts } from '../effects/resolver';
import type { CompareSurroundings, OfService, ReadPosition } from './compare/all';
import { compareAll } from './compare/all';
import type { CompareParts } from './compare/parts';
import { findingsSeen, settleDifferences } from './findings';
import type { SweepHold } from './holdSweep';
import { holdSweep, Overtaken } from './holdSweep';
import type { Position } from './position';
import { positionSchema, SWEEP_CURSOR } from './position';
import type { SweepReport } from './report';
import type { TakeInParts } from './takeIn';
import type { AlertParts } from './tellAlerts';
import { judgeAndTell } from './tellAlerts';

/** How far a sweep looks, and what it may do. */
export interface SweepPolicy {
	/** What was done in so many days is looked at in every sweep. */
	recentDays: number;
	/** Older effects that each sweep looks at. */
	auditPerSweep: number;
	deletedTasks: DeletedTasks;
}

/** Everything a sweep is made with. */
export interface SweepParts extends AlertParts, Omit<CompareSurroundings, 'moment'> {
	resolver: ResolverParts;
	policy: SweepPolicy;
	/** Asked where what Stripe told is taken in late. */
	stripe: TakeInParts['stripe'];
	/** Lets flows begin with what was recorded. */
	wake(): void;
	/** Wait between two sweeps, in milliseconds; null: only when somebody asks. */
	everyMs: number | null;
	/** What else is watched, as of now. */
	watch(): Promise<Watched>;
	logger: FastifyBaseLogger;
}

const DAY_MS = 86_400_000;

/** Open findings that every sweep looks at again. */
const MOST_AGAIN = 200;

/**
 * Compares services with the ledger, repairs what is on the list, watches, and tells what needs people.
 *
 * @returns null where another sweep is under way, or has begun since nothing was heard of this one
 */
export async function sweepOnce(parts: SweepParts): Promise<SweepReport | null> {
	const { store, logger } = parts;
	const hold = await holdSweep(store, parts.moment);
	if (hold === null) return null;
	try {
		const report = await sweepFrom(parts, hold);
		const { looked, calls, found, repaired, told, problems } = report;
		const services = problems.map(({ service }) => service);
		logger.info({ looked, calls, found, repaired: repaired.length, told, services }, 'swept');
		return report;
	} catch (error) {
		if (!(error instanceof Overtaken)) throw error;
		logger.warn('sweep was overtaken by another');
		return null;
	} finally {
		await hold.release();
	}
}

async function sweepFrom(parts: SweepParts, hold: SweepHold): Promise<SweepReport> {
	const { store, policy, now, moment } = parts;
	const position = positionSchema.parse(hold.position);
	const beganAt = now();
	const recentFrom = new Date(beganAt.getTime() - policy.recentDays * DAY_MS);
	const [audit, open, told] = await Promise.all([
		listMadeAfter(store, position.audit, recentFrom, policy.auditPerSweep),
		listOpenFindings(store, MOST_AGAIN),
		readDeletions(store, position.inbox),
	]);
	const compared: CompareParts = {
		store,
		now: beganAt,
		recentFrom,
		audited: audit.made,
		open,
		again: await listMadeByKeys(
			store,
			open.map(({ effect }) => effect),
		),
		deleted: told.deleted,
		deletedTasks: policy.deletedTasks,
	};
	const services = await compareAll(parts, compared, position);
	const all = services.map(({ result }) => result);
	const settled = await settleDifferences(parts, all, hold);
	const problems = services.flatMap(({ service, why }) => (why === null ? [] : [{ service, why }]));
	const next = movedOn(position, services, {
		audit: audit.next ?? positionSchema.parse({}).audit,
		auditedAt: audit.next === null ? beganAt.toISOString() : position.auditedAt,
		inbox: told.readTo ?? position.inbox,
	});
	const watched = await parts.watch();
	await hold.keep();
	const observations = [
		...(await findingsSeen(store, beganAt)),
		...problems.map(({ service, why }) => unreadable(service, why, next)),
		...watched.seen,
	];
	const report: SweepReport = {
		beganAt: beganAt.toISOString(),
		endedAt: now().toISOString(),
		looked: byService(services, ({ looked }) => looked.length),
		calls: byService(services, ({ calls }) => calls),
		audited: audit.made.length,
		found: settled.open,
		repaired: settled.repaired,
		problems,
		told: await judgeAndTell(parts, observations, watched.blind),
	};
	await hold.keep();
	await store.transaction(async (queries) => {
		await moveCursor(queries, SWEEP_CURSOR, next as unknown as Json, moment());
		await keepSweep(queries, {
			beganAt,
			endedAt: now(),
			report: report as unknown as Json,
		});
	});
	return report;
}

function movedOn(
	position: Position,
	services: readonly OfService[],
	more: Pick<Position, 'audit' | 'auditedAt' | 'inbox'>,
): Position {
	const readTo = (name: ReadPosition) =>
		services.find((each) => each.position === name)?.readTo?.toISOString() ?? position[name];
	// What was to be audited of a service that could not be read comes with the next round.
	const failed = new Set(services.flatMap(({ service, why }) => (why === null ? [] : [service])));
	const failures = [...failed].map((service) => [service, (position.failures[service] ?? 0) + 1]);
	return {
		...more,
		clickup: readTo('clickup'),
		contact: readTo('contact'),
		deal: readTo('deal'),
		stripe: readTo('stripe'),
		deliveries: services.find(({ service }) => service === 'storage')?.place ?? position.deliveries,
		failures: Object.fromEntries(failures) as Record<string, number>,
	};
}

function unreadable(service: string, why: string, { failures }: Position): Observation {
	return {
		rule: 'service-unreadable',
		labels: { service },
		value: failures[service] ?? 0,
		facts: { cause: why.slice(0, 200) },
	};
}

function byService(
	services: readonly OfService[],
	count: (result: Compared) => number,
): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const { service, result } of services) {
		sums[service] = (sums[service] ?? 0) + count(result);
	}
	return sums;
}
