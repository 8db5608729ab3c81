import fc from 'fast-check';

import { defaultRules as rules } from '../../../../nodes/domain/lead/defaultRules';
import { readLead } from '../../../../nodes/domain/lead/intake';
import { leadSchema } from '../../../../nodes/domain/lead/schema';
import type { Lead } from '../../../../nodes/domain/lead/schema';
import { aForm, today } from '../../../support/aLead';
import { seeded, submissions } from '../../../support/arbitraries';

function read(raw: unknown): Lead {
	return readLead(raw, { now: today, rules });
}

function because(lead: Lead, field: string): string[] {
	return lead.notes.filter((note) => note.field === field).map((note) => note.because);
}

describe('readLead', () => {
	it('reads a form in English', () => {
		expect(read(aForm())).toMatchObject({
			name: 'Freja Holm',
			firstName: 'Freja',
			lastName: 'Holm',
			email: 'freja@nordlys.example',
			company: { name: 'Nordlys ApS', domain: 'nordlys.example' },
			budget: { minor: 150_000, currency: 'USD', per: 'project' },
			timeline: { days: 14, level: 'two-weeks' },
			service: 'explainer',
			vertical: 'saas',
			language: 'en',
		});
	});

	it('reads a form in Spanish', () => {
		const form = {
			'Nombre y apellido': 'Ana María Pérez',
			'Correo electrónico': ' Ana@Tienda.example ',
			Empresa: 'Tienda Luz',
			País: 'Perú',
			'¿Cuál es tu presupuesto?': 'S/ 2.000',
			'¿Para cuándo lo necesitas?': 'en dos semanas',
			'Tipo de video': 'Video explicativo',
			Rubro: 'Tienda en línea',
			'¿Cómo nos conociste?': 'Me recomendó un amigo',
			Cuéntanos: 'Queremos un video para nuestra tienda.',
			'Acepto la política de privacidad': 'Sí',
		};
		expect(read(form)).toMatchObject({
			firstName: 'Ana',
			lastName: 'María Pérez',
			email: 'ana@tienda.example',
			company: { name: 'Tienda Luz', domain: 'tienda.example' },
			country: 'PE',
			language: 'es',
			budget: { minor: 200_000, currency: 'PEN' },
			timeline: { days: 14 },
			service: 'explainer',
			vertical: 'ecommerce',
			source: 'referral',
			consent: { contact: true, marketing: null },
		});
	});

	it('reads a form in Danish', () => {
		const form = {
			Navn: 'Søren Ærø',
			'E-mailadresse': 'soren@gmail.com',
			Virksomhed: 'Bølgen',
			Telefonnummer: '+45 12 34 56 78',
			'Hvad er jeres budget?': '10.000 kr.',
			'Hvornår skal I bruge det?': 'om 14 dage',
			'Hvad har du brug for?': 'Forklaringsvideo',
			Branche: 'Ejendomsmægler',
			'Hvor hørte du om os?': 'LinkedIn',
			Besked: 'Hej, vi vil gerne have en video.',
			Nyhedsbrev: 'nej',
		};
		expect(read(form)).toMatchObject({
			name: 'Søren Ærø',
			phone: '+4512345678',
			company: { name: 'Bølgen', domain: null },
			country: 'DK',
			language: 'da',
			budget: { minor: 1_000_000, currency: 'DKK' },
			timeline: { days: 14 },
			service: 'explainer',
			vertical: 'real-estate',
			source: 'social',
			consent: { contact: null, marketing: false },
		});
	});

	it.each([
		['flat JSON', { email: 'a@b.example' }],
		['the webhook node', { headers: {}, params: {}, query: {}, body: { email: 'a@b.example' } }],
		['a webhook with a JSON text', { headers: {}, query: {}, body: '{"email":"a@b.example"}' }],
		['a webhook called with GET', { headers: {}, query: { email: 'a@b.example' }, body: {} }],
		['a wrapped lead', { data: { lead: { Email: 'a@b.example' } } }],
		['a list of answers', { data: { fields: [{ label: 'Your e-mail', value: 'a@b.example' }] } }],
		['names and values', { fields: [{ name: 'email', value: 'a@b.example' }] }],
		['one item in a list', [{ email: 'a@b.example' }]],
		['a display name', { email: 'Ana <A@B.example>' }],
		['a mailto link', { email: 'mailto:a@b.example' }],
		['a check-box list', { email: ['a@b.example'] }],
		['a second field that is right', { email: 'none', 'work e-mail': 'a@b.example' }],
		['the message alone', { message: 'Write to a@b.example please' }],
	])('finds the e-mail in %s', (_from, raw) => {
		expect(read(raw).email).toBe('a@b.example');
	});

	it.each([
		['no @', 'ana.example'],
		['no domain', 'ana@'],
		['no top level', 'ana@localhost'],
		['two dots', 'ana@b..example'],
		['a number', 5],
		['an address longer than RFC 5321 allows', `${'a'.repeat(60)}@${'b'.repeat(200)}.example`],
	])('leaves an e-mail with %s unknown, with a note', (_with, email) => {
		const lead = read({ email });
		expect(lead.email).toBeNull();
		expect(because(lead, 'email')).toHaveLength(1);
	});

	it.each([
		['nobody@gmail.com', null],
		['nobody@hotmail.dk', null],
		['nobody@mailinator.com', null],
		['ana@tienda.example', 'tienda.example'],
	])('takes the company domain of %s as %s', (email, domain) => {
		expect(read({ email }).company.domain).toBe(domain);
	});

	it('prefers the web site to the e-mail for the company domain', () => {
		const lead = read({
			email: 'ana@gmail.com',
			website: 'https://www.Tienda.example/contacto?x=1',
		});
		expect(lead.company.domain).toBe('tienda.example');
	});

	describe('the language', () => {
		it.each([
			['an explicit field', { language: 'Dansk', country: 'Peru' }, 'da'],
			['a language tag', { locale: 'es-VE', country: 'Denmark' }, 'es'],
			['the country', { country: 'Danmark', message: 'Hello, we need a video' }, 'da'],
			['the calling code', { phone: '+58 414 1234567' }, 'es'],
			['the message', { message: 'Hej, vi skal bruge en video til vores butik' }, 'da'],
			['the labels of the form', { Nombre: 'Ana', Correo: 'a@b.example', Presupuesto: '5' }, 'es'],
			['nothing: the default', { email: 'a@b.example' }, 'en'],
		])('comes from %s', (_from, raw, language) => {
			expect(read(raw).language).toBe(language);
		});
	});

	describe('the id', () => {
		it('is the day and the hash of the e-mail, in whatever letters it came', () => {
			const { id } = read({ email: 'ANA@tienda.example ' });
			expect(id).toMatch(/^20261122-[0-9a-f]{12}$/);
			expect(read({ email: 'ana@tienda.example', budget: 5 }).id).toBe(id);
		});

		it('changes with the day on which the form was sent', () => {
			const { id } = read({ email: 'ana@tienda.example', submittedAt: '2026-11-21T23:00:00Z' });
			expect(id).toMatch(/^20261121-/);
		});

		it('is made of all answers when there is no e-mail', () => {
			const form = { name: 'Ana', phone: '04141234567' };
			expect(read(form).id).toBe(read({ phone: '04141234567', name: 'Ana' }).id);
			expect(read(form).id).not.toBe(read({ ...form, name: 'Eva' }).id);
		});
	});

	it.each([
		['2026-11-22T09:00:00.000-05:00', '2026-11-22T14:00:00.000Z'],
		['2026-11-22T09:00:00', '2026-11-22T09:00:00.000Z'],
		['2019-01-01T00:00:00Z', today.toISOString()],
		['2027-01-01T00:00:00Z', today.toISOString()],
		['yesterday', today.toISOString()],
	])('takes %s as received at %s', (submittedAt, receivedAt) => {
		expect(read({ submittedAt }).receivedAt).toBe(receivedAt);
	});

	it.each([
		['the form was in test mode', { formMode: 'test' }, true],
		[
			'the webhook was called by its test address',
			{ headers: {}, body: {}, executionMode: 'test' },
			true,
		],
		['the form was in production', { formMode: 'production' }, false],
		[
			'an answer says so inside a production webhook',
			{ headers: {}, body: { a: 1 }, executionMode: 'production' },
			false,
		],
	])('knows whether %s', (_when, raw, test) => {
		expect(read(raw).test).toBe(test);
	});

	describe('hostile and broken input', () => {
		it('cuts a message of 100 kB and says so', () => {
			const lead = read({ email: 'a@b.example', message: 'word '.repeat(20_000) });
			expect(lead.message?.length).toBeLessThanOrEqual(5000);
			expect(because(lead, 'message')).toEqual(['It was cut after 5000 characters.']);
		});

		it('reads 100 kB in every field', () => {
			const long = 'a1@.,- k$'.repeat(12_000);
			const form = Object.fromEntries(
				[
					'name',
					'email',
					'phone',
					'company',
					'website',
					'country',
					'language',
					'service',
					'budget',
					'timeline',
					'source',
					'message',
					'events',
					'submittedAt',
				].map((key) => [key, long]),
			);
			expect(() => leadSchema.parse(read(form))).not.toThrow();
		});

		it('leaves the prototype alone', () => {
			const form: unknown = JSON.parse(
				'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"lead":{"__proto__":{"email":"a@b.example"}}}',
			);
			const lead = read(form);
			expect(lead.email).toBeNull();
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		});

		it('survives nesting deeper than the stack', () => {
			const deep: unknown = JSON.parse(
				`{"lead":${'['.repeat(50_000)}${']'.repeat(50_000)},"message":${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
			);
			expect(read(deep).message).toBeNull();
		});

		it('removes control characters and marks that turn the writing', () => {
			const lead = read({
				name: 'An\u0000a\u202e P\u0007érez\r\nBcc: x@y.example',
				message: 'a\u0000b\r\nc',
			});
			expect(lead.name).toBe('Ana Pérez Bcc: x@y.example');
			expect(lead.message).toBe('ab\nc');
		});

		it('never cuts an emoji in half', () => {
			const lead = read({ name: '😀'.repeat(150) });
			expect(lead.name).toBe('😀'.repeat(100));
		});

		it.each([null, undefined, 5, 'text', true, [], [[]], Number.NaN])(
			'takes %p for an empty form',
			(raw) => {
				const lead = read(raw);
				expect(lead.email).toBeNull();
				expect(because(lead, 'lead')).toHaveLength(1);
			},
		);

		it('notes a field that only machines fill in', () => {
			expect(because(read({ honeypot: 'x' }), 'spamTrap')).toHaveLength(1);
		});
	});

	describe('events', () => {
		it('are sorted, whatever tool they come from', () => {
			const { events } = read({
				events: [
					{ type: 'replied', at: '2026-11-20T10:00:00Z' },
					{ event: 'email_open', timestamp: 1_763_000_000 },
					{ type: 'opened', at: '2026-11-19T10:00:05Z', sentAt: '2026-11-19T10:00:00Z' },
				],
			});
			expect(events).toEqual([
				{ type: 'opened', at: '2025-11-13T02:13:20.000Z' },
				{ type: 'sent', at: '2026-11-19T10:00:00.000Z' },
				{ type: 'opened', at: '2026-11-19T10:00:05.000Z' },
				{ type: 'replied', at: '2026-11-20T10:00:00.000Z' },
			]);
		});

		it('without type or time are left out with a note', () => {
			const lead = read({
				events: [{ type: 'danced', at: '2026-11-20T10:00:00Z' }, { type: 'opened' }, 7],
			});
			expect(lead.events).toEqual([]);
			expect(because(lead, 'events')).toHaveLength(3);
		});
	});

	it('says which words name nothing in the catalogue', () => {
		const lead = read({ service: 'Skywriting', vertical: '🚀' });
		expect(lead).toMatchObject({ service: 'other', vertical: null });
		expect(lead.notes).toEqual([
			{ field: 'service', received: 'Skywriting', because: 'It names nothing in the catalogue.' },
			{ field: 'vertical', received: '🚀', because: 'There are no words in it.' },
		]);
	});

	it('gives a valid lead whatever comes in', () => {
		fc.assert(
			fc.property(submissions, (raw) => {
				leadSchema.parse(read(raw));
			}),
			{ ...seeded, numRuns: 1000 },
		);
	});

	it('reads a lead that was read before as it was', () => {
		fc.assert(
			fc.property(submissions, (raw) => {
				const lead = read(raw);
				const again = read(JSON.parse(JSON.stringify({ lead })));
				expect(again).toEqual(lead);
			}),
			{ ...seeded, numRuns: 1000 },
		);
	});

	it('never turns a field that it cannot read into a value without saying so', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('¿', '💰', '…', '§', '~'), minLength: 1 }),
				(noise) => {
					const lead = read({ email: noise, budget: noise, timeline: noise, phone: noise });
					expect(lead).toMatchObject({ email: null, budget: null, timeline: null, phone: null });
					expect(new Set(lead.notes.map(({ field }) => field))).toEqual(
						new Set(['email', 'budget', 'timeline', 'phone']),
					);
				},
			),
			seeded,
		);
	});
});
