import fc from 'fast-check';
import { backoffMs } from '../../../orchestrator/src/inbox/backoff';
import type { AtWork, ExecutionState } from '../../../orchestrator/src/inbox/decide';
import { afterLookUp, afterRefusal, isNotMissed } from '../../../orchestrator/src/inbox/decide';
import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { defaultInboxPolicy as policy } from '../../../orchestrator/src/inbox/policy';
import { executionStateOf } from '../../../orchestrator/src/inbox/sweeper';

const HOUR = 3_600_000;

function atWork(changes: Partial<AtWork> = {}): AtWork {
	return {
		id: 'evt_1',
		failures: 0,
		brokenOff: 0,
		crashed: 0,
		ageMs: 60_000,
		executionId: '7',
		isLeaseOver: false,
		runsForMs: 60_000,
		stoppedAt: null,
		...changes,
	};
}

const young = {
	id: 'evt_1',
	failures: 0,
	brokenOff: 0,
	crashed: 0,
	ageMs: 0,
	isNotMissed: false,
	standing: 'unknown' as const,
};
const refused = {
	taken: false,
	isAway: false,
	isUnwanted: true,
	status: 404,
	why: 'nobody listens',
} as const;

describe('afterRefusal', () => {
	it.each([
		{ next: 'again', when: 'it is young', ageMs: 0 },
		{ next: 'again', when: 'it is almost too old', ageMs: 72 * HOUR - 1 },
		{ next: 'dead', when: 'it has been tried for three days', ageMs: 72 * HOUR },
	])('is $next when $when', ({ next, ageMs }) => {
		expect(afterRefusal(refused, { ...young, ageMs }, policy)).toMatchObject({ next });
	});

	it.each([
		{ is: 'end', standing: 'none', when: 'no flow waits for it', ageMs: 0 },
		{ is: 'keeps its place', standing: 'lately', when: 'one did until now', ageMs: 2 * HOUR },
		{ is: 'keeps its place', standing: 'published', when: 'one does', ageMs: 2 * HOUR },
		{ is: 'stays as it was', standing: 'unknown', when: 'nobody can say', ageMs: HOUR - 1 },
		{ is: 'end', standing: 'unknown', when: 'nobody could say for an hour', ageMs: HOUR },
		{ is: 'lets others pass', standing: 'none', when: 'no flow waits for it', isMissed: true },
		{ is: 'keeps its place', standing: 'lately', when: 'one did until now', isMissed: true },
		{ is: 'stays as it was', standing: 'unknown', when: 'nobody can say', isMissed: true },
		{ is: 'keeps its place', standing: 'none', when: 'a flow refused it', isUnwanted: false },
	] as const)('$is: an event, when $when (missed: $isMissed)', (row) => {
		const { is, standing, ...more } = row;
		const {
			ageMs = HOUR,
			isMissed = false,
			isUnwanted = true,
		} = {
			...({} as { ageMs?: number; isMissed?: boolean; isUnwanted?: boolean }),
			...more,
		};
		const event = { ...young, ageMs, isNotMissed: !isMissed, standing };
		const next = afterRefusal({ ...refused, isUnwanted }, event, policy);

		expect(next).toMatchObject(
			{
				end: { next: 'end' },
				'keeps its place': { next: 'again', isPassedOver: false },
				'lets others pass': { next: 'again', isPassedOver: true },
				'stays as it was': { next: 'again', isPassedOver: null },
			}[is],
		);
	});

	it('is back soon after a flow that is published anew', () => {
		const event = { ...young, failures: 40, standing: 'lately' as const };
		const next = afterRefusal(refused, event, policy);

		expect(next.next === 'again' && next.delayMs).toBeLessThanOrEqual(30_000);
	});

	it.each([
		{ source: 'hubspot', topic: 'hubspot.deal.property-change', is: true },
		{ source: 'hubspot', topic: 'deal.won', is: false },
		{ source: 'lead-intake', topic: 'lead.received', is: false },
		{ source: 'clock', topic: 'capacity.digest-due', is: true },
		{ source: 'clock', topic: 'mail.due', is: false },
	])('is not missed without a flow, $topic of $source: $is', ({ is, ...event }) => {
		expect(isNotMissed(event)).toBe(is);
	});

	it('waits no longer than ten seconds while n8n is away, whatever came before', () => {
		const away = { ...refused, isAway: true };
		const next = afterRefusal(away, { ...young, failures: 40 }, policy);

		expect(next).toMatchObject({ next: 'again', because: 'nobody listens' });
		expect(next.next === 'again' && next.delayMs).toBeLessThanOrEqual(10_000);
	});
});

