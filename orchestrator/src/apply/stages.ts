import type { Target, WritingChange } from '../plan/model';
import { applyStep } from './steps';

/**
 * Changes of one service in groups: what is in a later group may need what is in an earlier one, and
 * within a group nothing needs another.
 */
export function stagesOf(changes: readonly WritingChange[]): WritingChange[][] {
	const stages: WritingChange[][] = [];
	for (const change of changes) {
		const at = depthOf(change.target.kind);
		(stages[at] ??= []).push(change);
	}
	return stages.filter((stage) => stage !== undefined);
}

/** How many kinds one after the other have to be there before. */
function depthOf(kind: Target['kind']): number {
	const before = applyStep(kind).after.filter((each) => each !== kind);
	return before.length === 0 ? 0 : 1 + Math.max(...before.map(depthOf));
}
