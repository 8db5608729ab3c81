import Stripe from 'stripe';
import { openConnections } from '../../orchestrator/src/adapters/transport';
import { sandboxHosts, sandboxTokens } from '../../orchestrator/src/sandbox/accounts';
import { StripePeople } from '../../orchestrator/src/sandbox/stripe/peopleAct';
import { StripeStandIn } from '../../orchestrator/src/sandbox/stripe/standIn';
import { StripeStore } from '../../orchestrator/src/sandbox/stripe/store';
import type { VendorAnswer } from '../../orchestrator/src/sandbox/types';

/**
 * What goes wrong with a call: nothing arrives, the answer is lost after the work, Stripe breaks (and
 * keeps that under the key), or it is too much at once.
 */
export type StripeFault = 'lost-request' | 'lost-answer' | 'broken' | 'rate-limit';

/** Stripe's stand-in under Stripe's own SDK, without any socket between. */
export interface StripeInProcess {
	store: StripeStore;
	people: StripePeople;
	/** For `stripeAdapter` and its like. */
	options: {
		key: string;
		timeoutMs: number;
		connections: ReturnType<typeof openConnections>;
		httpClient: InstanceType<typeof Stripe.HttpClient>;
	};
	/** `METHOD path` of every call so far. */
	calls: string[];
	/** Orders faults by the number of the call, the first being 1, counted from now. */
	failing(faults: Record<number, StripeFault>): void;
	/** Lets time pass at Stripe, in milliseconds. */
	pass(ms: number): void;
}

/** Opens an account without anything in it. */
export function stripeInProcess(
	startsAt: number,
	key: string = sandboxTokens.stripe,
): StripeInProcess {
	const store = new StripeStore();
	const standIn = new StripeStandIn('off', store);
	const calls: string[] = [];
	let at = startsAt;
	let first = 0;
	let ordered: Record<number, StripeFault> = {};
	const answer = (method: string, url: string, headers: Record<string, string>, body: string) => {
		const [path = '', search = ''] = url.split('?');
		const request = {
			method,
			host: sandboxHosts.stripe,
			path,
			query: new URLSearchParams(search),
			headers: { ...headers, authorization: `Bearer ${sandboxTokens.stripe}` },
			body,
			at,
		};
		calls.push(`${method} ${path}`);
		const fault = ordered[calls.length - first];
		if (fault === 'lost-request') throw lost();
		if (fault === 'broken') return standIn.refuse('500', request);
		if (fault === 'rate-limit') return standIn.refuse('429', request);
		const answered = standIn.handle(request);
		if (fault === 'lost-answer') throw lost();
		return answered;
	};
	class InProcess extends Stripe.HttpClient {
		getClientName(): string {
			return 'in-process';
		}

		async makeRequest(
			_host: string,
			_port: string,
			path: string,
			method: string,
			headers: Record<string, string | number | string[]>,
			data: string | null,
		): ReturnType<InstanceType<typeof Stripe.HttpClient>['makeRequest']> {
			const lower = Object.entries(headers).map(([name, value]) => [
				name.toLowerCase(),
				String(value),
			]);
			return await Promise.resolve(
				responseOf(answer(method, path, Object.fromEntries(lower) as never, data ?? '')),
			);
		}
	}
	return {
		store,
		people: new StripePeople(
			store,
			() => undefined,
			() => at,
		),
		options: {
			key,
			timeoutMs: 1_000,
			connections: openConnections(1_000),
			httpClient: new InProcess(),
		},
		calls,
		failing: (faults) => {
			first = calls.length;
			ordered = faults;
		},
		pass: (ms) => {
			at += ms;
		},
	};
}

function lost(): Error {
	// Not a reset, which the SDK itself answers with a second call.
	return Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
}

function responseOf({ status, headers = {}, body }: VendorAnswer) {
	return {
		getStatusCode: () => status,
		getHeaders: () => headers,
		getRawResponse: () => ({}),
		toStream: () => null,
		toJSON: async () => await Promise.resolve(JSON.parse(JSON.stringify(body)) as never),
	} as unknown as Awaited<ReturnType<InstanceType<typeof Stripe.HttpClient>['makeRequest']>>;
}
