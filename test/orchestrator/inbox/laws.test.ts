import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { TakenEvent } from '../../../orchestrator/src/ledger/inboxWork';
import {
	keepForwarded,
	keepRefused,
	keepSweep,
	pickSuspects,
	takeEvents,
} from '../../../orchestrator/src/ledger/inboxWork';
import type { Claim } from '../../../orchestrator/src/ledger/effects';
import { settleEffect, takeEffect } from '../../../orchestrator/src/ledger/effects';
import { followSettlement } from '../../../orchestrator/src/ledger/endings';
import { discardEvent, replayEvent } from '../../../orchestrator/src/ledger/inbox';
import { keepWantedTopics } from '../../../orchestrator/src/ledger/wantedTopics';
import type { TestInbox } from './support/anInbox';
import { anInbox } from './support/anInbox';

const SECOND = 1_000;
const POST_LEASE = 30 * SECOND;
const FLOW_LEASE = 600 * SECOND;

let inbox: TestInbox;

beforeAll(async () => {
	inbox = await anInbox();
});
afterAll(async () => {
	await inbox.close();
});

/** What the model knows of an event. */
interface Known {
	id: string;
	subject: string;
	arrival: number;
	topic: string;
	/** Whether later events of other topics go before it, for want of a flow. */
	isPassedOver: boolean;
	state: 'received' | 'forwarded' | 'ending' | 'ended' | 'dead' | 'discarded';
	dueAt: number;
	leaseUntil: number | null;
	token: string | null;
	executions: string[];
	endedBy: Set<string>;
	/** Its effects that are under way. */
	underWay: Claim[];
}

type Answer = 'taken' | 'refused' | 'unwanted' | 'dead';

type Step =
	| { do: 'record'; subject: number; external: number; topic: number }
	| { do: 'take'; limit: number }
	| { do: 'answer'; which: number; how: Answer; delay: number }
	| { do: 'publish'; topic: number }
	| { do: 'pass'; seconds: number }
	| { do: 'end'; which: number; execution: number }
	| { do: 'sweep'; how: 'renew' | 'fireAgain' | 'end' | 'bury' }
	| { do: 'replay' | 'discard' | 'ask' | 'settle'; which: number };

const index = fc.nat({ max: 7 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('record' as const),
			subject: fc.nat(1),
			external: fc.nat(5),
			topic: fc.nat(1),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('take' as const),
			limit: fc.integer({ min: 1, max: 3 }),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('answer' as const),
			which: index,
			how: fc.constantFrom('taken', 'taken', 'refused', 'unwanted', 'dead'),
			delay: fc.nat(60),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('publish' as const), topic: fc.nat(1) }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('pass' as const),
			seconds: fc.constantFrom(1, 20, 31, 700),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('end' as const), which: index, execution: fc.nat(3) }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('sweep' as const),
			how: fc.constantFrom('renew', 'fireAgain', 'end', 'bury'),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constantFrom('replay' as const, 'discard' as const),
			which: index,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constantFrom('ask' as const, 'settle' as const),
			which: index,
		}),
	},
);

/** The inbox beside a model small enough to be seen to be right. */
class Run {
	readonly known: Known[] = [];
	readonly held: TakenEvent[] = [];
	private effects = 0;

	private get now(): number {
		return inbox.now().getTime();
	}

	private isHeld({ leaseUntil }: Known): boolean {
		return leaseUntil !== null && leaseUntil >= this.now;
	}

	/** Whether the event may be taken now, by the laws alone. */
	private isDue(event: Known): boolean {
		const others = this.known.filter(
			(other) =>
				other !== event &&
				other.subject === event.subject &&
				['received', 'forwarded', 'ending'].includes(other.state),
		);
		return (
			event.state === 'received' &&
			event.dueAt <= this.now &&
			!this.isHeld(event) &&
			!others.some(({ token, state }) => token !== null || state === 'ending') &&
			(event.token !== null || !others.some((other) => this.isBefore(other, event)))
		);
	}

