import type { Readable } from 'node:stream';
import type { ErrorReport } from '../../../nodes/domain/errors';

/** Kinds of places that files can be stored at; each has an adapter. */
export const targetKinds = ['s3'] as const;
/** One of them. */
export type TargetKind = (typeof targetKinds)[number];

/** A file that is to be stored. */
export interface OutgoingFile {
	stream: Readable;
	/** Hex; other bytes are not stored. */
	sha256: string;
	/** null where the source does not say. */
	bytes: number | null;
	mediaType: string;
	/** Its name for people, shown by who looks into the storage. */
	name: string;
	/** absent: the target's own. */
	storageClass?: string | undefined;
	/** Said of it in the storage, for rules that people make there; absent: for good. */
	retentionDays?: number | undefined;
}

/** How a file is put. */
export interface PutOptions {
	/** Ends the upload; what was sent of it is taken away again. */
	signal: AbortSignal;
	/** Hears of every part that is there, with the bytes of all parts so far. */
	onBytes?: (bytes: number) => void;
}

/** What a storage says of a file it has. */
export interface StoredFile {
	bytes: number;
	/** What its storing was proved by, as `kind:value`. */
	checksum: string;
}

/** What stands under a key, whoever put it there. */
export interface StoredObject extends StoredFile {
	/** Of its content, hex, as it was compared when it was stored; null where nobody of ours stored it. */
	sha256: string | null;
}

/** How a link to a file is made. */
export interface LinkOptions {
	/** As it is saved. */
	fileName: string;
	mediaType: string;
	/** From now, by the machine's clock: the storage goes by one like it. */
	seconds: number;
}

/** What a look at a target found. */
export interface TargetCheck {
	/** Where that is, for people. */
	place: string;
	/** null where everything is as it has to be. */
	problem: ErrorReport | null;
}

/** How a place is set up; null where the storage does not tell. */
export interface BucketFacts {
	/** Whether anybody may read what is in it. */
	isPublic: boolean | null;
	/** Whether what is deleted stays as an older version. */
	isVersioned: boolean | null;
	/** Whether a rule ends uploads that never came to an end. */
	endsUnfinished: boolean | null;
	/** The storage's clock minus ours, in milliseconds; its resolution is a second. */
	clockAheadMs: number | null;
}

/** What was seen of a place. */
export interface SeenBucket extends TargetCheck {
	bucket: string;
	/** null where it is not there, or cannot be asked. */
	facts: BucketFacts | null;
}

/** A place that files are stored at. Every call may be made again. */
export interface StorageTarget {
	kind: TargetKind;
	/**
	 * Stores a file whole or not at all: its content is compared on the way, and what the storage has
	 * is compared afterwards.
	 *
	 * @throws MendableError `storage/other-content` and what a person has to mend; RetryableError for
	 * what may pass
	 */
	put(file: OutgoingFile, key: string, options: PutOptions): Promise<StoredFile>;
	/** What is stored under a key with this content; null where there is none, or another content. */
	find(key: string, sha256: string, signal?: AbortSignal): Promise<StoredFile | null>;
	/** What stands under a key, whatever its content; null where there is nothing. */
	look(key: string): Promise<StoredObject | null>;
	/** Takes a file away with whatever was sent of it without end; one that is not there is no error. */
	remove(key: string): Promise<void>;
	/** An address that gives the file to whoever has it, until it ends. */
	link(key: string, options: LinkOptions): Promise<string>;
	/** Looks whether files can be stored; `mayWrite` lets it store a small one and take it away. */
	check(mayWrite: boolean): Promise<TargetCheck>;
	/** Looks whether it is there and how it is set up; changes nothing unless `mayWrite`, as `check`. */
	lookAtPlace(mayWrite: boolean): Promise<SeenBucket>;
	/** Takes away what was sent of files before a moment and never came to an end. @returns how many */
	removeLeftovers(before: Date): Promise<number>;
}
