import { z } from 'zod';
import { languageOf } from '../../texts/formats';
import { defineKind } from './kind';

/** Sends a mail to a client; transactional ones only, marketing needs consent and its own headers. */
export const mail = defineKind({
	kind: 'mail',
	vendor: 'Mail',
	contentSchema: z
		.object({
			to: z.string().trim().email('expected an e-mail address'),
			template: z.string().default('lead-acknowledgement'),
			language: z.string().nullish(),
			subject: z.string().optional(),
			text: z.string().optional(),
			purpose: z.literal('transactional', {
				errorMap: () => ({ message: 'expected "transactional": other mail is not sent from here' }),
			}),
		})
		.strict()
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
	}),
	receiptSchema: z.object({ messageId: z.string().min(3), accepted: z.array(z.string()).min(1) }),
	// The Message-ID is the same for every try, but few servers drop a second one for that.
	isRepeatable: false,
	// A new layout is no other wish.
	volatile: ['html'],
	prepare: ({ to, template, language, subject, text }, request, { texts }) => ({
		to,
		language: languageOf(language),
		...texts.mail(
			{ template, data: request.data, language, test: request.test },
			{ ...(subject === undefined ? {} : { subject }), ...(text === undefined ? {} : { text }) },
		),
	}),
	destination: () => ({ pace: null, name: 'mail' }),
	send: async (prepared, { key, test }, { mail: mailer, settings }) =>
		await mailer.send({
			...prepared,
			to: test ? settings.mail.test : prepared.to,
			from: settings.mail.from,
			replyTo: settings.agency.replyTo,
			key,
		}),
});
