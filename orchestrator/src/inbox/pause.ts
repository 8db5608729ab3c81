/** A wait that can be cut short. */
export interface Pause {
	/** Resolves after the time, or as soon as somebody wakes it; at once if that happened before. */
	wait(ms: number): Promise<void>;
	/** Ends the wait, or the next one when there is none. */
	wake(): void;
}

/** Opens one over the machine's timers. */
export function openPause(): Pause {
	let isAwake = false;
	let end: (() => void) | null = null;
	return {
		wait: async (ms) => {
			if (!isAwake) {
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, ms);
					end = () => {
						clearTimeout(timer);
						resolve();
					};
				});
			}
			end = null;
			isAwake = false;
		},
		wake: () => {
			isAwake = true;
			end?.();
		},
	};
}
