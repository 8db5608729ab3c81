import { S3ServiceException } from '@aws-sdk/client-s3';
import { MendableError, RetryableError, isErrorReport } from '../../../../nodes/domain/errors';
import { transportFailure } from '../../adapters/transport';

/** Pause before a storage that gave no reason to hurry is asked again, in milliseconds. */
const RETRY_MS = 5_000;

/** Answers of the storage that a second try may not meet, by S3's names for them. */
const MAY_PASS = new Set([
	'SlowDown',
	'ServiceUnavailable',
	'InternalError',
	'RequestTimeout',
	'ThrottlingException',
	'TooManyRequests',
	'OperationAborted',
	'NoSuchUpload',
	'IncompleteBody',
	'BadDigest',
	'XAmzContentChecksumMismatch',
	'XAmzContentSHA256Mismatch',
]);

/** What a person does about an answer, by S3's names for them. */
const MENDS: Record<string, string> = {
	NoSuchBucket: 'Make the bucket, or correct its name under "storage" in agency.config.yaml.',
	PermanentRedirect: 'Set "storage.region" in agency.config.yaml to the region of the bucket.',
	AuthorizationHeaderMalformed:
		'Set "storage.region" in agency.config.yaml to the region of the bucket.',
	InvalidAccessKeyId: 'Set the variables with the keys of the storage to keys that it knows.',
	SignatureDoesNotMatch: 'Set the variables with the keys of the storage to a pair that fits.',
	AccessDenied:
		'Let the key read, write and delete objects in the bucket, and abort and list multipart uploads.',
	RequestTimeTooSkewed: 'Set the clock of this machine; it is minutes away from the storage’s.',
	InvalidStorageClass: 'Correct the storage class, or leave it to the bucket.',
	EntityTooLarge: 'Let "storage.partMegabytes" be larger, or deliver a smaller file.',
};

/** What a call to a storage ended with, as a person or the next try can use it. */
export function storageError(error: unknown, place: string): Error {
	if (error instanceof Error && (isErrorReport(error) || error.name === 'AbortError')) return error;
	if (!(error instanceof S3ServiceException)) {
		const { why } = transportFailure('The storage', error).error;
		return away(place, why);
	}
	const { name, message, $metadata } = error;
	const status = $metadata.httpStatusCode ?? 0;
	// A HEAD has no body: the status is all there is.
	const isKnown = name !== '' && name !== 'UnknownError' && name !== 'Unknown';
	const why = `${place} answered ${status}${isKnown ? ` ${name}` : ''}${message === '' || message === name ? '' : `: ${message}`}.`;
	if (status >= 500 || status === 429 || status === 408 || MAY_PASS.has(name)) {
		return away(place, why);
	}
	const mend = MENDS[name] ?? (status === 403 ? MENDS.AccessDenied : undefined);
	return new MendableError(
		status === 404 ? 'storage/not-found' : 'storage/refused',
		'The storage refused.',
		why,
		mend ?? 'Look at what it says; if the setting is right, ask whoever runs the storage.',
	);
}

function away(place: string, why: string): RetryableError {
	return new RetryableError(
		'storage/away',
		'The storage did not do it.',
		why,
		`Nothing to mend while it comes back: it is tried again. If it stays, see whether ${place} can be reached.`,
		RETRY_MS,
	);
}

/** Whether an answer says that there is nothing of this name. */
export function isMissing(error: unknown): boolean {
	return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
