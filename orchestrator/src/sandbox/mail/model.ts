import type { AddressObject, ParsedMail } from 'mailparser';

/** A mail as the inbox keeps it. */
export interface StoredMail {
	/** Numbered from 1 in the order of arrival. */
	id: number;
	/** ISO 8601, UTC: when it arrived. */
	at: string;
	/** The sender and recipients of the envelope, bare addresses. */
	envelope: { from: string; to: string[] };
	/** As the headers show them, with names. */
	from: string;
	to: string[];
	subject: string;
	/** With its angle brackets; empty when the mail has none. */
	messageId: string;
	/** Names in lower case; a repeated header is joined with line breaks. */
	headers: Record<string, string>;
	text: string;
	/** Empty when the mail has no HTML part. */
	html: string;
	attachments: Array<{ filename: string; contentType: string; bytes: number }>;
	/** The mail as it came in. */
	raw: string;
}

/** Everything the inbox knows. */
export interface MailState {
	messages: StoredMail[];
	lastId: number;
}

/** Makes the stored form of a parsed mail. */
export function storedMail(
	id: number,
	at: Date,
	parsed: ParsedMail,
	raw: string,
	envelope: StoredMail['envelope'],
): StoredMail {
	const headers: Record<string, string> = {};
	for (const { key, line } of parsed.headerLines) {
		const value = line
			.slice(line.indexOf(':') + 1)
			.replace(/\r?\n\s+/g, ' ')
			.trim();
		headers[key] = headers[key] === undefined ? value : `${headers[key]}\n${value}`;
	}
	return {
		id,
		at: at.toISOString(),
		envelope,
		from: parsed.from?.text ?? '',
		to: addressesOf(parsed.to),
		subject: parsed.subject ?? '',
		messageId: parsed.messageId ?? '',
		headers,
		text: parsed.text ?? '',
		html: parsed.html === false ? '' : (parsed.html ?? ''),
		attachments: parsed.attachments.map(({ filename, contentType, size }) => ({
			filename: filename ?? '',
			contentType,
			bytes: size,
		})),
		raw,
	};
}

function addressesOf(to: AddressObject | AddressObject[] | undefined): string[] {
	if (to === undefined) return [];
	return (Array.isArray(to) ? to : [to]).map(({ text }) => text);
}
