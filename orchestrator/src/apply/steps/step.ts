import type { ErrorReport } from '../../../../nodes/domain/errors';
import type { CredentialInput } from '../../adapters/n8n/api';
import type { Json } from '../../bundle/normalise';
import type { Bundle } from '../../bundle/readBundle';
import type { Blueprint, Seeded, Snapshot, Target, WritingChange } from '../../plan/model';
import type { PlanOptions } from '../../plan/planSeed';
import type { Base, JournalStep } from '../journal';
import type { Pause } from '../retry';
import type { SeedServices } from '../services';

/** What looking at a thing needs. */
export interface LookContext {
	services: SeedServices;
	/** What is remembered of earlier applies; steps that are done count. */
	seeded: Seeded;
}

/** What writing a thing needs. */
export interface StepContext extends LookContext {
	wanted: Blueprint;
	found: Snapshot;
	bundle: Bundle;
	/** The credentials with what they hold. */
	credentials: CredentialInput[];
	/** How a person wants conflicts to be settled. */
	options: PlanOptions;
	say: (line: string) => void;
	pause: Pause;
}

/** A thing that was written, as the journal knows it. */
export type WrittenStep = Pick<JournalStep, 'target' | 'kind'> & {
	before: Json;
	after: Json;
};

/** What came of one write among others. */
export interface Written {
	/** What is to be remembered of it, also where it failed half-way. */
	bases: Base[];
	error: ErrorReport | null;
}

/** How many things of a kind are written in one call. */
type Write =
	| {
			/** Writes one; answers what is to be remembered of it. */
			run: (change: WritingChange, context: StepContext) => Promise<Base[]>;
	  }
	| {
			/** Writes all of a plan; answers by key. */
			runAll: (changes: WritingChange[], context: StepContext) => Promise<Map<string, Written>>;
			/** What keeps some of them from being written, by key; reads only. */
			hindrances?: (
				changes: readonly WritingChange[],
				context: StepContext,
			) => Promise<Map<string, ErrorReport>>;
	  };

/** How things of one kind are looked at, written and put back. */
export type ApplyStep = Write & {
	/** Kinds of the same service that have to be there before; its own kind: one after the other. */
	after: ReadonlyArray<Target['kind']>;
	/** Whether a write of which nothing was heard may be sent again: a second one changes nothing. */
	isRepeatable: boolean;
	/** What the plan was made against, in the shape of `look`; undefined where nothing can come between. */
	planned: (target: Target, context: StepContext) => Json | undefined;
	/** What is there now, read anew; null: nothing. It is kept in the journal, so it holds no secret. */
	look: (target: Target, context: LookContext) => Promise<Json>;
	/** Tidies up after a process that ended in the middle of a write, before the next plan. */
	recover?: (target: Target, before: Json, context: LookContext) => Promise<void>;
	/** Whether what is there is what the change was to bring; for a write whose answer was lost. */
	isThere?: (target: Target, state: Json, context: StepContext) => boolean;
	/** The part of what `look` answers that counts when things are put back; default: all of it. */
	essence?: (state: Json) => Json;
	/**
	 * Puts back what was there before, or takes the thing away.
	 *
	 * @throws MendableError `rollback/cannot` where this one cannot be
	 */
	undo: ((step: WrittenStep, context: LookContext) => Promise<void>) | { cannotUndo: string };
};
