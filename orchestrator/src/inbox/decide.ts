import type { BackoffBounds } from './backoff';
import { backoffMs } from './backoff';
import type { InboxPolicy } from './policy';

/** What a decision about an event goes by. */
export interface Trials {
	id: string;
	/** Tries that came to nothing while n8n was there, this one not counted. */
	failures: number;
	/** Executions that broke off, this one not counted; those that n8n took with it are not among them. */
	brokenOff: number;
	/** Executions that ended because n8n itself did, this one not counted. */
	crashed: number;
	/** Milliseconds since the event arrived or was replayed. */
	ageMs: number;
}

/** How n8n took an event. */
export type ForwardAnswer =
	| { taken: true; executionId: string | null }
	/**
	 * `isAway`: n8n itself does not answer, so that no other event would get through either;
	 * `isUnwanted`: n8n is there, and no published flow has a trigger for the topic.
	 */
	| { taken: false; isAway: boolean; isUnwanted: boolean; status: number | null; why: string };

/** What becomes of an event whose try came to nothing. */
export type NextTry =
	/**
	 * `isPassedOver`: whether later events of its subject, but of other topics, go before it; null: as it
	 * was before.
	 */
	| { next: 'again'; delayMs: number; because: string; isPassedOver: boolean | null }
	| { next: 'dead'; because: string }
	| { next: 'end'; outcome: typeof NO_FLOW; because: string };

/**
 * Whether flows wait for a topic: `published`: one does; `lately`: one did until a short while ago;
 * `none`: none does; `unknown`: nobody can say.
 */
export type TopicStanding = 'published' | 'lately' | 'none' | 'unknown';

/** Outcome of an event that no flow was there for, and that nobody misses. */
export const NO_FLOW = 'no flow';

/** Topic of the event that a hub's digest of capacity is due; nobody wants it the day after. */
export const DIGEST_DUE = 'capacity.digest-due';

/** Topic of the event that a file has passed every gate; a studio without a flow for it delivers by hand. */
export const FILE_APPROVED = 'file.approved';

/** Topic of the event that the client said yes to every file of a project; delivered by hand without a flow. */
export const CLIENT_APPROVED = 'client.approved';

/** Topic of the event that a project came to a milestone; a studio without a flow for it writes by hand. */
export const MILESTONE_REACHED = 'milestone.reached';

/** Topic of a client's answer to the question how it was; a studio without a flow for it reads the ledger. */
export const FEEDBACK_GIVEN = 'feedback.given';

/** Topics of invoices that came to their end; the ledger and the portal show it without a flow too. */
export const INVOICE_PAID = 'invoice.paid';
export const INVOICE_VOIDED = 'invoice.voided';

/** Topic of a deal that a client opened or that was won, which ends what they are followed up by. */
export const CLIENT_DEAL = 'client.deal';

/**
 * Whether nobody misses an event that no flow is there for: a vendor's word as it came, such as
 * `hubspot.deal.property-change` or Frame.io's `file.versioned`, since vendors send whatever they are
 * subscribed to, and most of it no flow is made for; this morning's digest; that a file is ready;
 * that a project came to a milestone; or a client's answer, which the ledger keeps.
 */
export function isNotMissed({ source, topic }: { source: string; topic: string }): boolean {
	const isVendorsOwn = topic.startsWith(`${source}.`) || source === 'frameio';
	const unmissed = [
		DIGEST_DUE,
		FILE_APPROVED,
		CLIENT_APPROVED,
		MILESTONE_REACHED,
		FEEDBACK_GIVEN,
		CLIENT_DEAL,
		INVOICE_PAID,
		INVOICE_VOIDED,
	];
	return isVendorsOwn || unmissed.includes(topic);
}

/** What else is known of an event that n8n did not take. */
export interface Refused extends Trials {
	isNotMissed: boolean;
	/** How its topic stands; `unknown` where n8n did not say that no flow is there. */
	standing: TopicStanding;
}

/**
 * What becomes of an event that n8n did not take: tried again after a wait, or dead once it is too
 * old. While n8n is away the wait is short, since the forwarder as a whole waits for n8n, and so it is
 * where a flow is about to be back: until then the event keeps its place. One without a flow has ended
 * where nobody misses it, and else lets others pass.
 */
export function afterRefusal(
	answer: Extract<ForwardAnswer, { taken: false }>,
	refused: Refused,
	policy: InboxPolicy,
): NextTry {
	const { standing, ageMs } = refused;
	const isWithoutFlow =
		answer.isUnwanted &&
		(standing === 'none' || (standing === 'unknown' && ageMs >= policy.unwantedAfterMs));
	if (isWithoutFlow && refused.isNotMissed) {
		return { next: 'end', outcome: NO_FLOW, because: answer.why };
	}
	if (ageMs >= policy.deadAfterMs) return tooOld(answer.why, policy);
	const bounds = boundsFor(answer, standing, policy);
	const delayMs = backoffMs(refused.failures + 1, refused.id, bounds);
	const isPassedOver =
		answer.isAway || (answer.isUnwanted && standing === 'unknown')
			? null
			: answer.isUnwanted && standing === 'none';
	return { next: 'again', delayMs, because: answer.why, isPassedOver };
}

