import { startForwarder } from '../../../orchestrator/src/inbox/forwarder';
import type { Pause } from '../../../orchestrator/src/inbox/pause';
import { defaultInboxPolicy } from '../../../orchestrator/src/inbox/policy';
import { startSweeper } from '../../../orchestrator/src/inbox/sweeper';
import {
	discardEvent,
	endEvent,
	recordEvents,
	replayEvent,
} from '../../../orchestrator/src/ledger/inbox';
import { readEvent, readStatus } from '../../../orchestrator/src/ledger/inboxReading';
import { takeEvents } from '../../../orchestrator/src/ledger/inboxWork';
import type { TestInbox } from './support/anInbox';
import { anInbox, executionOf, isAway, refuses, takes } from './support/anInbox';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let inbox: TestInbox;

beforeAll(async () => {
	inbox = await anInbox();
});
afterAll(async () => {
	await inbox.close();
});
beforeEach(async () => {
	await inbox.clear();
});

describe('recording', () => {
	it('keeps an event once per source and id there', async () => {
		const first = await inbox.record({ externalId: 'same' });
		const again = await inbox.record({ externalId: 'same', payload: { other: true } });
		const elsewhere = await inbox.record({ externalId: 'same', source: 'lead-intake' });

		expect(again).toBe(first);
		expect(elsewhere).not.toBe(first);
		expect(await readEvent(inbox.store, first)).toMatchObject({
			repeats: 1,
			payload: { email: 'ana@cafeaurora.com' },
		});
		expect(await inbox.story(first)).toEqual([{ what: 'received' }]);
	});

	it('keeps a batch in which one event stands twice', async () => {
		const event = (id: string, externalId: string) => ({
			...{ id, externalId, source: 'hubspot', topic: 'hubspot.deal', subject: 'hubspot-deal:1' },
			...{ test: false, payload: null },
		});
		const batch = [event('evt_1', 'a'), event('evt_2', 'b'), event('evt_3', 'a')];
		const kept = await recordEvents(inbox.store, batch, inbox.now());

		expect(kept[0]?.id).toBe(kept[2]?.id);
		expect(kept.map(({ repeated }) => repeated)).toEqual([false, false, true]);
	});

	it('keeps one of many that come at the same moment', async () => {
		const same = { externalId: 'same' };
		const ids = await Promise.all(Array.from({ length: 20 }, async () => inbox.record(same)));

		expect(new Set(ids).size).toBe(1);
	});

	it('keeps what Postgres would refuse: the character 0, half a surrogate pair, a key named __proto__', async () => {
		const payload = JSON.parse(
			'{"name":"A\\u0000na \\ud83d","__proto__":{"x":1},"emoji":"\\ud83d\\ude00"}',
		) as Record<string, never>;
		const id = await inbox.record({ payload });

		expect(JSON.stringify((await readEvent(inbox.store, id))?.payload)).toContain(
			'A\uFFFDna \uFFFD',
		);
		expect((await readEvent(inbox.store, id))?.payload).toMatchObject({ emoji: '😀' });
	});
});

