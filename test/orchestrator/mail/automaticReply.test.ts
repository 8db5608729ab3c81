import { isAutomaticReply } from '../../../orchestrator/src/mail/automaticReply';

const mail = (from: string, subject: string, headers: Record<string, string> = {}) =>
	isAutomaticReply({ from, subject, headers: new Map(Object.entries(headers)) });

describe('a mail that a machine wrote', () => {
	it.each([
		['ana@cafe.com', 'Re: your question', { 'auto-submitted': 'auto-replied' }],
		['ana@cafe.com', 'Re: your question', { 'auto-submitted': 'auto-generated (rejected)' }],
		['ana@cafe.com', 'Re: x', { precedence: 'bulk' }],
		['ana@cafe.com', 'Re: x', { 'x-autoreply': 'yes' }],
		['ana@cafe.com', 'Re: x', { 'content-type': 'multipart/report; report-type=x' }],
		['mailer-daemon@cafe.com', 'Undelivered', {}],
		['no-reply@cafe.com', 'Ticket 7', {}],
		['ana@cafe.com', 'Automatic reply: One question about film', {}],
		['ana@cafe.com', 'Out of office', {}],
		['ana@cafe.com', 'Re: Fuera de la oficina hasta el lunes', {}],
		['ana@cafe.com', 'Respuesta automática: film', {}],
		['ana@cafe.com', 'SV: Autosvar', {}],
		['ana@cafe.com', 'Automatisk svar: Et spørgsmål', {}],
	])('%s, "%s", %j', (from, subject, headers) => {
		expect(mail(from, subject, headers)).toBe(true);
	});

	it.each([
		['ana@cafe.com', 'Re: One question about film', {}],
		['ana@cafe.com', 'Re: x', { 'auto-submitted': 'no' }],
		['ana@cafe.com', 'We open our new office on Monday', {}],
		['ana@cafe.com', 'Re: the automatic door film', {}],
		['noreen@cafe.com', 'Re: x', {}],
		['ana@cafe.com', '', { 'content-type': 'multipart/alternative' }],
	])('is not: %s, "%s", %j', (from, subject, headers) => {
		expect(mail(from, subject, headers)).toBe(false);
	});
});
