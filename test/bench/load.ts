import { Agent, request } from 'node:http';

/** What a round of calls came to. */
export interface Round {
	perSecond: number;
	/** Milliseconds of each call, in the order they ended. */
	latencies: number[];
}

/** Makes calls one after the other on each of some connections, until all are made. */
export async function timeCalls(
	count: number,
	connections: number,
	call: (index: number) => Promise<void>,
): Promise<Round> {
	const latencies: number[] = [];
	let next = 0;
	const worker = async () => {
		while (next < count) {
			const index = next;
			next += 1;
			const began = performance.now();
			await call(index);
			latencies.push(performance.now() - began);
		}
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: connections }, worker));
	return { perSecond: (count * 1_000) / (performance.now() - began), latencies };
}

/** Posts JSON over kept connections; Node's own client, since `fetch` costs as much as what is measured. */
export interface Poster {
	post(url: string, body: string, headers?: Record<string, string>): Promise<number>;
	close(): void;
}

/** Opens it. */
export function openPoster(connections: number): Poster {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	return {
		post: async (url, body, headers = {}) =>
			await new Promise((resolve, reject) => {
				const sent = request(
					url,
					{
						method: 'POST',
						agent,
						headers: {
							'content-type': 'application/json',
							'content-length': Buffer.byteLength(body),
							...headers,
						},
					},
					(answer) => {
						answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
						answer.once('error', reject);
					},
				);
				sent.once('error', reject);
				sent.end(body);
			}),
		close: () => agent.destroy(),
	};
}

/** The value that a share of the figures does not exceed, e.g. 0.99 of them. */
export function quantile(figures: readonly number[], share: number): number {
	const sorted = [...figures].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
