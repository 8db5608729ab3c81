import { defaultInboxPolicy } from '../../orchestrator/src/inbox/policy';
import type { FaultRule } from '../../orchestrator/src/sandbox/types';
import { leaseMs } from '../../orchestrator/src/service/effects/attempt';
import { defaultPatience } from '../../orchestrator/src/service/settings';
import type { Random } from '../../nodes/domain/lead/learning/random';
import { seededRandom } from '../../nodes/domain/lead/learning/random';

/** How the stack is set up: on one machine, or with queue, workers and replicas. */
export type Mode = 'single' | 'queue';

/** A connection between two parts that can be cut. */
export type Link = (typeof links)[number];

/**
 * vendors: service to HubSpot, ClickUp and Slack; mail: service to the mail server; trigger: service
 * to n8n; ledger: n8n to service.
 */
export const links = ['vendors', 'mail', 'trigger', 'ledger'] as const;

/** One thing that is done to the stack. Times in milliseconds. */
export type Blow =
	/** -9, and started anew after a while. */
	| { kind: 'kill'; part: string; downMs: number }
	/** Asked to end, and started anew at once. */
	| { kind: 'restart'; part: string }
	/** SIGSTOP, and SIGCONT after a while. */
	| { kind: 'freeze'; part: string; ms: number }
	/** `reset` refuses and cuts what is open; `silence` swallows every byte and answers nothing. */
	| { kind: 'cut'; link: Link; ms: number; how: 'reset' | 'silence' }
	| { kind: 'fault'; rule: FaultRule };

/** A blow and when it falls. */
export interface PlannedBlow {
	/** Falls once so many leads have been sent: slower machines get the same storm. */
	afterLeads: number;
	blow: Blow;
}

/** What a storm is drawn for. */
export interface StormOptions {
	seed: number;
	leads: number;
	mode: Mode;
	/** How many processes and connections are hit; by the number of leads when left out. */
	blows?: number;
}

/** One blow to a process or a connection for so many leads. */
const LEADS_A_BLOW = 40;
const LEADS_A_FAULT = 10;
/** Fewest blows of a storm: one of each that must be in it. */
const FEWEST_BLOWS = 4;
/** The storm begins and ends while leads are still being sent. */
const FROM_SHARE = 0.05;
const TO_SHARE = 0.9;

/** Longer than the lease of an effect: whoever is frozen for it is thought dead when it wakes. */
const PAST_LEASE_MS = leaseMs(defaultPatience) + 4_000;
/** Longer than the service waits for n8n to take an event. */
const PAST_FORWARD_MS = defaultInboxPolicy.forwardTimeoutMs + 2_000;
/** Longer than one call to a vendor may take. */
const PAST_CALL_MS = defaultPatience.timeoutMs + 4_000;

type Draw = (random: Random) => Blow;

const between = (random: Random, from: number, to: number) =>
	Math.round(from + random() * (to - from));
const kill =
	(part: string): Draw =>
	(random) => ({
		kind: 'kill',
		part,
		downMs: between(random, 0, 4_000),
	});
const restart =
	(part: string): Draw =>
	() => ({ kind: 'restart', part });
const freeze =
	(part: string, from: number, to: number): Draw =>
	(random) => ({
		kind: 'freeze',
		part,
		ms: between(random, from, to),
	});
const cut =
	(link: Link): Draw =>
	(random) => ({
		kind: 'cut',
		link,
		ms: between(random, 2_000, PAST_CALL_MS),
		how: random() < 0.5 ? 'reset' : 'silence',
	});

/** Each deck's first cards fall in every storm, however small. */
const decks: Record<Mode, { always: Draw[]; further: Draw[] }> = {
	single: {
		always: [
			kill('n8n'),
			// The embedded database lives and dies with it.
			kill('service'),
			freeze('service', PAST_LEASE_MS, PAST_LEASE_MS + 4_000),
			cut('vendors'),
		],
		further: [
			kill('n8n'),
			kill('n8n'),
			kill('service'),
			kill('service'),
			restart('n8n'),
			restart('service'),
			freeze('n8n', 3_000, 8_000),
			freeze('n8n', PAST_FORWARD_MS, PAST_FORWARD_MS + 5_000),
			freeze('service', 3_000, PAST_CALL_MS),
			...links.map(cut),
		],
	},
	queue: {
		always: [
			kill('worker-1'),
			kill('service-1'),
			freeze('service-2', PAST_LEASE_MS, PAST_LEASE_MS + 4_000),
			kill('postgres'),
			kill('redis'),
		],
		further: [
			kill('main'),
			kill('worker-2'),
			kill('webhook-1'),
			kill('service-2'),
			restart('main'),
			restart('postgres'),
			restart('redis'),
			restart('service-1'),
			kill('balancer'),
			freeze('balancer', 3_000, 8_000),
			restart('worker-1'),
			freeze('worker-1', 3_000, 15_000),
			freeze('worker-2', 30_000, 45_000),
			freeze('webhook-1', PAST_FORWARD_MS, PAST_FORWARD_MS + 5_000),
			freeze('postgres', 3_000, PAST_CALL_MS),
			freeze('service-1', PAST_LEASE_MS, PAST_LEASE_MS + 4_000),
			freeze('service-2', 3_000, PAST_CALL_MS),
			...links.map(cut),
		],
	},
};

