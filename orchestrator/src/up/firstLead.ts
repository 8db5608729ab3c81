import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { LeadDecision } from '../../../nodes/domain/lead/scoreLead';
import { readNodeItems } from '../adapters/n8n/executions';
import { rootFolder } from '../config';
import type { Stack } from './stack';
import { waitFor } from './waitFor';

/** The lead that `npm start` sends: what a client's form would post. */
export const firstLeadFile = path.join(
	rootFolder,
	'workflows/lead-qualification/fixtures/lead.json',
);

const effectSchema = z.object({
	key: z.string(),
	kind: z.string(),
	state: z.string(),
	receipt: z.record(z.unknown()).nullable(),
	error: z.object({ what: z.string(), why: z.string() }).passthrough().nullish(),
	source: z
		.object({ executionId: z.string().nullish(), executionUrl: z.string().nullish() })
		.passthrough()
		.nullish(),
});
/** What the ledger says of one effect. */
export type EffectView = z.infer<typeof effectSchema>;

/** What a hot or warm lead sets off, in the order of the workflow. */
export const expectedKinds = [
	'hubspot.contact',
	'hubspot.deal',
	'clickup.task',
	'slack.message',
	'mail',
] as const;

/** The fixture as it is sent now: its events and its arrival move with the clock. */
export function readFirstLead(now: Date, file = firstLeadFile): Record<string, unknown> {
	const lead = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	return { ...lead, receivedAt: now.toISOString() };
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

/** Waits until every expected effect has ended, for at most `deadlineMs`. */
export async function followLead(
	stack: Stack,
	leadId: string,
	deadlineMs: number,
): Promise<Outcome> {
	const outcome = async (): Promise<Outcome> => {
		const effects = await effectsOf(stack, leadId);
		const byKind = new Map(effects.map((effect) => [effect.kind, effect]));
		const done = expectedKinds.flatMap((kind) => {
			const effect = byKind.get(kind);
			return effect?.state === 'done' ? [effect] : [];
		});
		const missing = expectedKinds.flatMap((kind) => {
			const effect = byKind.get(kind);
			if (effect === undefined) return [`${kind}: the flow did not get that far`];
			if (effect.state === 'done') return [];
			return [`${kind}: ${effect.state}. ${effect.error?.what ?? ''} ${effect.error?.why ?? ''}`];
		});
		return { done, missing };
	};
	await waitFor(async () => ((await outcome()).missing.length === 0 ? true : undefined), {
		what: 'the five effects of the lead',
		deadlineMs,
		mend: '',
	}).catch(() => undefined); // what is missing is said by name instead
	return await outcome();
}

/**
 * What was decided about the lead in n8n, read from the execution that its effects name; null where
 * n8n no longer has it.
 */
export async function readDecision(
	{ settings, secrets }: Stack,
	effects: readonly EffectView[],
): Promise<LeadDecision | null> {
	const executionId = effects.map(({ source }) => source?.executionId).find(Boolean);
	if (executionId === undefined || executionId === null || secrets.n8nApiKey === null) return null;
	const { url } = settings.n8n;
	const items = await readNodeItems(url, secrets.n8nApiKey, executionId, 'Score the lead');
	const [item] = items as Array<{ decision?: LeadDecision }>;
	return item?.decision ?? null;
}
