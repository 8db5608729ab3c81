import type { FaultBook } from './faults';
import type { Journal } from './journal';
import type { FaultRule, RecordedRequest, StandIn, VendorAnswer, VendorRequest } from './types';

/** What the proxy does with a call: answer (perhaps late), hold the connection, or cut it. */
export type Delivery =
	| { kind: 'answer'; answer: VendorAnswer; delayMs: number }
	| { kind: 'hold'; holdMs: number }
	| { kind: 'reset' };

/** Compares a call and its answer with the vendor's description; one sentence for each departure. */
export interface ContractCheck {
	check(request: VendorRequest, answer: VendorAnswer): string[];
}

/** How long a timed-out connection is held when the fault does not say, in milliseconds. */
export const defaultHoldMs = 120_000;

/** The delay of a slow answer when the fault does not say, in milliseconds. */
export const defaultSlowMs = 2_000;

/** Violations kept; later ones are only seen at their requests. */
const violationLimit = 1_000;

const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Takes each call past the faults to its stand-in, checks it and writes the journal. */
export class Gateway {
	private readonly byHost: Map<string, StandIn>;
	private collected: string[] = [];

	/**
	 * @param contracts a check by host name; hosts without one are not checked
	 * @param onChange called after a call that may have changed a state
	 */
	constructor(
		standIns: readonly StandIn[],
		private readonly faults: FaultBook,
		private readonly journal: Journal,
		private readonly contracts: ReadonlyMap<string, ContractCheck>,
		private readonly onChange: () => void,
	) {
		this.byHost = new Map(standIns.map((standIn) => [standIn.host, standIn]));
	}

	/** Departures from the vendors' descriptions since the start or the last `clear`. */
	violations(): string[] {
		return [...this.collected];
	}

	clear(): void {
		this.collected = [];
	}

	knows(host: string): boolean {
		return this.byHost.has(host);
	}

	/** Notes a host that was refused before a call could be made to it. */
	noteRefusal(host: string, at: number): void {
		const entry = this.journal.add({
			at: new Date(at).toISOString(),
			host,
			method: 'CONNECT',
			path: '',
			status: 502,
			ms: 0,
			requestHeaders: {},
			requestBody: '',
			responseBody: '',
			violations: [],
		});
		entry.refused = true;
	}

	/** Writes what was answered into the journal; `ms` is the time it took. */
	complete(entry: RecordedRequest, status: number, responseBody: string, ms: number): void {
		this.journal.complete(entry, status, responseBody, Math.round(ms * 10) / 10);
	}

	/** Serves one call; the entry is completed by whoever delivers the answer. */
	serve(request: VendorRequest): { delivery: Delivery; entry: RecordedRequest } {
		const search = request.query.size > 0 ? `?${request.query.toString()}` : '';
		const path = `${request.path}${search}`;
		const entry = this.journal.add({
			at: new Date(request.at).toISOString(),
			host: request.host,
			method: request.method,
			path,
			status: 0,
			ms: 0,
			requestHeaders: publicHeaders(request.headers),
			requestBody: request.body,
			responseBody: '',
			violations: [],
		});
		const standIn = this.byHost.get(request.host);
		if (!standIn) {
			entry.refused = true;
			return { delivery: immediate(refuseHost(request.host)), entry };
		}
		const fault = this.faults.take(request.host, request.method, path);
		if (fault) entry.fault = fault.kind;

		return { delivery: this.deliver(standIn, request, fault, entry), entry };
	}

	private deliver(
		standIn: StandIn,
		request: VendorRequest,
		fault: FaultRule | null,
		entry: RecordedRequest,
	): Delivery {
		if (fault === null || fault.kind === 'slow') {
			const answer = this.work(standIn, request, entry);
			return { kind: 'answer', answer, delayMs: fault ? (fault.delayMs ?? defaultSlowMs) : 0 };
		}
		if (fault.afterWork) this.work(standIn, request, entry);
		switch (fault.kind) {
			case 'timeout':
				return { kind: 'hold', holdMs: fault.delayMs ?? defaultHoldMs };
			case 'reset':
				return { kind: 'reset' };
			case '429':
			case '500':
				return immediate(standIn.refuse(fault.kind, request, fault.retryAfterSeconds ?? 1));
		}
	}

	private work(standIn: StandIn, request: VendorRequest, entry: RecordedRequest): VendorAnswer {
		const answer = handleSafely(standIn, request);
		if (request.method !== 'GET') this.onChange();
		const contract = this.contracts.get(request.host);
		const found = contract ? checkSafely(contract, request, answer) : [];
		entry.violations.push(...found);
		for (const violation of found) {
			if (this.collected.length >= violationLimit) break;
			this.collected.push(`${request.method} ${request.host}${request.path}: ${violation}`);
		}
		return answer;
	}
}

/** A check that cannot be made is a finding too. */
function checkSafely(
	contract: ContractCheck,
	request: VendorRequest,
	answer: VendorAnswer,
): string[] {
	try {
		return contract.check(request, answer);
	} catch (error) {
		return [`the check failed: ${error instanceof Error ? error.message : String(error)}`];
	}
}

/** A mistake in a stand-in must not end the process: it shows as an answer of its own. */
function handleSafely(standIn: StandIn, request: VendorRequest): VendorAnswer {
	try {
		return standIn.handle(request);
	} catch (error) {
		const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
		const what = `The stand-in for ${standIn.host} failed.`;
		const mend = 'Report this call: it is a mistake in the sandbox.';
		return { status: 500, body: { error: { code: 'sandbox/stand-in-failed', what, why, mend } } };
	}
}

const immediate = (answer: VendorAnswer): Delivery => ({ kind: 'answer', answer, delayMs: 0 });

/** The answer to a call for a host that no stand-in knows. */
export function refuseHost(host: string): VendorAnswer {
	return {
		status: 502,
		body: {
			error: {
				code: 'sandbox/host-unknown',
				what: `The sandbox has no stand-in for ${host}.`,
				why: 'It answers for a fixed list of services and passes nothing on to the internet.',
				mend: 'Call one of the services it stands in for, or start without the sandbox.',
			},
		},
	};
}

function publicHeaders(headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			secretHeaders.has(name) ? '(not kept)' : value,
		]),
	);
}