	/**
	 * One that no flow waits for holds those of its own topic only, unless it is to be tried now; so does
	 * one that waits behind such a one.
	 */
	private isBefore(other: Known, event: Known): boolean {
		if (other.arrival >= event.arrival) return false;
		if (other.topic === event.topic) return true;
		const isBehind = this.known.some(
			(first) =>
				first.subject === other.subject &&
				first.topic === other.topic &&
				first.arrival < other.arrival &&
				first.state === 'received' &&
				first.isPassedOver &&
				first.dueAt > this.now,
		);
		return (!other.isPassedOver || other.dueAt <= this.now) && !isBehind;
	}

	private pick(which: number): Known | undefined {
		return this.known[which % Math.max(this.known.length, 1)];
	}

	private release(event: Known, state: Known['state']): void {
		Object.assign(event, { state, token: null, leaseUntil: null });
	}

	async take(limit: number): Promise<TakenEvent[]> {
		const due = this.known.filter((event) => this.isDue(event));
		const taken = await takeEvents(inbox.store, {
			limit,
			token: randomUUID(),
			leaseMs: POST_LEASE,
			mostAtWork: 1_000,
			atWorkCountsForMs: FLOW_LEASE,
			moment: inbox.now(),
		});
		expect(taken).toHaveLength(Math.min(limit, due.length));
		for (const event of taken) {
			const known = this.known.find(({ id }) => id === event.id);
			expect(due).toContain(known);
			Object.assign(known ?? {}, { token: event.token, leaseUntil: this.now + POST_LEASE });
			this.held.push(event);
		}
		return taken;
	}

	async answer(event: TakenEvent, how: Answer, delay = 0): Promise<void> {
		const known = this.known.find(({ id }) => id === event.id);
		if (known === undefined) throw new Error('nobody recorded it');
		const isOurs = known.token === event.token && known.state === 'received';
		if (how === 'taken') {
			const executionId = `${event.id}-${event.attempt}`;
			known.executions.push(executionId);
			const leases = { leaseMs: FLOW_LEASE, lookUpInMs: 10 * SECOND };
			const kept = await keepForwarded(inbox.store, event, executionId, leases, inbox.now());
			expect(kept).toBe(isOurs);
			if (!isOurs) return;
			Object.assign(known, { state: 'forwarded', leaseUntil: this.now + FLOW_LEASE });
			known.isPassedOver = false;
			return;
		}
		const next =
			how === 'dead'
				? { next: 'dead' as const, because: 'too old' }
				: {
						next: 'again' as const,
						delayMs: delay * SECOND,
						because: 'refused',
						isPassedOver: how === 'unwanted',
					};
		const refusal = { isAway: false, status: 500 };
		const kept = await keepRefused(inbox.store, event, next, refusal, inbox.now());
		expect(kept).toBe(isOurs);
		if (!isOurs) return;
		this.release(known, how === 'dead' ? 'dead' : 'received');
		known.dueAt = this.now + delay * SECOND;
		known.isPassedOver = how === 'unwanted';
	}

	/** A flow for the topic is published: what was passed over takes its place again. */
	private async publish(topic: string): Promise<void> {
		await keepWantedTopics(inbox.store, [], inbox.now());
		await keepWantedTopics(inbox.store, [topic], inbox.now());
		for (const known of this.known) {
			const isWoken = known.isPassedOver && known.topic === topic && known.token === null;
			if (isWoken && known.state === 'received') {
				Object.assign(known, { isPassedOver: false, dueAt: this.now });
			}
		}
	}

	async end(known: Known, executionId: string): Promise<void> {
		const isNews = !known.endedBy.has(executionId);
		const isOpen = ['received', 'forwarded', 'dead'].includes(known.state);
		const answer = await inbox.end(known.id, executionId);
		if (isNews) known.endedBy.add(executionId);
		if (isNews && isOpen) this.release(known, known.underWay.length > 0 ? 'ending' : 'ended');
		const hasEnded = isNews && isOpen && known.state === 'ended';
		expect(answer).toEqual({ state: known.state, hasEnded });
	}

