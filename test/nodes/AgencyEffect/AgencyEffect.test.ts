import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import { AgencyEffect } from '../../../nodes/AgencyEffect/AgencyEffect.node';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';

const report = {
	code: 'slack/channel',
	what: 'No such channel.',
	why: 'Slack says so.',
	mend: 'Mend.',
};
const lead = {
	id: '20261122-1f3a9c0b7d2e',
	email: 'Ana@Example.com',
	language: 'es',
	receivedAt: '2026-11-22T10:00:00Z',
	budget: { minor: 150_000, currency: 'USD', per: 'project' },
};
/** What a flow knows of a delivery that is to be paid. */
const invoiced = {
	contact: { id: '5', email: 'freja@nordlys.dk', language: 'da', country: 'Danmark' },
	company: { id: '9', name: 'Nordlys' },
	invoice: {
		currency: 'EUR',
		total: 95_000,
		lines: [
			{ id: 'package', description: 'Film', quantity: 2, unitAmount: 50_000, taxCode: null },
			{
				id: 'discount',
				description: 'Discount',
				quantity: 1,
				unitAmount: -5_000,
				taxCode: 'txcd_1',
			},
		],
		dueDays: 14,
		taxId: 'DK1234',
	},
};
const item = (more: IDataObject = {}): IDataObject => ({ lead, ...more });

/** The effect node alone, with its defaults but for what is given. */
function workflow(parameters: IDataObject, node: IDataObject = {}): WorkflowFile {
	return {
		name: 'One effect',
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Do it',
				type: 'n8n-nodes-agency-ops.agencyEffect',
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } },
				...node,
			},
		] as WorkflowFile['nodes'],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
	};
}

