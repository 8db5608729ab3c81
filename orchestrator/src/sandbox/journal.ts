import type { RecordedRequest } from './types';

/** Bodies longer than this are cut in the journal, in characters. */
const bodyLimit = 100_000;

const cut = (body: string) =>
	body.length <= bodyLimit ? body : `${body.slice(0, bodyLimit)}… (${body.length} characters)`;

/** The last calls, oldest first, in a ring of fixed size. */
export class Journal {
	private entries: RecordedRequest[] = [];
	private start = 0;
	/** Number of the call kept last; 0 before the first one. */
	lastId = 0;

	/** @param capacity calls that are kept, 1 or more */
	constructor(private readonly capacity: number) {}

	/** Keeps a call; the entry may be completed later by its reference. */
	add(entry: Omit<RecordedRequest, 'id'>): RecordedRequest {
		this.lastId += 1;
		const kept = { ...entry, id: this.lastId, requestBody: cut(entry.requestBody) };
		if (this.entries.length < this.capacity) this.entries.push(kept);
		else {
			this.entries[this.start] = kept;
			this.start = (this.start + 1) % this.capacity;
		}
		return kept;
	}

	/** Fills in what was answered. */
	complete(entry: RecordedRequest, status: number, responseBody: string, ms: number): void {
		entry.status = status;
		entry.responseBody = cut(responseBody);
		entry.ms = ms;
	}

	/** @param afterId only calls with a larger id; 0 gives all that are kept */
	list(afterId = 0): RecordedRequest[] {
		const ordered = [...this.entries.slice(this.start), ...this.entries.slice(0, this.start)];
		return afterId > 0 ? ordered.filter(({ id }) => id > afterId) : ordered;
	}

	find(id: number): RecordedRequest | undefined {
		return this.entries.find((entry) => entry.id === id);
	}

	clear(): void {
		this.entries = [];
		this.start = 0;
	}
}