describe('forwarding', () => {
	it('hands n8n the event as it came in, with its number of the try', async () => {
		const id = await inbox.record({ subject: 'lead-of:ana' });
		const receivedAt = inbox.now().toISOString();
		await inbox.forward();

		expect(inbox.sent).toEqual([
			{
				id,
				source: 'forms',
				topic: 'lead.received',
				subject: 'lead-of:ana',
				attempt: 1,
				receivedAt,
				retry: false,
				test: false,
				payload: { email: 'ana@cafeaurora.com' },
			},
		]);
		expect(await readEvent(inbox.store, id)).toMatchObject({
			state: 'forwarded',
			executionId: executionOf(id),
		});
	});

	it('gives each event to one of many takers', async () => {
		for (let count = 0; count < 12; count += 1) await inbox.record();
		const taken = await Promise.all(Array.from({ length: 6 }, async () => await inbox.forward()));

		expect(taken.flat()).toHaveLength(12);
		expect(new Set(taken.flat()).size).toBe(12);
	});

	it('waits for the event before it of the same subject, but not for a test of it', async () => {
		const subject = 'lead-of:ana';
		const first = await inbox.record({ subject });
		const second = await inbox.record({ subject });
		const test = await inbox.record({ subject, test: true });

		expect(new Set(await inbox.forward())).toEqual(new Set([first, test]));
		expect(await inbox.forward()).toEqual([]);
		await inbox.end(first);
		expect(await inbox.forward()).toEqual([second]);
	});

	it('tries again later what was refused, and gives it up after three days', async () => {
		inbox.answer = refuses;
		const id = await inbox.record();
		expect(await inbox.forward()).toEqual([id]);
		expect(await inbox.forward()).toEqual([]);
		inbox.pass(SECOND);
		expect(await inbox.forward()).toEqual([id]);
		inbox.pass(3 * DAY);
		await inbox.forward();

		expect(await inbox.state(id)).toBe('dead');
		expect(await inbox.story(id)).toMatchObject([
			{ what: 'received' },
			{ what: 'refused', attempt: 1, status: 404 },
			{ what: 'refused', attempt: 2 },
			{ what: 'died', because: expect.stringContaining('72 hours') as string },
		]);
	});

	it('ends a vendor’s own event that no flow is there for, and hands it over when it is replayed', async () => {
		inbox.answer = refuses;
		const id = await inbox.record({ source: 'hubspot', topic: 'hubspot.deal.creation' });
		await inbox.forward();
		inbox.pass(HOUR);
		await inbox.forward();

		expect(await readEvent(inbox.store, id)).toMatchObject({ state: 'ended', outcome: 'no flow' });
		expect(await inbox.story(id)).toMatchObject([
			{ what: 'received' },
			{ what: 'refused', status: 404 },
			{ what: 'endedUnwanted', outcome: 'no flow', status: 404 },
		]);
		await replayEvent(inbox.store, id, 'there is a flow now', inbox.now());
		inbox.answer = takes;
		expect(await inbox.forward()).toEqual([id]);
	});

	it('goes on within seconds once n8n is back, however long it was away', async () => {
		inbox.answer = isAway;
		const ids = [await inbox.record(), await inbox.record(), await inbox.record()];
		for (let minutes = 0; minutes < 60; minutes += 1) {
			await inbox.forward();
			inbox.pass(MINUTE);
		}
		// It answers before its workflows are up again.
		inbox.answer = refuses;
		await inbox.forward();
		inbox.answer = takes;
		inbox.pass(2 * SECOND);
		const first = await inbox.forward();

		expect(new Set(first)).toEqual(new Set(ids));
	});

	it('wakes everything that waited for n8n as soon as one event gets through', async () => {
		inbox.answer = isAway;
		const early = await inbox.record();
		await inbox.forward();
		inbox.answer = takes;
		const late = await inbox.record();
		expect(await inbox.forward()).toEqual([late]);

		expect(await inbox.forward()).toEqual([early]);
	});

	it('takes over what a dead process had taken, once its lease is over', async () => {
		const id = await inbox.record();
		const bounds = { limit: 1, leaseMs: 30 * SECOND, mostAtWork: 9, atWorkCountsForMs: MINUTE };
		const token = '00000000-0000-4000-8000-000000000001';
		await takeEvents(inbox.store, { ...bounds, token, moment: inbox.now() });
		inbox.pass(30 * SECOND);
		expect(await inbox.forward()).toEqual([]);
		inbox.pass(1);

		expect(await inbox.forward()).toEqual([id]);
	});

	it('leaves the rest in the inbox when n8n has enough at work, and lets hung ones count no longer', async () => {
		const many = defaultInboxPolicy.mostAtWork + 5;
		for (let count = 0; count < many; count += 1) await inbox.record();
		let taken = 0;
		for (let round = 0; round < 10; round += 1) taken += (await inbox.forward()).length;
		expect(taken).toBe(defaultInboxPolicy.mostAtWork);

		inbox.pass(defaultInboxPolicy.atWorkCountsForMs + 1);
		expect(await inbox.forward()).toHaveLength(5);
	});
});

describe('ends', () => {
	it('takes the first end and records the others; one execution reports once', async () => {
		const id = await inbox.record();
		await inbox.forward();

		expect(await inbox.end(id, 'x1')).toEqual({ state: 'ended', hasEnded: true });
		expect(await inbox.end(id, 'x1')).toEqual({ state: 'ended', hasEnded: false });
		expect(await inbox.end(id, 'x2', 'failed')).toEqual({ state: 'ended', hasEnded: false });
		expect(await readEvent(inbox.store, id)).toMatchObject({ outcome: 'done', executionId: 'x1' });
		expect((await inbox.story(id)).slice(2)).toMatchObject([
			{ what: 'ended', executionId: 'x1' },
			{ what: 'endedLater', executionId: 'x2', outcome: 'failed' },
		]);
		inbox.pass(DAY);
		expect(await inbox.forward()).toEqual([]);
	});

	it('takes an end that comes before n8n’s own answer', async () => {
		const id = await inbox.record();
		let ended: Promise<unknown> = Promise.resolve();
		inbox.answer = (envelope) => {
			ended = inbox.end(envelope.id, executionOf(envelope.id));
			return takes(envelope);
		};
		await inbox.forward();
		await ended;

		expect(await inbox.state(id)).toBe('ended');
	});

	it.each([
		{ ends: false, from: 'an execution that was started by hand', execution: () => 'by-hand' },
		{ ends: true, from: 'its own execution', execution: (id: string) => executionOf(id) },
	])('is ended by a test’s report from $from: $ends', async ({ ends, execution }) => {
		const id = await inbox.record();
		await inbox.forward();
		const report = { outcome: 'done', executionId: execution(id), reason: null, test: true };

		expect(await endEvent(inbox.store, id, report, inbox.now())).toMatchObject({ hasEnded: ends });
	});

	it('knows no end of an event that is not there', async () => {
		expect(await inbox.end('evt_none')).toBeNull();
	});
});

