/** The innermost reason of an error: fetch and pg wrap what the network said. */
export function toldBy(error: unknown): string {
	const { cause } = error as { cause?: unknown };
	const inner = cause instanceof Error ? cause : error;
	if (!(inner instanceof Error)) return String(inner);
	const { code } = inner as NodeJS.ErrnoException;
	return inner.message === '' ? (code ?? inner.name) : inner.message;
}
