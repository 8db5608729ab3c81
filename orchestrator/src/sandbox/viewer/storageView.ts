import type { S3Object, S3State, S3Upload } from '../s3/model';

/** Records of a kind that the page is given: the newest ones. */
const most = 200;

/** Everything the page draws of the storage: buckets with their objects, and uploads that have not ended. */
export function viewStorage({ buckets, objects, uploads }: S3State) {
	return {
		total: objects.length,
		buckets: buckets.map((bucket) => {
			const inside = objects.filter((object) => object.bucket === bucket);
			return {
				name: bucket,
				total: inside.length,
				bytes: inside.reduce((sum, { size }) => sum + size, 0),
				objects: inside.slice(-most).reverse().map(viewObject),
				uploads: uploads.filter((upload) => upload.bucket === bucket).map(viewUpload),
			};
		}),
	};
}

function viewObject(object: S3Object) {
	const { vaultName, bucket, key, size, contentType, storageClass, modifiedAt } = object;
	return {
		id: vaultName,
		key,
		size,
		contentType,
		storageClass,
		modifiedAt,
		url: `/api/storage/objects/${encodeURIComponent(bucket)}/${encodeURIComponent(vaultName)}`,
		facts: {
			etag: object.etag,
			...Object.fromEntries(
				Object.entries(object.checksums).map(([name, value]) => [`checksum ${name}`, value]),
			),
			'checksum of':
				object.checksumType === 'COMPOSITE' ? 'the checksums of its parts' : 'the whole',
			...object.metadata,
		},
	};
}

function viewUpload({ id, key, begunAt, parts }: S3Upload) {
	return {
		id,
		key,
		begunAt,
		parts: parts.length,
		bytes: parts.reduce((sum, { size }) => sum + size, 0),
	};
}
