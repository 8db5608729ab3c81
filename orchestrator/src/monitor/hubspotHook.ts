import type { WantedHubspotHook } from '../plan/model';
import { subscribeSteps } from '../plan/planHubspotHook';
import type { Check } from './check';
import { finding, ok } from './check';

/** What was seen of the way from a deal in HubSpot to the service. */
export interface HubspotHookSeen {
	hook: Pick<WantedHubspotHook, 'url' | 'secretEnv'>;
	/** When the inbox last had something of HubSpot; null: never. */
	heardAt: Date | null;
	/** When the newest deal was made, which HubSpot is to tell; null without any. */
	newestDealAt: Date | null;
}

/** A webhook is sent within moments; HubSpot repeats one that failed for days. Ours: patience, in milliseconds. */
const PATIENCE_MS = 30 * 60_000;

/** Clocks may differ so far, in milliseconds. */
const SKEW_MS = 60_000;

/** Whether HubSpot still tells what it is to tell: its subscriptions cannot be asked for. Pure. */
export function judgeHubspotHook(seen: HubspotHookSeen | null, now: Date): Check[] {
	if (seen === null) return [];
	const about = 'HubSpot webhooks';
	const { hook, heardAt, newestDealAt } = seen;
	const heard = heardAt === null ? 'nothing was ever heard' : `last heard ${heardAt.toISOString()}`;
	const isSilent =
		newestDealAt !== null &&
		now.getTime() - newestDealAt.getTime() > PATIENCE_MS &&
		(heardAt === null || newestDealAt.getTime() - heardAt.getTime() > SKEW_MS);
	const mend = subscribeSteps(hook);
	if (isSilent) {
		const says = `${heard}, and a deal was made at ${newestDealAt.toISOString()}`;
		return [finding('warning', about, says, mend)];
	}
	return heardAt === null ? [finding('note', about, `${heard} yet`, mend)] : [ok(about, heard)];
}