/** The same as the canvas sees it. */
function canvasOf(parameters: IDataObject): { workflow: Workflow; type: AgencyEffect } {
	const type = new AgencyEffect();
	const find = () => type;
	const nodeTypes = { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
	return { type, workflow: new Workflow({ ...workflow(parameters), active: false, nodeTypes }) };
}

describe('AgencyEffect', () => {
	let ledger: ReplayedLedger;
	let reply: (body: Record<string, unknown>) => LedgerReply;

	const done = ({ key, kind }: Record<string, unknown>): LedgerReply => ({
		status: 200,
		body: { key, kind, state: 'done', receipt: { id: '7' }, repeated: false, conflict: false },
	});

	beforeAll(async () => {
		ledger = await replayLedger((body) => reply(body));
	});
	beforeEach(() => {
		reply = done;
		ledger.calls.length = 0;
	});
	afterAll(async () => await ledger.stop());

	async function run(
		parameters: IDataObject,
		more: {
			items?: IDataObject[];
			mode?: WorkflowExecuteMode;
			node?: IDataObject;
			baseUrl?: string;
		} = {},
	): Promise<IRun> {
		return await runWorkflow({
			workflow: workflow(parameters, more.node),
			start: { node: 'Start', items: more.items ?? [item()] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyEffect': new AgencyEffect() },
			credentials: { agencyLedgerApi: { baseUrl: more.baseUrl ?? `${ledger.url}/`, apiKey: 'k' } },
			...(more.mode === undefined ? {} : { mode: more.mode }),
		});
	}

	const failureOf = (result: IRun) => {
		const { message, description, context } = result.data.resultData.error as unknown as {
			message: string;
			description: string;
			context: IDataObject;
		};
		return { message, description, itemIndex: context.itemIndex };
	};

	it('asks the service once, with the key, the content, the item and where it comes from', async () => {
		const result = await run({
			effect: 'slackMessage',
			slackChannel: 'sales-hot',
			slackMention: 'closer',
		});

		expect(ledger.calls).toEqual([
			{
				method: 'POST',
				path: '/v1/effects',
				authorization: 'Bearer k',
				body: {
					key: 'lead:20261122-1f3a9c0b7d2e/slack-message/sales-hot/1',
					kind: 'slack.message',
					test: false,
					onConflict: 'fail',
					retry: false,
					content: {
						channel: 'sales-hot',
						template: 'lead-alert',
						mention: 'closer',
						language: 'en',
					},
					data: item(),
					source: {
						workflowId: 'workflow-under-test',
						workflowName: 'One effect',
						executionId: '4711',
						nodeName: 'Do it',
						executionUrl: 'http://n8n.test/workflow/workflow-under-test/executions/4711',
					},
				},
			},
		]);
		expect(itemsOf(result, 'Do it')[0]).toEqual([
			{
				json: {
					...item(),
					receipts: {
						message: {
							id: '7',
							key: 'lead:20261122-1f3a9c0b7d2e/slack-message/sales-hot/1',
							repeated: false,
							conflict: false,
						},
					},
				},
				from: { item: 0 },
			},
		]);
	});

	it.each([
		{
			effect: 'hubspotContact',
			key: 'hubspot-contact/contacts/1',
			kind: 'hubspot.contact',
			receipt: 'contact',
			content: { email: 'ana@example.com', properties: { agency_lead_id: '{{ lead.id }}' } },
		},
		{
			effect: 'hubspotDeal',
			key: 'hubspot-deal/default/1',
			kind: 'hubspot.deal',
			receipt: 'deal',
			content: { amount: { minor: 150_000, currency: 'USD' }, contactId: '12', stage: 'warm' },
		},
		{
			effect: 'clickUpTask',
			key: 'clickup-task/leads/1',
			kind: 'clickup.task',
			receipt: 'task',
			content: {
				list: 'leads',
				dueInDays: 1,
				dueFrom: lead.receivedAt,
				priority: 3,
				tags: ['lead'],
			},
		},
		{
			effect: 'clickUpFolder',
			key: 'clickup-folder/projects/1',
			kind: 'clickup.folder',
			receipt: 'folder',
			content: { space: 'projects', name: '{{ deal.name }}' },
		},
		{
			effect: 'clickUpList',
			key: 'clickup-list/work/1',
			kind: 'clickup.list',
			receipt: 'list',
			content: { folderId: '901300001', name: 'Work' },
		},
		{
			effect: 'frameIoProject',
			key: 'frameio-project/workspace/1',
			kind: 'frameio.project',
			receipt: 'project',
			content: { name: '{{ deal.name }}' },
		},
		{
			effect: 'frameIoComment',
			key: 'frameio-comment/f1/1',
			kind: 'frameio.comment',
			receipt: 'comment',
			content: {
				accountId: 'acc',
				fileId: 'f1',
				template: 'quality-finding',
				language: 'en',
				timestampSeconds: 1.5,
				durationSeconds: 2.5,
				frameRate: 25,
			},
		},
		{
			effect: 'frameIoStatus',
			key: 'frameio-status/f1/1',
			kind: 'frameio.status',
			receipt: 'status',
			content: { accountId: 'acc', fileId: 'f1', field: 'Status', value: 'Approved' },
		},
		{
			effect: 'frameIoShare',
			key: 'frameio-share/p1/1',
			kind: 'frameio.share',
			receipt: 'share',
			content: {
				accountId: 'acc',
				projectId: 'p1',
				name: '{{ project.name }}',
				assetIds: ['f1'],
				access: 'public',
				isDownloadable: false,
			},
		},
		{
			effect: 'clickUpStatus',
			key: 'clickup-status/work/1',
			kind: 'clickup.status',
			receipt: 'workStatus',
			content: { subject: 'deal:77' },
		},
		{
			effect: 'stripeInvoice',
			key: 'stripe-invoice/client/1',
			kind: 'stripe.invoice',
			receipt: 'invoice',
			content: {
				customer: {
					client: '5',
					email: 'freja@nordlys.dk',
					name: null,
					company: 'Nordlys',
					country: 'DK',
					language: 'da',
					taxId: 'DK1234',
				},
				deal: '77',
				delivery: 'dlv_1',
				currency: 'EUR',
				lines: [
					{ description: 'Film', quantity: 2, unitAmount: 50_000, taxCode: null },
					{ description: 'Discount', quantity: 1, unitAmount: -5_000, taxCode: 'txcd_1' },
				],
				dueDays: 14,
				purchaseOrder: null,
				memo: null,
			},
		},
		{
			effect: 'email',
			key: 'mail/lead-acknowledgement/1',
			kind: 'mail',
			receipt: 'mail',
			content: { to: 'ana@example.com', language: 'es', purpose: 'transactional' },
		},
		{
			effect: 'record',
			key: 'record/disqualified-lead/1',
			kind: 'record',
			receipt: 'record',
			content: { type: 'disqualified-lead', template: 'disqualified' },
		},
	])(
		'needs nothing but its defaults for $effect',
		async ({ effect, key, kind, receipt, content }) => {
			const given = item({
				receipts: { contact: { id: 12 }, folder: { id: '901300001' }, project: { id: 'p1' } },
				file: { accountId: 'acc', fileId: 'f1' },
				finding: { from: 1.5, to: 4 },
				measured: { video: { frameRate: 25 } },
				deal: { id: '77' },
				delivery: { id: 'dlv_1', deal: '77' },
				facts: invoiced,
			});
			const result = await run({ effect }, { items: [given] });

			expect(result.data.resultData.error).toBeUndefined();
			expect(ledger.calls[0].body).toMatchObject({ key: `lead:${lead.id}/${key}`, kind, content });
			expect(itemsOf(result, 'Do it')[0][0].json.receipts).toMatchObject({
				contact: { id: receipt === 'contact' ? '7' : 12 },
				[receipt]: { id: '7' },
			});
		},
	);

	describe('for an invoice', () => {
		const invoice = { effect: 'stripeInvoice' };
		const delivery = { id: 'dlv_1', deal: '77' };

		it('asks for none where nothing is to be paid, and says whom it would be for', async () => {
			await run(invoice, { items: [item({ delivery, facts: { ...invoiced, invoice: null } })] });
			expect(ledger.calls[0].body.content).toMatchObject({
				customer: { client: '5' },
				currency: null,
				lines: [],
			});
		});

		it.each([
			['nobody is there to pay it', { ...invoiced, contact: null }, delivery, '"Client Path"'],
			['the client has no address', { contact: { id: '5' } }, delivery, 'id and email'],
			['it is for no deal', invoiced, {}, '"Deal Path"'],
		])('is refused where %s, before anything is asked', async (_why, facts, of, says) => {
			const items = [item({ delivery: of, facts } as unknown as IDataObject)];
			const result = await run(invoice, { items });
			expect(failureOf(result).description).toContain(says);
			expect(ledger.calls).toEqual([]);
		});
	});

	it('changes no task where no deal is named', async () => {
		await run({ effect: 'clickUpStatus', workStatus: 'delivered' });
		expect(ledger.calls[0].body.content).toEqual({ subject: null, status: 'delivered' });
	});

	it('names a deal by HubSpot’s own id where one is given', async () => {
		const parameters = { effect: 'hubspotDealChange', changeDealIdPath: 'deal.id' };
		await run(parameters, { items: [item({ deal: { id: '77' } })] });
		expect(ledger.calls[0].body.content).toMatchObject({ deal: null, dealId: '77' });
	});

	describe('for a planned ClickUp task', () => {
		const paths = {
			effect: 'clickUpTask',
			taskName: '{{ step.name }}',
			taskDescription: '',
			taskListPath: 'receipts.list.id',
			taskStepPath: 'step.id',
			taskStartPath: 'step.from',
			taskDuePath: 'step.to',
			taskEstimatePath: 'step.hours',
			taskAssigneesPath: 'step.people',
			taskParentPath: 'receipts.parent.id',
		};
		const step = {
			id: 'storyboard',
			from: '2026-12-01T09:00:00Z',
			to: '2026-12-02T18:00:00Z',
			hours: 6.5,
			people: ['camila@agency.test'],
		};
		const planned = (changes: IDataObject = {}) =>
			item({
				step: { ...step, ...changes },
				receipts: { list: { id: '901200007' }, parent: { id: '86b' } },
			});

		it('reads list, step, times, hours, people and parent from the item', async () => {
			await run(paths, { items: [planned(), planned({ people: 'a@x.test, b@x.test' })] });

			expect(ledger.calls[0].body).toMatchObject({
				key: `lead:${lead.id}/clickup-task/receipts.list.id#storyboard/1`,
				content: {
					list: '901200007',
					startAt: step.from,
					dueAt: step.to,
					estimateHours: 6.5,
					assigneeEmails: ['camila@agency.test'],
					parentId: '86b',
				},
			});
			expect(ledger.calls[0].body.content).not.toHaveProperty('dueInDays');
			expect(ledger.calls[1].body.content).toMatchObject({
				assigneeEmails: ['a@x.test', 'b@x.test'],
			});
		});

		it.each([
			{ wrong: 'no step', changes: { id: null }, says: '"Step Path"' },
			{ wrong: 'hours in words', changes: { hours: 'a day' }, says: 'a number of hours' },
			{ wrong: 'a person who is no text', changes: { people: [7] }, says: 'an e-mail address' },
		])('is refused with $wrong before anything is asked', async ({ changes, says }) => {
			const result = await run(paths, { items: [planned(changes)] });

			expect(failureOf(result).description).toContain(says);
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('a mail that is a letter', () => {
		const letter = { name: 'milestone-approved', subject: 'Yes' };
		const mail = { to: 'Ana@Example.com', letter, sendAt: '2026-11-30T14:00:00.000Z' };
		const parameters = {
			effect: 'email',
			mailToPath: 'mail.to',
			mailLetterPath: 'mail.letter',
			mailSendAtPath: 'mail.sendAt',
		};

		it('is asked for as it stands in the item, not before its time', async () => {
			await run(parameters, { items: [item({ mail })] });
			expect(ledger.calls[0]?.body).toMatchObject({
				key: `lead:${lead.id}/mail/milestone-approved/1`,
				kind: 'mail',
				notBefore: mail.sendAt,
				content: { to: 'ana@example.com', letter, purpose: 'transactional' },
			});
		});

		it.each(['marketing', 'transactional'])('is %s where the item says so', async (purpose) => {
			const asked = { ...parameters, mailPurpose: 'item', mailPurposePath: 'mail.purpose' };
			await run(asked, { items: [item({ mail: { ...mail, purpose } })] });
			expect(ledger.calls[0]?.body).toMatchObject({ content: { letter, purpose } });
		});

		it('is refused where the item is to say what for, and does not', async () => {
			const asked = { ...parameters, mailPurpose: 'item', mailPurposePath: 'mail.purpose' };
			const result = await run(asked, { items: [item({ mail })] });
			expect(failureOf(result).description).toContain('"Purpose" is left to the item');
			expect(ledger.calls).toEqual([]);
		});

		it('is sent now where no moment is named', async () => {
			await run(parameters, { items: [item({ mail: { ...mail, sendAt: null } })] });
			expect(ledger.calls[0]?.body).not.toHaveProperty('notBefore');
		});

		it('is sent now to whoever tries the flow by hand', async () => {
			await run(parameters, { items: [item({ mail })], mode: 'manual' });
			expect(ledger.calls[0]?.body).not.toHaveProperty('notBefore');
		});

		it.each([null, 'Dear Ana', {}])('is refused where the item holds %j', async (no) => {
			const result = await run(parameters, { items: [item({ mail: { ...mail, letter: no } })] });
			expect(failureOf(result).description).toContain('"Letter Path" points at "mail.letter"');
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('for one of several steps', () => {
		const assignment = { piece: 'edit', hub: 'lima', email: 'diego@agency.test' };
		const offer = {
			effect: 'slackMessage',
			slackChannel: 'ops',
			slackChannelPath: 'assignment.hub',
			slackStepPath: 'assignment.piece',
			slackMention: 'person',
			slackTemplate: 'assignment-offer',
		};

		it.each([
			{ when: 'has a hub', changes: {}, channel: 'lima' },
			{ when: 'has none', changes: { hub: null }, channel: 'ops' },
			{ when: 'has an empty one', changes: { hub: ' ' }, channel: 'ops' },
		])('posts to $channel when the person $when', async ({ changes, channel }) => {
			await run(offer, { items: [item({ assignment: { ...assignment, ...changes } })] });
			expect(ledger.calls[0].body).toMatchObject({
				key: `lead:${lead.id}/slack-message/${channel}#edit/1`,
				content: { channel, mention: null, person: { email: 'diego@agency.test' } },
			});
		});

		it.each([
			{ when: 'nobody knows their address', assignment: { ...assignment, email: null } },
			{ when: 'there is nobody', assignment: { piece: 'edit' } },
		])('calls nobody when $when', async (each) => {
			await run(offer, { items: [item({ assignment: each.assignment })] });
			expect(ledger.calls[0].body.content).not.toHaveProperty('person');
		});

		it.each([
			{ language: 'da', said: 'da' },
			{ language: 'es', said: null },
		])('speaks $language where the item says $said', async ({ language, said }) => {
			const words = { slackLanguage: 'es', slackLanguagePath: 'language' };
			await run({ ...offer, ...words }, { items: [item({ assignment, language: said })] });
			expect(ledger.calls[0].body.content).toMatchObject({ language });
		});

		it('keeps data of the item beside a note', async () => {
			const note = { effect: 'record', recordType: 'routing-decision', recordText: 'x' };
			const paths = { recordDataPath: 'assignment', recordStepPath: 'assignment.piece' };
			await run({ ...note, ...paths }, { items: [item({ assignment })] });
			await run(note, { items: [item({ assignment })] });
			expect(ledger.calls[0].body).toMatchObject({
				key: `lead:${lead.id}/record/routing-decision#edit/1`,
				content: { type: 'routing-decision', text: 'x', data: assignment },
			});
			expect(ledger.calls[1].body.content).not.toHaveProperty('data');
		});

		it('is refused without the step before anything is asked', async () => {
			const result = await run(offer, { items: [item({ assignment: { hub: 'lima' } })] });
			expect(failureOf(result).description).toContain('"Step Path"');
			expect(ledger.calls).toEqual([]);
		});
	});

	it('sends placeholders as they stand, for the service to fill', async () => {
		await run({ effect: 'slackMessage', slackText: 'Hola {{ lead.name }}' });
		expect(ledger.calls[0].body.content).toEqual({
			channel: 'sales',
			text: 'Hola {{ lead.name }}',
			mention: null,
			language: 'en',
		});
	});

	it.each([
		{ output: 1, name: 'Failed', status: 422, body: { error: report, serviceStatus: 404 } },
		{ output: 1, name: 'Failed', status: 409, body: { error: report } },
		{
			output: 2,
			name: 'Unknown',
			status: 202,
			body: { key: 'k', state: 'unknown', detail: 'Cut.' },
		},
		{
			output: 2,
			name: 'Unknown',
			status: 202,
			body: { key: 'k', state: 'planned', detail: 'Busy.' },
		},
	])('lets the item leave by $name on $status', async ({ output, status, body }) => {
		reply = () => ({ status, body });
		const result = await run({ effect: 'slackMessage' });

		const outputs = itemsOf(result, 'Do it');
		expect(outputs.map((items) => items.length)).toEqual(
			[0, 1, 2].map((at) => (at === output ? 1 : 0)),
		);
		expect(outputs[output][0].from).toEqual({ item: 0 });
		expect(outputs[output][0].json).toMatchObject(
			output === 1
				? { lead, effectError: { ...report, key: expect.stringContaining('lead:') } }
				: { lead, effectUnknown: body },
		);
	});

	it.each([
		{
			status: 422,
			body: { error: report, serviceStatus: 404 },
			message: 'No such channel.',
			mend: 'Mend.',
		},
		{
			status: 202,
			body: { key: 'k', state: 'unknown', detail: 'Cut.' },
			message: 'Nobody can say whether the effect happened.',
			mend: 'Cut.',
		},
		{
			status: 202,
			body: { key: 'k', state: 'planned' },
			message: 'The effect is not done yet.',
			mend: 'Retry this execution later',
		},
		{
			status: 503,
			body: 'busy',
			message: 'The Agency Ops service could not work on the effect.',
			mend: '/readyz',
		},
	])(
		'stops the execution on $status when told to: $message',
		async ({ status, body, message, mend }) => {
			reply = () => ({ status, body });
			const result = await run({ effect: 'slackMessage', whenNotDone: 'stop' });
			expect(failureOf(result)).toEqual({
				message,
				description: expect.stringContaining(mend),
				itemIndex: 0,
			});
		},
	);

	it.each(['planned', 'in_flight', 'unknown'])(
		'goes on with a receipt that says %s, when the end is to wait',
		async (state) => {
			reply = ({ key }) => ({ status: 202, body: { key, state, detail: 'Busy.' } });
			const result = await run({ effect: 'slackMessage', whenNotDone: 'goOn' });

			const [items] = itemsOf(result, 'Do it');
			const key = `lead:${lead.id}/slack-message/sales/1`;
			expect(items[0].json).toEqual({
				...item(),
				receipts: { message: { pending: true, state, key } },
			});
			expect(items[0].from).toEqual({ item: 0 });
		},
	);

	it('stops the execution at a refusal though the end is to wait', async () => {
		reply = () => ({ status: 422, body: { error: report, serviceStatus: 404 } });
		const result = await run({ effect: 'slackMessage', whenNotDone: 'goOn' });
		expect(failureOf(result)).toMatchObject({ message: 'No such channel.', itemIndex: 0 });
	});

	it.each([
		{ whenNotDone: 'goOn', options: {}, waitMs: 10_000 },
		{ whenNotDone: 'goOn', options: { waitAtMost: 0 }, waitMs: 0 },
		{ whenNotDone: 'output', options: { waitAtMost: 3 }, waitMs: 3_000 },
		{ whenNotDone: 'stop', options: { waitAtMost: 5_000 }, waitMs: 100_000 },
		{ whenNotDone: 'stop', options: {}, waitMs: undefined },
	])(
		'waits $waitMs ms with $whenNotDone and $options',
		async ({ whenNotDone, options, waitMs }) => {
			await run({ effect: 'slackMessage', whenNotDone, options });
			expect(ledger.calls[0].body.waitMs).toBe(waitMs);
		},
	);

	it.each([
		{ whenNotDone: 'goOn', mode: 'webhook' as const, event: { id: 'evt_1', stopsAt: 'refused' } },
		{ whenNotDone: 'stop', mode: 'webhook' as const, event: { id: 'evt_1', stopsAt: 'notDone' } },
		{ whenNotDone: 'output', mode: 'webhook' as const, event: { id: 'evt_1', stopsAt: 'nothing' } },
		{ whenNotDone: 'goOn', mode: 'manual' as const, event: undefined },
	])('names the event, whose end waits, with $whenNotDone in mode $mode', async (each) => {
		const { whenNotDone, mode, event } = each;
		const items = [item({ inbox: { id: 'evt_1' } })];
		await run({ effect: 'slackMessage', whenNotDone }, { items, mode });
		expect(ledger.calls[0].body.event).toEqual(event);
	});

	it.each([
		{
			when: 'the key is refused',
			status: 401,
			message: 'The Agency Ops service does not accept the API key.',
		},
		{ when: 'the request is wrong', status: 400, message: 'No such channel.' },
	])('stops the execution when $when, whatever the setting', async ({ status, message }) => {
		reply = () => ({ status, body: { error: report } });
		expect(failureOf(await run({ effect: 'slackMessage' }))).toMatchObject({
			message,
			itemIndex: 0,
		});
	});

	it('says how to mend it when the service is not there', async () => {
		const result = await run({ effect: 'slackMessage' }, { baseUrl: 'http://127.0.0.1:1' });
		expect(failureOf(result)).toEqual({
			message: 'The Agency Ops service cannot be reached.',
			description: expect.stringContaining('Base URL'),
			itemIndex: 0,
		});
	});

	it.each([
		{ because: 'a person runs it by hand', mode: 'manual' as const, given: item() },
		{ because: 'the item says so', mode: 'integrated' as const, given: item({ test: true }) },
	])('uses a test key when $because', async ({ mode, given }) => {
		const result = await run({ effect: 'slackMessage' }, { mode, items: [given] });
		expect(ledger.calls[0].body).toMatchObject({
			key: `test/lead:${lead.id}/slack-message/sales/1-4711`,
			test: true,
		});
		expect(itemsOf(result, 'Do it')[0][0].json.test).toBe(true);
	});

	it('tries again what was refused when a person retries the execution', async () => {
		await run({ effect: 'slackMessage' }, { mode: 'retry' });
		expect(ledger.calls[0].body).toMatchObject({
			key: `lead:${lead.id}/slack-message/sales/1`,
			retry: true,
		});
	});

	it('tries again what was refused when a person had the event replayed', async () => {
		const items = [item({ inbox: { id: 'evt_1', retry: true } })];
		await run({ effect: 'slackMessage' }, { items, mode: 'webhook' });
		expect(ledger.calls[0].body).toMatchObject({
			key: `lead:${lead.id}/slack-message/sales/1`,
			retry: true,
		});
	});

	it.each([
		{
			gives: 'its own receipts',
			to: 'a test event that is started again',
			mode: 'webhook' as const,
		},
		{ gives: 'new keys', to: 'each run by hand', mode: 'manual' as const },
	])('gives $gives to $to', async ({ mode }) => {
		const items = [item({ test: true, inbox: { id: 'evt_1', retry: false } })];
		await run({ effect: 'slackMessage' }, { items, mode });
		expect(ledger.calls[0].body).toMatchObject({
			key: `test/lead:${lead.id}/slack-message/sales/1-${mode === 'manual' ? '4711' : 'evt_1'}`,
			retry: false,
		});
	});

	it('keeps each item with its parent, whichever output it takes', async () => {
		const items = ['a', 'b', 'c', 'd'].map((id) => ({ lead: { ...lead, id } }));
		reply = (body) =>
			String(body.key).startsWith('lead:b') ? { status: 422, body: { error: report } } : done(body);
		const result = await run({ effect: 'slackMessage' }, { items });

		const [went, failed] = itemsOf(result, 'Do it');
		expect(went.map(({ json, from }) => [(json.lead as IDataObject).id, from])).toEqual([
			['a', { item: 0 }],
			['c', { item: 2 }],
			['d', { item: 3 }],
		]);
		expect(failed.map(({ from }) => from)).toEqual([{ item: 1 }]);
		expect(ledger.calls.map(({ body }) => body.key)).toEqual(
			['a', 'b', 'c', 'd'].map((id) => `lead:${id}/slack-message/sales/1`),
		);
	});

	it('goes on with the other items when told to continue on failure', async () => {
		const items = [{ lead: { ...lead, id: '' } }, item()];
		const node = { onError: 'continueRegularOutput' };
		const result = await run({ effect: 'slackMessage' }, { items, node });

		const [went, failed] = itemsOf(result, 'Do it');
		expect(went.map(({ from }) => from)).toEqual([{ item: 1 }]);
		expect(failed).toEqual([{ json: { error: expect.anything() }, from: { item: 0 } }]);
	});

	it.each([
		{
			when: 'the subject path leads nowhere',
			parameters: { subjectPath: 'lead.number' },
			why: '"Subject Path" points at "lead.number", where the item holds nothing.',
		},
		{
			when: 'the contact is not known yet',
			parameters: { effect: 'hubspotDeal' },
			why: '"Deal Contact Path" points at "receipts.contact.id", where the item holds nothing.',
		},
		{
			when: 'the amount is no money',
			parameters: { effect: 'hubspotDeal', dealAmountPath: 'lead.email' },
			why: '"Deal Amount Path" points at "lead.email", which is not an amount',
		},
		{
			when: 'the effect is of a newer version',
			parameters: { effect: 'faxMessage' },
			why: '"faxMessage" is none of',
		},
		{
			when: 'the channel is empty',
			parameters: { slackChannel: ' ' },
			why: 'Its destination is empty.',
		},
	])('refuses when $when, without asking the service', async ({ parameters, why }) => {
		const result = await run({ effect: 'slackMessage', ...parameters });
		expect(failureOf(result)).toMatchObject({
			description: expect.stringContaining(why),
			itemIndex: 0,
		});
		expect(ledger.calls).toEqual([]);
	});

	it('asks again under another key when a second one is wanted', async () => {
		await run({ effect: 'slackMessage', options: { occurrence: 2 }, onConflict: 'keepFirst' });
		expect(ledger.calls[0].body).toMatchObject({
			key: `lead:${lead.id}/slack-message/sales/2`,
			onConflict: 'keepFirst',
		});
	});

	it('shows the name of the effect under the node', () => {
		const { subtitle } = new AgencyEffect().description;
		const canvas = canvasOf({ effect: 'clickUpTask' }).workflow;
		const node = canvas.getNode('Do it')!;
		expect(canvas.expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe(
			'ClickUp Task',
		);
	});

	it.each([
		{ shows: ['Done', 'Failed', 'Unknown'], when: 'items leave by output', whenNotDone: 'output' },
		{ shows: ['Done'], when: 'the execution stops instead', whenNotDone: 'stop' },
	])('shows the outputs $shows when $when', ({ shows, whenNotDone }) => {
		const { workflow: canvas, type } = canvasOf({ whenNotDone });
		const outputs = NodeHelpers.getNodeOutputs(canvas, canvas.getNode('Do it')!, type.description);
		expect(outputs).toEqual(shows.map((displayName) => ({ type: 'main', displayName })));
	});
});
