/** Longest line kept, in characters; the rest of a longer one is dropped. */
const LONGEST_LINE = 4096;

/** Cuts bytes that come in pieces into lines. */
export interface LineReader {
	take(bytes: Uint8Array): void;
	/** Hands on what stands after the last line break. */
	end(): void;
}

/** Hands on each line without its break, at most 4,096 characters of it. */
export function readLines(onLine: (line: string) => void): LineReader {
	const decoder = new TextDecoder();
	let rest = '';
	return {
		take(bytes) {
			const text = rest + decoder.decode(bytes, { stream: true });
			let start = 0;
			for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
				onLine(text.slice(start, Math.min(end, start + LONGEST_LINE)));
				start = end + 1;
			}
			rest = text.slice(start, start + LONGEST_LINE);
		},
		end() {
			if (rest !== '') onLine(rest);
			rest = '';
		},
	};
}
