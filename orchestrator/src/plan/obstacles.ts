import type { NormalWorkflow } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { workflowReferences } from '../bundle/pack';
import type { TableReference } from '../bundle/references';
import { hiddenReferences, tableReferences } from '../bundle/references';
import { addressText, takenBy } from './listeners';
import type { Snapshot } from './model';
import { localIds } from './ourIds';

/** Something of this n8n that would keep a workflow from working there. */
export interface Obstacle {
	because: string;
	mend: string;
}

/**
 * What stands in the way of a workflow in this n8n: others on its addresses, and references that lead
 * nowhere there or that nobody can point elsewhere.
 *
 * @param workflow as it would be written, with our ids
 * @param bundled all workflows of the bundle
 */
export function obstaclesOf(
	workflow: NormalWorkflow,
	bundled: readonly BundleWorkflow[],
	{ n8n: { contents }, seeded }: Pick<Snapshot, 'n8n' | 'seeded'>,
): Obstacle[] {
	if (contents === null) return []; // seen as soon as there is a key
	const { listeners, otherIds } = contents;
	const places = localIds(seeded);
	const moved = [...places].filter(([our, local]) => our !== local).map(([our]) => our);
	const known = new Set([...bundled.map(({ id }) => id), ...otherIds]);
	const tables = tableReferences(workflow);
	return [
		...takenBy(workflow, listeners).map(({ name, address }) => ({
			because: `"${name}" listens on ${addressText(address)} already`,
			mend: 'Unpublish that workflow in n8n, or give it another path: n8n lets one only listen there. Then seed again.',
		})),
		...workflowReferences(workflow)
			.filter((id) => !known.has(id))
			.map((id) => ({
				because: `it refers to the workflow ${id}, which neither the bundle nor this n8n has`,
				mend: 'Add that workflow to the bundle, or correct the reference.',
			})),
		...(seeded.tables === undefined ? [] : tables.filter(({ id }) => !places.has(id))).map(noTable),
		...hiddenReferences(workflow, moved).map(({ node, id }) => ({
			because: `"${node}" names ${id} inside an expression, code or text, and here that is ${places.get(id)}`,
			mend: 'Let the node name it by its own field for it, which seed can point elsewhere, or correct the text.',
		})),
	];
}

function noTable({ node, id, name }: TableReference): Obstacle {
	const table = name === null ? `the data table ${id}` : `the data table "${name}"`;
	return {
		because: `"${node}" uses ${table}, and n8n has not exactly one of that name`,
		mend: `Make ${table} in n8n with the columns that the workflow uses, then seed again.`,
	};
}