	/** The flow of an event asks for one more effect. */
	private async ask(known: Known): Promise<void> {
		this.effects += 1;
		const claim: Claim = {
			key: `lead:1/slack-message/sales/${this.effects}`,
			kind: 'slack.message',
			subject: 'lead:1',
			test: false,
			fingerprint: 'f',
			content: null,
			source: null,
			token: randomUUID(),
			leaseMs: FLOW_LEASE,
			isRepeatable: false,
			retriesFailed: false,
			keepsFirst: true,
			marksHandOver: false,
			event: { id: known.id, stopsAt: 'notDone' },
		};
		await takeEffect(inbox.store, claim, inbox.now());
		known.underWay.push(claim);
	}

	/** The oldest of an event's effects is done. */
	private async settle(known: Known): Promise<void> {
		const claim = known.underWay.shift();
		if (claim === undefined) return;
		const done = { state: 'done' as const, receipt: {}, error: null };
		const settlement = { ...done, nextInMs: null, stragglesMs: 0 };
		await settleEffect(inbox.store, claim.key, claim.token, settlement, inbox.now());
		await followSettlement(inbox.store, claim.key, known.id, inbox.now());
		if (known.state === 'ending' && known.underWay.length === 0) known.state = 'ended';
	}

	private async sweep(how: Extract<Step, { do: 'sweep' }>['how']): Promise<void> {
		const suspects = await pickSuspects(inbox.store, {
			limit: 10,
			againInMs: 10 * SECOND,
			moment: inbox.now(),
		});
		for (const suspect of suspects) {
			const known = this.known.find(({ id }) => id === suspect.id);
			if (known === undefined) throw new Error('nobody recorded it');
			expect(known.state).toBe('forwarded');
			const sweep = {
				renew: { do: 'renew' as const },
				fireAgain: {
					do: 'fireAgain' as const,
					delayMs: 0,
					because: 'crashed',
					isN8nsFault: true,
				},
				end: { do: 'end' as const, outcome: 'ended without report' as const },
				bury: { do: 'bury' as const, because: 'too often' },
			}[how];
			expect(await keepSweep(inbox.store, suspect, sweep, FLOW_LEASE, inbox.now())).toBe(true);
			if (how === 'renew') known.leaseUntil = this.now + FLOW_LEASE;
			else
				this.release(known, ({ fireAgain: 'received', end: 'ended', bury: 'dead' } as const)[how]);
			known.dueAt = this.now;
		}
	}

	async do(step: Step): Promise<void> {
		switch (step.do) {
			case 'record': {
				const external = `external-${step.external}`;
				const subject = `subject-${step.subject}`;
				const before = new Set(this.known.map(({ id }) => id));
				const topic = `topic-${step.topic}`;
				const id = await inbox.record({ externalId: external, subject, topic });
				if (before.has(id)) return;
				this.known.push({
					id,
					subject,
					arrival: this.now,
					topic,
					isPassedOver: false,
					state: 'received',
					dueAt: this.now,
					leaseUntil: null,
					token: null,
					executions: [],
					endedBy: new Set(),
					underWay: [],
				});
				return;
			}
			case 'publish':
				await this.publish(`topic-${step.topic}`);
				return;
			case 'take':
				await this.take(step.limit);
				return;
			case 'answer': {
				const held = this.held[step.which % Math.max(this.held.length, 1)];
				if (held !== undefined) await this.answer(held, step.how, step.delay);
				return;
			}
			case 'pass':
				inbox.pass(step.seconds * SECOND);
				return;
			case 'end': {
				const known = this.pick(step.which);
				const execution = known?.executions[step.execution];
				if (known !== undefined && execution !== undefined) await this.end(known, execution);
				return;
			}
			case 'sweep':
				await this.sweep(step.how);
				return;
			case 'ask':
			case 'settle': {
				const known = this.pick(step.which);
				if (known !== undefined) await this[step.do](known);
				return;
			}
			case 'replay':
			case 'discard': {
				const known = this.pick(step.which);
				if (known === undefined) return;
				const isIdle = known.state !== 'forwarded' && !this.isHeld(known);
				const change = step.do === 'replay' ? replayEvent : discardEvent;
				const isChanged = isIdle && !(step.do === 'discard' && known.state === 'discarded');
				if (isChanged) this.release(known, step.do === 'replay' ? 'received' : 'discarded');
				if (isChanged) Object.assign(known, { dueAt: this.now, isPassedOver: false });
				const changed = await change(inbox.store, known.id, 'a person said so', inbox.now());
				expect(changed).toEqual({ state: known.state, isChanged });
			}
		}
	}

