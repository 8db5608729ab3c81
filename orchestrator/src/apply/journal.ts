import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Json } from '../bundle/normalise';
import type { Seeded } from '../plan/model';
import type { Target } from '../plan/target';
import { targetSchema } from '../plan/target';

/** What an apply is: a plan carried out, one out of a package, or one put back. */
export const applyKinds = ['seed', 'upgrade', 'rollback'] as const;
/** Where an apply stands; `undone` is one that a rollback has put back. */
export const applyStates = ['running', 'done', 'failed', 'undone'] as const;
/** Where a step stands; one that is `started` without an end broke off, and is looked at first. */
export const stepStates = ['planned', 'started', 'done', 'failed', 'notRun'] as const;

/** Whatever stands in parsed JSON is JSON. */
const json = z.custom<Json>((value) => value !== undefined, 'expected a value');
const moment = z.coerce.date();

/** An error as it is kept. */
const errorSchema = z.object({
	code: z.string(),
	what: z.string(),
	why: z.string(),
	mend: z.string(),
});

/** One change with what it found and what it left; no secrets are among them. */
export const stepSchema = z.object({
	number: z.number().int().positive(),
	target: targetSchema,
	kind: z.enum(['create', 'update', 'putBack']),
	because: z.string(),
	state: z.enum(stepStates),
	/** null: nothing was there; left out while it is not known. */
	before: json.optional(),
	after: json.optional(),
	/** What was remembered of the thing before; null: nothing. */
	baseBefore: json.optional(),
	error: errorSchema.nullable().default(null),
});
/** One change with what it found and what it left. */
export type JournalStep = z.infer<typeof stepSchema>;

/** A plan that is or was carried out. */
export const applySchema = z.object({
	id: z.string(),
	target: z.string(),
	kind: z.enum(applyKinds),
	undoes: z.string().nullable(),
	source: z.string(),
	by: z.string(),
	state: z.enum(applyStates),
	holder: z.string(),
	startedAt: moment,
	heardAt: moment,
	endedAt: moment.nullable(),
});
/** A plan that is or was carried out. */
export type Apply = z.infer<typeof applySchema>;

/** One that begins. */
export const newApplySchema = applySchema
	.pick({ id: true, target: true, kind: true, undoes: true, source: true, by: true, holder: true })
	.strict();
/** One that begins. */
export type NewApply = z.infer<typeof newApplySchema>;

/** The kinds of things whose look is remembered. */
const baseKinds = [
	'credential',
	'workflow',
	'bookmark',
	'space',
	'folder',
	'list',
	'field',
] as const;
type BaseKind = (typeof baseKinds)[number];

/** What a thing looked like when it was last applied; null forgets it. */
export const baseSchema = z.object({
	kind: z.enum(baseKinds),
	key: z.string().min(1),
	value: json,
});
/** What a thing looked like when it was last applied. */
export type Base = z.infer<typeof baseSchema>;

/** Steps that changed, with what is remembered from now on: both or neither. */
export const entrySchema = z
	.object({ steps: z.array(stepSchema), bases: z.array(baseSchema).default([]) })
	.strict();
/** Steps that changed, with what is remembered from now on. */
export interface Entry {
	steps: JournalStep[];
	bases?: Base[];
}

/**
 * What was done to an installation, kept in the ledger: whoever works on it next goes on from there.
 * Every method may throw what the ledger or the service throws.
 */
export interface ApplyJournal {
	/** What is remembered of an installation. */
	bases(target: string): Promise<Base[]>;
	/** Remembers what was found to be as it is wanted; no step did it. */
	remember(target: string, bases: Base[]): Promise<void>;
	/**
	 * Begins one.
	 *
	 * @throws MendableError `apply/running` while another one of this target has not ended
	 */
	begin(apply: NewApply): Promise<void>;
	/** Takes over one whose process is gone; false when somebody else was faster. */
	takeOver(id: string, from: string, to: string): Promise<boolean>;
	/** @throws MendableError `apply/taken-over` when another process has gone on with it */
	write(id: string, holder: string, entry: Entry): Promise<void>;
	/** @throws MendableError `apply/taken-over` */
	end(id: string, holder: string, state: 'done' | 'failed'): Promise<void>;
	/** Marks an apply that a rollback has put back. */
	markUndone(id: string): Promise<void>;
	/** The newest first. */
	list(target: string, limit: number): Promise<Apply[]>;
	/** null where there is none of that id. */
	read(id: string): Promise<{ apply: Apply; steps: JournalStep[] } | null>;
}

