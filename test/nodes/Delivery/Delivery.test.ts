import type { IDataObject } from 'n8n-workflow';

import { Delivery } from '../../../nodes/Delivery/Delivery.node';
import { aProjectFile, rawFacts, theGates } from '../../support/aDelivery';
import { minutesLater, thursday } from '../../support/aFile';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';

const node = new Delivery();

const item = (changes: Record<string, unknown> = {}) => rawFacts(changes) as IDataObject;
const ready = item();
const inReview = item({ files: [aProjectFile({ gates: theGates().slice(0, 2) })] });
const unseen = item({ files: [aProjectFile({ clientApprovedAt: null })] });
const failed = item({
	files: [aProjectFile({ gates: theGates({ peer: { passed: false, because: 'failed' } }) })],
});
const inParts = item({
	order: { deliverables: [{ id: 'film' }, { id: 'teaser' }], policy: { kind: 'each' } },
});

/** The JSON of the only item that a run gave, and by which output it left. */
async function only(run: FakeRun): Promise<{ json: IDataObject; output: number }> {
	const outputs = await runNode(node, run);
	const items = outputs.flatMap((each, output) => each.map(({ json }) => ({ json, output })));
	expect(items).toHaveLength(1);
	return items[0];
}

const decisionOf = (json: IDataObject) => json.decision as IDataObject;

describe('Delivery', () => {
	beforeEach(() => jest.useFakeTimers({ now: thursday, doNotFake: ['nextTick'] }));
	afterEach(() => jest.useRealTimers());

	it('sends each project out by what becomes of it, linked to its item', async () => {
		const outputs = await runNode(node, { items: [failed, inReview, ready, failed, unseen] });
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[{ item: 4 }],
			[{ item: 1 }],
			[{ item: 0 }, { item: 3 }],
		]);
		expect(outputs.map(([{ json }]) => decisionOf(json).outcome)).toEqual(
			node.description.outputNames?.map((name) =>
				name === 'Deliver' ? 'deliver' : name.toLowerCase(),
			),
		);
		expect(outputs.map(([{ json }]) => json.delivery !== null)).toEqual([
			...[true, false, false, false],
		]);
		expect(outputs.map(([{ json }]) => json.preview !== null)).toEqual([
			...[false, true, false, false],
		]);
	});

	it('keeps what else the item holds, and tells a part from the whole', async () => {
		const { json } = await only({ items: [{ ...inParts, receivedAt: 'then' }] });
		expect(json).toMatchObject({
			receivedAt: 'then',
			decision: { kind: 'partial', isPartial: true },
			delivery: { manifest: { kind: 'partial' } },
			test: false,
		});
	});

	it.each([
		['a person runs the flow on the canvas', { items: [ready], mode: 'manual' as const }],
		['the event is one', { items: [{ ...ready, test: true }] }],
	])('says that it is a test when %s', async (_when, run) => {
		expect((await only(run)).json.test).toBe(true);
	});

	it('reads its parameters once, however many items come', async () => {
		const { context, reads } = fakeContext({ items: [ready, ready, ready] });
		await node.execute.call(context);
		expect(reads).toEqual(['options', 'rulesSource', 'factsField', 'orderField']);
	});

	it('takes facts and order from the paths that are given', async () => {
		const items = [{ body: ready, quote: { deliverables: [{ id: 'film' }, { id: 'teaser' }] } }];
		const parameters = { factsField: 'body', orderField: 'quote' };
		const { json, output } = await only({ items: items as unknown as IDataObject[], parameters });
		expect(output).toBe(2);
		expect(JSON.stringify(decisionOf(json).missing)).toContain('teaser/any/any');
	});

	it('takes the project of an event by its id', async () => {
		const { json } = await only({ items: [item({ project: { id: 'p-17' } })] });
		expect(json).toMatchObject({ delivery: { manifest: { project: 'p-17' } } });
	});

	it('decides as of now, or as of the moment that a path leads to', async () => {
		const gates = theGates({ machine: { heldUntil: minutesLater(10) } });
		const held = item({ files: [aProjectFile({ gates })], at: minutesLater(11) });
		expect((await only({ items: [held] })).output).toBe(0);
		const options = { momentField: 'at' };
		expect((await only({ items: [held], parameters: { options } })).output).toBe(3);
	});

	it('goes by the rules of the canvas', async () => {
		const rules = {
			namePattern: '{client}-{deliverable}',
			policy: 'share',
			leastShare: 25,
			linkDays: 7,
			dueDays: 30,
			partialInvoice: 'last',
			taxCode: 'txcd_1',
		};
		const parameters = { rulesSource: 'fields', rules };
		const order = { deliverables: [{ id: 'film' }, { id: 'teaser' }] };
		const { json, output } = await only({ items: [item({ order })], parameters });
		expect(output).toBe(0);
		expect(json).toMatchObject({
			decision: { policy: { kind: 'share', least: 0.25 } },
			delivery: {
				manifest: { files: [{ name: 'nordlys-film.mp4' }] },
				linkDays: 7,
				invoice: null,
			},
		});
		const free = { rulesSource: 'fields', rules: { withoutPrice: 'deliver', policy: 'each' } };
		const unpriced = item({ deal: { id: '77' } });
		expect((await only({ items: [unpriced] })).output).toBe(3);
		expect((await only({ items: [unpriced], parameters: free })).output).toBe(0);
	});

	it('goes by rules as JSON', async () => {
		const parameters = { rulesSource: 'json', rulesJson: '{ "linkDays": 3 }' };
		const { json } = await only({ items: [ready], parameters });
		expect(json.delivery).toMatchObject({ linkDays: 3 });
	});

	it('explains in the language that is chosen', async () => {
		const note = async (language: string) =>
			(await only({ items: [failed], parameters: { options: { language } } })).json.note;
		expect(await note('es')).toContain('NO se entregó');
		expect(await note('da')).toContain('IKKE leveret');
		expect(await note('xx')).toContain('NOT delivered');
	});

	describe('a delivery that cannot be planned', () => {
		const targets =
			'{ "storage": { "targets": [{ "name": "delivery", "kind": "cdn", "prefix": "x" }] } }';
		it.each([
			['has no deal', { ...ready, deal: null }, {}, /"deal"/],
			['has a file without a hash', item({ files: [{}] }), {}, /"files\[0\]\.sha256"/],
			['is not at the path', ready, { factsField: 'nowhere' }, /Correct "Facts Field"/],
			['has no moment', ready, { options: { momentField: 'x' } }, /"Moment Field"/],
			['has rules that are none', ready, { rulesSource: 'json', rulesJson: '{' }, /quotes/],
			[
				'is stored where nothing can write to',
				ready,
				{ rulesSource: 'json', rulesJson: targets },
				/no adapter for; it has s3/,
			],
		])('stops the run with its index when it %s', async (_when, broken, parameters, said) => {
			const run = runNode(node, { items: [broken as IDataObject], parameters });
			await expect(run).rejects.toMatchObject({
				description: expect.stringMatching(said),
				context: { itemIndex: 0 },
			});
		});

		it('leaves for a person when the node goes on after failures', async () => {
			const items = [ready, { deal: 1 }];
			const outputs = await runNode(node, { items, continueOnFail: true });
			expect(outputs.map(({ length }) => length)).toEqual([1, 0, 0, 1]);
			expect(outputs[3][0]).toMatchObject({
				json: { error: { code: 'delivery/invalid' } },
				pairedItem: { item: 1 },
			});
		});
	});
});
