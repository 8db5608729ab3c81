import type { IDataObject } from 'n8n-workflow';

import { afterDelivery } from '../../../nodes/domain/followUp/defaultSequences';
import { operations } from '../../../nodes/FollowUpSequence/operations';
import { FollowUpSequence } from '../../../nodes/FollowUpSequence/FollowUpSequence.node';
import { aDueItem } from '../../support/aDueMessage';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';

const node = new FollowUpSequence();

/** Asked on Friday 20 November at ten in Copenhagen. */
const enrolment: IDataObject = {
	id: 'e-1',
	client: {
		id: 'c-1',
		email: 'mette@nordlys.example',
		zone: 'Europe/Copenhagen',
		country: 'DK',
		language: 'da',
	},
	deliveredAt: '2026-11-17T13:00:00Z',
	consent: { marketing: { granted: true, at: '2026-01-05T09:00:00Z', evidence: 'form' } },
	usage: { edits: 8 },
	holdout: false,
};
const askedAt = '2026-11-20T09:00:00.000Z';
const item = (more: IDataObject = {}): IDataObject => ({
	enrolment,
	events: [],
	at: askedAt,
	...more,
});
const atField = { options: { momentField: 'at' } };

/** The JSON of the only item that a run gave, wherever it came out. */
async function only(run: FakeRun): Promise<IDataObject> {
	const items = (await runNode(node, { parameters: atField, ...run })).flat();
	expect(items).toHaveLength(1);
	return items[0].json;
}

