import type { Envelope } from '../../../../nodes/domain/inbox/envelope';
import type { ForwardAnswer } from '../../../../orchestrator/src/inbox/decide';
import { eventId } from '../../../../orchestrator/src/inbox/eventId';
import type { ForwarderParts, Reach } from '../../../../orchestrator/src/inbox/forwarder';
import { forwardEvent, takeDue } from '../../../../orchestrator/src/inbox/forwarder';
import { defaultInboxPolicy } from '../../../../orchestrator/src/inbox/policy';
import { sweepOnce } from '../../../../orchestrator/src/inbox/sweeper';
import { openWantedTopics } from '../../../../orchestrator/src/inbox/wantedTopics';
import type { NewEvent } from '../../../../orchestrator/src/ledger/inbox';
import { endEvent, recordEvents } from '../../../../orchestrator/src/ledger/inbox';
import { readEvent, readStory } from '../../../../orchestrator/src/ledger/inboxReading';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

/** An inbox over an empty ledger, with a clock that stands until it is moved and an n8n that obeys. */
export interface TestInbox {
	store: Store;
	/** The moment of everything that happens. */
	now(): Date;
	pass(ms: number): void;
	/** How n8n answers from now on, by the event's id; taken with an execution of its own by default. */
	answer: (envelope: Envelope) => ForwardAnswer;
	/** What n8n says of executions; `success` where nothing is set. */
	executions: Map<string, string | null | Error>;
	/** Topics that n8n has published flows for; null: it cannot be asked. */
	published: Set<string> | null;
	/** Looks which flows are published, as the service does by itself. */
	look(): Promise<void>;
	/** Everything n8n was handed. */
	sent: Envelope[];
	record(changes?: Partial<NewEvent>): Promise<string>;
	/** Takes what is due and hands it over, as one round of the forwarder. */
	forward(): Promise<string[]>;
	sweep(): Promise<void>;
	end(id: string, executionId?: string | null, outcome?: string): Promise<unknown>;
	state(id: string): Promise<string | undefined>;
	story(id: string): Promise<unknown[]>;
	/** Forgets everything. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** Opens it. */
export async function anInbox(): Promise<TestInbox> {
	const store = await openLedger(await emptyLedgerPlace());
	const start = Date.parse('2026-11-23T15:00:00Z');
	let at = start;
	let count = 0;
	let reach: Reach = { silences: 0 };
	const openWanted = () =>
		openWantedTopics({
			store,
			readPublished: async () => {
				if (inbox.published === null) throw new Error('n8n does not answer');
				return await Promise.resolve([...inbox.published]);
			},
			latelyMs: defaultInboxPolicy.unwantedAfterMs,
			moment: now,
			wall: () => at,
		});
	const now = () => new Date(at);
	const inbox: TestInbox = {
		store,
		now,
		pass: (ms) => {
			at += ms;
		},
		answer: takes,
		executions: new Map(),
		published: null,
		look: async () => await wanted.look(),
		sent: [],
		record: async (changes = {}) => {
			count += 1;
			at += 1; // arrivals have an order
			const event = {
				id: eventId(now()),
				source: 'forms',
				externalId: `form-${count}`,
				topic: 'lead.received',
				subject: `lead-of:${count}`,
				test: false,
				payload: { email: 'ana@cafeaurora.com' },
				...changes,
			};
			const [kept] = await recordEvents(store, [event], now());
			return kept?.id ?? '';
		},
		forward: async () => {
			const parts: ForwarderParts = {
				store,
				wanted,
				policy: defaultInboxPolicy,
				moment: now,
				send: async (envelope) => {
					inbox.sent.push(envelope);
					return inbox.answer(envelope);
				},
			};
			const taken = await takeDue(parts, defaultInboxPolicy.concurrency);
			for (const event of taken) await forwardEvent(parts, event, reach);
			return taken.map(({ id }) => id);
		},
		sweep: async () => {
			await sweepOnce({
				store,
				policy: defaultInboxPolicy,
				moment: now,
				lookUp: async (executionId) => {
					const found = inbox.executions.get(executionId);
					if (found instanceof Error) throw found;
					return found === undefined ? 'success' : found;
				},
			});
		},
		end: async (id, executionId = null, outcome = 'done') =>
			await endEvent(store, id, { outcome, executionId, reason: null, test: false }, now()),
		state: async (id) => (await readEvent(store, id))?.state,
		story: async (id) => (await readStory(store, id)).map(({ detail }) => detail),
		clear: async () => {
			await store.run('TRUNCATE inbox, inbox_events, effects, effect_events, wanted_topics');
			at = start;
			reach = { silences: 0 };
			inbox.answer = takes;
			inbox.executions.clear();
			inbox.published = null;
			wanted = openWanted();
			inbox.sent.length = 0;
		},
		close: async () => await store.close(),
	};
	let wanted = openWanted();
	return inbox;
}

/** n8n takes the event; the execution's number tells event and attempt. */
export const takes = ({ id, attempt }: Envelope): ForwardAnswer => ({
	taken: true,
	executionId: executionOf(id, attempt),
});

/** n8n refuses the event. */
export const refuses = (): ForwardAnswer => ({
	taken: false,
	isAway: false,
	isUnwanted: true,
	status: 404,
	why: 'n8n answered 404: no published workflow listens to lead.received',
});

/** n8n does not answer. */
export const isAway = (): ForwardAnswer => ({
	taken: false,
	isAway: true,
	isUnwanted: false,
	status: null,
	why: 'n8n did not answer: ECONNREFUSED',
});

/** The execution in which n8n works on an event the nth time. */
export function executionOf(id: string, attempt = 1): string {
	return `${id}-${attempt}`;
}
