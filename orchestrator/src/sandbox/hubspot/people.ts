import { createHmac } from 'node:crypto';
import { MendableError } from '../../../../nodes/domain/errors';
import { sandboxHubspotSecret, sandboxPeople, sandboxPortal } from '../accounts';
import type { CrmObject } from './model';
import type { HubSpotStore } from './store';

/** What came of telling the service. */
export interface Told {
	/** Status of the service's answer; null when nobody listens to webhooks. */
	status: number | null;
}

/** How long the service may take to answer, in milliseconds: HubSpot gives up after 5 s (secondary). */
const PATIENCE_MS = 5_000;

/** The number of the app that HubSpot names in its webhooks. */
const appId = 1_000_001;

/** What people do in HubSpot's own screens, told to the service by webhook as HubSpot does. */
export class HubSpotPeople {
	private lastEvent = 0;

	/**
	 * @param hookUrl where the app's webhooks go; null tells nobody
	 * @param onChange called after a change
	 * @param now milliseconds since 1970
	 * @param patienceMs how long the service may take to answer
	 */
	constructor(
		private readonly store: HubSpotStore,
		private readonly hookUrl: string | null,
		private readonly onChange: () => void,
		private readonly now: () => number = Date.now,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/**
	 * Moves a deal to a stage of its pipeline and tells of it.
	 *
	 * @throws MendableError `sandbox/no-such-deal`, `sandbox/no-such-stage`, `sandbox/hook-unanswered`
	 */
	async moveDeal(id: string, stage: string): Promise<Told> {
		const deal = this.store.find('deals', id);
		if (deal === null) throw unknown('deal', `There is no deal ${id}.`, 'Choose one of the list.');
		const stages = this.stagesOf(deal);
		if (!stages.includes(stage)) {
			throw unknown('stage', `"${stage}" is no stage of it.`, `It has: ${stages.join(', ')}.`);
		}
		const at = this.now();
		this.store.update('deals', deal, { dealstage: stage }, at);
		this.onChange();
		return await this.tell(deal, stage, at);
	}

	private stagesOf(deal: CrmObject): string[] {
		const pipeline = deal.properties.pipeline ?? 'default';
		const found = this.store.state.pipelines.deals.find(({ id }) => id === pipeline);
		return found?.stages.map(({ id }) => id) ?? [];
	}

	/** One call as HubSpot's developers' pages show it: a list of events, signed with version 3. */
	private async tell(deal: CrmObject, stage: string, occurredAt: number): Promise<Told> {
		if (this.hookUrl === null) return { status: null };
		this.lastEvent += 1;
		const body = JSON.stringify([
			{
				eventId: occurredAt * 100 + this.lastEvent,
				subscriptionId: 3_000_001,
				portalId: Number(sandboxPortal.id),
				appId,
				occurredAt,
				subscriptionType: 'deal.propertyChange',
				attemptNumber: 0,
				objectId: Number(deal.id),
				propertyName: 'dealstage',
				propertyValue: stage,
				changeSource: 'CRM_UI',
				sourceId: `userId:${sandboxPeople[0]?.hubspotUserId ?? 0}`,
			},
		]);
		const timestamp = String(this.now());
		const signature = createHmac('sha256', sandboxHubspotSecret)
			.update(`POST${this.hookUrl}${body}${timestamp}`)
			.digest('base64');
		try {
			const { status } = await fetch(this.hookUrl, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-hubspot-request-timestamp': timestamp,
					'x-hubspot-signature-v3': signature,
				},
				body,
				signal: AbortSignal.timeout(this.patienceMs),
			});
			return { status };
		} catch (error) {
			// Not told is an answer too: the deal has moved, and HubSpot would try again.
			const why = error instanceof Error ? error.message : String(error);
			throw unanswered(this.hookUrl, why);
		}
	}
}

function unknown(what: 'deal' | 'stage', why: string, mend: string): MendableError {
	return new MendableError(`sandbox/no-such-${what}`, 'The deal was not moved.', why, mend);
}

function unanswered(url: string, why: string): MendableError {
	return new MendableError(
		'sandbox/hook-unanswered',
		'The deal has moved, and the service was not told.',
		`${url} did not answer: ${why}.`,
		'Start the service, then move the deal away and back.',
	);
}