/** Another apply of the same target stands in the way. */
export function applyRunning({ id, by, kind, heardAt }: Apply): MendableError {
	return new MendableError(
		'apply/running',
		'Somebody else is changing this installation.',
		`${by} runs a ${kind} (${id}); it was last heard of at ${heardAt.toISOString()}.`,
		'Wait for it to end. If its machine is gone, try again five minutes after that moment: it is then taken over.',
	);
}

/** Another process has gone on with the apply. */
export function takenOver(id: string): MendableError {
	return new MendableError(
		'apply/taken-over',
		'This run has stopped: another one has gone on with its work.',
		`${id} is held by another process, or has ended.`,
		'Look at what it did with agency-ops applies show, then run the command again if need be.',
	);
}

const credentialBase = z.object({ id: z.string(), fingerprint: z.string(), updatedAt: z.string() });
const workflowBase = z.object({
	localId: z.string(),
	fingerprint: z.string(),
	text: json.nullable().default(null),
});
const placeBase = z.object({ id: z.string(), name: z.string() });
const bookmarkBase = z.object({ id: z.string(), title: z.string(), link: z.string() });

/** What the planner compares with, out of what is remembered; what cannot be read is forgotten. */
export function seededOf(bases: readonly Base[]): Seeded {
	return {
		credentials: basesOf(bases, 'credential', credentialBase),
		workflows: basesOf(bases, 'workflow', workflowBase),
		bookmarks: basesOf(bases, 'bookmark', bookmarkBase),
		spaces: basesOf(bases, 'space', placeBase),
		folders: basesOf(bases, 'folder', placeBase),
		lists: basesOf(bases, 'list', placeBase),
		fields: basesOf(bases, 'field', placeBase),
	};
}

function basesOf<Shape extends z.ZodTypeAny>(
	bases: readonly Base[],
	wanted: BaseKind,
	shape: Shape,
): Record<string, z.output<Shape>> {
	return Object.fromEntries(
		bases
			.filter(({ kind }) => kind === wanted)
			.flatMap(({ key, value }) => {
				const read = shape.safeParse(value);
				return read.success ? [[key, read.data as z.output<Shape>]] : [];
			}),
	);
}

/** What is remembered of a thing, as the ledger keeps it; null: nothing. */
export function baseOf({ kind, key }: Target, seeded: Seeded): Json {
	return isBaseKind(kind) ? ((seeded[memoryOf[kind]][key] ?? null) as unknown as Json) : null;
}

/** What is to be remembered of a thing; empty for kinds of which nothing ever is. */
export function asBases({ kind, key }: Target, value: Json): Base[] {
	return isBaseKind(kind) ? [{ kind, key, value }] : [];
}

/** Remembers in place: what was written counts at once. */
export function remember(bases: readonly Base[], seeded: Seeded): void {
	const added = seededOf(bases);
	for (const { kind, key } of bases) delete seeded[memoryOf[kind]][key];
	for (const name of Object.values(memoryOf)) Object.assign(seeded[name], added[name]);
}

const memoryOf = {
	credential: 'credentials',
	workflow: 'workflows',
	bookmark: 'bookmarks',
	space: 'spaces',
	folder: 'folders',
	list: 'lists',
	field: 'fields',
} as const satisfies Record<BaseKind, keyof Seeded>;

const isBaseKind = (kind: string): kind is BaseKind =>
	(baseKinds as readonly string[]).includes(kind);
