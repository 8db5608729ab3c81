import fc from 'fast-check';
import type { Envelope } from '../../../nodes/domain/inbox/envelope';
import { readEvent } from '../../../orchestrator/src/ledger/inboxReading';
import type { TestInbox } from './support/anInbox';
import { anInbox, executionOf, isAway, refuses, takes } from './support/anInbox';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const subject = 'file:1';

let inbox: TestInbox;
/** Topics whose addresses n8n knows; while it publishes anew, other ones than those it has published. */
let registered: Set<string>;

beforeAll(async () => {
	inbox = await anInbox();
});
afterAll(async () => {
	await inbox.close();
});
beforeEach(async () => {
	await inbox.clear();
	publish('lead.received', 'file.versioned');
	inbox.answer = answers;
});

const answers = (envelope: Envelope) =>
	registered.has(envelope.topic) ? takes(envelope) : refuses();

function publish(...topics: string[]): void {
	inbox.published = new Set(topics);
	registered = new Set(topics);
}

/** Forwards what is due and lets each flow end at once, until nothing is due. */
async function work(): Promise<string[]> {
	const all: string[] = [];
	for (let taken = await inbox.forward(); taken.length > 0; taken = await inbox.forward()) {
		for (const id of taken) {
			if ((await inbox.state(id)) !== 'forwarded') continue;
			all.push(id);
			await inbox.end(id, inbox.sent.at(-1)?.id === id ? null : executionOf(id));
		}
	}
	return all;
}

const outcome = async (id: string) => (await readEvent(inbox.store, id))?.outcome;

describe('an event that no published flow waits for', () => {
	it('ends at once where nobody misses it, and holds none that comes after', async () => {
		const noise = await inbox.record({ subject, source: 'frameio', topic: 'file.deleted' });
		const wanted = await inbox.record({ subject, source: 'frameio', topic: 'file.versioned' });

		expect(await work()).toEqual([wanted]);
		expect(await outcome(noise)).toBe('no flow');
	});

	it('waits where somebody misses it, is passed by other topics, and goes when its flow comes', async () => {
		const won = await inbox.record({ subject, topic: 'deal.won' });
		const lead = await inbox.record({ subject });
		const wonAgain = await inbox.record({ subject, topic: 'deal.won' });
		const leadAgain = await inbox.record({ subject });
		expect(await work()).toEqual([lead, leadAgain]);
		expect(await inbox.story(won)).toContainEqual(expect.objectContaining({ what: 'passedOver' }));

		publish('deal.won');
		await inbox.look();

		expect(await work()).toEqual([won, wonAgain]);
	});

	it('keeps its place, and is not lost, while its flow is published anew', async () => {
		await inbox.look();
		publish('lead.received');
		const first = await inbox.record({ subject, source: 'frameio', topic: 'file.versioned' });
		const second = await inbox.record({ subject });
		expect(await work()).toEqual([]);

		inbox.pass(59 * MINUTE);
		expect(await work()).toEqual([]);
		publish('lead.received', 'file.versioned');
		inbox.pass(30 * SECOND);

		expect(await work()).toEqual([first, second]);
	});

	it('keeps its place while n8n starts again and knows no address yet', async () => {
		registered = new Set();
		const first = await inbox.record({ subject, source: 'frameio', topic: 'file.versioned' });
		expect(await work()).toEqual([]);
		inbox.pass(2 * HOUR);
		expect(await work()).toEqual([]);
		registered = new Set(['file.versioned']);
		inbox.pass(30 * SECOND);

		expect(await work()).toEqual([first]);
	});

	it('ends an hour after its flow was unpublished for good', async () => {
		await inbox.look();
		publish('lead.received');
		await inbox.look();
		inbox.pass(HOUR);
		const late = await inbox.record({ subject, source: 'frameio', topic: 'file.versioned' });
		await work();

		expect(await outcome(late)).toBe('no flow');
	});

	it('waits for an hour where n8n cannot be asked', async () => {
		inbox.published = null;
		registered = new Set();
		const event = await inbox.record({ subject, source: 'frameio', topic: 'file.versioned' });
		await work();
		expect(await inbox.state(event)).toBe('received');

		inbox.pass(HOUR);
		await work();
		expect(await outcome(event)).toBe('no flow');
	});

	it('does not end by what was seen before it came', async () => {
		const first = { subject, source: 'frameio', topic: 'file.deleted' };
		await inbox.record(first);
		await work();
		// Published since the last look, and its address not yet known to n8n.
		inbox.published?.add('file.deleted');
		const next = await inbox.record(first);
		await work();

		expect(await inbox.state(next)).toBe('received');
	});
});

/** The vendor's own topic, which nobody misses, and one that somebody does. */
const topics = ['file.versioned', 'deal.won', 'lead.received'] as const;

type Step =
	| { do: 'record'; subject: number; topic: number }
	| { do: 'publish' | 'unpublish' | 'register' | 'forget'; topic: number }
	| { do: 'pass'; minutes: number }
	| { do: 'look' | 'work' | 'away' | 'back' };