describe('Follow-up Sequence', () => {
	it('sends each item out by what is due, linked to it', async () => {
		const replied = { events: [{ type: 'replied', at: '2026-11-18T09:00:00Z' }] };
		const outputs = await runNode(node, {
			items: [item(replied), item(), item({ at: '2026-11-18T09:00:00Z' })],
			parameters: atField,
		});
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 1 }],
			[{ item: 2 }],
			[{ item: 0 }],
		]);
		expect(outputs.map(([{ json }]) => (json.decision as IDataObject).outcome)).toEqual(
			operations.decide.outputs.map((name) => name.toLowerCase()),
		);
	});

	it('says what to send, in which words, and why', async () => {
		const json = await only({ items: [item({ project: 'kept' })] });
		expect(json).toMatchObject({
			project: 'kept',
			test: false,
			touch: {
				step: 'feedback-request',
				channel: 'email',
				purpose: 'transactional',
				template: 'feedback-request',
				language: 'da',
			},
			nextDue: { step: 'feedback-answer' },
			exit: null,
			decision: {
				versions: { rules: 'after-delivery/1', model: null },
				decidedAt: askedAt,
				flips: [{ then: 'exit' }],
			},
		});
		expect((json.decision as { reasons: unknown[] }).reasons).toContainEqual({
			rule: 'send',
			level: 'send',
			contribution: 0,
			text: 'feedback-request is due: the client gets "feedback-request".',
		});
	});

	it('goes on from what it gave back, and sends nothing twice', async () => {
		const first = await only({ items: [item()] });
		const again = await only({ items: [item({ enrolment: first.enrolment })] });
		expect(again).toMatchObject({ touch: null, decision: { outcome: 'wait' } });
		const answered = await only({
			items: [
				item({
					enrolment: first.enrolment,
					events: [{ type: 'feedback', score: 9, at: '2026-11-20T10:00:00Z' }],
					at: '2026-11-23T09:00:00Z',
				}),
			],
		});
		expect(answered).toMatchObject({ touch: { step: 'review-request' } });
	});

	it('decides by all that happened where nobody gives back what it said', async () => {
		const events = [
			{ type: 'sent', step: 'feedback-request', at: askedAt },
			{ type: 'feedback', score: 9, at: '2026-11-20T10:00:00Z' },
		];
		for (const at of ['2026-11-23T09:00:00Z', '2026-11-25T09:00:00Z']) {
			expect(await only({ items: [item({ events, at })] })).toMatchObject({
				touch: { step: 'review-request' },
			});
		}
		expect(await only({ items: [item({ events, at: '2026-11-23T08:59:00Z' })] })).toMatchObject({
			decision: { outcome: 'wait' },
			nextDue: { at: '2026-11-23T09:00:00.000Z' },
		});
	});

	it('does not send again what events say was sent', async () => {
		const events = [{ type: 'sent', step: 'feedback-request', at: '2026-11-20T08:30:00Z' }];
		expect(await only({ items: [item({ events })] })).toMatchObject({
			touch: null,
			decision: { outcome: 'wait' },
		});
	});

	it('leaves alone what is still to come', async () => {
		const events = [{ type: 'replied', at: '2026-11-21T09:00:00Z' }];
		expect(await only({ items: [item({ events })] })).toMatchObject({
			decision: { outcome: 'send' },
		});
	});

	it('gives a client who is not content to a person', async () => {
		const events = [{ type: 'feedback', score: 3, at: askedAt }];
		expect(await only({ items: [item({ events })] })).toMatchObject({
			tasks: [{ step: 'client-success' }],
			exit: { reason: 'detractor' },
			touch: null,
		});
	});

	it('decides the same from the same input', async () => {
		const run = { items: [item()] };
		expect(await only(run)).toEqual(await only(run));
	});

	it('keeps the days off that the item brings', async () => {
		const parameters = { options: { momentField: 'at', holidaysField: 'off' } };
		expect(await only({ items: [item({ off: ['2026-11-20'] })], parameters })).toMatchObject({
			nextDue: { at: '2026-11-23T09:00:00.000Z' },
		});
	});

	it('takes the whole item as the enrolment, and the present as the moment', async () => {
		jest.useFakeTimers({ now: new Date(askedAt), doNotFake: ['nextTick'] });
		const json = await only({ items: [enrolment], parameters: { enrolmentField: '' } });
		jest.useRealTimers();
		expect(json).toMatchObject({ decision: { outcome: 'send', decidedAt: askedAt } });
	});

	it.each([
		['a person runs the flow on the canvas', { items: [item()], mode: 'manual' as const }],
		['the item is a test', { items: [item({ test: true })] }],
	])('says that it is a test when %s', async (_when, run) => {
		expect(await only(run)).toMatchObject({ test: true });
	});

	it("explains in the language that is chosen, or in the client's", async () => {
		const text = async (language: string) =>
			JSON.stringify(
				(await only({ items: [item()], parameters: { options: { momentField: 'at', language } } }))
					.decision,
			);
		expect(await text('es')).toContain('el cliente recibe');
		expect(await text('client')).toContain('kunden får');
		expect(await text('en')).toContain('the client gets');
	});

	it('reads its parameters once, however many items come', async () => {
		const { context, reads } = fakeContext({
			items: [item(), item(), item()],
			parameters: atField,
		});
		await node.execute.call(context);
		expect(reads).toEqual([
			'operation',
			'options',
			'sequencesSource',
			'enrolmentField',
			'eventsField',
		]);
	});

	describe('its rules', () => {
		const events = [{ type: 'feedback', score: 9, at: '2026-11-17T14:00:00Z' }];
		const promoter = item({ events, at: '2026-11-18T09:00:00Z' });
		const withOptions = (options: IDataObject) => ({ options: { momentField: 'at', ...options } });

		it('are the shipped ones unless changed', async () => {
			expect(await only({ items: [item()] })).toMatchObject({
				decision: { versions: { rules: 'after-delivery/1' } },
			});
		});

		it('take sequences, consent, caps and offers as JSON', async () => {
			const sequencesJson = JSON.stringify([{ ...afterDelivery, version: 4, priority: 9 }]);
			const own = await only({
				items: [item()],
				parameters: { ...atField, sequencesSource: 'json', sequencesJson },
			});
			expect(own).toMatchObject({ decision: { versions: { rules: 'after-delivery/4' } } });

			const strict = '{"countries":{"DK":{"accepts":[]}}}';
			const answered = { ...promoter, at: '2026-11-18T09:00:00Z' };
			expect(
				await only({ items: [answered], parameters: withOptions({ consent: strict }) }),
			).toMatchObject({
				skipped: [{ rule: 'answered' }, { step: 'review-request', rule: 'no-consent' }],
			});
			expect(
				await only({
					items: [item()],
					parameters: withOptions({ caps: '[]', offers: { version: 'o/1', offers: [] } }),
				}),
			).toMatchObject({ decision: { outcome: 'send' } });
		});

		it.each<[string, IDataObject, string]>([
			[
				'sequences that are none',
				{ sequencesSource: 'json', sequencesJson: '[]' },
				'Field "sequences"',
			],
			['a text that is no JSON', { sequencesSource: 'json', sequencesJson: '[{' }, 'Check quotes'],
			[
				'wrong consent rules',
				withOptions({ consent: '{"otherwise":{"accepts":["hope"]}}' }),
				'Field "otherwise.accepts[0]"',
			],
			[
				'wrong offers',
				withOptions({ offers: '{"version":"o/1","offers":[{}]}' }),
				'Field "offers[0].id"',
			],
			['wrong caps', withOptions({ caps: '[{"most":0,"days":7}]' }), 'Field "[0].most"'],
		])('are refused for %s, by the name of the field', async (_what, parameters, part) => {
			await expect(runNode(node, { items: [item()], parameters })).rejects.toMatchObject({
				name: 'NodeOperationError',
				description: expect.stringContaining(part) as string,
				context: { itemIndex: 0 },
			});
		});
	});

	it.each<[IDataObject, string]>([
		[{ other: 1 }, 'There is no enrolment in this item.'],
		[item({ enrolment: { deliveredAt: askedAt } }), 'The enrolment cannot be used.'],
		[item({ events: [{ at: askedAt }] }), 'The events cannot be used.'],
		[item({ enrolment: { ...enrolment, sequence: 'other' } }), 'There is no such sequence.'],
		[item({ at: 'soon' }), 'Nobody can say what is due at this moment.'],
	])('stops at an item that cannot be used and says which', async (wrong, message) => {
		await expect(
			runNode(node, { items: [item(), wrong], parameters: atField }),
		).rejects.toMatchObject({ message, context: { itemIndex: 1 } });
	});

	it('lets such an item leave by Exit when it continues on failure', async () => {
		const outputs = await runNode(node, {
			items: [item(), { other: 1 }],
			parameters: atField,
			continueOnFail: true,
		});
		expect(outputs.map((items) => items.length)).toEqual([1, 0, 1]);
		expect(outputs[2][0]).toMatchObject({
			json: { error: { code: 'follow-up/not-found' } },
			pairedItem: { item: 1 },
		});
	});
});

