import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { LeadDecision } from '../../../nodes/domain/lead/scoreLead';
import type { ListedExecution } from '../adapters/n8n/api';
import { n8nApi } from '../adapters/n8n/api';
import { readNodeItems } from '../adapters/n8n/executions';
import { rootFolder } from '../config';
import type { Stack } from './stack';
import { waitFor } from './waitFor';

/** The lead that `npm start` sends: what a client's form would post. */
export const firstLeadFile = path.join(
	rootFolder,
	'workflows/lead-qualification/fixtures/lead.json',
);

const fixtureSchema = z
	.object({ events: z.array(z.object({ at: z.string().datetime() }).passthrough()).min(1) })
	.passthrough();

const effectSchema = z.object({
	key: z.string(),
	kind: z.string(),
	state: z.string(),
	receipt: z.record(z.unknown()).nullable(),
	error: z.object({ what: z.string(), why: z.string() }).passthrough().nullish(),
});
/** What the ledger says of one effect. */
export type EffectView = z.infer<typeof effectSchema>;

/** Id of Lead Qualification in workflows/bundle.json. */
const qualificationId = 'AoLeadQualif0001';

/** What a hot or warm lead sets off, in the order of the workflow. */
export const expectedKinds = [
	'hubspot.contact',
	'hubspot.deal',
	'clickup.task',
	'slack.message',
	'mail',
] as const;

/** How long before it is sent the last thing happened in the fixture, in milliseconds. */
const LAST_EVENT_AGO_MS = 2 * 3_600_000;

/** The fixture as it is sent now: its arrival is now, and its events keep their distances before it. */
export function readFirstLead(now: Date, file = firstLeadFile): Record<string, unknown> {
	const lead = fixtureSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	const newest = Math.max(...lead.events.map(({ at }) => Date.parse(at)));
	const shift = now.getTime() - LAST_EVENT_AGO_MS - newest;
	const moved = (at: string) => new Date(Date.parse(at) + shift).toISOString();
	return {
		...lead,
		events: lead.events.map((event) => ({ ...event, at: moved(event.at) })),
		receivedAt: now.toISOString(),
	};
}

/**
 * Sends a lead through the production webhook.
 *
 * @throws MendableError `lead/refused` when n8n does not take it
 */
export async function sendLead({ settings, secrets }: Stack, lead: unknown): Promise<void> {
	const url = `${settings.n8n.url}/webhook/lead-intake`;
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-agency-secret': secrets.webhookSecret },
		body: JSON.stringify(lead),
	});
	if (answer.ok) return;
	throw new MendableError(
		'lead/refused',
		`n8n refused the lead (${answer.status}).`,
		(await answer.text()).slice(0, 300),
		'See whether the workflow "Lead Intake" is published in n8n.',
	);
}

/** Everything the ledger knows about one lead's effects. */
export async function effectsOf(
	{ settings, secrets }: Stack,
	leadId: string,
): Promise<EffectView[]> {
	const url = `${settings.service.url}/v1/effects?subject=${encodeURIComponent(`lead:${leadId}`)}`;
	const answer = await fetch(url, { headers: { authorization: `Bearer ${secrets.ledgerApiKey}` } });
	return z.object({ effects: z.array(effectSchema) }).parse(await answer.json()).effects;
}

/** What came of a lead: the effects that are done, and the ones that are not, in words. */
export interface Outcome {
	done: EffectView[];
	missing: string[];
}

/** What has come of a lead up to now. */
export async function outcomeOf(stack: Stack, leadId: string): Promise<Outcome> {
	const effects = await effectsOf(stack, leadId);
	const byKind = new Map(effects.map((effect) => [effect.kind, effect]));
	const outcome: Outcome = { done: [], missing: [] };
	for (const kind of expectedKinds) {
		const effect = byKind.get(kind);
		if (effect === undefined) outcome.missing.push(`${kind}: the flow did not get that far`);
		else if (effect.state === 'done') outcome.done.push(effect);
		else outcome.missing.push(`${kind}: ${[effect.state, effect.error?.what].join('. ')}`);
	}
	return outcome;
}

/**
 * The execution of the qualification that began after `earlier` and has ended.
 *
 * @param earlier what latestExecution gave before the lead was sent
 * @throws MendableError `wait/too-long`
 */
export async function endedExecution(
	stack: Stack,
	earlier: number,
	deadlineMs: number,
): Promise<ListedExecution> {
	return await waitFor(
		async () => {
			const latest = await findLatest(stack);
			const hasEnded = latest !== null && !runningStates.has(latest.status);
			return hasEnded && Number(latest.id) > earlier ? latest : undefined;
		},
		{
			what: 'the execution of Lead Qualification to end',
			deadlineMs,
			mend: 'Look at the executions in n8n, and at logs/n8n.log in the state folder.',
		},
	);
}

/** Number of the qualification's newest execution; 0 where there is none. */
export async function latestExecution(stack: Stack): Promise<number> {
	return Number((await findLatest(stack))?.id ?? 0);
}

const runningStates = new Set(['new', 'running', 'waiting']);

async function findLatest({ settings, secrets }: Stack): Promise<ListedExecution | null> {
	const api = n8nApi(settings.n8n.url, secrets.n8nApiKey ?? '');
	const [latest] = await api.listExecutions({ workflowId: qualificationId, limit: 1 });
	return latest ?? null;
}

/** What was decided about the lead in an execution; null where it did not get to the scoring. */
export async function readDecision(
	{ settings, secrets }: Stack,
	executionId: string,
): Promise<LeadDecision | null> {
	const { url } = settings.n8n;
	const items = await readNodeItems(url, secrets.n8nApiKey ?? '', executionId, 'Score the lead');
	const [item] = items as Array<{ decision?: LeadDecision }>;
	return item?.decision ?? null;
}
