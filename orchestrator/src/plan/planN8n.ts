import { describeEdits } from '../bundle/diff/describeEdits';
import type { Conflict, WorkflowFile } from '../bundle/merge/model';
import { askedReferee } from '../bundle/merge/referee';
import type { Json, NormalWorkflow } from '../bundle/normalise';
import { fingerprint, normalise } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import { remapReferences } from '../bundle/references';
import { compareVersions } from '../monitor/advisories';
import { mergeCanvas } from './mergeCanvas';
import type {
	Blueprint,
	Change,
	FoundWorkflow,
	N8nSnapshot,
	Seeded,
	Snapshot,
	Target,
	WantedCredential,
} from './model';
import { obstaclesOf } from './obstacles';
import { ourIds } from './ourIds';
import type { PlanOptions } from './planSeed';

/** Where n8n keeps a credential of ours: by our id, else one of the same type and name. */
export function findCredential<Found extends { id: string; type: string; name: string }>(
	wanted: WantedCredential,
	found: Found[],
): Found | undefined {
	return (
		found.find(({ id, type }) => id === wanted.id && type === wanted.type) ??
		[...found]
			.sort((a, b) => (a.id < b.id ? -1 : 1))
			.find(({ type, name }) => type === wanted.type && name === wanted.name)
	);
}

/** Plans the credentials. n8n never shows what they hold, so what we wrote last is compared. */
export function planCredentials({ credentials }: Blueprint, { n8n, seeded }: Snapshot): Change[] {
	return credentials.map((wanted): Change => {
		const target: Target = {
			service: 'n8n',
			kind: 'credential',
			key: wanted.id,
			name: wanted.name,
		};
		const there = findCredential(wanted, n8n.contents?.credentials ?? []);
		if (there === undefined) return { kind: 'create', target, because: absence(n8n) };
		const written = seeded.credentials[wanted.id];
		if (written === undefined || written.id !== there.id) {
			return { kind: 'update', target, because: 'what it holds was not written by this seed' };
		}
		if (written.fingerprint !== wanted.fingerprint) {
			return { kind: 'update', target, because: 'the address or the key has changed' };
		}
		return written.updatedAt === there.updatedAt
			? { kind: 'keep', target, because: 'it is as we wrote it' }
			: { kind: 'update', target, because: 'somebody edited it in n8n' };
	});
}

/**
 * Plans the workflows. What somebody changed on the canvas is merged with what the bundle has new, and
 * never overwritten unasked.
 */
export function planWorkflows(
	wanted: Blueprint,
	found: Snapshot,
	options: PlanOptions,
): { changes: Change[]; unusedAnswers: string[] } {
	const intents = wanted.workflows.map((workflow) => {
		const target: Target = {
			service: 'n8n',
			kind: 'workflow',
			key: workflow.id,
			name: workflow.name,
		};
		return { target, intent: workflowIntent(workflow, wanted, found, options) };
	});
	const unused = intents.flatMap(({ intent }) => (intent.unused === null ? [] : [intent.unused]));
	return {
		changes: intents.map(({ target, intent }) => ({ ...intent.change, target }) as Change),
		unusedAnswers: (options.answers ?? []).filter((answer) =>
			unused.every((each) => each.includes(answer)),
		),
	};
}

/** What is to become of a workflow: the line of the plan, and how it is written. */
export interface WorkflowIntent {
	change: WithoutTarget<Change>;
	/** What is written in place of the bundle's text: the canvas is edited. */
	merged: WorkflowFile | null;
	/** Whether the bundle's text is what later edits are told apart by, once this is carried out. */
	isBase: boolean;
	/** Answers that met no conflict here; null where nothing was merged. */
	unused: string[] | null;
}

type WithoutTarget<Each> = Each extends Change ? Omit<Each, 'target'> : never;

/** What is to become of a workflow; one that would not work in this n8n waits for a person. */
export function workflowIntent(
	wanted: BundleWorkflow,
	blueprint: Pick<Blueprint, 'bundle' | 'workflows'>,
	found: Pick<Snapshot, 'n8n' | 'seeded' | 'installed'>,
	options: PlanOptions,
): WorkflowIntent {
	const there = found.n8n.contents?.workflows.find(({ id }) => id === wanted.id);
	const intent = comparedIntent(wanted, there, blueprint, found, options);
	if (intent.change.kind !== 'create' && intent.change.kind !== 'update') return intent;
	const text = intent.merged === null ? wanted.workflow : normalise(intent.merged);
	const obstacles = obstaclesOf(text, blueprint.workflows, found);
	if (obstacles.length > 0) {
		const mends = [...new Set(obstacles.map(({ mend }) => mend))];
		return toPerson(obstacles.map(({ because }) => because).join('; '), mends.join(' '));
	}
	if (there === undefined) return intent;
	const brings = describeEdits(canvasOf(there, found.seeded), text);
	return brings.length === 0 ? intent : { ...intent, change: { ...intent.change, brings } };
}

