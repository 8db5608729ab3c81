import type { IDataObject } from 'n8n-workflow';

import { itemOf } from '../../../nodes/domain/inbox/envelope';
import { QualityGate } from '../../../nodes/QualityGate/QualityGate.node';
import {
	aCheck,
	aFinding,
	aKnownFile,
	anAnswer,
	aVerdict,
	aWaiver,
	sha,
	thursday,
} from '../../support/aFile';
import { fakeContext, runNode } from '../../support/fakeExecute';
import type { FakeRun } from '../../support/fakeExecute';

const node = new QualityGate();

const item = (check: object, known: object = aKnownFile()) =>
	({ ...check, known }) as unknown as IDataObject;
const clean = item(aCheck());
const loud = item(aCheck({ findings: [aFinding()] }));
const dark = item(aCheck({ unmeasured: ['video.flashes'] }));
const approved = item(anAnswer(), aKnownFile({ verdicts: [aVerdict()] }));
const byAuthor = item(
	anAnswer({ reviewer: { id: 'luis', skills: { review: 5 } } }),
	aKnownFile({ verdicts: [aVerdict()] }),
);
const review = { judge: 'review' };

/** The JSON of the only item that a run gave, and by which output it left. */
async function only(run: FakeRun): Promise<{ json: IDataObject; output: number }> {
	const outputs = await runNode(node, run);
	const items = outputs.flatMap((each, output) => each.map(({ json }) => ({ json, output })));
	expect(items).toHaveLength(1);
	return items[0];
}

const decisionOf = (json: IDataObject) => json.decision as IDataObject;