describe('sweeping', () => {
	async function atWork(): Promise<string> {
		const id = await inbox.record();
		await inbox.forward();
		inbox.pass(defaultInboxPolicy.lookUpEveryMs);
		return id;
	}

	it('fires an event again whose execution crashed, and keeps the story', async () => {
		const id = await atWork();
		inbox.executions.set(executionOf(id), 'crashed');
		await inbox.sweep();
		expect(await inbox.state(id)).toBe('received');
		inbox.pass(SECOND);
		expect(await inbox.forward()).toEqual([id]);
		await inbox.end(id, executionOf(id, 2));

		expect(await inbox.story(id)).toMatchObject([
			{ what: 'received' },
			{ what: 'forwarded', attempt: 1 },
			{ what: 'brokenOff', because: 'n8n broke down while the execution ran' },
			{ what: 'forwarded', attempt: 2 },
			{ what: 'ended', executionId: executionOf(id, 2) },
		]);
	});

	it('leaves one alone that runs, for as long as n8n says so', async () => {
		const id = await atWork();
		inbox.executions.set(executionOf(id), 'running');
		for (let minutes = 0; minutes < 60; minutes += 1) {
			await inbox.sweep();
			inbox.pass(MINUTE);
		}
		expect(await inbox.state(id)).toBe('forwarded');
	});

	it('ends one whose execution succeeded and reported nothing', async () => {
		const id = await atWork();
		inbox.executions.set(executionOf(id), 'success');
		await inbox.sweep();

		expect(await readEvent(inbox.store, id)).toMatchObject({
			state: 'ended',
			outcome: 'ended without report',
		});
	});

	it('goes by the lease while n8n cannot be asked', async () => {
		const id = await atWork();
		inbox.executions.set(executionOf(id), new Error('no connection'));
		await inbox.sweep();
		expect(await inbox.state(id)).toBe('forwarded');
		inbox.pass(defaultInboxPolicy.flowLeaseMs);
		await inbox.sweep();

		expect(await inbox.state(id)).toBe('received');
	});

	it('gives up an event that breaks off every execution', async () => {
		const id = await inbox.record();
		for (let count = 1; count <= defaultInboxPolicy.mostBrokenOff; count += 1) {
			await inbox.forward();
			inbox.executions.set(executionOf(id, count), 'error');
			inbox.pass(15 * MINUTE);
			await inbox.sweep();
			inbox.pass(15 * MINUTE);
		}
		expect(await inbox.state(id)).toBe('dead');
	});

	it('holds a breakdown of n8n against nobody, unless one event is there every time', async () => {
		const { mostBrokenOff, mostCrashed } = defaultInboxPolicy;
		const id = await inbox.record();
		for (let count = 1; count <= mostCrashed; count += 1) {
			expect(await inbox.state(id)).toBe('received');
			await inbox.forward();
			inbox.executions.set(executionOf(id, count), 'crashed');
			inbox.pass(15 * MINUTE);
			await inbox.sweep();
			inbox.pass(15 * MINUTE);
		}
		expect(mostCrashed).toBeGreaterThan(mostBrokenOff);
		expect(await readEvent(inbox.store, id)).toMatchObject({ state: 'dead' });
	});

	it('counts from nothing again when a person replays what was given up', async () => {
		const id = await atWork();
		await inbox.store.query('UPDATE inbox SET crashed = $1 WHERE id = $2', [
			defaultInboxPolicy.mostCrashed - 1,
			id,
		]);
		inbox.executions.set(executionOf(id), 'crashed');
		await inbox.sweep();
		expect(await inbox.state(id)).toBe('dead');
		await replayEvent(inbox.store, id, 'n8n was mended', inbox.now());
		await inbox.forward();
		inbox.executions.set(executionOf(id, 2), 'crashed');
		inbox.pass(defaultInboxPolicy.lookUpEveryMs);
		await inbox.sweep();
		expect(await inbox.state(id)).toBe('received');
	});
});

