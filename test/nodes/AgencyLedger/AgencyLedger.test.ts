import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';
import { anEnvelope } from '../../support/triggerCall';

const report = { code: 'request/invalid', what: 'No.', why: 'Because.', mend: 'Mend it.' };
const ana = { name: 'Ana', email: 'ana@cafes.example' };
const due = (changes = {}) => itemOf(anEnvelope(changes)) as IDataObject;

/** The node alone, with its defaults but for what is given. */
function workflow(parameters: IDataObject, node: IDataObject = {}): WorkflowFile {
	return {
		name: 'One step',
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
				type: 'n8n-nodes-agency-ops.agencyLedger',
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

describe('Agency Ledger', () => {
	let ledger: ReplayedLedger;
	let reply: (body: Record<string, unknown>) => LedgerReply;

	const recorded = (): LedgerReply => ({ status: 202, body: { id: 'evt_1', repeated: false } });
	const ended = (): LedgerReply => ({ status: 200, body: { state: 'ended' } });

	beforeAll(async () => {
		ledger = await replayLedger((body) => reply(body));
	});
	beforeEach(() => {
		reply = recorded;
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
			start: { node: 'Start', items: more.items ?? [ana] },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: more.baseUrl ?? ledger.url, apiKey: 'k' } },
			...(more.mode === undefined ? {} : { mode: more.mode }),
		});
	}
	const failureOf = ({ data }: IRun) => {
		const { message, description, context } = data.resultData.error as unknown as {
			message: string;
			description: string;
			context: IDataObject;
		};
		return { message, description, itemIndex: context.itemIndex };
	};

	describe('Record Event', () => {
		const record = { operation: 'recordEvent', source: 'lead-intake' };

		it('hands the event over once and keeps its id in the item', async () => {
			const result = await run(record);
			expect(ledger.calls).toEqual([
				{
					method: 'POST',
					path: '/v1/inbox',
					authorization: 'Bearer k',
					body: {
						source: 'lead-intake',
						externalId: expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{32}$/),
						topic: 'lead.received',
						subject: expect.stringMatching(/^lead-of:[0-9a-f]{12}$/),
						test: false,
						payload: ana,
					},
				},
			]);
			expect(itemsOf(result, 'Do it')).toEqual([
				[{ json: { ...ana, inbox: { id: 'evt_1', repeated: false } }, from: { item: 0 } }],
				[],
			]);
		});

		it('lets what the inbox had before leave by Already Known', async () => {
			reply = () => ({ status: 202, body: { id: 'evt_1', repeated: true } });
			const outputs = itemsOf(await run(record), 'Do it');
			expect(outputs.map((items) => items.length)).toEqual([0, 1]);
		});

		it('reads where the ids and the payload stand', async () => {
			const item = { order: { buyer: 'ana@cafes.example' }, number: 12 };
			const paths = { externalIdPath: 'number', payloadPath: 'order', emailPath: 'buyer' };
			await run({ ...record, topic: 'order.placed', ...paths }, { items: [item] });
			await run(record, { items: [ana] });
			const [order, lead] = ledger.calls.map(({ body }) => body);
			expect(order).toMatchObject({ topic: 'order.placed', externalId: '12', payload: item.order });
			expect(order.subject).toBe(lead.subject);
		});

		it('records what is tried by hand as a test of its own', async () => {
			await run(record, { mode: 'manual' });
			expect(ledger.calls[0].body).toMatchObject({
				test: true,
				externalId: expect.stringMatching(/^test\/4711\//),
			});
		});

		it.each([
			{ status: 503, body: 'busy', message: 'The Agency Ops service could not work on the event.' },
			{ status: 401, body: {}, message: 'The Agency Ops service does not accept the API key.' },
			{ status: 400, body: { error: report }, message: 'No.' },
			{ status: 202, body: { ok: 1 }, message: 'The answer is not one of the Agency Ops service.' },
			{ status: 200, body: '<html>', message: 'The answer is not one of the Agency Ops service.' },
		])('stops on $status: $message', async ({ status, body, message }) => {
			reply = () => ({ status, body });
			expect(failureOf(await run(record))).toMatchObject({ message, itemIndex: 0 });
		});

		it('stops when the service is not there, so that nobody is told it was kept', async () => {
			const result = await run(record, { baseUrl: 'http://127.0.0.1:1' });
			expect(failureOf(result)).toEqual({
				message: 'The Agency Ops service cannot be reached.',
				description: expect.stringContaining('Base URL'),
				itemIndex: 0,
			});
		});
	});

	describe('Report End', () => {
		const end = { operation: 'reportEnd' };
		beforeEach(() => {
			reply = ended;
		});

		it('reports the event that the item came from', async () => {
			const result = await run(end, { items: [due()] });
			expect(ledger.calls).toEqual([
				{
					method: 'POST',
					path: '/v1/inbox/evt_01kapq6d8r0000000000000001/end',
					authorization: 'Bearer k',
					body: { outcome: 'done', executionId: '4711', test: false },
				},
			]);
			expect(itemsOf(result, 'Do it')).toEqual([
				[{ json: { ...due(), end: { state: 'ended', outcome: 'done' } }, from: { item: 0 } }],
			]);
		});

		it('says why, and that it was a test', async () => {
			const parameters = { ...end, outcome: 'failed', reason: ' No budget. ' };
			await run(parameters, { items: [due({ test: true })] });
			expect(ledger.calls[0].body).toEqual({
				outcome: 'failed',
				executionId: '4711',
				reason: 'No budget.',
				test: true,
			});
		});

		it.each([
			{ when: 'a person runs it by hand', items: [due()], mode: 'manual' as const },
			{ when: 'a test came from elsewhere', items: [{ test: true }], mode: 'webhook' as const },
		])('ends nothing when $when', async ({ items, mode }) => {
			const result = await run(end, { items, mode });
			expect(ledger.calls).toEqual([]);
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({
				...items[0],
				end: { state: 'not reported' },
			});
		});

		it('stops at an item that came from no event', async () => {
			const result = await run(end, { items: [due(), { lead: {} }] });
			expect(failureOf(result)).toEqual({
				message: 'The end cannot be reported.',
				description: expect.stringContaining('inbox.id'),
				itemIndex: 1,
			});
		});
	});

	describe('Read', () => {
		it.each([
			{
				what: 'the event of the item',
				parameters: {},
				path: '/v1/inbox/evt_01kapq6d8r0000000000000001',
			},
			{
				what: 'what was done about a subject',
				parameters: { what: 'effects', subjectType: 'lead', subjectPath: 'lead.id' },
				path: '/v1/effects?subject=lead%3A20261122-1f3a%2F..',
			},
		])('gives $what', async ({ parameters, path }) => {
			reply = () => ({ status: 200, body: { effects: [] } });
			const item = { ...due(), lead: { id: '20261122-1f3a/..' } };
			const result = await run({ operation: 'read', ...parameters }, { items: [item] });
			expect(ledger.calls.map((call) => `${call.method} ${call.path}`)).toEqual([`GET ${path}`]);
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({ ...item, ledger: { effects: [] } });
		});

		it('gives a deal with whom it is for, and keeps what the item said of it', async () => {
			const found = {
				deal: { id: '42', name: 'Nordlys', isWon: true },
				contact: { id: '7', email: 'mette@nordlys.example' },
				company: null,
				lead: { id: '20261122-1f3a', service: 'explainer' },
			};
			reply = () => ({ status: 200, body: found });
			const item = { ...due(), deal: { id: 42, wonAt: '2026-11-26T12:00:00.000Z' } };
			const result = await run({ operation: 'read', what: 'deal' }, { items: [item] });
			expect(ledger.calls.map(({ path }) => path)).toEqual(['/v1/hubspot/deals/42']);
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({
				...item,
				...found,
				deal: { ...found.deal, wonAt: '2026-11-26T12:00:00.000Z' },
			});
		});

		it.each([
			{ milestone: 'delay', query: '?texts=delay', texts: { version: 'milestones/3' } },
			{ milestone: 'delay', query: '?texts=delay', texts: null },
			{ milestone: 'party', query: '', texts: null },
		])('adds the texts of $milestone where there are any', async ({ milestone, query, texts }) => {
			const found = { deal: { id: '42' }, contact: null, company: null, lead: null };
			reply = () => ({ status: 200, body: { ...found, milestoneTexts: texts } });
			const item = { ...due(), deal: { id: '42' }, milestone };
			const parameters = { operation: 'read', what: 'deal', withTexts: true };
			const result = await run(parameters, { items: [item] });
			expect(ledger.calls[0].path).toBe(`/v1/hubspot/deals/42${query}`);
			const { json } = itemsOf(result, 'Do it')[0][0];
			expect(json.milestoneTexts).toEqual(texts ?? undefined);
		});

		it('puts receipts of a subject where its own flow left them, the step’s before others', async () => {
			const effect = (kind: string, where: string, id: string, more: IDataObject = {}) => ({
				key: `deal:42/${kind.replace('.', '-')}/${where}/1`,
				kind,
				test: false,
				state: 'done',
				receipt: { id },
				...more,
			});
			const effects = [
				effect('slack.message', 'lima#edit', 'offer'),
				effect('slack.message', 'ops', 'overflow'),
				effect('slack.message', 'lima#qa', 'other'),
				effect('clickup.task', 'receipts.list.id#edit', 'first'),
				effect('clickup.task', 'work#edit', 'second'),
				effect('clickup.folder', 'projects', 'f', { test: true }),
				effect('frameio.project', 'workspace', 'p', { state: 'failed', receipt: null }),
				effect('clickup.list', 'work', '', { state: 'planned', receipt: null }),
				effect('record', 'routing-decision#edit', 'r'),
			];
			reply = () => ({ status: 200, body: { effects } });
			const item = { ...due(), project: { id: '42' }, piece: 'edit', receipts: { old: true } };
			const where = { subjectType: 'deal', subjectPath: 'project.id', stepPath: 'piece' };
			const result = await run(
				{ operation: 'read', what: 'receipts', ...where },
				{ items: [item] },
			);
			expect(ledger.calls[0].path).toBe('/v1/effects?subject=deal%3A42');
			expect(itemsOf(result, 'Do it')[0][0].json.receipts).toEqual({
				message: { id: 'offer', key: 'deal:42/slack-message/lima#edit/1' },
				task: { id: 'second', key: 'deal:42/clickup-task/work#edit/1' },
				list: { key: 'deal:42/clickup-list/work/1' },
			});
		});

		it('leaves the item’s lead where the ledger knows none of the deal', async () => {
			const found = { deal: { id: '42' }, contact: null, company: null, lead: null };
			reply = () => ({ status: 200, body: found });
			const item = { ...due(), deal: { id: '42' }, lead: { id: 'l' } };
			const result = await run({ operation: 'read', what: 'deal' }, { items: [item] });
			expect(itemsOf(result, 'Do it')[0][0].json).toMatchObject({ lead: { id: 'l' } });
		});

		it.each([
			{ when: 'HubSpot has none', status: 404, body: { error: report }, says: 'No.' },
			{ when: 'HubSpot refuses the service', status: 502, body: { error: report }, says: 'No.' },
			{
				when: 'the answer is another’s',
				status: 200,
				body: { deal: {} },
				says: 'The answer is not one of the Agency Ops service.',
			},
		])('stops with the reason when $when', async ({ status, body, says }) => {
			reply = () => ({ status, body });
			const items = [{ ...due(), deal: { id: '42' } }];
			const result = await run({ operation: 'read', what: 'deal' }, { items });
			expect(failureOf(result).message).toBe(says);
		});

		it('says what it does not know', async () => {
			reply = () => ({ status: 404, body: { error: report } });
			const parameters = { operation: 'read', what: 'event' };
			expect(failureOf(await run(parameters, { items: [due()] })).message).toBe('No.');
		});

		it('stops at a path that leads nowhere, without asking', async () => {
			const result = await run({ operation: 'read' }, { items: [{}] });
			expect(failureOf(result)).toMatchObject({
				description: expect.stringContaining('"inbox.id" leads to nothing'),
			});
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('hours of people', () => {
		const days = [{ day: '2026-12-01', hours: 3 }];
		const booking = (piece: string, person: string) => ({
			...{ id: `p-17/${piece}`, project: 'p-17', piece, person, days, skill: 'edit', level: 2 },
		});
		const item = {
			...due(),
			project: { id: 'p-17', type: 'quick-edit' },
			deal: { id: '7' },
			decision: {
				bookings: [booking('edit', 'luis'), booking('qa', 'camila')],
				versions: { roster: 'roster/3' },
			},
		};
		const held = { id: 'res_1', state: 'held', person: 'luis' };
		const inputs = {
			roster: { people: [] },
			bookings: [{ id: 'res_1' }],
			rosterVersion: 'roster/3',
		};
		const refused = (status: number, code: string): LedgerReply => ({
			status,
			body: { error: { ...report, code }, conflicts: [{ person: 'luis', free: 1 }] },
		});

		it.each([
			{ mode: 'trigger' as const, test: 'false' },
			{ mode: 'manual' as const, test: 'true' },
		])('adds roster and bookings of the $mode run', async ({ mode, test }) => {
			reply = () => ({ status: 200, body: inputs });
			const result = await run({ operation: 'readRoster' }, { items: [item], mode });
			expect(ledger.calls.map(({ path }) => path)).toEqual([`/v1/routing-inputs?test=${test}`]);
			const { roster, bookings } = inputs;
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({ ...item, roster, bookings });
		});

		it('adds how a hub stands', async () => {
			reply = () => ({ status: 200, body: { digest: { hub: 'lima' } } });
			const result = await run({ operation: 'readDigest' }, { items: [{ hub: 'lima' }] });
			expect(ledger.calls.map(({ path }) => path)).toEqual([
				'/v1/capacity/digest?hub=lima&test=false',
			]);
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({ hub: 'lima', digest: { hub: 'lima' } });
		});

		it('reserves what was routed under a key of project, pieces and occurrence', async () => {
			reply = () => ({ status: 200, body: { repeated: false, reservations: [held] } });
			const result = await run({ operation: 'reserve' }, { items: [item] });
			const piece = (name: string, person: string) => ({
				...{ piece: name, person, days, skill: 'edit', level: 2 },
				...{ notBefore: null, dueAt: null, client: null, value: null },
			});
			expect(ledger.calls).toMatchObject([
				{
					method: 'POST',
					path: '/v1/reservations',
					body: {
						key: 'project:p-17/reservation/edit+qa/1',
						project: 'p-17',
						pieces: [piece('edit', 'luis'), piece('qa', 'camila')],
						rosterVersion: 'roster/3',
						holdHours: 4,
						test: false,
						onConflict: 'keepFirst',
						context: { project: item.project, deal: item.deal },
					},
				},
			]);
			const [reserved, taken] = itemsOf(result, 'Do it');
			expect(reserved[0].json).toEqual({ ...item, reservations: [held] });
			expect(taken).toEqual([]);
		});

		it('keeps trials apart, and numbers what is asked for again', async () => {
			reply = () => ({ status: 200, body: { repeated: false, reservations: [held] } });
			await run({ operation: 'reserve' }, { items: [item], mode: 'manual' });
			await run({ operation: 'reserve' }, { items: [{ ...item, test: true }] });
			const again = { operation: 'reserve', occurrencePath: 'nextOccurrence', holdHours: 0 };
			await run(again, { items: [{ ...item, nextOccurrence: 2 }] });
			expect(ledger.calls.map(({ body }) => [body.key, body.test, body.holdHours])).toEqual([
				['test/project:p-17/reservation/edit+qa/1-4711', true, 4],
				[`test/project:p-17/reservation/edit+qa/1-${anEnvelope().id}`, true, 4],
				['project:p-17/reservation/edit+qa/2', false, undefined],
			]);
		});

		it.each(['reservation/taken', 'reservation/other-roster'])(
			'leaves by Taken Meanwhile on %s',
			async (code) => {
				reply = () => refused(409, code);
				const [reserved, taken] = itemsOf(
					await run({ operation: 'reserve' }, { items: [item] }),
					'Do it',
				);
				expect(reserved).toEqual([]);
				expect(taken[0].json.taken).toMatchObject({
					code,
					conflicts: [{ person: 'luis', free: 1 }],
				});
			},
		);

		it('fails when others were faster three times in a run, and leaves the rest to the inbox', async () => {
			reply = () => refused(409, 'reservation/taken');
			for (const [tries, outcome] of [
				[undefined, 1],
				[1, 2],
				[2, 'error'],
			] as const) {
				const again = tries === undefined ? item : { ...item, taken: { tries } };
				const result = await run({ operation: 'reserve' }, { items: [again] });
				if (outcome === 'error') {
					expect(failureOf(result).description).toContain('faster 3 times');
				} else {
					const [, taken] = itemsOf(result, 'Do it');
					expect(taken[0].json.taken).toMatchObject({ tries: outcome });
				}
			}
		});

		it('reserves nothing before work has moved that would have to', async () => {
			const moves = [{ booking: 'b', from: 'ana', to: 'luis' }];
			const decision = { ...(item.decision as IDataObject), moves };
			const result = await run({ operation: 'reserve' }, { items: [{ ...item, decision }] });
			expect(itemsOf(result, 'Do it').map((items) => items.length)).toEqual([0, 0, 1]);
			expect(ledger.calls).toEqual([]);
		});

		it('goes on with what its first try gave, and keeps fields by the end of their path', async () => {
			const first = { deal: { name: 'First' }, decision: { outcome: 'assigned' } };
			reply = () => ({
				status: 200,
				body: { repeated: true, reservations: [{ id: 'res_1', state: 'held' }], context: first },
			});
			const given = { ...item, context: { deal: { name: 'Now' } } };
			const parameters = { operation: 'reserve', keep: 'project, context.deal, nothing' };
			const result = await run(parameters, { items: [given] });
			expect(ledger.calls[0].body.context).toEqual({
				project: item.project,
				deal: { name: 'Now' },
			});
			expect(itemsOf(result, 'Do it')[0][0].json).toMatchObject(first);
		});

		it.each([
			{ answer: refused(409, 'reservation/other-content'), message: 'No.' },
			{ answer: refused(400, 'reservation/unknown-person'), message: 'No.' },
			{
				answer: { status: 200, body: {} },
				message: 'The answer is not one of the Agency Ops service.',
			},
		])('stops on $answer.status: $message', async ({ answer, message }) => {
			reply = () => answer;
			const result = await run({ operation: 'reserve' }, { items: [item] });
			expect(failureOf(result)).toMatchObject({ message, itemIndex: 0 });
		});

		it('asks for nothing where there are no bookings', async () => {
			const result = await run({ operation: 'reserve' }, { items: [{ ...item, decision: {} }] });
			expect(failureOf(result).message).toBe('Nothing can be reserved.');
			expect(ledger.calls).toEqual([]);
		});

		it.each([
			{ reservations: [held, { ...held, id: 'res_2' }], ids: ['res_1', 'res_2'] },
			{ reservations: held, ids: ['res_1'] },
			{ reservations: 'res_3', ids: ['res_3'] },
		])('gives back $ids', async ({ reservations, ids }) => {
			reply = () => ({ status: 200, body: { changed: true, reservation: held } });
			const parameters = { operation: 'release', reason: 'the client cancelled' };
			const result = await run(parameters, { items: [{ reservations }] });
			expect(ledger.calls.map(({ path, body }) => [path, body])).toEqual(
				ids.map((id) => [
					`/v1/reservations/${id}/release`,
					{ reason: 'the client cancelled', by: 'n8n' },
				]),
			);
			expect(itemsOf(result, 'Do it')[0][0].json.released).toEqual(ids.map(() => held));
		});

		it.each([
			{ parameters: { operation: 'release', reason: 'x' }, items: [{}], says: '"reservations"' },
			{ parameters: { operation: 'answerAssignment' }, items: [{}], says: '"reservation"' },
		])('stops where $says says nothing', async ({ parameters, items, says }) => {
			const result = await run(parameters, { items });
			expect(failureOf(result).description).toContain(says);
			expect(ledger.calls).toEqual([]);
		});

		it.each([
			{ parameters: {}, path: 'accept', body: { by: 'Luis' } },
			{ parameters: { answer: 'start', byPath: '' }, path: 'start', body: { by: 'n8n' } },
			{
				parameters: { answer: 'decline', reason: ' at a shoot ' },
				path: 'decline',
				body: { by: 'Luis', reason: 'at a shoot' },
			},
		])('says $path for a person', async ({ parameters, path, body }) => {
			reply = () => ({ status: 200, body: { changed: true, reservation: held } });
			const items = [{ reservation: held, person: { name: 'Luis' } }];
			const said = { operation: 'answerAssignment', byPath: 'person.name', ...parameters };
			const result = await run(said, { items });
			expect(ledger.calls).toMatchObject([{ path: `/v1/reservations/res_1/${path}`, body }]);
			expect(itemsOf(result, 'Do it')[0][0].json).toEqual({ ...items[0], reservation: held });
		});

		it('leaves by Not Possible Now when it does not stand so any more', async () => {
			reply = () => refused(409, 'reservation/cannot-change');
			const items = [{ reservation: 'res_1' }];
			const [done, refusedItems] = itemsOf(
				await run({ operation: 'answerAssignment' }, { items }),
				'Do it',
			);
			expect(done).toEqual([]);
			expect(refusedItems[0].json.refused).toEqual({
				...report,
				code: 'reservation/cannot-change',
			});
		});
	});

	describe('media checks', () => {
		const uploaded = {
			type: 'file.upload.completed',
			account: { id: 'acc-1' },
			project: { id: 'pro-1' },
			resource: { id: 'file-1', type: 'file' },
			brief: { client: 'Aurora' },
		};
		const asked = { checkId: 'chk_1', state: 'waiting', repeated: false };
		const check = (state: string) => ({
			status: 200,
			body: { check: { checkId: 'chk_1', state } },
		});

		it('asks for a check of the file that an event of Frame.io names', async () => {
			reply = () => ({ status: 202, body: asked });
			const result = await run(
				{ operation: 'requestMediaCheck', specs: 'instagram-reels, agency', keep: 'brief.client' },
				{ items: [{ ...uploaded, ...due() }], mode: 'webhook' },
			);
			expect(ledger.calls.map(({ path, body }) => ({ path, body }))).toEqual([
				{
					path: '/v1/media-checks',
					body: {
						file: {
							kind: 'frameio',
							accountId: 'acc-1',
							fileId: 'file-1',
							projectId: 'pro-1',
						},
						specs: ['instagram-reels', 'agency'],
						subject: 'file:file-1',
						context: { client: 'Aurora' },
						test: false,
					},
				},
			]);
			expect(itemsOf(result, 'Do it')[0][0].json.mediaCheck).toEqual(asked);
		});

		it('takes packs and name from the item, and tells trials apart', async () => {
			reply = () => ({ status: 202, body: asked });
			const named = {
				...uploaded,
				specs: ['agency/2026-11-24'],
				brand: 'aurora',
				resource: { id: 7, name: 'x.mp4' },
			};
			await run(
				{
					operation: 'requestMediaCheck',
					specsPath: 'specs',
					namePath: 'resource.name',
					brandPath: 'brand',
				},
				{ items: [named], mode: 'manual' },
			);
			expect(ledger.calls[0].body).toMatchObject({
				file: { fileId: '7', name: 'x.mp4' },
				specs: ['agency/2026-11-24'],
				brand: 'aurora',
				test: true,
				testRun: expect.any(String) as string,
			});
		});

		it.each([
			{ what: 'no packs', parameters: { specs: ' , ' }, item: uploaded, says: 'Spec Packs' },
			{
				what: 'packs that are none',
				parameters: { specsPath: 'specs' },
				item: { ...uploaded, specs: [7] },
				says: 'Spec Packs',
			},
			{ what: 'no file', parameters: {}, item: { account: { id: 'a' } }, says: 'resource.id' },
		])('asks for nothing with $what', async ({ parameters, item, says }) => {
			const failed = await run(
				{ operation: 'requestMediaCheck', ...parameters },
				{ items: [item as IDataObject] },
			);
			expect(failureOf(failed).description).toContain(says);
			expect(ledger.calls).toEqual([]);
		});

		it.each([
			{ state: 'done', output: 0 },
			{ state: 'waiting', output: 1 },
			{ state: 'running', output: 1 },
			{ state: 'failed', output: 2 },
			{ state: 'cancelled', output: 2 },
		])('reads a check that is $state', async ({ state, output }) => {
			reply = () => check(state);
			const items = [{ mediaCheck: { checkId: 'chk_1' } }];
			const result = await run({ operation: 'readMediaCheck' }, { items });
			expect(ledger.calls[0].path).toBe('/v1/media-checks/chk_1');
			expect(itemsOf(result, 'Do it')[output][0].json.mediaCheck).toEqual({
				checkId: 'chk_1',
				state,
			});
		});

		it('says what the service says, by item', async () => {
			const unknown = { ...report, code: 'media/unknown-spec', why: 'Did you mean "youtube"?' };
			reply = () => ({ status: 400, body: { error: unknown } });
			const failed = await run({ operation: 'requestMediaCheck' }, { items: [uploaded] });
			expect(failureOf(failed)).toMatchObject({ itemIndex: 0 });
			expect(failureOf(failed).description).toContain('Did you mean "youtube"?');
		});
	});

	it('keeps each item with its parent, whichever output it takes', async () => {
		const items = ['a', 'b', 'c'].map((name) => ({ name }));
		reply = ({ payload }) => {
			const { name } = payload as { name: string };
			return { status: 202, body: { id: name, repeated: name === 'b' } };
		};
		const [fresh, known] = itemsOf(await run({}, { items }), 'Do it');
		expect(fresh.map(({ from }) => from)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(known.map(({ from }) => from)).toEqual([{ item: 1 }]);
	});

	it('goes on with the other items when told to continue on failure', async () => {
		const node = { onError: 'continueErrorOutput' };
		const items = [{ headers: {}, body: [{ name: 'a' }, { name: 'b' }] }, ana];
		const result = await run({}, { items, node });
		const [kept, , failed] = itemsOf(result, 'Do it');
		expect(kept.map(({ from }) => from)).toEqual([{ item: 1 }]);
		expect(failed.map(({ from }) => from)).toEqual([{ item: 0 }]);
	});

	it('refuses an operation of a newer version, item by item', async () => {
		const node = { onError: 'continueErrorOutput' };
		const result = await run({ operation: 'enrol' }, { node });
		const [done, failed] = itemsOf(result, 'Do it');
		expect([done, failed.length]).toEqual([[], 1]);
	});

	it.each([
		{ operation: 'recordEvent', shows: ['Recorded', 'Already Known'], subtitle: 'Record Event' },
		{ operation: 'reportEnd', shows: ['Done'], subtitle: 'Report End' },
		{ operation: 'read', shows: ['Done'], subtitle: 'Read' },
		{
			operation: 'reserve',
			shows: ['Reserved', 'Taken Meanwhile', 'Moves First'],
			subtitle: 'Reserve',
		},
	])('shows $shows for $operation', ({ operation, shows, subtitle }) => {
		const type = new AgencyLedger();
		const find = () => type;
		const nodeTypes = { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
		const canvas = new Workflow({ ...workflow({ operation }), active: false, nodeTypes });
		const node = canvas.getNode('Do it')!;
		expect(NodeHelpers.getNodeOutputs(canvas, node, type.description)).toEqual(
			shows.map((displayName) => ({ type: 'main', displayName })),
		);
		expect(
			canvas.expression.getSimpleParameterValue(node, type.description.subtitle, 'internal', {}),
		).toBe(subtitle);
	});
});