describe('afterLookUp', () => {
	it.each<{ state: ExecutionState; does: string; when: string; event?: Partial<AtWork> }>([
		{ state: 'new', does: 'renew', when: 'it has not begun' },
		{ state: 'running', does: 'renew', when: 'it runs' },
		{
			state: 'running',
			does: 'renew',
			when: 'it runs past its lease',
			event: { isLeaseOver: true },
		},
		{
			state: 'running',
			does: 'fireAgain',
			when: 'it is said to run for six hours',
			event: { runsForMs: 6 * HOUR },
		},
		{
			state: 'waiting',
			does: 'renew',
			when: 'it waits, however long',
			event: { runsForMs: 99 * HOUR },
		},
		{ state: 'success', does: 'end', when: 'it succeeded and reported nothing' },
		{ state: 'error', does: 'fireAgain', when: 'it failed' },
		{ state: 'crashed', does: 'fireAgain', when: 'it crashed' },
		{ state: 'canceled', does: 'fireAgain', when: 'somebody stopped it' },
		{ state: 'vanished', does: 'fireAgain', when: 'n8n has forgotten it' },
		{ state: 'unheard', does: 'leave', when: 'n8n cannot be asked' },
		{
			state: 'unheard',
			does: 'fireAgain',
			when: 'n8n cannot be asked and the lease is over',
			event: { isLeaseOver: true },
		},
		{
			state: 'error',
			does: 'bury',
			when: 'it is the twelfth that broke off',
			event: { brokenOff: 11 },
		},
		{
			state: 'error',
			does: 'fireAgain',
			when: 'it is the eleventh that broke off',
			event: { brokenOff: 10 },
		},
		{
			state: 'error',
			does: 'fireAgain',
			when: 'n8n broke down over it a dozen times before',
			event: { crashed: 12 },
		},
		{
			state: 'crashed',
			does: 'fireAgain',
			when: 'n8n broke down, however often the flow broke off before',
			event: { brokenOff: 11, crashed: 38 },
		},
		{
			state: 'crashed',
			does: 'bury',
			when: 'n8n broke down over it for the fortieth time',
			event: { crashed: 39 },
		},
		{ state: 'crashed', does: 'bury', when: 'it is too old', event: { ageMs: 72 * HOUR } },
	])('$does: $state, when $when', ({ state, does, event }) => {
		expect(afterLookUp(state, atWork(event), policy)).toMatchObject({ do: does });
	});

	it.each<{ state: ExecutionState; isN8nsFault: boolean }>([
		{ state: 'crashed', isN8nsFault: true },
		{ state: 'vanished', isN8nsFault: true },
		{ state: 'error', isN8nsFault: false },
		{ state: 'canceled', isN8nsFault: false },
	])('holds against n8n: $isN8nsFault, that it ended as $state', ({ state, isN8nsFault }) => {
		expect(afterLookUp(state, atWork(), policy)).toMatchObject({ isN8nsFault });
	});

	it('waits by the number of breakdowns of n8n, not by how often the event failed', () => {
		const sweep = afterLookUp('crashed', atWork({ failures: 30 }), policy);
		expect(sweep.do === 'fireAgain' && sweep.delayMs).toBeLessThanOrEqual(1_000);
	});

	it.each([
		{ said: null, state: 'vanished' },
		{ said: 'crashed', state: 'crashed' },
		{ said: 'a word of the future', state: 'unheard' },
	])('takes $said for $state', ({ said, state }) => {
		expect(executionStateOf(said)).toBe(state);
	});
});

const bounds = fc
	.tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10_000_000 }))
	.map(([firstMs, more]) => ({ firstMs, longestMs: firstMs + more }));
const failures = fc.integer({ min: 1, max: 2_000 });

describe('backoffMs', () => {
	it('lies between half of the wait and the wait, and never above the longest', () => {
		fc.assert(
			fc.property(failures, fc.string(), bounds, (count, seed, given) => {
				const whole = Math.min(given.firstMs * 2 ** Math.min(count - 1, 52), given.longestMs);
				const wait = backoffMs(count, seed, given);
				expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
				expect(wait).toBeLessThanOrEqual(given.longestMs);
			}),
		);
	});

	it('is the same for the same seed, and differs between events', () => {
		const given = { firstMs: 1_000, longestMs: 900_000 };
		const waits = ['a', 'b', 'c', 'd'].map((seed) => backoffMs(5, seed, given));

		expect(waits).toEqual(['a', 'b', 'c', 'd'].map((seed) => backoffMs(5, seed, given)));
		expect(new Set(waits).size).toBe(4);
	});
});

describe('eventId', () => {
	it('sorts by time, whatever chance adds', () => {
		const moment = fc.integer({ min: 0, max: 2 ** 47 });
		const chance = fc.uint8Array({ minLength: 10, maxLength: 10 });
		fc.assert(
			fc.property(moment, moment, chance, chance, (a, b, x, y) => {
				const [one, other] = [
					eventId(new Date(a), Buffer.from(x)),
					eventId(new Date(b), Buffer.from(y)),
				];
				expect(one).toMatch(/^evt_[0-9a-hjkmnp-tv-z]{26}$/);
				if (a !== b) expect(one < other).toBe(a < b);
			}),
		);
	});
});

describe('an execution that stopped at an effect', () => {
	const at = (needsPerson: boolean) => ({
		key: 'lead:1/mail/ana/1',
		needsPerson,
		why: 'Why. Mend.',
	});

	it.each<{
		does: string;
		state: ExecutionState;
		needsPerson: boolean;
		when: string;
		ageMs: number;
	}>([
		{
			does: 'putAside',
			state: 'error',
			needsPerson: true,
			when: 'only a person can clear it',
			ageMs: 0,
		},
		{ does: 'awaitEffect', state: 'error', needsPerson: false, when: 'it is under way', ageMs: 0 },
		{ does: 'fireAgain', state: 'crashed', needsPerson: true, when: 'n8n was killed', ageMs: 0 },
		{
			does: 'bury',
			state: 'error',
			needsPerson: false,
			when: 'three days are over',
			ageMs: 72 * HOUR,
		},
	])('is answered by $does when $when', ({ does, state, needsPerson, ageMs }) => {
		const event = atWork({ stoppedAt: at(needsPerson), ageMs });
		expect(afterLookUp(state, event, policy)).toMatchObject({ do: does });
	});
});
