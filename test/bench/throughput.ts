import { readFirstLead } from '../../orchestrator/src/up/firstLead';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { addPeers } from '../support/peerFlows';
import { sandboxClient } from '../support/sandboxClient';
import type { Stack } from '../../orchestrator/src/up/stack';
import { startTestStack } from '../support/startedStack';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 5;
const LEADS = 100;
const CONNECTIONS = 10;
const ROUND_WITHIN_MS = 180_000;

type Flow = 'bare' | 'ours' | 'peer';

/**
 * Leads a second through the production webhook of a real n8n: this bundle, beside the bare webhook
 * and beside the same qualification written with n8n's own nodes; in turn, in one run. A round ends
 * when the last client has mail (the last effect of both), for the bare one with the last answer.
 */
export async function benchThroughput(): Promise<BenchTable[]> {
	const stack = await startTestStack({ limits: 'off', checks: false });
	try {
		await addPeers(stack);
		const figures: Record<Flow, number[]> = { bare: [], ours: [], peer: [] };
		const flows = Object.keys(figures) as Flow[];
		for (let round = -1; round < ROUNDS; round += 1) {
			for (const flow of flows) {
				const perSecond = LEADS / (await runRound(stack, flow, round));
				console.error(`  round ${round} ${flow} ${perSecond.toFixed(1)} leads/s`);
				if (round >= 0) figures[flow].push(perSecond); // the first round warms up
			}
		}
		return [tableOf(figures)];
	} finally {
		await stack.stop();
	}
}

function tableOf(figures: Record<Flow, number[]>): BenchTable {
	const names: Record<Flow, string> = {
		bare: 'bare: Webhook → Respond',
		ours: 'this bundle: intake, scoring, five effects',
		peer: 'the same with n8n’s own nodes',
	};
	const ratio = (to: Flow) =>
		median(figures.ours.map((figure, round) => figure / figures[to][round]));
	return {
		name: 'Leads through n8n',
		note: `${LEADS} leads a round, ${CONNECTIONS} connections, ${ROUNDS} rounds in turn; n8n, service and sandbox on one machine, the sandbox's rate limits off.`,
		rows: (Object.keys(figures) as Flow[]).map((flow) => ({
			flow: names[flow],
			'leads/s (median)': median(figures[flow]).toFixed(1),
			min: Math.min(...figures[flow]).toFixed(1),
			max: Math.max(...figures[flow]).toFixed(1),
			'this bundle ÷ it (median of rounds)': flow === 'ours' ? '' : ratio(flow).toFixed(2),
		})),
	};
}

/** Seconds from the first request to the last effect. */
async function runRound(stack: Stack, flow: Flow, round: number): Promise<number> {
	const sandbox = sandboxClient(`http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`);
	const webhook = { bare: 'bare', ours: 'lead-intake', peer: 'peer-lead-intake' }[flow];
	const before = await sandbox.countMails();
	const queue = Array.from({ length: LEADS }, (_, index) =>
		JSON.stringify({
			...readFirstLead(new Date()),
			email: `${flow}-${round + 1}-${index}@cafe-aurora.pe`,
		}),
	);

	const startedAt = performance.now();
	const send = async () => {
		for (let body = queue.pop(); body !== undefined; body = queue.pop()) {
			const answer = await fetch(`${stack.settings.n8n.url}/webhook/${webhook}`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-agency-secret': stack.secrets.webhookSecret,
				},
				body,
			});
			if (!answer.ok) throw new Error(`${webhook} answered ${answer.status}`);
			await answer.arrayBuffer();
		}
	};
	await Promise.all(Array.from({ length: CONNECTIONS }, send));
	if (flow !== 'bare') {
		await waitFor(async () => ((await sandbox.countMails()) >= before + LEADS ? true : undefined), {
			what: `${LEADS} mails of ${flow}`,
			deadlineMs: ROUND_WITHIN_MS,
			everyMs: 250,
			mend: '',
		});
	}
	return (performance.now() - startedAt) / 1_000;
}
