import { describeEdits } from '../bundle/diff/describeEdits';
import { shownConflict } from '../bundle/merge/describe';
import { mergeWorkflows } from '../bundle/merge/mergeWorkflows';
import type { Conflict, WorkflowFile } from '../bundle/merge/model';
import { readWorkflowFile } from '../bundle/merge/readFile';
import type { AskedReferee } from '../bundle/merge/referee';
import type { Json, JsonObject, NormalWorkflow } from '../bundle/normalise';
import { normalise } from '../bundle/normalise';
import { remapReferences } from '../bundle/references';

/** What the canvas and a new version of the bundle come to together. */
export type CanvasMerge =
	| {
			state: 'merged';
			/** Ready to be written, with references by our ids. */
			workflow: WorkflowFile;
			/** What of the canvas is in it, one line an edit. */
			edits: string[];
	  }
	/** Values without secrets. */
	| { state: 'conflict'; conflicts: Conflict[] };

/** What is merged. */
export interface CanvasVersions {
	/** The bundle's text that was applied last. */
	base: Json;
	/** The canvas as n8n answers it. */
	canvas: JsonObject;
	bundled: NormalWorkflow;
	/** Our ids by those of this n8n. */
	ours: ReadonlyMap<string, string>;
}

/**
 * Merges what a person did on the canvas with what the bundle has new; nothing is lost without a
 * conflict that the referee settles.
 *
 * @param referee one of its own for each workflow: what it leaves open are this one's conflicts
 */
export function mergeCanvas(
	{ base, canvas, bundled, ours }: CanvasVersions,
	referee: AskedReferee,
): CanvasMerge {
	const merge = mergeWorkflows(
		{
			base: readWorkflowFile(base, 'what was applied last'),
			mine: withReferences(readWorkflowFile(canvas, 'the canvas'), ours),
			theirs: readWorkflowFile(bundled, 'the bundle'),
		},
		referee,
	);
	if (merge.status === 'conflict') {
		return { state: 'conflict', conflicts: merge.conflicts.map(shownConflict) };
	}
	const workflow = readWorkflowFile(merge.workflow, 'what was merged');
	return { state: 'merged', workflow, edits: describeEdits(bundled, normalise(workflow)) };
}

/** A workflow whose calls of others go to other ids. */
export function withReferences(
	workflow: WorkflowFile,
	ids: ReadonlyMap<string, string>,
): WorkflowFile {
	if ([...ids].every(([from, to]) => from === to)) return workflow;
	const settings = workflow.settings ?? {};
	const remapped = remapReferences({ ...workflow, settings } as unknown as NormalWorkflow, ids);
	return remapped as unknown as WorkflowFile;
}
