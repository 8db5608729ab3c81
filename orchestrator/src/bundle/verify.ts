import type { ForeignCode } from './foreignCode';
import { foreignCode } from './foreignCode';
import type { Json } from './normalise';
import { workflowReferences } from './pack';
import type { Bundle } from './readBundle';
import { filesNotNormal, manifestDrift } from './readBundle';
import { decidedAtRunTime } from './references';

/** Something that is wrong with a bundle, or that a person should know before importing it. */
export interface BundleFinding {
	level: 'note' | 'failed';
	says: string;
	mend: string;
}

/** Checks a bundle in its folder: normal form, manifest against files, references, code. */
export function verifyBundle(folder: string, bundle: Bundle): BundleFinding[] {
	return [
		...filesNotNormal(folder, bundle).map(
			(file): BundleFinding => ({
				level: 'failed',
				says: `${file} is not in normal form`,
				mend: 'Run agency-ops bundle normalise: it sorts keys and takes live ids out.',
			}),
		),
		...manifestDrift(bundle).map(
			(says): BundleFinding => ({ level: 'failed', says, mend: 'Correct bundle.json.' }),
		),
		...danglingReferences(bundle),
		...withoutErrorWorkflow(bundle),
		...codeInside(bundle),
		...decidedInside(bundle),
	];
}

/** References to workflows that are not among these. */
export function danglingReferences({ workflows }: Pick<Bundle, 'workflows'>): BundleFinding[] {
	const ids = workflows.map(({ id }) => id);
	return workflows.flatMap(({ name, workflow }) =>
		workflowReferences(workflow)
			.filter((id) => !ids.includes(id))
			.map(
				(id): BundleFinding => ({
					level: 'failed',
					says: `"${name}" refers to the workflow ${id}, which the bundle does not hold`,
					mend: 'Add that workflow to the bundle, or correct the reference.',
				}),
			),
	);
}

/** A workflow that starts on errors watches the others and has none itself. */
function withoutErrorWorkflow({ workflows }: Bundle): BundleFinding[] {
	return workflows
		.filter(({ workflow }) => typeof workflow.settings.errorWorkflow !== 'string')
		.filter(
			({ workflow }) => !workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.errorTrigger'),
		)
		.map(
			({ name }): BundleFinding => ({
				level: 'failed',
				says: `"${name}" names no error workflow: nobody hears when it fails`,
				mend: 'Set settings.errorWorkflow to the id of the one in this bundle.',
			}),
		);
}

/** Nodes that run code or somebody else's package, also in workflows that nodes carry with them. */
export function codeInside({ workflows }: Pick<Bundle, 'workflows'>): BundleFinding[] {
	return workflows.flatMap(({ name, workflow }) =>
		foreignCode(workflow.nodes as unknown as Json[]).map((found) => codeFinding(name, found)),
	);
}

function codeFinding(workflow: string, found: ForeignCode): BundleFinding {
	const { node, type, inside } = found;
	const carriers = inside.map((each) => `"${each}"`).join(' in ');
	const where = inside.length === 0 ? '' : `, in the workflow that ${carriers} carries`;
	if (found.kind === 'community') {
		return {
			level: 'note',
			says: `"${workflow}" needs "${found.package}", a community package, for its node "${node}" (${type})${where}`,
			mend: 'See who makes that package before you install it: its nodes may do whatever n8n can.',
		};
	}
	if (found.kind === 'workflow') {
		return {
			level: 'note',
			says: `"${workflow}" runs in its node "${node}" a workflow out of ${found.from}${where}`,
			mend: 'Nothing here shows what that does: look at where it comes from before you import the bundle.',
		};
	}
	return {
		level: 'note',
		says: `"${workflow}" runs code in its node "${node}" (${type})${where}`,
		mend: 'Read it before you import the bundle.',
	};
}

/** Nodes of which only an expression knows what they call or read: no import can point them elsewhere. */
export function decidedInside({ workflows }: Pick<Bundle, 'workflows'>): BundleFinding[] {
	return workflows.flatMap(({ name, workflow }) =>
		decidedAtRunTime(workflow).map(
			(node): BundleFinding => ({
				level: 'note',
				says: `"${name}" decides by an expression in "${node.name}" which workflow or data table that is`,
				mend: 'See that the ids it may come to are those of the n8n you import it into.',
			}),
		),
	);
}