describe('Quality Gate', () => {
	beforeEach(() => jest.useFakeTimers({ now: thursday, doNotFake: ['nextTick'] }));
	afterEach(() => jest.useRealTimers());

	it('sends each file out by its verdict, linked to its item', async () => {
		const outputs = await runNode(node, { items: [dark, loud, clean, loud] });
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[{ item: 1 }, { item: 3 }],
			[{ item: 0 }],
		]);
		expect(outputs.map(([{ json }]) => decisionOf(json).outcome)).toEqual(
			node.description.outputNames?.map((name) => name.toLowerCase().replace(' ', '-')),
		);
	});

	it('judges what a reviewer answered', async () => {
		const outputs = await runNode(node, { items: [byAuthor, approved], parameters: review });
		expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 1 }],
			[],
			[{ item: 0 }],
		]);
		expect(decisionOf(outputs[0][0].json)).toMatchObject({ gate: 'peer', next: 'senior' });
	});

	it('keeps what else the item holds', async () => {
		const { json } = await only({ items: [{ ...clean, file: { fileId: 'f1' }, reportUrl: 'r' }] });
		expect(json).toMatchObject({ file: { fileId: 'f1' }, reportUrl: 'r', test: false });
	});

	it.each([
		['a person runs the flow on the canvas', { items: [clean], mode: 'manual' as const }],
		['the event is one', { items: [{ ...clean, test: true }] }],
	])('says that it is a test when %s', async (_when, run) => {
		expect((await only(run)).json.test).toBe(true);
	});

	it('reads its parameters once, however many items come', async () => {
		const { context, reads } = fakeContext({ items: [clean, clean, clean] });
		await node.execute.call(context);
		expect(reads).toEqual(['options', 'judge', 'rulesSource', 'mediaCheckField', 'knownField']);
	});

	it('takes check and knowledge from the paths that are given', async () => {
		const items = [{ body: { check: aCheck() }, ledger: [aKnownFile({ current: sha('b') })] }];
		const parameters = { mediaCheckField: 'body.check', knownField: 'ledger[0]' };
		const { json, output } = await only({ items: items as unknown as IDataObject[], parameters });
		expect(output).toBe(2);
		expect(JSON.stringify(decisionOf(json).reasons)).toContain('newer version');
	});

	it('knows nothing where the item has nothing, and then lets no review pass', async () => {
		const { output } = await only({ items: [item(anAnswer(), {})], parameters: review });
		expect(output).toBe(2);
	});

	describe('a file from the inbox', () => {
		const event = (attempt: number) =>
			itemOf({
				id: 'evt_1',
				source: 'agency',
				topic: 'media.checked',
				subject: 'file:f1',
				attempt,
				receivedAt: '2026-11-26T11:00:00.000Z',
				retry: false,
				test: false,
				payload: loud,
			}) as IDataObject;

		it('gets the same decision when it is started again', async () => {
			const [first, again] = [await only({ items: [event(1)] }), await only({ items: [event(7)] })];
			expect(again.json.decision).toEqual(first.json.decision);
			expect(decisionOf(first.json).decidedAt).toBe('2026-11-26T11:00:00.000Z');
		});

		it('is judged as of another moment where a path says so', async () => {
			const options = { momentField: 'at' };
			const items = [{ ...event(1), at: '2026-11-27T10:00:00Z' }];
			const { json } = await only({ items, parameters: { options } });
			expect(decisionOf(json).decidedAt).toBe('2026-11-27T10:00:00.000Z');
		});
	});

	it('goes by the rules of the canvas', async () => {
		const parameters = {
			rulesSource: 'fields',
			rules: { unmeasured: 'fail', peerLevel: 2, seniorLevel: 5, neverWaived: 'loudness, black' },
			severities: { effect: [{ name: 'error', effect: 'needs-review' }] },
			findings: { effect: [{ name: 'letterbox', effect: 'note' }] },
		};
		const run = async (each: IDataObject) => (await only({ items: [each], parameters })).output;
		expect(await run(loud)).toBe(2);
		expect(await run(dark)).toBe(1);
		const waived = aKnownFile({ waivers: [aWaiver()] });
		expect(await run(item(aCheck({ findings: [aFinding()] }), waived))).toBe(2);
		const { json } = await only({ items: [loud], parameters });
		expect(decisionOf(json).versions).toMatchObject({
			rules: expect.stringMatching(/^gates\/1\+/),
		});
	});

	it('goes by rules as JSON', async () => {
		const parameters = { rulesSource: 'json', rulesJson: '{ "findings": { "loudness": "note" } }' };
		expect((await only({ items: [loud], parameters })).output).toBe(0);
	});

	it('explains in the language that is chosen', async () => {
		const text = async (language: string) =>
			JSON.stringify(
				decisionOf((await only({ items: [dark], parameters: { options: { language } } })).json)
					.reasons,
			);
		expect(await text('es')).toContain('no se pudo medir');
		expect(await text('da')).toContain('kunne ikke måles');
		expect(await text('xx')).toContain('could not be measured');
	});

	describe('a file that cannot be judged', () => {
		it.each([
			['has no hash', { ...clean, sha256: 'short' }, {}, /"sha256": expected a SHA-256/],
			['has a finding without a rule', { ...clean, findings: [{}] }, {}, /"findings\[0\]\.rule"/],
			['has verdicts that are none', { ...clean, known: { verdicts: [{}] } }, {}, /verdicts\[0\]/],
			['is not at the path', clean, { mediaCheckField: 'nowhere' }, /Correct "Media Check Field"/],
			['has no moment', clean, { options: { momentField: 'x' } }, /"Moment Field"/],
			['has rules that are none', clean, { rulesSource: 'json', rulesJson: '{' }, /quotes/],
		])('stops the run with its index when it %s', async (_when, broken, parameters, said) => {
			const run = runNode(node, { items: [broken as IDataObject], parameters });
			await expect(run).rejects.toMatchObject({
				description: expect.stringMatching(said),
				context: { itemIndex: 0 },
			});
		});

		it('leaves for a person when the node goes on after failures', async () => {
			const items = [clean, { sha256: 1 }];
			const outputs = await runNode(node, { items, continueOnFail: true });
			expect(outputs.map(({ length }) => length)).toEqual([1, 0, 1]);
			expect(outputs[2][0]).toMatchObject({
				json: { error: { code: 'gates/check' } },
				pairedItem: { item: 1 },
			});
		});
	});
});
