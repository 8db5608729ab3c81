import { z } from 'zod';
import { MendableError } from '../../../../nodes/domain/errors';
import { defaultLinkHosts, ownHost, safeLink } from '../../../../nodes/domain/letter/safeLink';
import { letterSchema } from '../../../../nodes/domain/letter/schema';
import type { Letter } from '../../../../nodes/domain/letter/schema';
import type { Failure, Outcome } from '../../adapters/outcome';
import { notSentOf, tooLateOf } from '../../adapters/outcome';
import type { Suppression } from '../../ledger/mailSuppressions';
import { findSuppression } from '../../ledger/mailSuppressions';
import { normalAddress } from '../../mail/address';
import { escapeHtml } from '../../texts/escape';
import { languageOf } from '../../texts/formats';
import type { ServiceSettings } from '../settings';
import type { EffectTools } from './kind';
import { defineKind } from './kind';

/** Whether the recipient must have asked for it, and can get off the list. */
const purposes = ['transactional', 'marketing'] as const;

/**
 * Stands for the link in the text that is kept: where the service is reached, and the secret of its
 * links, may change between two tries. No host can have this name (RFC 2606).
 */
const LINK_MARK = 'https://unsubscribe.invalid/link';

/** Sends a mail to a person: one they need, or one they may refuse. */
export const mail = defineKind({
	kind: 'mail',
	vendor: 'Mail',
	contentSchema: z
		.object({
			to: z.string().trim().email('expected an e-mail address'),
			/** Instead of a template: drawn in the agency's shell. */
			letter: letterSchema.optional(),
			template: z.string().default('lead-acknowledgement'),
			language: z.string().nullish(),
			subject: z.string().optional(),
			text: z.string().optional(),
			purpose: z
				.enum(purposes, {
					errorMap: () => ({ message: `expected one of ${purposes.join(', ')}` }),
				})
				.default('transactional'),
		})
		.strict()
		.refine(
			({ letter, text, subject }) => letter === undefined || (text ?? subject) === undefined,
			{
				message: 'expected no own text or subject beside a letter',
				path: ['letter'],
			},
		)
		.refine(({ text, subject }) => (text ?? '') === '' || (subject ?? '') !== '', {
			message: 'expected a subject for the own text',
			path: ['subject'],
		}),
	preparedSchema: z.object({
		to: z.string(),
		language: z.string(),
		subject: z.string(),
		html: z.string(),
		text: z.string(),
		/** Left out of transactional mail, so that those of earlier versions are the same wish. */
		purpose: z.literal('marketing').optional(),
	}),
	receiptSchema: z.union([
		z.object({ messageId: z.string().min(3), accepted: z.array(z.string()).min(1) }),
		/** It was withheld at the last moment, which settles it: nothing is left to be done. */
		z.object({
			messageId: z.null(),
			accepted: z.array(z.string()).max(0),
			note: z.string().min(1),
		}),
	]),
	// The Message-ID is the same for every try, but few servers drop a second one for that.
	isRepeatable: false,
	marksHandOver: true,
	// A new layout is no other wish.
	volatile: ['html'],
	prepare: ({ to, letter, template, language: asked, subject, text, purpose }, request, tools) => {
		const isMarketing = purpose === 'marketing';
		const language = letter?.language ?? asked;
		if (isMarketing && tools.unsubscribeLink(to, languageOf(language)) === null) throw noLink();
		if (letter !== undefined) {
			checkLinks(letter, hostsOf(tools.settings));
			return {
				to,
				language: letter.language,
				...tools.texts.letter(letter, isMarketing ? LINK_MARK : null),
				...(isMarketing ? { purpose } : {}),
			};
		}
		return {
			to,
			language: languageOf(language),
			...tools.texts.mail(
				{ template, data: request.data, language, test: request.test },
				{
					...(subject === undefined ? {} : { subject }),
					...(text === undefined ? {} : { text }),
					...(isMarketing ? { unsubscribeLink: LINK_MARK } : {}),
				},
			),
			...(isMarketing ? { purpose } : {}),
		};
	},
	destination: () => ({ pace: null, name: 'mail' }),
	send: async (prepared, { key, test, mayStillSend, beginHandOver }, tools) => {
		const { settings } = tools;
		const { language, subject, purpose = 'transactional' } = prepared;
		// A test goes to the agency itself: its link takes the test mailbox off the list, not the client.
		const to = test ? settings.mail.test : prepared.to;
		const refusal = test ? null : await refusalFor(to, purpose, tools);
		if (refusal !== null) return refusal;
		const objected = test ? null : await objectedTo(key, tools);
		if (objected !== null) return objected;
		// Asking took its time.
		if (!mayStillSend()) return tooLateOf('Mail');
		const letter = {
			from: settings.mail.from,
			replyTo: settings.agency.replyTo,
			to,
			language,
			subject,
			key,
			beginHandOver,
		};
		const { html, text } = prepared;
		if (purpose === 'transactional') {
			return await tools.mail.send({ ...letter, html, text, unsubscribe: null });
		}
		const url = tools.unsubscribeLink(to, languageOf(language));
		if (url === null) return refusedBy(noLink());
		return await tools.mail.send({
			...letter,
			html: html.replaceAll(LINK_MARK, () => escapeHtml(url)),
			text: text.replaceAll(LINK_MARK, () => url),
			unsubscribe: { url, mailto: settings.mail.unsubscribeMailto ?? null },
		});
	},
});

