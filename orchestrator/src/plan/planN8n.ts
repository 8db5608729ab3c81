import { fingerprint } from '../bundle/normalise';
import type { BundleWorkflow } from '../bundle/pack';
import type {
	Blueprint,
	Change,
	FoundWorkflow,
	N8nSnapshot,
	Snapshot,
	Target,
	WantedCredential,
} from './model';

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

/** Plans the workflows. What somebody changed on the canvas is never overwritten unasked. */
export function planWorkflows(
	{ workflows }: Blueprint,
	{ n8n, seeded }: Snapshot,
	overwrite: boolean,
): Change[] {
	return workflows.map((wanted) => {
		const there = n8n.contents?.workflows.find(({ id }) => id === wanted.id);
		const target: Target = {
			service: 'n8n',
			kind: 'workflow',
			key: wanted.id,
			name: wanted.name,
		};
		if (there === undefined) return { kind: 'create', target, because: absence(n8n) };
		return planWorkflow(target, wanted, there, seeded.workflows[wanted.id]?.fingerprint, overwrite);
	});
}

function planWorkflow(
	target: Target,
	wanted: BundleWorkflow,
	there: FoundWorkflow,
	base: string | undefined,
	overwrite: boolean,
): Change {
	if (there.isArchived) {
		return {
			kind: 'manual',
			target,
			because: 'somebody archived it',
			mend: 'Unarchive it in n8n if it shall run again, then seed again.',
		};
	}
	const bundled = fingerprint(wanted.workflow);
	if (there.fingerprint === bundled) {
		return there.isPublished
			? { kind: 'keep', target, because: 'it is as the bundle says, and published' }
			: { kind: 'update', target, because: 'it is not published' };
	}
	if (overwrite) return { kind: 'update', target, because: 'the canvas gives way to the bundle' };
	if (there.fingerprint === base) {
		return { kind: 'update', target, because: 'the bundle has a newer text' };
	}
	if (base === bundled) {
		return { kind: 'keep', target, because: 'it was changed on the canvas; the edit stays' };
	}
	return {
		kind: 'manual',
		target,
		because:
			base === undefined
				? 'n8n has one that differs, and it was not written by this seed'
				: 'it was changed on the canvas, and the bundle has changed too',
		mend: 'Run agency-ops pull to keep what is there, then agency-ops seed --overwrite.',
	};
}

function absence({ hasOwner, contents }: N8nSnapshot): string {
	if (contents !== null) return 'n8n has none';
	return hasOwner ? 'what n8n holds is seen once there is a key' : 'n8n is new';
}
