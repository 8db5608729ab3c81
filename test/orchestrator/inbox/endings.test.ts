import { resolveEffect } from '../../../orchestrator/src/ledger/effectLookUps';
import type { Claim, Settlement, StopsAt } from '../../../orchestrator/src/ledger/effects';
import { lapseEffect, settleEffect, takeEffect } from '../../../orchestrator/src/ledger/effects';
import { followSettlement } from '../../../orchestrator/src/ledger/endings';
import { replayEvent } from '../../../orchestrator/src/ledger/inbox';
import { readEvent, readStatus } from '../../../orchestrator/src/ledger/inboxReading';
import type { TestInbox } from './support/anInbox';
import { anInbox, executionOf } from './support/anInbox';

let inbox: TestInbox;
let effects = 0;

beforeAll(async () => {
	inbox = await anInbox();
});
afterAll(async () => await inbox.close());
beforeEach(async () => await inbox.clear());

const error = {
	code: 'vendor/word',
	what: 'Slack has no such channel.',
	why: 'Why.',
	mend: 'Make it.',
	serviceStatus: 404,
};

/** An effect that the flow of an event has asked for and that is in flight. */
async function anEffect(event: string, stopsAt: StopsAt = 'notDone'): Promise<Claim> {
	effects += 1;
	const claim: Claim = {
		key: `lead:1/slack-message/sales/${effects}`,
		kind: 'slack.message',
		subject: 'lead:1',
		test: false,
		fingerprint: 'f',
		content: null,
		source: null,
		token: crypto.randomUUID(),
		leaseMs: 45_000,
		isRepeatable: false,
		retriesFailed: true,
		keepsFirst: true,
		marksHandOver: false,
		event: { id: event, stopsAt },
	};
	await takeEffect(inbox.store, claim, inbox.now());
	return claim;
}

/** Ends an attempt at it, as the service does. */
async function settle(
	{ key, token }: Claim,
	state: Settlement['state'],
	nextInMs: number | null = null,
): Promise<void> {
	const settlement: Settlement = {
		state,
		receipt: state === 'done' ? { id: '7' } : null,
		error: state === 'done' ? null : error,
		nextInMs,
		stragglesMs: 0,
	};
	const settled = await settleEffect(inbox.store, key, token, settlement, inbox.now());
	if (settled !== null && nextInMs === null) {
		await followSettlement(inbox.store, key, settled.eventId, inbox.now());
	}
}

/** An event whose flow is at work. */
async function atWork(subject = 'lead-of:1'): Promise<string> {
	const id = await inbox.record({ subject });
	await inbox.forward();
	return id;
}

/** The flow of the event broke off, and the sweeper has looked. */
async function broken(id: string, attempt = 1): Promise<void> {
	inbox.executions.set(executionOf(id, attempt), 'error');
	inbox.pass(11_000);
	await inbox.sweep();
}

const whatHappened = async (id: string) =>
	(await inbox.story(id)).map((detail) => (detail as { what: string }).what);
const later = (id: string) => inbox.end(id, executionOf(id));

describe('an event whose flow has ended', () => {
	it('ends with its last effect, and is its subject’s turn until then', async () => {
		const id = await atWork();
		const [one, other] = [await anEffect(id), await anEffect(id)];
		const next = await inbox.record({ subject: 'lead-of:1' });

		expect(await later(id)).toEqual({ state: 'ending', hasEnded: false });
		await settle(one, 'done');
		expect([await inbox.state(id), await inbox.forward()]).toEqual(['ending', []]);
		await settle(other, 'done');

		expect(await readEvent(inbox.store, id)).toMatchObject({ state: 'ended', outcome: 'done' });
		expect(await whatHappened(id)).toEqual(['received', 'forwarded', 'ending', 'endedAtLast']);
		expect(await inbox.forward()).toEqual([next]);
	});

	it('ends at once when its effects are settled', async () => {
		const id = await atWork();
		await settle(await anEffect(id), 'done');
		expect(await later(id)).toEqual({ state: 'ended', hasEnded: true });
	});

	it.each([
		{ waits: true, when: 'an effect is planned', state: 'planned' as const, nextInMs: 60_000 },
		{ waits: true, when: 'one is being looked up', state: 'unknown' as const, nextInMs: 0 },
		{
			waits: false,
			when: 'only a person can clear one',
			state: 'unknown' as const,
			nextInMs: null,
		},
	])('waits: $waits, when $when', async ({ waits, state, nextInMs }) => {
		const id = await atWork();
		await settle(await anEffect(id), state, nextInMs);
		expect(await later(id)).toMatchObject({ state: waits ? 'ending' : 'ended' });
	});

	it('ends when the owner of its last effect is gone and only a person can clear that', async () => {
		const id = await atWork();
		const { key } = await anEffect(id);
		await later(id);
		inbox.pass(60_000);
		await lapseEffect(inbox.store, key, error, null, inbox.now());
		expect(await inbox.state(id)).toBe('ended');
	});

	it('has failed when an effect was refused in the end, and names it', async () => {
		const id = await atWork();
		const late = await anEffect(id);
		await later(id);
		await settle(late, 'failed');

		expect(await readEvent(inbox.store, id)).toMatchObject({
			state: 'ended',
			outcome: 'failed',
			reason: `${late.key} was refused: Slack has no such channel. Make it.`,
		});
		expect((await readStatus(inbox.store, inbox.now())).inbox).toMatchObject({
			failed: 1,
			ending: 0,
		});
	});

	it('has failed also when the refusal came before the report', async () => {
		const id = await atWork();
		await settle(await anEffect(id), 'failed');
		expect(await later(id)).toMatchObject({ state: 'ended' });
		expect(await readEvent(inbox.store, id)).toMatchObject({ outcome: 'failed' });
	});

	it('keeps the outcome that its flow reported where that deals with refusals itself', async () => {
		const id = await atWork();
		await settle(await anEffect(id, 'nothing'), 'failed');
		await later(id);
		expect(await readEvent(inbox.store, id)).toMatchObject({ outcome: 'done', waitsFor: null });
	});

	it('is ended by the sweeper when a process died between the effect and the event', async () => {
		const id = await atWork();
		const { key, token } = await anEffect(id);
		await later(id);
		const settlement = { state: 'done' as const, receipt: {}, error: null, nextInMs: null };
		await settleEffect(inbox.store, key, token, { ...settlement, stragglesMs: 0 }, inbox.now());
		expect(await inbox.state(id)).toBe('ending');

		await inbox.sweep();
		expect(await inbox.state(id)).toBe('ended');
	});

	it('is told once, however many of its effects settle at the same time', async () => {
		const id = await atWork();
		const late = [await anEffect(id), await anEffect(id), await anEffect(id), await anEffect(id)];
		await Promise.all([later(id), ...late.map(async (effect) => await settle(effect, 'done'))]);
		expect(await inbox.state(id)).toBe('ended');
		const ends = (await whatHappened(id)).filter((what) => /^ended/.test(what));
		expect(ends).toHaveLength(1);
	});
});

