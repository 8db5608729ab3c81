import type { S3Client } from '@aws-sdk/client-s3';
import {
	GetBucketAclCommand,
	GetBucketLifecycleConfigurationCommand,
	GetBucketPolicyStatusCommand,
	GetBucketVersioningCommand,
	GetPublicAccessBlockCommand,
	HeadBucketCommand,
	S3ServiceException,
} from '@aws-sdk/client-s3';
import type { BucketFacts } from '../target';

/** Grantees that stand for everybody, by the last part of their address at S3. */
const EVERYBODY = /\/(AllUsers|AuthenticatedUsers)$/;

/**
 * Reads how a bucket is set up, as far as the storage tells. A key that may only do what deliveries need
 * is told little: what is not told is null.
 */
export async function lookAtBucket(
	client: S3Client,
	{ bucket, prefix }: { bucket: string; prefix: string },
): Promise<BucketFacts> {
	const [isPublic, isVersioned, endsUnfinished, clockAheadMs] = await Promise.all([
		isOpen(client, bucket),
		told(async () => {
			const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
			return Status === 'Enabled';
		}),
		told(async () => {
			const command = new GetBucketLifecycleConfigurationCommand({ Bucket: bucket });
			const { Rules = [] } = await client.send(command);
			return Rules.some(
				({ Status, AbortIncompleteMultipartUpload: ends, Filter, Prefix }) =>
					Status === 'Enabled' &&
					ends !== undefined &&
					under(prefix).startsWith(Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''),
			);
		}, 'NoSuchLifecycleConfiguration'),
		clockOf(client, bucket),
	]);
	return { isPublic, isVersioned, endsUnfinished, clockAheadMs };
}

const under = (prefix: string) => (prefix === '' ? '' : `${prefix}/`);

/** Whether anybody may read the bucket, by a policy or by its access list. */
async function isOpen(client: S3Client, bucket: string): Promise<boolean | null> {
	const [block, byPolicy, byList] = await Promise.all([
		told(async () => {
			const command = new GetPublicAccessBlockCommand({ Bucket: bucket });
			return (await client.send(command)).PublicAccessBlockConfiguration ?? {};
		}, 'NoSuchPublicAccessBlockConfiguration'),
		told(async () => {
			const command = new GetBucketPolicyStatusCommand({ Bucket: bucket });
			return (await client.send(command)).PolicyStatus?.IsPublic === true;
		}, 'NoSuchBucketPolicy'),
		told(async () => {
			const { Grants = [] } = await client.send(new GetBucketAclCommand({ Bucket: bucket }));
			return Grants.some(({ Grantee }) => EVERYBODY.test(Grantee?.URI ?? ''));
		}),
	]);
	const blocked = block === null || block === false ? {} : block;
	const ways = [
		blocked.RestrictPublicBuckets === true ? false : byPolicy,
		blocked.IgnorePublicAcls === true ? false : byList,
	];
	if (ways.includes(true)) return true;
	return ways.includes(null) ? null : false;
}

/**
 * What a look-up tells; null where the storage does not let us look, or does not know such settings.
 *
 * @param none S3's name for there being no such setting: false
 */
async function told<Answer>(
	look: () => Promise<Answer>,
	none?: string,
): Promise<Answer | false | null> {
	try {
		return await look();
	} catch (error) {
		if (!(error instanceof S3ServiceException)) throw error;
		return error.name === none ? false : null;
	}
}

/** The storage's clock minus ours, in milliseconds; its resolution is a second. */
async function clockOf(client: S3Client, bucket: string): Promise<number | null> {
	const command = new HeadBucketCommand({ Bucket: bucket });
	let date: unknown;
	command.middlewareStack.add(
		(next) => async (given) => {
			const answer = await next(given);
			const { headers } = answer.response as { headers?: Record<string, string> };
			date = headers?.date;
			return answer;
		},
		{ step: 'deserialize', priority: 'low', name: 'agencyOpsClock' },
	);
	await client.send(command);
	const at = Date.parse(typeof date === 'string' ? date : '');
	return Number.isNaN(at) ? null : at - Date.now();
}
