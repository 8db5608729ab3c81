/** A look-up whose answers are kept for a while. */
export interface CachedLookUp<Value> {
	/** Answers from memory, or looks up; callers for the same name share one look-up. */
	get(name: string): Promise<Value>;
	clear(): void;
}

/** Most names one cache holds; the oldest leaves first. */
const MAX_ENTRIES = 1_000;

/**
 * Keeps what a vendor answered to a harmless question. A failed look-up is not kept.
 *
 * @param keepMs how long an answer is kept, by the answer: a miss may turn into a hit soon
 */
export function cachedLookUp<Value>(
	lookUp: (name: string) => Promise<Value>,
	keepMs: (value: Value) => number,
	now: () => number = () => performance.now(),
): CachedLookUp<Value> {
	const known = new Map<string, { value: Promise<Value>; until: number }>();
	return {
		get: (name) => {
			const entry = known.get(name);
			if (entry !== undefined && now() < entry.until) return entry.value;
			known.delete(name);
			if (known.size >= MAX_ENTRIES) known.delete(known.keys().next().value ?? '');
			const fresh = { value: lookUp(name), until: Number.POSITIVE_INFINITY };
			known.set(name, fresh);
			fresh.value.then(
				(value) => {
					fresh.until = now() + keepMs(value);
				},
				() => known.delete(name),
			);
			return fresh.value;
		},
		clear: () => known.clear(),
	};
}