/**
 * Asks the list while the effect is this process's own, before each try: whoever unsubscribed before
 * this moment gets nothing. A list that cannot be read lets nothing out.
 */
async function refusalFor(
	to: string,
	purpose: (typeof purposes)[number],
	{ ledger }: EffectTools,
): Promise<Failure | null> {
	try {
		const found = await findSuppression(ledger, normalAddress(to), purpose);
		return found === null ? null : refusedBy(suppressed(found));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return notSentOf('Mail', `The list of those who get no mail could not be read: ${why}`, null);
	}
}

/** What comes of a mail that something speaks against by now; null: nothing does. */
async function objectedTo(
	key: string,
	{ objectionTo }: EffectTools,
): Promise<Outcome<object> | null> {
	try {
		const objection = await objectionTo(key);
		if (objection === null) return null;
		const { is, because } = objection;
		if (is === 'final') {
			const note = `Withheld at the last moment: ${because}`;
			return { result: 'done', receipt: { messageId: null, accepted: [], note } };
		}
		const error = {
			code: 'mail/held-back',
			what: 'The mail was not sent yet.',
			why: because,
			mend: 'Nothing to mend: it goes by itself when that has passed, or is withheld.',
		};
		return { result: 'notSent', status: null, error };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return notSentOf('Mail', `It could not be asked whether it still may go out: ${why}`, null);
	}
}

function refusedBy({ code, what, why, mend }: MendableError): Failure {
	return { result: 'refused', status: null, error: { code, what, why, mend } };
}

function suppressed({ scope, reason, since }: Pick<Suppression, 'scope' | 'reason' | 'since'>) {
	const words = {
		unsubscribed: 'The recipient unsubscribed',
		bounced: 'The mailbox takes no mail',
		complained: 'The recipient marked a mail as spam',
		'by hand': 'A person put the address on the list',
	}[reason];
	return new MendableError(
		'mail/suppressed',
		'The mail was not sent.',
		`${words} (${since.toISOString().slice(0, 10)}); the address gets ${scope === 'all' ? 'no mail' : 'no marketing mail'}.`,
		'Leave it so. Only when the person asked for mail again: agency-ops mail suppressed lift ADDRESS --reason …, then run it again with "retry".',
	);
}

function noLink(): MendableError {
	return new MendableError(
		'mail/no-unsubscribe-link',
		'The marketing mail cannot be sent.',
		'It needs a link that unsubscribes, and mail programs call only addresses that begin with https://.',
		'Set hooks.publicUrl in agency.config.yaml to the HTTPS address of the service, or send it as transactional if it is.',
	);
}

/** Where letters may lead: what the configuration names, and pages of the service itself. */
function hostsOf({ mail: { linkHosts }, hooks, service }: ServiceSettings): readonly string[] {
	const own = ownHost(hooks?.publicUrl ?? service.url);
	return [...(linkHosts ?? defaultLinkHosts), ...(own === null ? [] : [own])];
}

/** A letter comes from a flow: where it leads is checked here as well. */
function checkLinks({ blocks }: Letter, hosts: readonly string[]): void {
	const links = blocks.flatMap((block) => {
		if (block.kind === 'button') return [block.url];
		return block.kind === 'scale' ? block.answers.map(({ url }) => url) : [];
	});
	for (const link of links) {
		const verdict = safeLink(link, hosts);
		if (verdict.result === 'ok') continue;
		throw new MendableError(
			'mail/link-refused',
			'The mail cannot be sent.',
			`A link of it leads to what may not stand there: ${verdict.because}.`,
			'Correct the link, or add its host to mail.linkHosts in agency.config.yaml.',
		);
	}
}