describe('Follow-up Sequence that writes', () => {
	const parameters = { operation: 'write' };

	it('lets mails, tasks and what it cannot write out by ways of their own', async () => {
		const items = [
			aDueItem('no-such-step', { purpose: 'marketing' }),
			aDueItem('feedback-request'),
			aDueItem('client-success'),
		] as IDataObject[];
		const outputs = await runNode(node, { items, parameters });
		expect(operations.write.outputs).toEqual(['Mail', 'Task', 'Refused']);
		expect(outputs.map((each) => each.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 1 }],
			[{ item: 2 }],
			[{ item: 0 }],
		]);
		expect(outputs[0][0].json).toMatchObject({
			followUp: 'flw_01JD0000000000000000000000',
			test: false,
			mail: { purpose: 'transactional', name: 'feedback-request' },
			note: 'Søren Kjær gets "feedback-request" in Danish.',
		});
		expect(outputs[1][0].json).toMatchObject({ mail: null, task: { name: expect.any(String) } });
	});

	it('writes in the words and colours of its fields', async () => {
		const agency = { name: 'Studio Sur', colour: '#0a7d4f' };
		const texts = { languages: { da: { letters: { 'upsell-offer': { title: 'Til dig' } } } } };
		const items = [aDueItem('upsell-offer') as IDataObject];
		const [[{ json }]] = await runNode(node, {
			items,
			parameters: { ...parameters, agency, texts: JSON.stringify(texts) },
		});
		const { html, subject } = json.mail as IDataObject;
		expect(html).toContain('Studio Sur');
		expect(html).toContain('background:#0a7d4f');
		expect([html, subject].join()).toContain('Til dig');
	});

	it('writes in the words that the ledger keeps, under what its own field says', async () => {
		const letters = (title: string, preheader: string) => ({
			da: { letters: { 'upsell-offer': { title, preheader } } },
		});
		const kept = { version: 'follow-ups/3', languages: letters('Fra arkivet', 'Ny') };
		const item = aDueItem('upsell-offer') as { claim: object };
		const items = [{ ...item, claim: { ...item.claim, texts: kept } }] as IDataObject[];
		const [[{ json }]] = await runNode(node, { items, parameters });
		expect(json).toMatchObject({
			mail: { letter: { title: 'Fra arkivet', preheader: 'Ny' } },
			decision: { versions: { rules: 'follow-ups/3' } },
		});
		const own = { languages: { da: { letters: { 'upsell-offer': { title: 'Mit' } } } } };
		const [[{ json: over }]] = await runNode(node, {
			items,
			parameters: { ...parameters, texts: JSON.stringify(own) },
		});
		expect(over).toMatchObject({ mail: { letter: { title: 'Mit', preheader: 'Ny' } } });
	});

	it('is a test where a person runs it on the canvas', async () => {
		const items = [aDueItem('feedback-request') as IDataObject];
		const [[{ json }]] = await runNode(node, { items, parameters, mode: 'manual' });
		expect([json.test, (json.mail as IDataObject).subject]).toEqual([
			true,
			expect.stringMatching(/^\[TEST\]/),
		]);
	});

	it('names the fields of an item that holds nothing to write', async () => {
		await expect(runNode(node, { items: [{ id: 1 }], parameters })).rejects.toMatchObject({
			message: 'Nothing can be written.',
			context: { itemIndex: 0 },
		});
	});
});
