/** What is known of a mail that came in. */
export interface IncomingMail {
	/** In lower case. */
	from: string;
	subject: string;
	/** By their names in lower case, as far as the relay gives them. */
	headers: ReadonlyMap<string, string>;
}

/** Mailboxes that no person writes from. */
const machines =
	/^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|auto-?reply)([+@.-]|$)/;

/** How mail programs head what they write while somebody is away, in the languages of our clients. */
const awaySubjects =
	/^\s*(?:(?:re|sv|aw)\s*:\s*)?(?:auto(?:matic|mated)?[ -]?(?:reply|response)|out of (?:the )?office|ooo\b|autosvar|automatisk svar|fraværsbesked|ikke på kontoret|(?:respuesta|contestación) autom[áa]tica|fuera de (?:la )?oficina|ausente\b|estoy de vacaciones|on (?:annual )?leave\b)/i;

/**
 * Whether a machine wrote a mail: by RFC 3834 (Auto-Submitted), by the headers that programs used before
 * and beside it, by the mailbox it is from, else by its subject.
 */
export function isAutomaticReply({ from, subject, headers }: IncomingMail): boolean {
	const submitted = (headers.get('auto-submitted') ?? 'no').trim().toLowerCase();
	if (submitted !== '' && !/^no\b/.test(submitted)) return true;
	if (/\b(bulk|junk|list|auto[_-]reply)\b/i.test(headers.get('precedence') ?? '')) return true;
	const marks = ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-autoresponder', 'list-id'];
	if (marks.some((name) => headers.has(name))) return true;
	if (/multipart\/report/i.test(headers.get('content-type') ?? '')) return true;
	return machines.test(from) || awaySubjects.test(subject);
}
