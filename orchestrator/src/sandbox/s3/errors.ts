/** What the storage refuses a call with, by S3's own codes. */
export class S3Refusal extends Error {
	readonly name = 'S3Refusal';

	constructor(
		readonly code: keyof typeof refusals,
		readonly why: string = refusals[code][1],
	) {
		super(`${code}: ${why}`);
	}

	get status(): number {
		return refusals[this.code][0];
	}
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, read 2026-11-26; the words are ours. */
const refusals = {
	AccessDenied: [403, 'This call may not be made.'],
	AuthorizationHeaderMalformed: [400, 'The header of the signature cannot be read.'],
	AuthorizationQueryParametersError: [400, 'The signature in the address cannot be read.'],
	BadDigest: [400, 'The checksum is not that of the bytes that came.'],
	EntityTooLarge: [400, 'So many bytes cannot be taken in one call.'],
	EntityTooSmall: [400, 'A part that is not the last is too small.'],
	IncompleteBody: [400, 'Fewer bytes came than the call said.'],
	InternalError: [500, 'Something failed in the storage; make the call again.'],
	InvalidAccessKeyId: [403, 'There is no such access key.'],
	InvalidArgument: [400, 'A value of the call cannot be used.'],
	InvalidPart: [400, 'A part that is named was never sent, or has another ETag or checksum.'],
	InvalidPartOrder: [400, 'The parts are not named in their order.'],
	InvalidRange: [416, 'The object has no such bytes.'],
	InvalidRequest: [400, 'The call cannot be understood.'],
	MalformedXML: [400, 'The XML of the call cannot be read.'],
	MethodNotAllowed: [405, 'Nothing here answers this method.'],
	NoSuchBucket: [404, 'There is no such bucket.'],
	NoSuchBucketPolicy: [404, 'The bucket has no policy.'],
	NoSuchKey: [404, 'There is no object under this key.'],
	NoSuchLifecycleConfiguration: [404, 'The bucket has no rules for what is in it.'],
	NoSuchPublicAccessBlockConfiguration: [404, 'Nothing keeps the bucket from being opened.'],
	NoSuchUpload: [404, 'There is no such upload; it may have ended.'],
	NotImplemented: [501, 'The stand-in does not do this.'],
	RequestTimeTooSkewed: [403, 'The time of the call is too far from the storage’s.'],
	SignatureDoesNotMatch: [403, 'The signature is not the one that the call should have.'],
	SlowDown: [503, 'Fewer calls, please.'],
	XAmzContentSHA256Mismatch: [400, 'The hash that was signed is not that of the bytes that came.'],
} as const satisfies Record<string, readonly [number, string]>;
