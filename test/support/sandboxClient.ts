import type { SandboxState } from '../../orchestrator/src/sandbox';
import type { FaultRule, RecordedRequest } from '../../orchestrator/src/sandbox/types';

/** The sandbox of a started stack, over its viewer's HTTP interface. */
export interface SandboxClient {
	state(): Promise<SandboxState>;
	requests(): Promise<RecordedRequest[]>;
	violations(): Promise<string[]>;
	fault(rule: FaultRule): Promise<void>;
	clearFaults(): Promise<void>;
	/** How many mails have arrived. */
	countMails(): Promise<number>;
}

/** @param viewerUrl e.g. `http://127.0.0.1:5691` */
export function sandboxClient(viewerUrl: string): SandboxClient {
	const get = async <T>(path: string): Promise<T> => {
		const answer = await fetch(`${viewerUrl}${path}`);
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
		return (await answer.json()) as T;
	};
	const state = () => get<SandboxState>('/api/state');
	return {
		state,
		countMails: async () => (await get<{ mails: number }>('/api/counts')).mails,
		requests: () => get('/api/requests'),
		violations: () => get('/api/violations'),
		fault: async (rule) => {
			const answer = await fetch(`${viewerUrl}/api/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(rule),
			});
			if (answer.status !== 201) throw new Error(await answer.text());
		},
		clearFaults: async () => {
			await fetch(`${viewerUrl}/api/faults`, { method: 'DELETE' });
		},
	};
}
