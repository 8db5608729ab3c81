import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';

import { AgencyLedger } from '../../../nodes/AgencyLedger/AgencyLedger.node';
import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { itemsOf, runWorkflow } from '../../support/n8nEngine';
import type { WorkflowFile } from '../../support/n8nEngine';
import { replayLedger } from '../../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../../support/replayedLedger';
import { anEnvelope } from '../../support/triggerCall';

const sha256 = 'a'.repeat(64);
const luis = { id: 'luis', email: 'luis@agency.test' };
const error = { code: 'quality/nobody', what: 'No.', why: 'Because.', mend: 'Mend it.' };
const refused = (status: number): LedgerReply => ({ status, body: { error } });
const file = {
	kind: 'frameio',
	fileId: 'f1',
	name: 'film.mp4',
	projectId: 'fp',
	versionStackId: null,
};
const checked = itemOf(
	anEnvelope({
		topic: 'media.checked',
		payload: {
			checkId: 'chk_1',
			subject: 'file:f1',
			file,
			sha256,
			specs: [{ id: 'youtube', version: '1' }],
			measured: { bulky: true },
			findings: [{ rule: 'black' }],
			verdict: 'fail',
			unmeasured: [],
			unchecked: [],
			reportUrl: 'https://agency.test/r',
			context: { authors: ['luis'], project: { id: 'p-17' }, deal: { name: 'Nordlys' } },
		},
	}),
) as IDataObject;

