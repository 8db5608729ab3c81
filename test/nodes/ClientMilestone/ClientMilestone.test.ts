import type { IDataObject } from 'n8n-workflow';

import { milestoneOutcomes } from '../../../nodes/domain/milestone/decision';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import { ClientMilestone } from '../../../nodes/ClientMilestone/ClientMilestone.node';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';

const node = new ClientMilestone();

/** A deal as Agency Ledger reads it, with the milestone of its event. */
const aDeal = (changes: IDataObject = {}): IDataObject => ({
	milestone: 'brief-received',
	deal: { id: '77', name: 'Nordlys: film', amount: null },
	contact: { id: '5', name: 'Søren Kjær', email: 's@nordlys.dk', language: 'da', country: 'DK' },
	company: { id: '9', name: 'Nordlys' },
	...changes,
});
const delay = aDeal({
	milestone: 'delay',
	details: { dueAt: '2026-12-01T12:00:00Z', expectedAt: '2026-12-04T12:00:00Z' },
});
const noAddress = aDeal({ contact: null });

/** The JSON of the only item that a run gave, wherever it came out. */
async function only(run: FakeRun): Promise<Record<string, IDataObject>> {
	const items = (await runNode(node, run)).flat();
	expect(items).toHaveLength(1);
	return items[0].json as Record<string, IDataObject>;
}

const thursday = { options: { momentField: 'at' } };
const at = '2026-11-26T12:00:00Z';

