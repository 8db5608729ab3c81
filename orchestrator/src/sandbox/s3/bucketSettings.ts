import type { S3Answer } from './call';
import { S3Refusal } from './errors';
import type { BucketSetUp } from './model';

/**
 * Answers for what S3 asks by names without a value. A bucket of which nobody set anything is as S3 makes
 * new ones: closed, without versions, without rules (docs.aws.amazon.com, S3 user guide, "Blocking public
 * access", read 2026-11-26).
 */
export const settingAnswers: Record<string, (set: BucketSetUp) => S3Answer> = {
	versioning: ({ isVersioned = false }) => ({
		status: 200,
		xml: ['VersioningConfiguration', isVersioned ? { Status: 'Enabled' } : {}],
	}),
	lifecycle: ({ endsUnfinishedUnder }) => {
		if (endsUnfinishedUnder === undefined) throw new S3Refusal('NoSuchLifecycleConfiguration');
		const rule = {
			ID: 'unfinished',
			Status: 'Enabled',
			Filter: { Prefix: endsUnfinishedUnder },
			AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
		};
		return { status: 200, xml: ['LifecycleConfiguration', { Rule: [rule] }] };
	},
	policyStatus: ({ openBy }) => {
		if (openBy !== 'policy') throw new S3Refusal('NoSuchBucketPolicy');
		return { status: 200, xml: ['PolicyStatus', { IsPublic: 'true' }] };
	},
	publicAccessBlock: ({ openBy }) => {
		if (openBy !== undefined) throw new S3Refusal('NoSuchPublicAccessBlockConfiguration');
		const names = [
			'BlockPublicAcls',
			'IgnorePublicAcls',
			'BlockPublicPolicy',
			'RestrictPublicBuckets',
		];
		const all = Object.fromEntries(names.map((name) => [name, 'true']));
		return { status: 200, xml: ['PublicAccessBlockConfiguration', all] };
	},
	acl: ({ openBy }) => {
		const grant = (about: { ID: string } | { URI: string }, Permission: string) => ({
			Grantee: about,
			Permission,
		});
		const owner = grant({ ID: 'sandbox' }, 'FULL_CONTROL');
		const all = grant({ URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, 'READ');
		return {
			status: 200,
			xml: [
				'AccessControlPolicy',
				{
					Owner: { ID: 'sandbox' },
					AccessControlList: { Grant: openBy === 'list' ? [owner, all] : [owner] },
				},
			],
		};
	},
};