/** The node alone behind a start, with its defaults but for what is given. */
function aStep(parameters: IDataObject): WorkflowFile {
	const step = { typeVersion: 1, parameters: {} };
	const credentials = { agencyLedgerApi: { id: 'x', name: 'Agency Ledger' } };
	const type = 'n8n-nodes-agency-ops.agencyLedger';
	return {
		name: 'One step',
		nodes: [
			{ ...step, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{
				...step,
				id: '2',
				name: 'Do it',
				type,
				position: [200, 0],
				parameters: parameters as INodeParameters,
				credentials,
			},
		],
		connections: { Start: { main: [[{ node: 'Do it', type: 'main', index: 0 }]] } },
	};
}

describe('Agency Ledger on the gates of files', () => {
	let ledger: ReplayedLedger;
	let reply: () => LedgerReply;

	beforeAll(async () => {
		ledger = await replayLedger(() => reply());
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => await ledger.stop());

	async function run(parameters: IDataObject, items: IDataObject[] = [checked]): Promise<IRun> {
		return await runWorkflow({
			workflow: aStep(parameters),
			start: { node: 'Start', items },
			nodeTypes: { 'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger() },
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'k' } },
		});
	}

	/** JSON of the items by output. */
	const outputsOf = (result: IRun) =>
		itemsOf(result, 'Do it').map((items) => items.map(({ json }) => json));

	describe('Read Gates of a File', () => {
		it('asks by the very content, and adds what is known', async () => {
			reply = () => ({
				status: 200,
				body: {
					sha256,
					known: { cycles: 1 },
					standing: { passed: false },
					makers: [luis],
					versionStackId: 's1',
					versionIds: ['f0', 'f1'],
				},
			});
			const [done] = outputsOf(await run({ operation: 'readGates' }));
			const [call] = ledger.calls;
			const url = new URL(call.path, 'http://x');
			expect(url.pathname).toBe(`/v1/files/${sha256}/gates`);
			expect(Object.fromEntries(url.searchParams)).toEqual({
				subject: 'file:f1',
				fileId: 'f1',
				projectId: 'fp',
				project: 'p-17',
				authors: 'luis',
				test: 'false',
			});
			const added = {
				known: { cycles: 1 },
				standing: { passed: false },
				makers: [luis],
				editor: luis,
			};
			const stacked = { ...file, versionStackId: 's1', versionIds: ['f0', 'f1'] };
			expect(done).toEqual([{ ...checked, ...added, file: stacked }]);
		});

		it.each([
			['a file', { ...checked, file: {} }, '"fileId"'],
			['a content', { ...checked, sha256: '' }, '"sha256"'],
		])('stops without %s', async (_what, item, said) => {
			const result = await run({ operation: 'readGates' }, [item]);
			expect(JSON.stringify(result.data.resultData.error)).toContain(
				JSON.stringify(said).slice(1, -1),
			);
			expect(ledger.calls).toEqual([]);
		});
	});

	describe('Record a Verdict', () => {
		const decision = { gate: 'machine', outcome: 'fail', sha256, subject: 'file:f1' };
		const kept = (isApproved: boolean): LedgerReply => ({
			status: 200,
			body: { id: 'ver_1', repeated: false, version: 2, cycles: 1, isApproved, standing: {} },
		});

		it('hands over the decision with what the machine looked at, and no bulk', async () => {
			reply = () => kept(false);
			const [recorded] = outputsOf(
				await run({ operation: 'recordVerdict' }, [
					{ ...checked, decision, known: { authors: ['luis'] } },
				]),
			);
			expect(ledger.calls[0].body).toEqual({
				decision,
				file: { fileId: 'f1', name: 'film.mp4', projectId: 'fp' },
				authors: ['luis'],
				project: 'p-17',
				check: {
					checkId: 'chk_1',
					specs: [{ id: 'youtube', version: '1' }],
					findings: [{ rule: 'black' }],
					verdict: 'fail',
					unmeasured: [],
					unchecked: [],
					reportUrl: 'https://agency.test/r',
				},
				context: checked.context,
				test: false,
			});
			expect(recorded).toMatchObject([{ verdictKept: { id: 'ver_1', version: 2, cycles: 1 } }]);
		});

		it('hands over no check at the gates of people', async () => {
			reply = () => kept(false);
			await run({ operation: 'recordVerdict' }, [
				{ ...checked, decision: { ...decision, gate: 'peer' } },
			]);
			expect(ledger.calls[0].body).not.toHaveProperty('check');
		});

		it.each([
			[0, 'is kept', () => kept(false)],
			[1, 'lets the file through', () => kept(true)],
			[2, 'may not be', () => refused(409)],
		])('leaves by output %i when it %s', async (output, _when, answer) => {
			reply = answer;
			const outputs = outputsOf(
				await run({ operation: 'recordVerdict' }, [{ ...checked, decision }]),
			);
			expect(outputs.map((items) => items?.length ?? 0)).toEqual(
				[0, 1, 2].map((each) => (each === output ? 1 : 0)),
			);
		});

		it('stops without a decision', async () => {
			const result = await run({ operation: 'recordVerdict' });
			expect(JSON.stringify(result.data.resultData.error)).toContain('Decision Path');
		});
	});

	describe('Ask for a Review', () => {
		const decision = {
			next: 'senior',
			nextReviewer: { skill: 'review', level: 4 },
			checklist: [{ id: 'brief', text: 'x' }],
		};
		const item = { ...checked, decision };

		it('asks for whom and what the decision says', async () => {
			const review = { id: 'rev_1', reviewer: { id: 'camila' } };
			reply = () => ({ status: 200, body: { result: 'asked', repeated: false, review } });
			const [asked] = outputsOf(await run({ operation: 'askForReview', hours: 8 }, [item]));
			expect(ledger.calls[0].body).toEqual({
				gate: 'senior',
				sha256,
				subject: 'file:f1',
				hours: 8,
				wanted: decision.nextReviewer,
				checklist: decision.checklist,
				test: false,
			});
			expect(asked).toEqual([{ ...item, review }]);
		});

		it.each([
			[
				1,
				'the gate is passed',
				(): LedgerReply => ({
					status: 200,
					body: { result: 'passed', repeated: true, review: null },
				}),
			],
			[2, 'nobody can', () => refused(409)],
		])('leaves by output %i when %s', async (output, _when, answer) => {
			reply = answer;
			const outputs = outputsOf(await run({ operation: 'askForReview' }, [item]));
			expect(outputs[output]).toHaveLength(1);
			expect(outputs.flat()).toHaveLength(1);
		});

		it('stops when the service is unwell', async () => {
			reply = () => ({ status: 500, body: {} });
			const result = await run({ operation: 'askForReview' }, [item]);
			expect(JSON.stringify(result.data.resultData.error)).toContain(
				'could not work on the quality',
			);
		});
	});
});
