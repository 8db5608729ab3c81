/** Calls of webhooks that are made again after a while, unless they are forgotten meanwhile. */
export class LaterCalls {
	private readonly waiting = new Set<NodeJS.Timeout>();
	isStopped = false;

	/** Ends all waiting; what has not arrived is not told any more. */
	stop(): void {
		this.isStopped = true;
		this.forget();
	}

	/** Drops what is still to be told. */
	forget(): void {
		for (const timer of this.waiting) clearTimeout(timer);
		this.waiting.clear();
	}

	/** Makes a call so many milliseconds from now; it keeps no process alive. */
	after(ms: number, call: () => void): void {
		const timer = setTimeout(() => {
			this.waiting.delete(timer);
			call();
		}, ms);
		timer.unref();
		this.waiting.add(timer);
	}
}

/** A call of a webhook, signed already. */
export interface WebhookCall {
	url: string;
	headers: Record<string, string>;
	body: string;
	/** An answer that takes longer counts as none, in milliseconds. */
	patienceMs: number;
}

/** The status of the answer; null for none in time. */
export async function post({
	url,
	headers,
	body,
	patienceMs,
}: WebhookCall): Promise<number | null> {
	try {
		const signal = AbortSignal.timeout(patienceMs);
		const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
		return answer.status;
	} catch {
		return null; // nobody there: the delivery says so, and is made again
	}
}

/** Whether the one who was called has taken it. */
export const isTakenWith = (status: number | null): boolean =>
	status !== null && status >= 200 && status < 300;
