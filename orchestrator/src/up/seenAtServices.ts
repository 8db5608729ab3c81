import type { SandboxState } from '../sandbox';
import type { EffectView } from './firstLead';
import type { Stack } from './stack';

/** What the stand-ins hold; null with real accounts. */
export async function readSandboxState({ settings }: Stack): Promise<SandboxState | null> {
	if (settings.sandbox === null) return null;
	const answer = await fetch(`http://127.0.0.1:${settings.sandbox.viewerPort}/api/state`);
	return (await answer.json()) as SandboxState;
}

/**
 * Looks for what the receipts claim at the services themselves.
 *
 * @returns one sentence for each effect that is not there exactly once; empty when all is well
 */
export function findMissing(state: SandboxState, done: readonly EffectView[]): string[] {
	return done.flatMap(({ kind, key, receipt }) => {
		const count = countAtService(state, kind, receipt ?? {});
		if (count === 1) return [];
		return [`${kind}: ${count} of ${key} found at the service instead of 1`];
	});
}

function countAtService(
	{ hubspot, slack, clickup, mail }: SandboxState,
	kind: string,
	receipt: Record<string, unknown>,
): number {
	switch (kind) {
		case 'hubspot.contact':
			return hubspot.contacts.filter(({ id }) => id === receipt.id).length;
		case 'hubspot.deal':
			return hubspot.deals.filter(({ id }) => id === receipt.id).length;
		case 'clickup.task':
			return clickup.tasks.filter(({ id }) => id === receipt.id).length;
		case 'slack.message':
			return (slack.messages[String(receipt.channel)] ?? []).filter(({ ts }) => ts === receipt.ts)
				.length;
		case 'mail':
			return mail.messages.filter(({ messageId }) => messageId === receipt.messageId).length;
		default:
			return 0;
	}
}
