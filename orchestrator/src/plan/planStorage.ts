import type { Blueprint, Change, FoundBucket, Snapshot, Target } from './model';

/** What a bucket is for, by the name of its target. */
const USES: Record<FoundBucket['target'], string> = {
	delivery: 'for deliveries',
	archive: 'for the archive',
};

/**
 * The buckets that deliveries go to. A person makes them: their names are the world's, and a key that may
 * make buckets may do far more than the service ever needs.
 */
export function planStorage(
	{ storage }: Pick<Blueprint, 'storage'>,
	{ buckets }: Pick<Snapshot, 'buckets'>,
): Change[] {
	return buckets.map((found): Change => {
		const { bucket, target: name, problem, facts } = found;
		const target: Target = {
			service: 'Storage',
			kind: 'bucket',
			key: name,
			name: `"${bucket}" ${USES[name]}`,
		};
		if (problem?.code === 'storage/no-bucket') {
			return {
				kind: 'manual',
				target,
				because: 'there is none',
				mend: `Make the bucket "${bucket}" at ${storage.place}, closed to the public, with a rule that ends unfinished uploads; or correct storage.${name} in agency.config.yaml.`,
			};
		}
		if (problem !== null) {
			return { kind: 'manual', target, because: problem.why, mend: problem.mend };
		}
		if (facts?.isPublic === true) {
			return { kind: 'manual', target, because: 'anybody may read it', mend: CLOSE };
		}
		return { kind: 'keep', target, because: 'it is there' };
	});
}

/** What a person does about an open bucket. */
export const CLOSE =
	'Block public access of the bucket at the storage: clients get addresses signed for one file.';
