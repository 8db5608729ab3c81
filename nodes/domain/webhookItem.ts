/** Whether a value is an object with fields, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an item came out of n8n's Webhook node: headers, with a body or a query beside them. */
export function isWebhookItem(item: Record<string, unknown>): boolean {
	return isRecord(item.headers) && ('body' in item || 'query' in item);
}

/**
 * What was sent to n8n's Webhook node: its body, or its query when there is no body. Any other item
 * is taken as what was sent itself.
 */
export function sentIn(item: Record<string, unknown>): Record<string, unknown> {
	if (!isWebhookItem(item)) return item;
	const body = typeof item.body === 'string' ? parseObject(item.body) : recordIn(item.body);
	if (body !== null && Object.keys(body).length > 0) return body;
	return isRecord(item.query) ? item.query : {};
}

/** Whether n8n's Webhook node says by which address it was called; `test` is the canvas's. */
export function modeOfWebhook(item: Record<string, unknown>): string | null {
	const { headers, executionMode } = item;
	return isRecord(headers) && typeof executionMode === 'string' ? executionMode : null;
}

/** The value, or the first of a list, that is an object with fields. */
export function recordIn(raw: unknown): Record<string, unknown> | null {
	const candidate = Array.isArray(raw) ? raw.find((entry) => isRecord(entry)) : raw;
	return isRecord(candidate) ? candidate : null;
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		return recordIn(JSON.parse(text));
	} catch {
		// Not JSON is an answer too: the webhook was called with plain text.
		return null;
	}
}