function comparedIntent(
	wanted: BundleWorkflow,
	there: FoundWorkflow | undefined,
	{ bundle }: Pick<Blueprint, 'bundle'>,
	{ n8n, seeded, installed }: Pick<Snapshot, 'n8n' | 'seeded' | 'installed'>,
	options: PlanOptions,
): WorkflowIntent {
	if (there === undefined) return writing('create', absence(n8n));
	if (there.isArchived) {
		return toPerson(
			'somebody archived it',
			'Unarchive it in n8n if it shall run again, then seed again.',
		);
	}
	const bundled = fingerprint(wanted.workflow);
	if (there.fingerprint === bundled) {
		return there.isPublished
			? keeping('it is as the bundle says, and published')
			: writing('update', 'it is not published');
	}
	if (options.overwrite === true) return writing('update', 'the canvas gives way to the bundle');
	if (installed !== null && isOlder(bundle, installed)) {
		return {
			...keeping(
				`it came with ${installed}, which is newer than this bundle`,
				editsSince(seeded.workflows[wanted.id], there, seeded),
			),
			isBase: false,
		};
	}
	const base = seeded.workflows[wanted.id];
	if (there.fingerprint === base?.fingerprint) {
		return writing('update', 'the bundle has a newer text');
	}
	if (base?.fingerprint === bundled) {
		const edits = describeEdits(wanted.workflow, canvasOf(there, seeded));
		return keeping('it was changed on the canvas; the edit stays', edits);
	}
	if (base === undefined || base.text === null) {
		return toPerson(
			base === undefined
				? 'n8n has one that differs, and it was not written by this seed'
				: 'it was changed on the canvas, and the bundle has changed too',
			'Run agency-ops pull to keep what is there, then agency-ops seed --overwrite.',
		);
	}
	if (there.activeVersionId !== null && !there.isPublished) {
		return toPerson(
			'the canvas has edits that nobody has published, and the bundle has changed too',
			'Publish the edits in n8n, or go back there to what is published; then run this again.',
		);
	}
	return mergeIntent(wanted, there, base.text, seeded, options);
}

function mergeIntent(
	{ workflow: bundled }: BundleWorkflow,
	there: FoundWorkflow,
	base: Json,
	seeded: Seeded,
	{ answers = [], prefer = null }: PlanOptions,
): WorkflowIntent {
	const referee = askedReferee(answers, prefer);
	const ours = ourIds(seeded);
	const merge = mergeCanvas({ base, canvas: there.draft, bundled, ours }, referee);
	const unused = referee.unused();
	if (merge.state === 'conflict') {
		const { conflicts } = merge;
		return {
			...toPerson(
				`canvas and bundle have both changed ${counted(conflicts.length, 'value')}; nothing is written`,
				'Answer with --mine NODE (the canvas) or --theirs NODE (the bundle), one value with --answer NODE:PATH=mine, or all with --prefer.',
				conflicts,
			),
			unused,
		};
	}
	const { workflow, edits } = merge;
	if (fingerprint(workflow) === there.fingerprint && there.isPublished) {
		return { ...keeping('it has all of the bundle, and edits of its own', edits), unused };
	}
	const kept = edits.length === 0 ? '' : `; keeps ${counted(edits.length, 'edit')} of the canvas`;
	return {
		...writing('update', `the bundle has a newer text${kept}`, edits),
		merged: workflow,
		unused,
	};
}

function writing(kind: 'create' | 'update', because: string, edits: string[] = []): WorkflowIntent {
	const change = { kind, because, ...(edits.length > 0 ? { edits } : {}) };
	return { change, merged: null, isBase: true, unused: null };
}

function keeping(because: string, edits: string[] = []): WorkflowIntent {
	const change = { kind: 'keep' as const, because, ...(edits.length > 0 ? { edits } : {}) };
	return { change, merged: null, isBase: true, unused: null };
}

function toPerson(because: string, mend: string, conflicts: Conflict[] = []): WorkflowIntent {
	const change = {
		kind: 'manual' as const,
		because,
		mend,
		...(conflicts.length > 0 ? { conflicts } : {}),
	};
	return { change, merged: null, isBase: false, unused: null };
}

/** What people did on the canvas since a workflow was applied; nothing where its text is not known. */
function editsSince(
	base: Seeded['workflows'][string] | undefined,
	there: FoundWorkflow,
	seeded: Seeded,
): string[] {
	const isAsApplied = base === undefined || base.fingerprint === there.fingerprint;
	if (isAsApplied || base.text === null) return [];
	return describeEdits(base.text as unknown as NormalWorkflow, canvasOf(there, seeded));
}

function canvasOf({ draft }: FoundWorkflow, seeded: Seeded): NormalWorkflow {
	return remapReferences(normalise(draft), ourIds(seeded));
}

/** Whether a bundle is older than the one that was applied last. */
export function isOlder({ name, version }: Blueprint['bundle'], installed: string): boolean {
	const other = nameAndVersion(installed);
	return other.name === name && compareVersions(version, other.version) < 0;
}

/** `agency-ops 1.0.0` as the journal keeps it. */
export function nameAndVersion(source: string): Blueprint['bundle'] {
	const at = source.lastIndexOf(' ');
	return { name: source.slice(0, at), version: source.slice(at + 1) };
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function absence({ hasOwner, contents }: N8nSnapshot): string {
	if (contents !== null) return 'n8n has none';
	return hasOwner ? 'what n8n holds is seen once there is a key' : 'n8n is new';
}