describe('Client Milestone', () => {
	it('sends each item out by what becomes of it, linked to its item', async () => {
		const outputs = await runNode(node, { items: [noAddress, delay, aDeal(), noAddress] });
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[{ item: 1 }],
			[{ item: 0 }, { item: 3 }],
		]);
		expect(outputs.map(([{ json }]) => (json.decision as IDataObject).outcome)).toEqual([
			...milestoneOutcomes,
		]);
	});

	it('keeps the item, and puts mail, note and decision beside what it holds', async () => {
		const json = await only({ items: [aDeal({ at, more: 1 })], parameters: thursday });
		expect(json).toMatchObject({
			more: 1,
			occurrence: 1,
			project: { id: '77', name: 'Nordlys: film' },
			mail: {
				to: 's@nordlys.dk',
				language: 'da',
				purpose: 'transactional',
				name: 'milestone-brief-received',
				subject: 'Vi har dit brief: Nordlys: film',
				sendAt: '2026-11-26T12:00:00.000Z',
			},
			note: 'Brief received: Søren Kjær, Nordlys is told now, in Danish (Nordlys: film)',
			test: false,
		});
		expect(json.mail.html).toMatch(/^<!doctype html>/);
		expect(json.mail.letter).toMatchObject({ language: 'da' });
	});

	it('writes with the texts that the item brings from the ledger, else with those that ship', async () => {
		const subject = 'Briefet er her: {project}';
		const languages = { da: { milestones: { 'brief-received': { subject } } } };
		const milestoneTexts = { version: 'milestones/3', languages };
		const items = [aDeal({ milestoneTexts }), aDeal(), aDeal({ mine: milestoneTexts })];
		const subjects = async (parameters: IDataObject) =>
			(await runNode(node, { items, parameters }))
				.flat()
				.map(({ json }) => (json as Record<string, IDataObject>).mail.subject);
		const shipped = 'Vi har dit brief: Nordlys: film';
		const own = 'Briefet er her: Nordlys: film';
		expect(await subjects({})).toEqual([own, shipped, shipped]);
		expect(await subjects({ options: { textsField: 'mine' } })).toEqual([shipped, shipped, own]);
		const texts = JSON.stringify({
			languages: { da: { milestones: { 'brief-received': { subject: 'Fra noden' } } } },
		});
		expect(await subjects({ texts })).toEqual(['Fra noden', 'Fra noden', 'Fra noden']);
	});

	it('waits over the days off of where the contact is, by their clock', async () => {
		const contact = {
			...(aDeal().contact as IDataObject),
			country: 'US',
			zone: 'America/Los_Angeles',
			holidays: ['2026-11-26'],
		};
		const json = await only({
			items: [aDeal({ at, contact, holidays: ['2026-11-27'] })],
			parameters: thursday,
		});
		expect(json.mail.sendAt).toBe('2026-11-30T17:00:00.000Z');
		expect(json.decision.zone).toBe('America/Los_Angeles');
	});

	it('gives no mail, but a line for Slack, where something is missing', async () => {
		const json = await only({ items: [noAddress] });
		expect(json.mail).toBeNull();
		expect(json.note).toContain('NOT told');
	});

	it.each([
		['a person runs the flow on the canvas', { items: [aDeal()], mode: 'manual' as const }],
		['the item says so', { items: [aDeal({ test: true })] }],
	])('says that it is a test when %s', async (_when, run) => {
		const json = await only(run);
		expect(json.test).toBe(true);
		expect(json.mail.subject).toMatch(/^\[TEST\] /);
	});

	it.each(milestones)('offers %s on the canvas', (milestone) => {
		const [field] = node.description.properties;
		expect(field.options?.map((option) => 'value' in option && option.value)).toContain(milestone);
	});

	it('takes milestone, link and urgency from its own fields', async () => {
		const json = await only({
			items: [
				aDeal({ at: '2026-11-29T02:00:00Z', receipts: { share: { url: 'https://f.io/x' } } }),
			],
			parameters: {
				milestone: 'preview-ready',
				linkPath: 'receipts.share.url',
				options: { momentField: 'at', urgent: true },
			},
		});
		expect(json.milestone).toBe('preview-ready');
		expect(json.decision).toMatchObject({ outcome: 'send', isLater: false });
		expect(json.mail.text).toContain('https://f.io/x');
	});

	it('takes agency, hours and texts from its own fields', async () => {
		const json = await only({
			items: [aDeal({ at })],
			parameters: {
				agency: {
					name: 'Estudio',
					colour: '#aa0000',
					linkHosts: 'f.io',
					logo: '',
					address: 'Lima',
				},
				hours: { from: '15:00', days: [4], holidays: '2026-11-26' },
				texts: '{"languages":{"da":{"milestones":{"brief-received":{"title":"Så er vi i gang"}}}}}',
				options: { momentField: 'at', language: 'es' },
			},
		});
		expect(json.mail.html).toContain('background:#aa0000');
		expect(json.mail.text).toContain('Estudio · Lima');
		expect(json.mail.letter).toMatchObject({ title: 'Så er vi i gang' });
		expect(json.mail.sendAt).toBe('2026-12-03T14:00:00.000Z');
		expect(json.note).toContain('se avisa a Søren Kjær');
	});

	it('takes the event from a field of the item', async () => {
		const event = {
			milestone: 'approved',
			project: { id: '1', name: 'Film' },
			client: { name: 'Ana', email: 'ana@x.pe', language: 'es' },
		};
		const parameters = { source: 'field', eventField: 'told.event' };
		const json = await only({ items: [{ told: { event } }], parameters });
		expect(json.mail.subject).toBe('Aprobado: Film');
	});

	it('reads its parameters once, however many items come', async () => {
		const { context, reads } = fakeContext({ items: [aDeal(), aDeal(), aDeal()] });
		await node.execute.call(context);
		expect(new Set(reads).size).toBe(reads.length);
	});

	it.each([
		['a milestone nobody knows', { items: [aDeal({ milestone: 'party' })] }, /cannot be told/],
		[
			'nothing at the path',
			{ items: [{}], parameters: { source: 'field', eventField: 'x' } },
			/no milestone/,
		],
		['a moment that is none', { items: [aDeal({ at: 'soon' })], parameters: thursday }, /moment/],
		['texts that are no JSON', { items: [aDeal()], parameters: { texts: '{' } }, /not JSON/],
		[
			'a colour that is none',
			{ items: [aDeal()], parameters: { agency: { colour: 'red' } } },
			/settings/,
		],
	] as Array<[string, FakeRun, RegExp]>)(
		'stops at %s, naming the item',
		async (_what, run, message) => {
			await expect(runNode(node, run)).rejects.toMatchObject({
				message: expect.stringMatching(message),
				context: { itemIndex: 0 },
			});
		},
	);

	it('lets what failed leave by the last output, where it continues on failure', async () => {
		const items = [aDeal({ milestone: 'party' }), aDeal()];
		const [sent, , refused] = await runNode(node, { items, continueOnFail: true });
		expect(sent).toHaveLength(1);
		expect(refused[0]).toMatchObject({
			json: { error: { code: 'milestone/invalid' } },
			pairedItem: { item: 0 },
		});
	});
});
