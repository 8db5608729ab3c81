import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { openLogger } from '../../../../orchestrator/src/service/http';
import { watchTrials } from '../../../../orchestrator/src/service/monitor/watch/trialLeads';
import { TRIAL_KINDS } from '../../../../orchestrator/src/monitor/watch/trialLead';
import { ledgerBeside } from './ledgerBeside';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let store: Store;
let now = Date.parse('2026-11-26T10:00:00Z');
let status = 200;
let slackRefuses = false;
const sent: Array<{ secret: unknown; lead: Record<string, unknown> }> = [];
const removed: string[] = [];
const tried: string[] = [];

const server = createServer((request: IncomingMessage, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const lead = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
		sent.push({ secret: request.headers['x-agency-secret'], lead });
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ id: `evt_${sent.length}`, repeated: false }));
	});
});

const beside = ledgerBeside(server, (opened) => (store = opened));

const look = async () => {
	const parts = {
		store,
		now: () => new Date(now),
		moment: () => new Date(now),
		logger: openLogger(null),
		metrics: { tried: (result: string) => void tried.push(result) },
		readers: {
			hubspot: {
				remove: async (object: string, id: string) => void removed.push(`${object} ${id}`),
			},
			clickup: { remove: async (id: string) => void removed.push(`task ${id}`) },
			slack: {
				remove: async (channel: string, ts: string) => {
					if (slackRefuses) {
						const error = { what: '', why: 'Slack answered 200 (missing_scope)', mend: '' };
						return { result: 'refused', status: 200, error };
					}
					removed.push(`${channel} ${ts}`);
					return { result: 'done', receipt: { note: null } };
				},
			},
		},
	} as unknown as Parameters<typeof watchTrials>[0];
	const address = { url: `${beside.url()}/webhook/lead-intake`, secret: 's3' };
	return await watchTrials(parts, address, 'prueba@agency.test', HOUR);
};

/** What the flow of a trial does, as far as it comes. */
async function done(event: string, kinds: readonly string[], test = true) {
	for (const kind of kinds) {
		const receipt = kind.startsWith('slack')
			? { channel: 'C0TEST', ts: '1.2', url: null }
			: { id: `${event}-${kind}` };
		await store.query(
			`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts,
				receipt, source, event_id)
			VALUES ($1, $2, 'lead:1', $3, 'x', '{}', 'done', gen_random_uuid(), 1, $4::jsonb, '{}', $5)`,
			[`${test ? 'test/' : ''}lead:${event}/${kind}/1`, kind, test, JSON.stringify(receipt), event],
		);
	}
}

it('sends a test through the address, waits for all of it, and takes it away again', async () => {
	expect(await look()).toEqual([]);
	expect(sent).toMatchObject([
		{
			secret: 's3',
			lead: {
				test: true,
				email: expect.stringMatching(/^prueba\+trial-\w+@agency.test$/) as string,
			},
		},
	]);
	await done('evt_1', TRIAL_KINDS.slice(0, 4));
	// Something real under the same event is none of its business.
	await done('evt_1', ['hubspot.contact'], false);
	now += 2 * MINUTE;
	expect(await look()).toEqual([]);
	expect(removed).toEqual([]);
	await done('evt_1', ['mail']);
	now += MINUTE;
	expect(await look()).toEqual([]);
	expect(removed.sort()).toEqual([
		'C0TEST 1.2',
		'contact evt_1-hubspot.contact',
		'deal evt_1-hubspot.deal',
		'task evt_1-clickup.task',
	]);
	now += 30 * MINUTE;
	expect(await look()).toEqual([]);
	expect(removed).toHaveLength(4);
	expect(sent).toHaveLength(1);
});

it('says what is missing of one that does not come through, until one does', async () => {
	now += HOUR;
	await look();
	expect(sent).toHaveLength(2);
	await done('evt_2', ['hubspot.contact', 'hubspot.deal']);
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts,
			error, source, event_id)
		VALUES ('test/lead:2/clickup-task/1', 'clickup.task', 'lead:2', true, 'x', '{}', 'failed',
			gen_random_uuid(), 1, $1::jsonb, '{}', 'evt_2')`,
		[JSON.stringify({ what: 'ClickUp refused "Call Ana" of ana@cafe.example.' })],
	);
	now += 4 * MINUTE;
	expect(await look()).toEqual([]);
	now += MINUTE;
	const wrong = [
		expect.objectContaining({
			rule: 'trial-lead',
			facts: {
				minutes: 5,
				missing: 'clickup.task, slack.message, mail',
				stoppedAt: 'clickup.task',
				cause: 'failed: ClickUp refused … of …',
			},
		}),
	];
	expect(await look()).toEqual(wrong);
	removed.length = 0;
	now += 30 * MINUTE;
	expect(await look()).toEqual(wrong);
	expect(removed).toEqual(['contact evt_2-hubspot.contact', 'deal evt_2-hubspot.deal']);
});

it('says at once that the address takes none', async () => {
	status = 500;
	now += 2 * HOUR;
	expect(await look()).toEqual([
		expect.objectContaining({
			facts: {
				minutes: null,
				missing: 'lead-intake',
				stoppedAt: 'lead-intake',
				cause: 'n8n answered 500',
			},
		}),
	]);
	status = 200;
	now += HOUR;
	expect(await look()).toEqual([]);
});

it('says that what it made cannot be taken away, and sends no other until it is', async () => {
	const event = `evt_${sent.length}`;
	await done(event, TRIAL_KINDS);
	slackRefuses = true;
	now += MINUTE;
	expect(await look()).toEqual([]);
	now += 2 * HOUR;
	const before = sent.length;
	expect(await look()).toEqual([
		expect.objectContaining({
			facts: expect.objectContaining({
				missing: null,
				cause: 'slack.message: Slack answered … (missing_scope)',
			}) as object,
		}),
	]);
	expect(sent).toHaveLength(before);
	slackRefuses = false;
	expect(await look()).toEqual([]);
	now += HOUR;
	await look();
	expect(sent).toHaveLength(before + 1);
	expect(tried).toEqual(['through', 'stopped', 'stopped', 'through']);
});