const topicAt = fc.nat(topics.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('record' as const),
			subject: fc.nat(1),
			topic: topicAt,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'publish' as const,
				'unpublish' as const,
				'register' as const,
				'forget' as const,
			),
			topic: topicAt,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('pass' as const),
			minutes: fc.constantFrom(1, 20, 50, 70),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constantFrom('look' as const, 'work' as const, 'away' as const, 'back' as const),
		}),
	},
);

/** A flow is published after one event was passed over, and nobody has looked when the next comes. */
const won: Step = { do: 'record', subject: 0, topic: 1 };
const rare: Step[][] = [
	[won, { do: 'work' }, { do: 'publish', topic: 1 }, won, { do: 'work' }],
	[won, { do: 'work' }, won, { do: 'publish', topic: 1 }, { do: 'look' }, won, { do: 'work' }],
];

interface Arrived {
	id: string;
	subject: string;
	topic: string;
}

/** Does the steps; the flows see what they see, in that order. */
async function play(steps: readonly Step[]): Promise<{ arrived: Arrived[]; seen: string[] }> {
	const arrived: Arrived[] = [];
	const seen: string[] = [];
	const published = new Set<string>();
	registered = new Set();
	inbox.published = published;
	inbox.answer = answers;
	for (const one of steps) {
		switch (one.do) {
			case 'record': {
				const topic = topics[one.topic] ?? '';
				const source = topic === 'file.versioned' ? 'frameio' : 'ledger';
				const event = { subject: `subject-${one.subject}`, source, topic };
				arrived.push({ ...event, id: await inbox.record(event) });
				break;
			}
			case 'publish':
				published.add(topics[one.topic] ?? '');
				registered.add(topics[one.topic] ?? '');
				break;
			case 'unpublish':
				published.delete(topics[one.topic] ?? '');
				registered.delete(topics[one.topic] ?? '');
				break;
			case 'register':
				if (published.has(topics[one.topic] ?? '')) registered.add(topics[one.topic] ?? '');
				break;
			case 'forget': // n8n starts again: published still, and no address known
				registered.delete(topics[one.topic] ?? '');
				break;
			case 'pass':
				inbox.pass(one.minutes * MINUTE);
				break;
			case 'look':
				await inbox.look();
				break;
			case 'away':
				inbox.answer = isAway;
				inbox.published = null;
				break;
			case 'back':
				inbox.answer = answers;
				inbox.published = published;
				break;
			case 'work':
				seen.push(...(await work()));
		}
	}
	inbox.answer = answers;
	inbox.published = published;
	return { arrived, seen };
}

describe('whatever is published and unpublished', () => {
	it('each flow sees its events of a subject in their order and once; all that was wanted throughout is seen', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				await inbox.clear();
				const { arrived, seen } = await play(steps);
				const ended = new Set<string>();
				for (const { id } of arrived) {
					if ((await outcome(id)) === 'no flow') ended.add(id);
				}
				// From now on all is published: what was neither seen nor ended comes, and nothing twice.
				publish(...topics);
				for (let round = 0; round < 3; round += 1) {
					inbox.pass(30 * MINUTE);
					seen.push(...(await work()));
				}
				const expected = arrived.filter(({ id }) => !ended.has(id));
				expect([...seen].sort()).toEqual(expected.map(({ id }) => id).sort());
				for (const { subject: about, topic } of expected) {
					const ofIt = expected.filter((one) => one.subject === about && one.topic === topic);
					const order = ofIt.map(({ id }) => id);
					expect(seen.filter((id) => order.includes(id))).toEqual(order);
				}
				// Only what nobody misses has ended without a flow.
				const kinds = new Set(arrived.filter(({ id }) => ended.has(id)).map(({ topic }) => topic));
				expect([...kinds].filter((topic) => topic !== 'file.versioned')).toEqual([]);
			}),
			{ numRuns: 40, seed: 20_261_126, examples: rare.map((steps): [Step[]] => [steps]) },
		);
	}, 300_000);

	it('keeps the whole order of a subject through short times without a flow', async () => {
		// Twenty steps stay under an hour.
		const short = step.map((one) => (one.do === 'pass' ? { ...one, minutes: 2 } : one));
		await fc.assert(
			fc.asyncProperty(fc.array(short, { maxLength: 20 }), async (steps) => {
				await inbox.clear();
				const all: Step[] = topics.map((_, topic) => ({ do: 'publish', topic }));
				const { arrived, seen } = await play([...all, { do: 'look' }, ...steps]);
				publish(...topics);
				inbox.pass(30 * MINUTE);
				seen.push(...(await work()));

				expect([...seen].sort()).toEqual(arrived.map(({ id }) => id).sort());
				for (const about of ['subject-0', 'subject-1']) {
					const order = arrived.filter((one) => one.subject === about).map(({ id }) => id);
					expect(seen.filter((id) => order.includes(id))).toEqual(order);
				}
			}),
			{ numRuns: 25, seed: 20_261_127 },
		);
	}, 300_000);
});
