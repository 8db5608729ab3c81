import type { IRun } from 'n8n-workflow';

import type { Envelope } from '../../nodes/domain/inbox/envelope';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import type { EffectRequest } from '../../orchestrator/src/service/effects/request';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerCall, LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

/** What a flow finds around it. */
export interface FlowWorld {
	/** File of the workflow, e.g. `invoices/v1/workflow.json`. */
	file: string;
	/** The date that stands still for all runs. */
	now: Date;
	/** What the service answers. */
	reply: (body: Record<string, unknown>, call: LedgerCall) => LedgerReply | null;
	/** What the service prepares effects with, beside its texts; vendors are not reached while it prepares. */
	tools: Partial<EffectTools> | { settings: object };
}

/** A flow that events are handed to, as the service does it. */
export interface ServedFlow {
	/** What the service was asked since the test began, in order. */
	calls(): LedgerCall[];
	/** Starts at a node with an event, and has to come to its end. */
	run(node: string, event: Partial<Envelope>): Promise<IRun>;
	/** The same, answered as the story of the run; pages of letters are left out of it. */
	tell(node: string, event: Partial<Envelope>): Promise<unknown>;
	/** What the service would send for the effects that were asked for. */
	prepared(): Array<EffectRequest & { prepared: Record<string, unknown> }>;
}

/** Serves a workflow in n8n's engine to the tests of a `describe`. */
export function servedFlow({ file, now, reply, tools }: FlowWorld): ServedFlow {
	const workflow = readWorkflow(file) as WorkflowFile;
	const serviceTools = {
		texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
		...tools,
	} as unknown as EffectTools;
	let ledger: ReplayedLedger;
	let allowAll: () => void;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger(reply);
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	const run: ServedFlow['run'] = async (node, event) => {
		const { items } = await callTrigger(signedCall(anEnvelope(event), now));
		const ended = await runWorkflow({
			workflow,
			start: { node, items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
		expect(ended.status).toBe('success');
		return ended;
	};
	return {
		calls: () => ledger.calls,
		run,
		tell: async (node, event) => {
			const story = storyOf(await run(node, event), ledger.calls);
			const told = JSON.stringify(story, (name, value: unknown) =>
				name === 'html' ? '(the letter as a page)' : value,
			);
			return JSON.parse(told) as unknown;
		},
		prepared: () =>
			ledger.calls
				.filter(({ path }) => path === '/v1/effects')
				.map(({ body }) => {
					const request = readRequest(body);
					const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
					expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
					return { ...request, prepared: content as Record<string, unknown> };
				}),
	};
}
