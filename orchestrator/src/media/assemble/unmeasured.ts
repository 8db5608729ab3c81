/** What could not be measured, with the reason. */
export interface Unmeasured {
	/** Names a path, e.g. `audio.truePeakDbtp`; the first reason for it stays. */
	say(path: string, because: string): void;
	/** Names a path where the value is missing, and answers the value. */
	orSay<Value>(value: Value | null | undefined, path: string, because: string): Value | null;
	end(): { unmeasured: string[]; unmeasuredBecause: string[] };
}

/** Gathers paths; in the end sorted, each once. */
export function startUnmeasured(): Unmeasured {
	const reasons = new Map<string, string>();
	const say = (path: string, because: string): void => {
		if (!reasons.has(path)) reasons.set(path, because);
	};
	return {
		say,
		orSay(value, path, because) {
			if (value !== null && value !== undefined) return value;
			say(path, because);
			return null;
		},
		end() {
			const sorted = [...reasons].sort(([a], [b]) => (a < b ? -1 : 1));
			return {
				unmeasured: sorted.map(([path]) => path),
				unmeasuredBecause: sorted.map(([, because]) => because),
			};
		},
	};
}
