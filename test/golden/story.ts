import { isDeepStrictEqual } from 'node:util';
import type { IDataObject, IRun } from 'n8n-workflow';

import type { LedgerCall } from '../support/replayedLedger';

/** The run in the order in which it happened: what each node gave, and what the service was asked. */
export function storyOf(run: IRun, calls: readonly LedgerCall[]): object {
	const { runData, error } = run.data.resultData;
	const steps = Object.entries(runData)
		.flatMap(([node, tasks]) => tasks.map((task) => ({ node, task })))
		.sort((a, b) => a.task.executionIndex - b.task.executionIndex)
		.map(({ node, task }) => {
			const [source] = task.source;
			const before =
				source === null || source === undefined
					? []
					: (runData[source.previousNode][0].data?.main[source.previousNodeOutput ?? 0] ?? []);
			return {
				node,
				outputs: (task.data?.main ?? []).map((items) =>
					(items ?? []).map(({ json }, index) => changed(json, before[index]?.json ?? {})),
				),
			};
		});
	return {
		status: run.status,
		error:
			error === undefined
				? null
				: {
						node: run.data.resultData.lastNodeExecuted,
						message: error.message,
						description: (error as { description?: unknown }).description,
					},
		steps,
		asked: calls.map(asked),
	};
}

/** A call as it is agreed on: of an effect without the item and where it came from. */
function asked({ method, path, body }: LedgerCall): object {
	if (path !== '/v1/effects') return { call: `${method} ${path}`, ...body };
	const { key, kind, test, onConflict, retry, content } = body;
	return { key, kind, test, onConflict, retry, content };
}

/** The fields that a node added or changed; the rest of its item is as the node before gave it. */
function changed(after: IDataObject, before: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, before[name])),
	);
}

/** For jest's fake timers: the date stands still, everything else goes on. */
export const everythingButTheDate: FakeableAPI[] = [
	'cancelAnimationFrame',
	'cancelIdleCallback',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'requestAnimationFrame',
	'requestIdleCallback',
	'setImmediate',
	'setInterval',
	'setTimeout',
];