describe('a person', () => {
	const change = async (kind: 'replay' | 'discard', id: string) =>
		await (kind === 'replay' ? replayEvent : discardEvent)(inbox.store, id, 'why', inbox.now());

	it('replays an event that ended: it is handed over again, to be retried', async () => {
		const id = await inbox.record();
		await inbox.forward();
		await inbox.end(id, executionOf(id), 'failed');
		expect(await change('replay', id)).toEqual({ state: 'received', isChanged: true });
		await inbox.forward();

		expect(inbox.sent[1]).toMatchObject({ id, attempt: 2, retry: true });
		// The first execution's report, made again, does not end the replay.
		expect(await inbox.end(id, executionOf(id))).toEqual({ state: 'forwarded', hasEnded: false });
		expect(await inbox.end(id, executionOf(id, 2))).toEqual({ state: 'ended', hasEnded: true });
	});

	it.each(['replay', 'discard'] as const)('cannot %s an event at work', async (kind) => {
		const id = await inbox.record();
		await inbox.forward();

		expect(await change(kind, id)).toEqual({ state: 'forwarded', isChanged: false });
	});

	it('discards a dead event, and may still replay it', async () => {
		const id = await inbox.record();
		inbox.answer = refuses;
		inbox.pass(3 * DAY);
		await inbox.forward();
		expect(await change('discard', id)).toEqual({ state: 'discarded', isChanged: true });
		expect(await change('discard', id)).toEqual({ state: 'discarded', isChanged: false });
		expect(await change('replay', id)).toEqual({ state: 'received', isChanged: true });
		inbox.answer = takes;

		expect(await inbox.forward()).toEqual([id]);
	});

	it('sees the age of the oldest unfinished event', async () => {
		expect((await readStatus(inbox.store, inbox.now())).inbox.oldestUnfinishedSeconds).toBe(0);
		const id = await inbox.record();
		inbox.pass(90 * SECOND);
		const { inbox: status } = await readStatus(inbox.store, inbox.now());
		expect(status).toMatchObject({ received: 1, forwarded: 0, oldestUnfinishedSeconds: 90 });

		await inbox.end(id, null, 'failed');
		expect((await readStatus(inbox.store, inbox.now())).inbox).toMatchObject({
			received: 0,
			failed: 1,
			oldestUnfinishedSeconds: 0,
		});
	});
});

/** A pause that a test ends; says when somebody waits. */
function aPause(): Pause & { reached(): Promise<void> } {
	let wakeUp: (() => void) | null = null;
	let tell: () => void = () => undefined;
	let isAwake = false;
	return {
		wait: async () => {
			tell();
			if (!isAwake) await new Promise<void>((resolve) => (wakeUp = resolve));
			isAwake = false;
		},
		wake: () => {
			isAwake = true;
			wakeUp?.();
		},
		reached: async () => {
			await new Promise<void>((resolve) => {
				tell = resolve;
				wakeUp?.();
			});
		},
	};
}

describe('in the background', () => {
	it('forwards what comes in as soon as it is woken, and stops when what is on its way has arrived', async () => {
		const pause = aPause();
		const arrived: string[] = [];
		let release: () => void = () => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		let reached: () => void = () => undefined;
		const isSent = new Promise<void>((resolve) => (reached = resolve));
		const forwarder = startForwarder(
			{
				store: inbox.store,
				policy: defaultInboxPolicy,
				moment: inbox.now,
				wanted: { standingOf: async () => await Promise.resolve('unknown') },
				send: async ({ id }) => {
					reached();
					await held;
					arrived.push(id);
					return { taken: true, executionId: null };
				},
			},
			pause,
		);
		const id = await inbox.record();
		forwarder.wake();
		await isSent;
		const stopped = forwarder.stop();
		release();
		await stopped;

		expect(arrived).toEqual([id]);
		expect(await inbox.state(id)).toBe('forwarded');
	});

	it('sweeps round after round until it is stopped, whatever goes wrong in one', async () => {
		const pause = aPause();
		const bugs: unknown[] = [];
		let rounds = 0;
		const sweeper = startSweeper(
			{
				store: {
					...inbox.store,
					query: async () => {
						rounds += 1;
						throw new Error('the database does not answer');
					},
				},
				policy: defaultInboxPolicy,
				lookUp: async () => null,
				onBug: (error) => bugs.push(error),
			},
			pause,
		);
		await pause.reached();
		await pause.reached();
		await sweeper.stop();

		expect(bugs).toHaveLength(rounds);
		expect(rounds).toBeGreaterThanOrEqual(2);
	});
});
