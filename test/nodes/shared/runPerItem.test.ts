import type { INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { MendableError } from '../../../nodes/domain/errors';
import { runPerItem } from '../../../nodes/shared/runPerItem';
import { fakeContext, fakeNode } from '../../support/fakeExecute';

const outputs = { count: 2, onError: 1 };
const items = [{ n: 0 }, { n: 1 }, { n: 2 }];
const mendable = new MendableError('thing/broken', 'It broke.', 'It was old.', 'Buy a new one.');

/** Fails on the second item. */
function failing(error: unknown) {
	return ({ json }: INodeExecutionData) => {
		if (json.n === 1) throw error;
		return { output: 0, json };
	};
}

describe('runPerItem', () => {
	it('sorts answers by output and links each to its item', async () => {
		const { context } = fakeContext({ items });
		const result = await runPerItem(context, outputs, ({ json }, index) => ({
			output: index % 2,
			json: { twice: Number(json.n) * 2 },
		}));
		expect(result).toEqual([
			[
				{ json: { twice: 0 }, pairedItem: { item: 0 } },
				{ json: { twice: 4 }, pairedItem: { item: 2 } },
			],
			[{ json: { twice: 2 }, pairedItem: { item: 1 } }],
		]);
	});

	it('waits for work that takes time, one item after the other', async () => {
		const order: string[] = [];
		const { context } = fakeContext({ items });
		await runPerItem(context, outputs, async (_item, index) => {
			order.push(`start ${index}`);
			await Promise.resolve();
			order.push(`end ${index}`);
			return { output: 0, json: {} };
		});
		expect(order).toEqual(['start 0', 'end 0', 'start 1', 'end 1', 'start 2', 'end 2']);
	});

	it('stops with what happened, why, how to mend it, and the item it happened to', async () => {
		const { context } = fakeContext({ items });
		await expect(runPerItem(context, outputs, failing(mendable))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'It broke.',
			description: 'It was old. Buy a new one.',
			context: { itemIndex: 1 },
		});
	});

	it.each([
		['a bug', new TypeError('x is undefined'), 'x is undefined'],
		['a thrown text', 'just text', 'just text'],
	])('turns %s into an error of the node with the item', async (_what, error, message) => {
		const { context } = fakeContext({ items });
		await expect(runPerItem(context, outputs, failing(error))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message,
			context: { itemIndex: 1 },
		});
	});

	it.each([
		['NodeOperationError', new NodeOperationError(fakeNode, 'as it is')],
		[
			'NodeApiError',
			new NodeApiError(fakeNode, { message: 'as it is', httpCode: '500' } as JsonObject),
		],
	])('passes a %s through and adds the item', async (_name, error) => {
		const { context } = fakeContext({ items });
		await expect(runPerItem(context, outputs, failing(error))).rejects.toBe(error);
		expect(error.context.itemIndex).toBe(1);
	});

	it('goes on after a failure when the node continues on failure', async () => {
		const { context } = fakeContext({ items, continueOnFail: true });
		const [good, bad] = await runPerItem(context, outputs, failing(mendable));
		expect(good.map(({ json }) => json.n)).toEqual([0, 2]);
		expect(bad).toEqual([
			{
				json: {
					error: {
						code: 'thing/broken',
						what: 'It broke.',
						why: 'It was old.',
						mend: 'Buy a new one.',
					},
				},
				error: expect.any(NodeOperationError),
				pairedItem: { item: 1 },
			},
		]);
	});
});
