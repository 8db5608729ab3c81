import type { Side } from '../bundle/merge/model';
import type { Blueprint, Change, Plan, Snapshot, Target, WritingChange } from './model';
import { planClickup } from './planClickup';
import { planClickupHook } from './planClickupHook';
import { planFrameio } from './planFrameio';
import { planHubspot } from './planHubspot';
import { planHubspotHook } from './planHubspotHook';
import { isOlder, planCredentials, planWorkflows } from './planN8n';
import { planSlack } from './planSlack';
import { planStorage } from './planStorage';
import { planStripe } from './planStripe';

/** Choices a person makes for one plan. */
export interface PlanOptions {
	/** Replace what was changed on the canvas by what the bundle says; default false. */
	overwrite?: boolean;
	/** How conflicts are settled one by one: `NODE=mine`, `NODE:PATH=theirs`. */
	answers?: string[];
	/** How all others are; null leaves them open. */
	prefer?: Side | null;
}

/**
 * Compares what is wanted with what was found. Pure: equal arguments give an equal plan, in
 * whatever order things were found.
 */
export function planSeed(wanted: Blueprint, found: Snapshot, options: PlanOptions = {}): Plan {
	const { changes, unusedAnswers } = planWorkflows(wanted, found, options);
	return {
		planVersion: 1,
		target: wanted.target,
		changes: [
			planOwner(wanted, found),
			planKey(wanted, found),
			...planHubspot(wanted, found),
			...planHubspotHook(wanted),
			...planSlack(wanted, found),
			...planClickup(wanted, found),
			...planClickupHook(wanted, found),
			...planFrameio(wanted, found),
			...planStripe(wanted, found),
			...planStorage(wanted, found),
			...planCredentials(wanted, found),
			...changes,
		],
		...(unusedAnswers.length > 0 ? { unusedAnswers } : {}),
		...notesOf(wanted, found),
	};
}

/** A clone that was left behind by an upgrade says so: its workflows are not what is compared. */
function notesOf({ bundle }: Blueprint, { installed }: Snapshot): Pick<Plan, 'notes'> {
	if (installed === null || !isOlder(bundle, installed)) return {};
	return {
		notes: [
			`This bundle is ${bundle.name} ${bundle.version}; ${installed} was applied last, and its workflows stay. ` +
				'Name the newer one with --bundle, or go back with agency-ops rollback.',
		],
	};
}

/** Whether a plan finds something to write, or something that only a person can do. */
export function hasWork({ changes }: Plan): boolean {
	return changes.some(({ kind }) => kind !== 'keep');
}

/** The changes of a plan that write something. */
export function writes(plan: Plan): WritingChange[] {
	return plan.changes.filter(
		(change): change is WritingChange => change.kind === 'create' || change.kind === 'update',
	);
}

function planOwner({ ownerEmail }: Blueprint, { n8n }: Snapshot): Change {
	const target: Target = { service: 'n8n', kind: 'owner', key: 'owner', name: ownerEmail };
	if (n8n.hasOwner) return { kind: 'keep', target, because: 'n8n has an owner' };
	return { kind: 'create', target, because: 'n8n is new and has no owner' };
}

function planKey({ apiKeyScopes }: Blueprint, { n8n }: Snapshot): Change {
	const target: Target = { service: 'n8n', kind: 'apiKey', key: 'apiKey', name: 'Agency Ops' };
	if (n8n.keyScopes === null) {
		return { kind: 'create', target, because: 'there is no API key that n8n accepts' };
	}
	const held = n8n.keyScopes;
	const missing = apiKeyScopes.filter((scope) => !held.includes(scope));
	if (missing.length === 0) return { kind: 'keep', target, because: 'n8n accepts it' };
	return { kind: 'create', target, because: `the one we hold lacks ${missing.join(', ')}` };
}
