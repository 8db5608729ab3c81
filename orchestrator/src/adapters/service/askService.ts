import { isErrorReport, MendableError } from '../../../../nodes/domain/errors';

/** How to reach the service. */
export interface ServicePlace {
	/** Address without a slash at its end. */
	url: string;
	apiKey: string;
}

/** A call to the service; without a body it is a GET, with one a POST unless it says otherwise. */
export interface ServiceCall {
	method?: 'PUT';
	/** Path with its query, e.g. `/v1/status`. */
	path: string;
	body?: object;
}

/** Longest wait for an answer, in milliseconds; lists come out of one database. */
const TIMEOUT_MS = 30_000;

/**
 * Asks the service and answers what it says.
 *
 * @throws MendableError `service/unreachable`; the service's own report when it refuses; or
 * `service/unexpected-answer`
 */
export async function askService(place: ServicePlace, call: ServiceCall): Promise<unknown> {
	const { status, answer } = await send(place, call);
	if (status < 400 && answer !== undefined) return answer;
	const { error } = (answer ?? {}) as { error?: unknown };
	if (isErrorReport(error)) {
		throw new MendableError(error.code, error.what, error.why, error.mend);
	}
	throw new MendableError(
		'service/unexpected-answer',
		'The service answered something else than expected.',
		`${place.url}${call.path} answered ${status}.`,
		'Check "service.url" in agency.config.yaml: another program may listen there.',
	);
}

async function send(
	{ url, apiKey }: ServicePlace,
	{ method, path, body }: ServiceCall,
): Promise<{ status: number; answer: unknown }> {
	try {
		const response = await fetch(`${url}${path}`, {
			...(body === undefined ? {} : { method: method ?? 'POST', body: JSON.stringify(body) }),
			headers: {
				authorization: `Bearer ${apiKey}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return { status: response.status, answer: parsed(await response.text()) };
	} catch (error) {
		const { cause, message } = error as Error;
		const inner = cause instanceof Error ? cause.message || String(cause) : message;
		throw new MendableError(
			'service/unreachable',
			'The service does not answer.',
			`${url}: ${inner}.`,
			'Start it (npm start, or agency-ops service), or set service.url in agency.config.yaml.',
		);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // told as an unexpected answer
	}
}
