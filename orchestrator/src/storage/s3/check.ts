import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectCommand, HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { ErrorReport } from '../../../../nodes/domain/errors';
import { isErrorReport, MendableError } from '../../../../nodes/domain/errors';
import type { TargetCheck } from '../target';
import { isMissing, storageError } from './failure';

/** Looks whether a bucket is there and, where that is wanted, whether it takes a file and lets it go. */
export async function checkBucket(
	client: S3Client,
	{ bucket, prefix, mayWrite }: { bucket: string; prefix: string; mayWrite: boolean },
): Promise<TargetCheck> {
	const place = `the bucket "${bucket}"`;
	const Key = `${prefix === '' ? '' : `${prefix}/`}agency-ops-check.txt`;
	try {
		await client.send(new HeadBucketCommand({ Bucket: bucket }));
		if (mayWrite) {
			const Body = 'Written to see whether this can be written; it may be deleted.\n';
			await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
			await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
		}
		return { place, problem: null };
	} catch (error) {
		const told = isMissing(error)
			? noBucket(bucket)
			: storageError(error, `The bucket "${bucket}"`);
		if (!isErrorReport(told)) throw told;
		const { code, what, why, mend } = told;
		return { place, problem: { code, what, why, mend } satisfies ErrorReport };
	}
}

function noBucket(bucket: string): MendableError {
	return new MendableError(
		'storage/no-bucket',
		'Deliveries cannot be stored.',
		`There is no bucket "${bucket}" at the storage that the configuration names.`,
		'Make the bucket, or correct its name, region or endpoint under "storage" in agency.config.yaml.',
	);
}