	/** Everybody does their work from now on: each event must come to an end. */
	async drain(): Promise<void> {
		for (let round = 0; round < 3 * this.known.length + 3; round += 1) {
			inbox.pass(3_600 * SECOND);
			for (const known of this.known) await this.settle(known);
			await this.sweep('fireAgain');
			for (const event of await this.take(3)) {
				await this.answer(event, 'taken');
				const known = this.known.find(({ id }) => id === event.id);
				if (known !== undefined) await this.end(known, `${event.id}-${event.attempt}`);
			}
		}
		for (const known of this.known) {
			while (known.underWay.length > 0) await this.settle(known);
		}
		const open = ['received', 'forwarded', 'ending'];
		expect(this.known.filter(({ state }) => open.includes(state))).toEqual([]);
	}
}

const record = (external: number, topic = 0): Step => ({
	do: 'record',
	subject: 0,
	external,
	topic,
});
const take: Step = { do: 'take', limit: 1 };
const taken = (which: number): Step => ({ do: 'answer', which, how: 'taken', delay: 0 });

/** What chance seldom comes upon. */
const rare: Step[][] = [
	// A process froze past its lease, and speaks after another has taken over.
	[record(0), take, { do: 'pass', seconds: 31 }, take, taken(0), taken(1)],
	// An execution reports its end once more, after a person had the event replayed.
	[
		record(0),
		take,
		taken(0),
		{ do: 'end', which: 0, execution: 0 },
		{ do: 'replay', which: 0 },
		take,
		taken(1),
		{ do: 'end', which: 0, execution: 0 },
	],
	// The flow ends before its effect; the next event of the subject has to wait for that.
	[
		record(0),
		record(1),
		take,
		{ do: 'ask', which: 0 },
		taken(0),
		{ do: 'end', which: 0, execution: 0 },
		take,
		{ do: 'settle', which: 0 },
		take,
	],
	// No flow is there for the first: the second goes before it, the third not; then a flow comes.
	[
		record(0),
		record(1, 1),
		record(2),
		take,
		{ do: 'answer', which: 0, how: 'unwanted', delay: 60 },
		{ do: 'take', limit: 3 },
		taken(1),
		{ do: 'end', which: 1, execution: 0 },
		{ do: 'take', limit: 3 },
		{ do: 'publish', topic: 0 },
		{ do: 'take', limit: 3 },
	],
	// Another one of that topic waits behind it, and holds no more than it does.
	[
		record(0),
		take,
		{ do: 'answer', which: 0, how: 'unwanted', delay: 60 },
		record(1),
		record(2, 1),
		{ do: 'take', limit: 3 },
	],
	// The one without a flow is to be tried again when the other comes: never two of a subject at once.
	[
		record(0),
		take,
		{ do: 'answer', which: 0, how: 'unwanted', delay: 10 },
		record(1, 1),
		{ do: 'pass', seconds: 20 },
		{ do: 'take', limit: 3 },
	],
	// An older event comes back while the taker of a newer one is dead.
	[
		record(0),
		{ do: 'discard', which: 0 },
		record(1),
		take,
		{ do: 'replay', which: 0 },
		{ do: 'pass', seconds: 31 },
		take,
	],
];

describe('the inbox', () => {
	it('never gives an event to two, keeps the order of a subject, loses none, fires none that ended', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				await inbox.clear();
				const run = new Run();
				for (const one of steps) await run.do(one);
				for (const { id, state } of run.known) expect(await inbox.state(id)).toBe(state);
				await run.drain();
			}),
			{ numRuns: 60, seed: 20_261_122, examples: rare.map((steps): [Step[]] => [steps]) },
		);
	}, 300_000);
});
