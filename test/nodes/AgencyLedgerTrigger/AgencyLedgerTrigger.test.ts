import { AgencyLedgerTrigger } from '../../../nodes/AgencyLedgerTrigger/AgencyLedgerTrigger.node';
import { triggerPath } from '../../../nodes/domain/inbox/envelope';
import { NodeHelpers, resolveWebhookDescriptionField, Workflow } from 'n8n-workflow';
import {
	anEnvelope,
	callTrigger,
	publishTrigger,
	signedCall,
	triggerSecret,
} from '../../support/triggerCall';

const now = () => new Date();
const older = 'the secret that was valid until lately';

describe('Agency Ledger Trigger', () => {
	it('starts the flow with the event that the service hands over', async () => {
		const { items, refusal } = await callTrigger(signedCall(anEnvelope({ attempt: 3 }), now()));
		expect(refusal).toBeNull();
		expect(items).toEqual([
			{
				json: {
					name: 'Ana',
					email: 'ana@cafes.example',
					inbox: {
						id: 'evt_01kapq6d8r0000000000000001',
						source: 'lead-intake',
						topic: 'lead.received',
						attempt: 3,
						receivedAt: '2026-11-22T14:59:58.000Z',
						retry: false,
					},
					test: false,
					receivedAt: '2026-11-22T14:59:58.000Z',
				},
			},
		]);
	});

	it.each([
		{ when: 'it is not signed', call: () => ({ headers: {}, rawBody: '{}' }) },
		{
			when: 'it is signed with another secret',
			call: () => signedCall(anEnvelope(), now(), 'what somebody else may think of'),
		},
		{
			when: 'its body was changed on the way',
			call: () => ({ ...signedCall(anEnvelope(), now()), rawBody: '{"id":"evt_1"}' }),
		},
		{
			when: 'it was recorded and is sent again later',
			call: () => signedCall(anEnvelope(), new Date(Date.now() - 600_000)),
		},
		{
			when: 'the credential has no secret',
			call: () => ({ ...signedCall(anEnvelope(), now(), ''), credentials: { apiKey: 'k' } }),
		},
		{
			when: 'the secret is too short to be one',
			call: () => ({
				...signedCall(anEnvelope(), now(), 'short'),
				credentials: { triggerSecret: 'short' },
			}),
		},
		{
			when: 'it carries the API key instead',
			call: () => ({
				headers: { authorization: 'Bearer k' },
				rawBody: JSON.stringify(anEnvelope()),
			}),
		},
	])('refuses a call with 401 when $when', async ({ call }) => {
		const { items, refusal } = await callTrigger(call());
		expect(items).toBeNull();
		expect(refusal).toEqual({
			status: 401,
			body: { error: expect.objectContaining({ code: 'trigger/refused' }) },
		});
		expect(JSON.stringify(refusal)).not.toContain(triggerSecret);
	});

	it.each([
		{ when: 'it holds no event', envelope: { id: 'evt_1', hello: 'world' } },
		{ when: 'the event has no arrival', envelope: { ...anEnvelope(), receivedAt: 'today' } },
	])('refuses a signed call with 400 when $when', async ({ envelope }) => {
		const { items, refusal } = await callTrigger(signedCall(envelope, now()));
		expect(items).toBeNull();
		expect(refusal?.status).toBe(400);
	});

	it('refuses an event under the signature’s id of another', async () => {
		const call = signedCall(anEnvelope(), now());
		const other = signedCall({ ...anEnvelope(), id: 'evt_2' }, now());
		const mixed = { headers: call.headers, rawBody: other.rawBody };
		expect((await callTrigger(mixed)).refusal?.status).toBe(401);
	});

	it.each([triggerSecret, older])('takes either of two secrets: %s', async (secret) => {
		const call = signedCall(anEnvelope(), now(), secret);
		const credentials = { triggerSecret: `${triggerSecret}, ${older}` };
		expect((await callTrigger({ ...call, credentials })).items).toHaveLength(1);
	});

	it('is not published while its credential would refuse every call', async () => {
		await expect(publishTrigger({ apiKey: 'k', triggerSecret: '' })).rejects.toThrow(
			'The workflow cannot start from the inbox.',
		);
		await expect(publishTrigger({ triggerSecret })).resolves.toBe(true);
	});

	describe('on the canvas', () => {
		const type = new AgencyLedgerTrigger();
		const [webhook] = type.description.webhooks ?? [];
		const find = () => type;
		const canvas = new Workflow({
			nodes: [
				{
					id: '1',
					name: 'When a task moves',
					type: 'n8n-nodes-agency-ops.agencyLedgerTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: { topic: 'clickup.task-updated' },
					webhookId: 'b7c3',
				},
			],
			connections: {},
			active: false,
			nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		});
		const node = canvas.getNode('When a task moves')!;
		const valueOf = (text: unknown, keys = {}) =>
			canvas.expression.getComplexParameterValue(node, text as string, 'internal', keys);

		it('listens where the service sends its topic', () => {
			const path = String(valueOf(webhook.path));
			expect(path).toBe(triggerPath('clickup.task-updated'));
			expect(NodeHelpers.getNodeWebhookPath('w', node, path, webhook.isFullPath === true)).toBe(
				path,
			);
		});

		it('is found without an expression, which would cost every call its time', () => {
			expect(resolveWebhookDescriptionField(node, webhook, 'path')).toEqual({
				resolved: true,
				value: triggerPath('clickup.task-updated'),
			});
		});

		it('names the execution to the service', () => {
			expect(valueOf(webhook.responseData, { $executionId: '4711' })).toEqual({
				executionId: '4711',
			});
		});
	});
});
