import { completeUpload } from './uploads';
import type { FrameioStore } from './store';

/** How long an address may take to give its bytes, in milliseconds. */
const patienceMs = 30_000;

/** Largest file that is fetched: as large as the proxy takes in one piece. */
const mostBytes = 25 * 1024 * 1024;

/** Hosts that may be fetched from: the sandbox sends nothing to the internet. */
const ownHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Fetches what remote uploads name, from this machine only. */
export function fetchRemoteUploads(store: FrameioStore, onChange: () => void): void {
	store.onRemoteUpload = (fileId, source) => {
		void bytesAt(source).then((bytes) => {
			const file = store.state.assets.find(({ id }) => id === fileId);
			if (file?.type !== 'file') return;
			if (bytes === null) file.uploadFailed = true;
			else {
				store.vault.write(file.id, bytes);
				completeUpload(store, file, Date.now());
			}
			onChange();
		});
	};
}

async function bytesAt(source: string): Promise<Buffer | null> {
	if (!ownHosts.has(new URL(source).hostname)) return null;
	try {
		const answer = await fetch(source, { signal: AbortSignal.timeout(patienceMs) });
		if (!answer.ok) return null;
		const bytes = Buffer.from(await answer.arrayBuffer());
		return bytes.length > 0 && bytes.length <= mostBytes ? bytes : null;
	} catch {
		return null; // the file says that its upload failed, as Frame.io's does
	}
}
