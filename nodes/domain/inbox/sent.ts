import { MendableError } from '../errors';
import { isRecord, isWebhookItem, modeOfWebhook, sentIn } from '../webhookItem';

/**
 * What somebody sent, found in the item of a trigger: the body of n8n's Webhook node, never its
 * headers, which hold secrets; any other item as it is. Nothing that was sent is dropped: plain text
 * is kept as a message, a list of answers as answers.
 *
 * @throws MendableError `event/several` when one call holds several things: it would be answered for
 * all of them and kept as one
 */
export function whatWasSent(item: Record<string, unknown>): Record<string, unknown> {
	if (!isWebhookItem(item)) return item;
	const body = typeof item.body === 'string' ? parsed(item.body) : item.body;
	if (typeof body === 'string' && body.trim() !== '') return { message: body };
	if (!Array.isArray(body)) return sentIn({ ...item, body });

	const entries: unknown[] = body;
	const [first] = entries;
	if (entries.length === 1 && isRecord(first) && !isAnswer(first)) return first;
	if (entries.every(isAnswer)) return { answers: entries };
	throw new MendableError(
		'event/several',
		'The event cannot be recorded.',
		`A list of ${entries.length} came in one call; each event is kept and answered for by itself.`,
		'Send one object a call.',
	);
}

/** Whether a trigger says that it was called by its test address, or the sender that it is a test. */
export function sentAsTest(item: Record<string, unknown>): boolean {
	const modes = [modeOfWebhook(item), item.formMode];
	const flags = [item.test, isWebhookItem(item) ? sentIn(item).test : false];
	return modes.includes('test') || flags.includes(true);
}

/** One answer of a form builder's list. */
function isAnswer(entry: unknown): boolean {
	if (!isRecord(entry)) return false;
	return ['value', 'answer', 'text', 'values'].some((name) => Object.hasOwn(entry, name));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text; // plain text, kept as it is
	}
}