/** Draws what is done to the stack, in the order in which it falls; equal options give an equal storm. */
export function drawStorm({ seed, leads, mode, ...given }: StormOptions): PlannedBlow[] {
	const random = seededRandom(seed ^ 0xb10);
	const count = given.blows ?? Math.max(FEWEST_BLOWS, Math.round(leads / LEADS_A_BLOW));
	const blows = dealt(decks[mode], count, random).map((draw) => draw(random));
	const [from, to] = [leads * FROM_SHARE, leads * TO_SHARE];
	const spread = (index: number, of: number) =>
		Math.round(from + ((index + random()) / of) * (to - from));
	const faults = drawFaults(leads, random);
	return [
		...blows.map((blow, index) => ({ afterLeads: spread(index, blows.length), blow })),
		...faults.map((blow, index) => ({ afterLeads: spread(index, faults.length), blow })),
	].sort((a, b) => a.afterLeads - b.afterLeads);
}

function dealt(deck: { always: Draw[]; further: Draw[] }, count: number, random: Random): Draw[] {
	const cards = shuffled(deck.always, random);
	let rest: Draw[] = [];
	while (cards.length < count) {
		if (rest.length === 0) rest = shuffled([...deck.always, ...deck.further], random);
		cards.push(...rest.splice(0, count - cards.length));
	}
	return count === 0 ? [] : cards;
}

function shuffled<T>(given: readonly T[], random: Random): T[] {
	const cards = [...given];
	for (let last = cards.length - 1; last > 0; last -= 1) {
		const other = Math.floor(random() * (last + 1));
		[cards[last], cards[other]] = [cards[other], cards[last]];
	}
	return cards;
}

/** The calls that act, by vendor. */
const acts = [
	{ host: 'api.hubapi.com', path: 'contacts/batch/upsert' },
	{ host: 'api.hubapi.com', path: 'objects/deals$' },
	{ host: 'api.clickup.com', path: '/task$' },
	{ host: 'slack.com', path: 'chat.postMessage' },
] as const;

/** One mail in so many leads is lost on its way to or from the mail server, for good. */
const LEADS_A_LOST_MAIL = 250;

function drawFaults(leads: number, random: Random): Blow[] {
	const count = Math.max(FEWEST_BLOWS, Math.round(leads / LEADS_A_FAULT));
	const ofActs = Array.from({ length: count }, (): Blow => {
		const act = acts[Math.floor(random() * acts.length)];
		return { kind: 'fault', rule: { ...act, method: 'POST', ...faultOf(random), times: 1 } };
	});
	const mails = Math.floor(leads / LEADS_A_LOST_MAIL);
	const ofMail = Array.from({ length: mails }, (): Blow => {
		const kind = random() < 0.5 ? 'reset' : 'timeout';
		const rule: FaultRule = { host: 'smtp', kind, afterWork: random() < 0.5, times: 1 };
		return { kind: 'fault', rule: { ...rule, delayMs: PAST_CALL_MS } };
	});
	// A server that says "later" or is slow loses nothing; 550 would be an honest refusal.
	const ofPatience = Array.from({ length: Math.ceil(count / 8) }, (): Blow => {
		const rule: FaultRule = { host: 'smtp', kind: random() < 0.5 ? '429' : 'slow', times: 1 };
		return { kind: 'fault', rule };
	});
	return shuffled([...ofActs, ...ofMail, ...ofPatience], random);
}

function faultOf(
	random: Random,
): Pick<FaultRule, 'kind' | 'afterWork' | 'delayMs' | 'retryAfterSeconds'> {
	const afterWork = random() < 0.5;
	const kinds = ['429', '500', 'reset', 'timeout', 'slow'] as const;
	const kind = kinds[Math.floor(random() * kinds.length)];
	switch (kind) {
		case '429':
			return { kind, retryAfterSeconds: between(random, 1, 3) };
		case '500':
		case 'reset':
			return { kind, afterWork };
		case 'timeout':
			return { kind, afterWork, delayMs: PAST_CALL_MS };
		case 'slow':
			return { kind, delayMs: between(random, 500, defaultPatience.timeoutMs - 2_000) };
	}
}

/** A blow in words, as the log of a run names it. */
export function wordsOf(blow: Blow): string {
	switch (blow.kind) {
		case 'kill':
			return `kill -9 ${blow.part}`;
		case 'restart':
			return `restart ${blow.part}`;
		case 'freeze':
			return `stop ${blow.part} for ${seconds(blow.ms)}`;
		case 'cut':
			return `cut ${blow.link} (${blow.how}) for ${seconds(blow.ms)}`;
		case 'fault': {
			const { host, kind, afterWork } = blow.rule;
			return `${host ?? 'every vendor'}: ${kind}${afterWork === true ? ' after the work' : ''}`;
		}
	}
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
