import type { IDataObject, IRun } from 'n8n-workflow';

import type { Envelope } from '../../nodes/domain/inbox/envelope';
import { loadSettings } from '../../orchestrator/src/config';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const folder = 'lead-answers.v1';
const workflow = readWorkflow('lead-answers/v1/workflow.json') as WorkflowFile;
const now = new Date('2026-11-26T09:15:00.000Z');

/** Receipts as the service gives them, by kind of effect. */
const receipts: Record<string, IDataObject> = {
	'slack.update': { channel: 'C0SALESHOT', ts: '1795683600.000100', note: null },
	'hubspot.owner': { ownerId: '41000001', deal: '202', contact: '101', note: null },
	'hubspot.deal-change': { id: '202', stage: 'closedlost', note: null },
	'clickup.assign': { id: '86a', note: null },
	'clickup.close': { id: '86a', note: null },
};

const subject = 'lead:20261126-6793451754b7';

/** An answer as the service keeps it, with the receipts of what the lead's flow made. */
function anAnswer(changes: IDataObject = {}): IDataObject {
	const made = (effect: string, test = false) =>
		`${test ? 'test/' : ''}${subject}/${effect}/1${test ? '-evt_1' : ''}`;
	const test = changes.test === true;
	return {
		answer: 'taken',
		occurrence: 1,
		at: '2026-11-26T09:14:00.000Z',
		lead: { id: subject.slice(5) },
		person: { slackId: 'U0CAMILA01', name: 'camila' },
		language: 'es',
		receipts: {
			contact: { id: '101', key: made('hubspot-contact/contacts', test) },
			deal: { id: '202', key: made('hubspot-deal/default', test) },
			task: { id: '86a', key: made('clickup-task/leads', test) },
			message: { channel: 'C0SALESHOT', ts: '1.2', key: made('slack-message/sales-hot', test) },
		},
		...changes,
	};
}

interface Case {
	name: string;
	topic: string;
	from: string;
	payload: IDataObject;
	event?: Partial<Envelope>;
}

const taken = { topic: 'lead.claimed', from: 'When somebody takes a lead' };
const returned = { topic: 'lead.given-back', from: 'When somebody gives a lead back' };
const refused = { topic: 'lead.not-a-fit', from: 'When a lead does not fit' };

const cases: Case[] = [
	{ name: 'taken', ...taken, payload: anAnswer() },
	{ name: 'given-back', ...returned, payload: anAnswer({ answer: 'given-back', occurrence: 2 }) },
	{
		name: 'not-a-fit',
		...refused,
		payload: anAnswer({
			answer: 'not-a-fit',
			occurrence: 3,
			reason: 'budget',
			note: 'Only <!channel> 500, {{ 1 }}',
		}),
	},
	{
		name: 'not-a-fit-without-note',
		...refused,
		payload: anAnswer({ answer: 'not-a-fit', reason: 'other', note: '' }),
	},
	{
		name: 'only-a-message',
		...taken,
		payload: anAnswer({
			receipts: { message: { key: `${subject}/slack-message/sales/1` } },
		}),
	},
	{ name: 'trial', ...taken, payload: anAnswer({ test: true }), event: { test: true } },
];

describe('Lead Answers v1', () => {
	let ledger: ReplayedLedger;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger(
			({ key, kind }): LedgerReply => ({
				status: 200,
				body: {
					key,
					kind,
					state: 'done',
					receipt: receipts[String(kind)],
					repeated: false,
					conflict: false,
				},
			}),
		);
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => {
		ledger.calls.length = 0;
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	it.each(cases)('goes as agreed: $name', async (each) => {
		const run = await answer(each);
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden(`${folder}/${each.name}.json`, told));
		expect(run.status).toBe('success');
	});

	it.each(cases)(
		'asks only for what the service takes, and reports one end: $name',
		async (each) => {
			await answer(each);
			const effects = ledger.calls.filter(({ path }) => path === '/v1/effects');
			for (const { body } of effects) {
				const request = readRequest(body);
				const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
				expect(JSON.stringify(content)).not.toMatch(/\{%|undefined|\[object/);
				expect(request.key).toMatch(
					each.event?.test === true
						? /^test\/lead:.*\/1-evt_\w+$/
						: new RegExp(`/${String(each.payload.occurrence)}$`),
				);
			}
			expect(effects).toHaveLength(3);
			expect(ledger.calls.filter(({ path }) => path.endsWith('/end'))).toHaveLength(1);
		},
	);

	async function answer({ topic, from, payload, event }: Case): Promise<IRun> {
		const envelope = anEnvelope({ source: 'slack', topic, subject, payload, ...event });
		const { items } = await callTrigger(signedCall(envelope, now));
		return await runWorkflow({
			workflow,
			start: { node: from, items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
	}
});

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;
