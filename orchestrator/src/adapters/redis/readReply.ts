/** An answer of Redis to one command. */
export type Reply =
	| { kind: 'text'; text: string }
	| { kind: 'number'; number: number }
	/** What it said instead of doing it. */
	| { kind: 'error'; text: string }
	| { kind: 'nothing' };

/**
 * Reads the first whole answer, and how many bytes it takes; null while it is not all there
 * (https://redis.io/docs/latest/develop/reference/protocol-spec/, RESP2 without arrays).
 *
 * @throws Error where it is no answer of Redis, or one in parts
 */
export function readReply(said: Buffer): { reply: Reply; length: number } | null {
	const end = said.indexOf('\r\n');
	if (end === -1) return null;
	const line = said.toString('utf8', 1, end);
	const length = end + 2;
	switch (String.fromCharCode(said[0] ?? 0)) {
		case '+':
			return { reply: { kind: 'text', text: line }, length };
		case '-':
			return { reply: { kind: 'error', text: line }, length };
		case ':':
			return { reply: { kind: 'number', number: Number(line) }, length };
		case '$': {
			const bytes = Number(line);
			if (bytes < 0) return { reply: { kind: 'nothing' }, length };
			const whole = length + bytes + 2;
			if (said.length < whole) return null;
			const text = said.toString('utf8', length, length + bytes);
			return { reply: { kind: 'text', text }, length: whole };
		}
		default:
			throw new Error('it does not speak as Redis does');
	}
}
