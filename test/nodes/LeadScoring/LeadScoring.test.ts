import { itemOf } from '../../../nodes/domain/inbox/envelope';
import type { Envelope } from '../../../nodes/domain/inbox/envelope';
import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { LeadScoring } from '../../../nodes/LeadScoring/LeadScoring.node';
import { aForm } from '../../support/aLead';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';
import type { IDataObject } from 'n8n-workflow';

const node = new LeadScoring();

const hot = aForm() as IDataObject;
const warm = aForm({
	'What is your budget?': '$300',
	'When do you need it?': 'in two months',
	Industry: 'Fishing',
}) as IDataObject;
const cold: IDataObject = { email: 'somebody@gmail.com' };
const disqualified: IDataObject = { name: 'No address' };

/** The JSON of the only item that a run gave, wherever it came out. */
async function only(run: FakeRun): Promise<IDataObject> {
	const items = (await runNode(node, run)).flat();
	expect(items).toHaveLength(1);
	return items[0].json;
}

function decisionOf(json: IDataObject): IDataObject {
	return json.decision as IDataObject;
}

describe('Lead Scoring', () => {
	it('sends each lead out by its tier, linked to its item', async () => {
		const outputs = await runNode(node, { items: [disqualified, cold, warm, hot, cold] });
		const linked = outputs.map((items) => items.map(({ pairedItem }) => pairedItem));
		expect(linked).toEqual([
			[{ item: 3 }],
			[{ item: 2 }],
			[{ item: 1 }, { item: 4 }],
			[{ item: 0 }],
		]);
		expect(outputs.map(([{ json }]) => decisionOf(json).outcome)).toEqual(
			node.description.outputNames?.map((name) => name.toLowerCase()),
		);
	});

	it('puts the lead, the decision and the mode in the place of the item', async () => {
		const json = await only({ items: [hot] });
		expect(Object.keys(json)).toEqual(['lead', 'decision', 'test']);
		expect(json.test).toBe(false);
	});

	it.each([
		['a person runs the flow on the canvas', { items: [cold], mode: 'manual' as const }],
		['the form was in test mode', { items: [{ ...cold, formMode: 'test' }] }],
	])('says that it is a test when %s', async (_when, run) => {
		expect(await only(run)).toMatchObject({ test: true, lead: { test: true } });
	});

	it('reads its parameters once, however many items come', () => {
		const { context, reads } = fakeContext({ items: [cold, cold, cold] });
		return node.execute.call(context).then(() => {
			expect(reads).toEqual(['options', 'rulesSource']);
		});
	});

	describe('a lead from the inbox', () => {
		const envelope: Envelope = {
			id: 'evt_1',
			source: 'forms',
			topic: 'lead.received',
			subject: 'lead-of:1',
			attempt: 1,
			receivedAt: '2026-11-20T23:59:00.000Z',
			retry: false,
			test: false,
			payload: { ...hot, events: [{ type: 'opened', at: '2026-11-20T20:00:00Z' }] },
		};
		const item = (changes: Partial<Envelope> = {}) =>
			itemOf({ ...envelope, ...changes }) as IDataObject;
		afterEach(() => jest.useRealTimers());

		it('is the same lead with the same decision when it is started again weeks later', async () => {
			jest.useFakeTimers({ now: new Date(envelope.receivedAt), doNotFake: ['nextTick'] });
			const first = await only({ items: [item()] });
			jest.setSystemTime(new Date('2026-12-24T10:00:00Z'));
			const later = await only({ items: [item({ attempt: 7 })] });

			expect(later).toEqual({ ...first, inbox: { ...(first.inbox as object), attempt: 7 } });
			expect((first.lead as IDataObject).id).toMatch(/^20261120-/);
		});

		it('keeps when it was sent, where the sender says so', async () => {
			const payload = { ...hot, submittedAt: '2026-11-18T10:00:00Z' };
			const { lead } = await only({ items: [item({ payload })] });
			expect(lead).toMatchObject({ id: expect.stringMatching(/^20261118-/) });
		});

		it('keeps which event it came from', async () => {
			expect((await only({ items: [item()] })).inbox).toEqual(item().inbox);
		});

		it('is a test when the event is one, also below a path', async () => {
			const given = item({ test: true, payload: { form: hot } });
			const parameters = { options: { leadField: 'form' } };
			expect(await only({ items: [given], parameters })).toMatchObject({
				test: true,
				lead: { test: true },
			});
		});

		it('is not judged as of a time to come', async () => {
			const { decision } = await only({ items: [item({ receivedAt: '2999-01-01T00:00:00Z' })] });
			expect(String((decision as IDataObject).decidedAt)).not.toMatch(/^2999/);
		});
	});

	it('takes the lead from the path that is given', async () => {
		const json = await only({
			items: [{ deep: [{ answers: hot }] }],
			parameters: { options: { leadField: 'deep[0].answers' } },
		});
		expect(decisionOf(json).outcome).toBe('hot');
	});

	it("explains in the language that is chosen, or in the client's", async () => {
		const item = { email: 'a@gmail.com', language: 'es' };
		const texts = async (language: string) =>
			JSON.stringify(
				decisionOf(await only({ items: [item], parameters: { options: { language } } })).reasons,
			);
		expect(await texts('da')).toContain('Har ikke oplyst budget');
		expect(await texts('client')).toContain('No indicó presupuesto');
		expect(await texts('en')).toContain('No budget was given');
	});

	describe('rules', () => {
		it('are the shipped ones unless changed', async () => {
			expect(decisionOf(await only({ items: [hot] })).versions).toEqual({
				rules: defaultRules.version,
				model: null,
			});
		});

		it('take thresholds and weights from the fields', async () => {
			const json = await only({
				items: [warm],
				parameters: {
					rulesSource: 'fields',
					settings: { hot: 99, warm: 98 },
					weights: { weight: [{ rule: 'budget', level: 'sme', logOdds: -2 }] },
				},
			});
			expect(decisionOf(json)).toMatchObject({ outcome: 'cold' });
			expect(JSON.stringify(decisionOf(json).reasons)).toContain('"contribution":-2');
			expect(decisionOf(json).versions).not.toMatchObject({ rules: defaultRules.version });
		});

		it('rule out the competitors that the fields name', async () => {
			const json = await only({
				items: [hot],
				parameters: {
					rulesSource: 'fields',
					settings: { competitorDomains: '@Nordlys.example, other.example' },
				},
			});
			expect(decisionOf(json).outcome).toBe('disqualified');
		});

		it('take any part as JSON', async () => {
			const rulesJson = '{"version":"ours/7","thresholds":{"hot":99}}';
			const json = await only({ items: [hot], parameters: { rulesSource: 'json', rulesJson } });
			expect(decisionOf(json)).toMatchObject({ outcome: 'warm', versions: { rules: 'ours/7' } });
		});

		it.each([
			[
				'a wrong field of the JSON',
				{ rulesSource: 'json', rulesJson: '{"thresholds":{"hot":"80"}}' },
				'Field "thresholds.hot": expected a number, got "80".',
			],
			['a text that is no JSON', { rulesSource: 'json', rulesJson: '{hot: 80}' }, 'Check quotes'],
			[
				'a level that does not exist',
				{
					rulesSource: 'fields',
					weights: { weight: [{ rule: 'budget', level: 'huge', logOdds: 1 }] },
				},
				'Field "scorecard.budget.levels.huge"',
			],
			[
				'thresholds the wrong way round',
				{ rulesSource: 'fields', settings: { hot: 30, warm: 60 } },
				'Field "thresholds.warm": expected a number below thresholds.hot, which is 30, got 60.',
			],
			['a model that is none', { options: { model: '{"modelVersion":99}' } }, 'modelVersion'],
		])('are refused for %s, by the name of the field', async (_what, parameters, part) => {
			await expect(runNode(node, { items: [hot], parameters })).rejects.toMatchObject({
				name: 'NodeOperationError',
				description: expect.stringContaining(part),
				context: { itemIndex: 0 },
			});
		});
	});

	it('stops at an item without a lead and says which', async () => {
		const parameters = { options: { leadField: 'answers' } };
		await expect(
			runNode(node, { items: [{ answers: cold }, { other: 1 }], parameters }),
		).rejects.toMatchObject({
			message: 'There is no lead in this item.',
			description: expect.stringContaining('the item has other'),
			context: { itemIndex: 1 },
		});
	});

	it('lets the item without a lead leave by Disqualified when it continues on failure', async () => {
		const outputs = await runNode(node, {
			items: [{ answers: hot }, { other: 1 }],
			parameters: { options: { leadField: 'answers' } },
			continueOnFail: true,
		});
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 0, 1]);
		expect(outputs[3][0]).toMatchObject({
			json: { error: { code: 'lead/not-found' } },
			pairedItem: { item: 1 },
		});
	});
});