function boundsFor(
	{ isAway, isUnwanted }: Extract<ForwardAnswer, { taken: false }>,
	standing: TopicStanding,
	policy: InboxPolicy,
): BackoffBounds {
	if (isAway) return policy.awayBackoff;
	const isAboutToBeBack = isUnwanted && (standing === 'published' || standing === 'lately');
	return isAboutToBeBack ? policy.republishBackoff : policy.backoff;
}

/** What n8n says of an execution; `vanished`: it does not know it; `unheard`: it could not be asked. */
export type ExecutionState = (typeof executionStates)[number];

/** n8n's own words for a status, and ours for what it does not say. */
export const executionStates = [
	'new',
	'running',
	'waiting',
	'success',
	'error',
	'crashed',
	'canceled',
	'vanished',
	'unheard',
] as const;

/** An event at work, as the sweeper finds it. */
export interface AtWork extends Trials {
	/** null when n8n's answer did not name one. */
	executionId: string | null;
	isLeaseOver: boolean;
	/** Milliseconds since n8n took it. */
	runsForMs: number;
	/** The effect of it that a flow stops at, and that is not done; null when there is none. */
	stoppedAt: StoppedAt | null;
}

/** An effect that is not done. */
export interface StoppedAt {
	key: string;
	/** Whether only a person can clear it: it was refused, or nobody can say whether it happened. */
	needsPerson: boolean;
	/** What is the matter with it, and what to do. */
	why: string;
}

/** What the sweeper does about an event at work. */
export type Sweep =
	| { do: 'leave' }
	| { do: 'renew' }
	| { do: 'end'; outcome: typeof ENDED_WITHOUT_REPORT }
	/** `isN8nsFault`: n8n itself broke down, which is held less against the event. */
	| { do: 'fireAgain'; delayMs: number; because: string; isN8nsFault: boolean }
	| { do: 'bury'; because: string }
	/** Fired again as soon as the effect is settled, at the latest after that time. */
	| { do: 'awaitEffect'; key: string; delayMs: number; because: string }
	/** Left to a person until the effect is cleared, or the event replayed. */
	| { do: 'putAside'; key: string; because: string };

/** Outcome of an event whose flow succeeded and reported nothing. */
export const ENDED_WITHOUT_REPORT = 'ended without report';

/**
 * What to do about an event at work, by what n8n says of its execution: one that runs keeps the
 * event, one that succeeded has ended it, one that broke off gives it back. When n8n cannot say,
 * the lease decides.
 */
export function afterLookUp(state: ExecutionState, event: AtWork, policy: InboxPolicy): Sweep {
	switch (state) {
		case 'waiting':
			return { do: 'renew' };
		case 'new':
		case 'running':
			if (event.runsForMs < policy.longestRunMs) return { do: 'renew' };
			return brokenOff(`n8n still calls it ${state}, too long to be true`, event, policy);
		case 'success':
			return { do: 'end', outcome: ENDED_WITHOUT_REPORT };
		case 'error':
			return stopped(event, policy) ?? brokenOff('the execution ended as error', event, policy);
		case 'canceled':
			return brokenOff(`the execution ended as ${state}`, event, policy);
		case 'crashed':
			return crashed('n8n broke down while the execution ran', event, policy);
		case 'vanished':
			return crashed('n8n does not know the execution', event, policy);
		case 'unheard':
			if (!event.isLeaseOver) return { do: 'leave' };
			return brokenOff('no end was reported in time', event, policy);
	}
}

/** An execution that stopped at an effect is not helped by being fired again before that is settled. */
function stopped({ stoppedAt, ageMs }: AtWork, policy: InboxPolicy): Sweep | null {
	if (stoppedAt === null || ageMs >= policy.deadAfterMs) return null;
	const { key, needsPerson, why } = stoppedAt;
	if (needsPerson) return { do: 'putAside', key, because: why };
	const because = `the execution stopped at ${key}, which is still under way`;
	return { do: 'awaitEffect', key, delayMs: policy.backoff.longestMs, because };
}

function brokenOff(because: string, trials: AtWork, policy: InboxPolicy): Sweep {
	if (trials.ageMs >= policy.deadAfterMs) {
		return { do: 'bury', because: tooOld(because, policy).because };
	}
	const count = trials.brokenOff + 1;
	if (count >= policy.mostBrokenOff) {
		return { do: 'bury', because: `${count} executions broke off; the last: ${because}` };
	}
	const delayMs = backoffMs(trials.failures + 1, trials.id, policy.backoff);
	return { do: 'fireAgain', delayMs, because, isN8nsFault: false };
}

/** Whoever was at work when n8n broke down goes on soon; only who is there again and again is suspected. */
function crashed(because: string, trials: AtWork, policy: InboxPolicy): Sweep {
	if (trials.ageMs >= policy.deadAfterMs) {
		return { do: 'bury', because: tooOld(because, policy).because };
	}
	const count = trials.crashed + 1;
	if (count >= policy.mostCrashed) {
		return { do: 'bury', because: `n8n broke down ${count} times over it; the last: ${because}` };
	}
	const delayMs = backoffMs(count, trials.id, policy.backoff);
	return { do: 'fireAgain', delayMs, because, isN8nsFault: true };
}

function tooOld(because: string, { deadAfterMs }: InboxPolicy): { next: 'dead'; because: string } {
	const hours = Math.round(deadAfterMs / 3_600_000);
	return { next: 'dead', because: `it came to no end in ${hours} hours; the last: ${because}` };
}
