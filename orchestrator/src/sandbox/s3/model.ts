/** An object in a bucket; its bytes are in the vault under `vaultName`. */
export interface S3Object {
	bucket: string;
	key: string;
	size: number;
	/** Hex, with the number of parts after a dash where it came in parts. */
	etag: string;
	contentType: string;
	/** Names without `x-amz-meta-`. */
	metadata: Record<string, string>;
	storageClass: string;
	/** In base64, as they were asked for; those of parts joined carry their number. */
	checksums: Partial<Record<ChecksumName, string>>;
	checksumType: 'FULL_OBJECT' | 'COMPOSITE';
	/** Milliseconds since 1970. */
	modifiedAt: number;
	vaultName: string;
}

/** Checksums that the stand-in can make. */
export const checksumNames = ['sha256', 'sha1', 'crc32'] as const;
/** One of them. */
export type ChecksumName = (typeof checksumNames)[number];

/** A part of an upload that has not ended. */
export interface S3Part {
	number: number;
	size: number;
	/** Hex MD5. */
	etag: string;
	checksums: Partial<Record<ChecksumName, string>>;
	modifiedAt: number;
}

/** An upload in parts that has not ended. */
export interface S3Upload {
	id: string;
	bucket: string;
	key: string;
	contentType: string;
	metadata: Record<string, string>;
	storageClass: string;
	/** Which checksum its parts have to carry; null for none. */
	algorithm: ChecksumName | null;
	begunAt: number;
	parts: S3Part[];
}

/** What somebody set of a bucket; whatever is left out is as S3 makes new ones. */
export interface BucketSetUp {
	/** By what anybody may read it. */
	openBy?: 'policy' | 'list';
	isVersioned?: boolean;
	/** Names under which a rule ends unfinished uploads; empty: all. */
	endsUnfinishedUnder?: string;
	/** Whether the key may not see any of this, as one that may only do what deliveries need. */
	isHidden?: boolean;
}

/** What the storage knows, as plain JSON; the bytes are beside it. */
export interface S3State {
	buckets: string[];
	objects: S3Object[];
	uploads: S3Upload[];
	/** By the bucket's name. */
	setUps: Record<string, BucketSetUp>;
	/** Number of the last upload or object. */
	lastId: number;
}

/** Name of a part's bytes in the vault. */
export const partName = (upload: string, number: number) => `${upload}.${number}`;
