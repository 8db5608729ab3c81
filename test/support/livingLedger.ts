import { answerOf } from '../../orchestrator/src/service/effects/answer';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import type { TestService } from '../orchestrator/service/support/aService';
import { aService } from '../orchestrator/service/support/aService';
import { replayLedger } from './replayedLedger';
import type { LedgerReply } from './replayedLedger';

/** The real effects of the service, on loopback, over a ledger of its own and vendors that are counted. */
export interface LivingLedger {
	url: string;
	service: TestService;
	/** Events whose end was reported, in order. */
	ends: string[];
	/** Hangs up after it did what the `n`th call from now on asked for: n8n never hears of it. */
	hangUpAfter(n: number): void;
	stop(): Promise<void>;
}

/** Starts it. */
export async function startLivingLedger(): Promise<LivingLedger> {
	const service = await aService();
	const ends: string[] = [];
	let untilHangUp = Infinity;

	const work = async (body: Record<string, unknown>, path: string): Promise<LedgerReply> => {
		if (path === '/v1/effects') {
			const request = readRequest(body);
			return answerOf(request, await service.perform(request));
		}
		ends.push(path.split('/')[3]);
		return { status: 200, body: { state: 'ended' } };
	};
	const server = await replayLedger(async (body, { path }) => {
		const answer = await work(body, path);
		untilHangUp -= 1;
		return untilHangUp === 0 ? null : answer;
	});
	return {
		url: server.url,
		service,
		ends,
		hangUpAfter: (n) => {
			untilHangUp = n;
		},
		stop: async () => {
			await server.stop();
			await service.close();
		},
	};
}
