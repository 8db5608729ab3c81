import type { Vault } from '../frameio/vault';
import { S3Refusal } from './errors';
import type { S3Object, S3State, S3Upload } from './model';
import { partName } from './model';

/** Buckets, objects and uploads that have not ended, with their bytes in a vault. */
export class S3Store {
	state: S3State;

	constructor(
		readonly vault: Vault,
		private readonly firstBuckets: readonly string[],
	) {
		this.state = this.empty();
	}

	/** Takes over a state of an earlier run; buckets that are new since are there too. */
	restore(state: S3State): void {
		const buckets = [...new Set([...state.buckets, ...this.firstBuckets])];
		// An object whose bytes somebody took from the folder is none.
		const objects = state.objects.filter(({ vaultName }) => this.vault.sizeOf(vaultName) !== null);
		// A file of an earlier version lacks what came since.
		this.state = { ...this.empty(), ...state, buckets, objects };
	}

	/** Empty buckets, as at the first start. */
	reset(): void {
		this.vault.clear();
		this.state = this.empty();
	}

	nextId(kind: 'object' | 'upload'): string {
		this.state.lastId += 1;
		return `${kind}-${String(this.state.lastId).padStart(8, '0')}`;
	}

	/** @throws S3Refusal `NoSuchBucket` */
	needBucket(bucket: string): void {
		if (!this.state.buckets.includes(bucket)) throw new S3Refusal('NoSuchBucket');
	}

	/** @throws S3Refusal `NoSuchKey` */
	objectAt(bucket: string, key: string): S3Object {
		const found = this.find(bucket, key);
		if (found === undefined) throw new S3Refusal('NoSuchKey');
		return found;
	}

	/** Puts an object in the place of what was under its key. */
	keep(object: S3Object): void {
		this.remove(object.bucket, object.key);
		this.state.objects.push(object);
	}

	remove(bucket: string, key: string): void {
		const found = this.find(bucket, key);
		if (found === undefined) return;
		this.vault.remove(found.vaultName);
		this.state.objects = this.state.objects.filter((each) => each !== found);
	}

	/** @throws S3Refusal `NoSuchUpload` */
	uploadOf(bucket: string, key: string, id: string): S3Upload {
		const found = this.state.uploads.find((upload) => upload.id === id);
		if (found?.bucket !== bucket || found.key !== key) throw new S3Refusal('NoSuchUpload');
		return found;
	}

	/** Ends an upload; its parts go with it but for those that are taken. */
	endUpload(upload: S3Upload, taken: ReadonlySet<number> = new Set()): void {
		for (const { number } of upload.parts) {
			if (!taken.has(number)) this.vault.remove(partName(upload.id, number));
		}
		this.state.uploads = this.state.uploads.filter((each) => each !== upload);
	}

	private find(bucket: string, key: string): S3Object | undefined {
		return this.state.objects.find((object) => object.bucket === bucket && object.key === key);
	}

	private empty(): S3State {
		return { buckets: [...this.firstBuckets], objects: [], uploads: [], setUps: {}, lastId: 0 };
	}
}
