import { LookUpFailed } from '../../../../orchestrator/src/adapters/harmless';
import type { FoundMessage } from '../../../../orchestrator/src/adapters/slack/history';
import { keepMailEvents } from '../../../../orchestrator/src/service/mail/keepMailEvents';
import type { TestService } from '../support/aService';
import { aRequest, aService, willing } from '../support/aService';
import { failures } from '../support/failures';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const MINUTE = 60_000;

let service: TestService;
let swept: SweptLedger;
let at: number;
/** Messages that Slack has, by their channel; null where the app may not look. */
let channels: Map<string, FoundMessage[] | null>;
let reads: string[];

const now = () => new Date(at);

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run(
		'TRUNCATE effects, inbox, mail_suppressions, monitor_findings, monitor_cursors CASCADE',
	);
	at = Date.UTC(2026, 10, 26, 12);
	channels = new Map();
	reads = [];
	service.answering(willing);
	const since = async (channel: string, oldest: Date) => {
		reads.push(channel);
		return await Promise.resolve({ messages: messagesOf(channel), calls: 1, from: oldest });
	};
	const found = async (channel: string, ts: string) =>
		await Promise.resolve(messagesOf(channel).find((one) => one.ts === ts) ?? null);
	swept = aSweep(service, now, {
		readers: { slack: { ...emptyReaders.slack, since, at: found } },
	});
});

function messagesOf(channel: string): FoundMessage[] {
	const messages = channels.get(channel) ?? null;
	if (messages !== null) return messages;
	const error = { code: 'slack/missing-scope', what: '', why: 'needs im:history', mend: 'Add it.' };
	throw new LookUpFailed({ result: 'refused', status: 200, error });
}

const perform = async (kind: string, changes: object = {}) => {
	const request = aRequest({ kind, ...changes });
	await service.another({ moment: now, patience: patient })(request);
	return request.key;
};
const namesAfter = async () => (await swept.sweep()).open.map(({ name }) => name);

describe('mail', () => {
	let told = 0;
	const tell = async (what: string, bounce: 'hard' | 'soft' | null = null, relayId = 'e1') => {
		const sent = { data: { email_id: relayId } };
		const fact = { what, bounce, messageId: '<1@agency.test>', kind: null, sent };
		const event = {
			...{ source: 'mail', externalId: `m${(told += 1)}`, topic: `mail.${what}`, test: false },
			...{ subject: 'mail:1', payload: { ...fact, recipients: ['ana@cafeaurora.com'] } },
		};
		const parts = { store: service.store, now, moment: now, wake: () => undefined, flows: [] };
		await keepMailEvents([event], parts);
	};

	it('that came back is put before a person, without an address, until it is delivered', async () => {
		const key = await perform('mail', { key: 'milestone:7/mail/client/1' });
		expect(await namesAfter()).toEqual([]);
		await tell('bounced', 'hard');
		const { open } = await swept.sweep();
		expect(open).toMatchObject([
			{ name: `missing/mail/${key}`, service: 'mail', offers: ['leave'] },
		]);
		expect(JSON.stringify(open)).not.toContain('@');
		at += 9 * 86_400_000;
		expect(await namesAfter()).toEqual([`missing/mail/${key}`]);
		await tell('delivered');
		expect(await namesAfter()).toEqual([]);
	});

	it('that the relay delivered twice is found', async () => {
		const key = await perform('mail');
		await tell('delivered', null, 'e1');
		await tell('delivered', null, 'e2');
		expect(await namesAfter()).toEqual([`doubled/mail/${key}`]);
	});

	it('that is advertising is the list’s business when it comes back', async () => {
		await perform('mail', { content: { to: 'ana@cafeaurora.com', purpose: 'marketing' } });
		await tell('bounced', 'hard');
		expect(await namesAfter()).toEqual([]);
	});

	it('of which nobody knows is found, never sent again, and over once the relay speaks of it', async () => {
		service.answering(() => failures.unknown);
		const key = await perform('mail');
		service.answering(willing);
		expect(await namesAfter()).toEqual([]);
		at += 20 * MINUTE;
		expect(await namesAfter()).toEqual([`unknown/mail/${key}`]);
		at += 20 * MINUTE;
		expect(await namesAfter()).toEqual([`unknown/mail/${key}`]);
		expect(service.calls).toEqual([]);
		await service.store.query(
			`UPDATE effects SET state = 'done', receipt = '{"messageId":"<1@agency.test>"}' WHERE key = $1`,
			[key],
		);
		expect(await namesAfter()).toEqual([]);
	});
});

describe('a direct message', () => {
	const talk = 'DU0CAMILA01';
	const ts = () => `${at / 1_000}.000100`;
	/** A message to a person, as Slack has it then. */
	async function told() {
		const posted = ts();
		service.answering((call) =>
			call.vendor === 'slack.message'
				? { result: 'done', receipt: { channel: talk, ts: posted, url: null } as never }
				: willing(call),
		);
		const key = await perform('slack.direct');
		channels.set(talk, [{ ts: posted, key }]);
		return { key, posted };
	}

	it.each([
		{ finds: [], when: 'it is there', hand: () => undefined },
		{ finds: ['missing'], when: 'it was deleted', hand: () => channels.set(talk, []) },
		{
			finds: ['doubled'],
			when: 'it is there twice',
			hand: (key: string) => channels.get(talk)?.push({ ts: `${at / 1_000 + 1}.000200`, key }),
		},
	])('is compared like one in a channel: $finds when $when', async ({ finds, hand }) => {
		const { key } = await told();
		hand(key);
		const { open } = await swept.sweep();
		expect(open.map(({ name }) => name)).toEqual(finds.map((sort) => `${sort}/slack/${key}`));
		at += 5 * 86_400_000;
		expect(await namesAfter()).toEqual(open.map(({ name }) => name));
	});

	it('that the app may not read is named unread once, and channels are read all the same', async () => {
		await told();
		const channel = 'C0SALESHOT';
		channels.set(channel, []);
		service.answering((call) =>
			call.vendor === 'slack.message'
				? { result: 'done', receipt: { channel, ts: ts(), url: null } as never }
				: willing(call),
		);
		const key = await perform('slack.message');
		channels.set(talk, null);
		const { open, report } = await swept.sweep();
		expect(report.problems).toEqual([]);
		expect(open.map(({ name }) => name).sort()).toEqual([
			`missing/slack/${key}`,
			'unknown/slack/direct-messages',
		]);
		expect(reads).toEqual([channel, talk]);
		expect((await swept.sweep()).open).toHaveLength(2);
		channels.set(talk, []);
		expect((await namesAfter()).filter((name) => name.startsWith('unknown'))).toEqual([]);
	});
});
