import type { SandboxState } from '../../orchestrator/src/sandbox';
import type { FaultRule, RecordedRequest } from '../../orchestrator/src/sandbox/types';

/** The sandbox of a started stack, over its viewer's HTTP interface. */
export interface SandboxClient {
	state(): Promise<SandboxState>;
	requests(): Promise<RecordedRequest[]>;
	violations(): Promise<string[]>;
	fault(rule: FaultRule): Promise<void>;
	clearFaults(): Promise<void>;
	/** How many calls the faults on order will still hit. */
	countPendingFaults(): Promise<number>;
	/** How many mails have arrived. */
	countMails(): Promise<number>;
	/** How much of each the stand-ins hold. */
	counts(): Promise<SandboxCounts>;
}

/** How much the stand-ins hold. */
export type SandboxCounts = Record<'contacts' | 'deals' | 'tasks' | 'messages' | 'mails', number>;

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
		countPendingFaults: async () => {
			const pending = await get<Array<{ left: number }>>('/api/faults');
			return pending.reduce((sum, { left }) => sum + left, 0);
		},
		countMails: async () => (await get<SandboxCounts>('/api/counts')).mails,
		counts: () => get('/api/counts'),
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