describe('an execution that stopped at an effect', () => {
	it.each([
		{ state: 'failed' as const, words: 'was refused: Slack has no such channel. Make it.' },
		{ state: 'unknown' as const, words: 'nobody can say whether' },
	])('is put aside at once when that is $state and needs a person', async ({ state, words }) => {
		const id = await atWork();
		const effect = await anEffect(id);
		await settle(effect, state);
		await broken(id);

		const event = await readEvent(inbox.store, id);
		expect(event).toMatchObject({ state: 'dead', waitsFor: effect.key, attempts: 1 });
		expect(event?.reason).toContain(words);
		inbox.pass(3_600_000);
		expect(await inbox.forward()).toEqual([]);
	});

	it('is set going again by itself when a person says that the effect was done', async () => {
		const id = await atWork();
		const effect = await anEffect(id);
		await settle(effect, 'unknown');
		await broken(id);
		await resolveEffect(
			inbox.store,
			effect.key,
			{ as: 'done', receipt: { byHand: true }, reason: 'seen' },
			error,
			inbox.now(),
		);

		expect(await inbox.forward()).toEqual([id]);
		expect((await whatHappened(id)).slice(-3)).toEqual(['putAside', 'setGoing', 'forwarded']);
	});

	it('is set going again when what a person let be sent again is done, not before', async () => {
		const id = await atWork();
		const effect = await anEffect(id);
		await settle(effect, 'failed');
		await broken(id);
		const resolution = { as: 'not-done' as const, receipt: null, reason: 'mended' };
		await resolveEffect(inbox.store, effect.key, resolution, error, inbox.now());
		expect(await inbox.forward()).toEqual([]);

		const again = { ...effect, token: crypto.randomUUID() };
		await takeEffect(inbox.store, again, inbox.now());
		await settle(again, 'done');
		expect(await inbox.forward()).toEqual([id]);
	});

	it('goes by a replay as well', async () => {
		const id = await atWork();
		await settle(await anEffect(id), 'failed');
		await broken(id);
		await replayEvent(inbox.store, id, 'mended', inbox.now());
		expect(await inbox.forward()).toEqual([id]);
		expect(inbox.sent.at(-1)).toMatchObject({ id, retry: true });
	});

	it('is fired again when the late effect is settled, not by backoff, and counts as no failure', async () => {
		const id = await atWork();
		const late = await anEffect(id);
		await broken(id);
		inbox.pass(60_000);
		expect(await inbox.forward()).toEqual([]);

		await settle(late, 'done');

		expect(await inbox.forward()).toEqual([id]);
		expect(await readEvent(inbox.store, id)).toMatchObject({ failures: 0, brokenOff: 0 });
	});

	it('is put aside without another firing when the late effect is refused', async () => {
		const id = await atWork();
		const late = await anEffect(id);
		await broken(id);
		await settle(late, 'failed');
		expect(await readEvent(inbox.store, id)).toMatchObject({ state: 'dead', waitsFor: late.key });
	});

	it('is fired again when its flow goes on past what only a person can clear', async () => {
		const id = await atWork();
		await settle(await anEffect(id, 'refused'), 'unknown');
		await broken(id);
		expect(await inbox.state(id)).toBe('received');

		inbox.pass(2_000);
		expect(await inbox.forward()).toEqual([id]);
		await inbox.end(id, executionOf(id, 2));
		expect(await inbox.state(id)).toBe('ended');
	});

	it.each<StopsAt>(['refused', 'notDone'])(
		'is put aside when its flow stops at %s and it was refused',
		async (stopsAt) => {
			const id = await atWork();
			await settle(await anEffect(id, stopsAt), 'failed');
			await broken(id);
			expect(await inbox.state(id)).toBe('dead');
		},
	);

	it('is fired again by backoff when n8n was killed, whatever its effects', async () => {
		const id = await atWork();
		await settle(await anEffect(id), 'failed');
		inbox.executions.set(executionOf(id), 'crashed');
		inbox.pass(11_000);
		await inbox.sweep();
		expect(await inbox.state(id)).toBe('received');
	});
});
