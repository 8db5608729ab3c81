import { settingAnswers } from './bucketSettings';
import type { S3Answer, S3Call } from './call';
import { placeOf } from './call';
import { S3Refusal } from './errors';
import { listObjects, listUploads } from './lists';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart';
import { deleteObject, getObject, headObject, putObject } from './objects';
import { checkSignature } from './signature';
import type { S3Store } from './store';

/** Smallest part that is not the last, in bytes, as S3 has it. */
export const LEAST_PART_BYTES = 5 * 1_024 * 1_024;

/** Does what a call asks for, once its signature is right. */
export async function answerS3(
	store: S3Store,
	call: S3Call,
	leastPartBytes: number = LEAST_PART_BYTES,
): Promise<S3Answer> {
	try {
		await checkSignature(call);
		return route(store, call, leastPartBytes);
	} catch (error) {
		// A path or a query that is no right encoding of anything.
		const refusal = error instanceof URIError ? new S3Refusal('InvalidRequest') : error;
		if (refusal instanceof S3Refusal) return refusalAnswer(refusal, call);
		throw error;
	}
}

/** An answer to a call that is not done. */
export function refusalAnswer({ status, code, why }: S3Refusal, { path, at }: S3Call): S3Answer {
	return {
		status,
		xml: ['Error', { Code: code, Message: why, Resource: path, RequestId: at.toString(16) }],
	};
}

function route(store: S3Store, call: S3Call, leastPartBytes: number): S3Answer {
	const { method, path, query } = call;
	const { bucket, key } = placeOf(path);
	if (bucket === '') throw new S3Refusal('NotImplemented');
	if (key === '') return routeBucket(store, call, bucket);
	const has = (name: string) => query.has(name);
	switch (method) {
		case 'PUT':
			if (call.headers['x-amz-copy-source'] !== undefined) throw new S3Refusal('NotImplemented');
			if (has('uploadId')) return uploadPart(store, call);
			return needPlain(query, () => putObject(store, call));
		case 'POST':
			if (has('uploads')) return createUpload(store, call);
			if (has('uploadId')) return completeUpload(store, call, leastPartBytes);
			throw new S3Refusal('NotImplemented');
		case 'DELETE':
			if (has('uploadId')) return abortUpload(store, call);
			return needPlain(query, () => deleteObject(store, call));
		case 'HEAD':
			return needPlain(query, () => headObject(store, call));
		case 'GET':
			return needPlain(query, () => getObject(store, call));
		default:
			throw new S3Refusal('MethodNotAllowed');
	}
}

function routeBucket(store: S3Store, call: S3Call, bucket: string): S3Answer {
	const { method, query } = call;
	if (method === 'HEAD') {
		store.needBucket(bucket);
		return { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' } };
	}
	if (method === 'GET') {
		const setting = Object.keys(settingAnswers).find((name) => query.has(name));
		if (setting !== undefined) return tellSetting(store, bucket, setting);
	}
	if (method === 'GET' && query.has('uploads')) return listUploads(store, call);
	if (method === 'GET' && query.get('list-type') === '2') return listObjects(store, call);
	throw new S3Refusal('NotImplemented');
}

function tellSetting(store: S3Store, bucket: string, name: string): S3Answer {
	store.needBucket(bucket);
	const setUp = store.state.setUps[bucket] ?? {};
	const answer = settingAnswers[name];
	if (answer === undefined) throw new S3Refusal('NotImplemented');
	if (setUp.isHidden === true) throw new S3Refusal('AccessDenied');
	return answer(setUp);
}

/** Tags, access lists and the like are asked for by names without a value that the stand-in does not know. */
const OTHERS = [
	'acl',
	'tagging',
	'retention',
	'legal-hold',
	'torrent',
	'restore',
	'attributes',
	'versionId',
];

function needPlain(query: URLSearchParams, work: () => S3Answer): S3Answer {
	if (OTHERS.some((name) => query.has(name))) throw new S3Refusal('NotImplemented');
	return work();
}
