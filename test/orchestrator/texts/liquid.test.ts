import { textFiller } from '../../../orchestrator/src/texts/liquid';

const plain = textFiller('plain');
const mrkdwn = textFiller('mrkdwn');
const html = textFiller('html');

function filling(data: object) {
	return { data, language: 'en' as const, zone: 'America/Caracas' };
}

const data = {
	lead: {
		name: 'Ana {{ lead.email }} {% for i in (1..9) %}x{% endfor %} <b>',
		email: 'ana@cafe.com',
		phone: null,
		company: null,
		budget: { minor: 150_050, currency: 'USD' },
		receivedAt: '2026-11-22T02:00:00.000Z',
	},
};

describe('fill', () => {
	it('leaves Liquid in what a lead wrote as text', () => {
		expect(plain.fill('{{ lead.name }}', filling(data))).toBe(data.lead.name);
	});

	it.each([
		{ says: 'nothing for null', text: '[{{ lead.phone }}]', filled: '[]' },
		{ says: 'nothing inside null', text: '[{{ lead.company.name }}]', filled: '[]' },
		{ says: 'a default', text: '{{ lead.fax | default: "none" }}', filled: 'none' },
		{
			says: 'a missing part as false',
			text: '{% if lead.fax.no %}a{% else %}b{% endif %}',
			filled: 'b',
		},
		{ says: 'money', text: '{{ lead.budget | money }}', filled: 'US$1,500.50' },
		{
			says: 'minor units with their currency',
			text: '{{ lead.budget.minor | money: lead.budget.currency }}',
			filled: 'US$1,500.50',
		},
		{ says: 'a number alone', text: '[{{ lead.budget.minor | money }}]', filled: '[]' },
		{ says: 'no money', text: '[{{ lead.phone | money }}]', filled: '[]' },
		{ says: 'a day in the zone', text: '{{ lead.receivedAt | date }}', filled: '21 November 2026' },
		{
			says: 'a minute in the zone',
			text: '{{ lead.receivedAt | date: "minute" }}',
			filled: '21 Nov 2026, 22:00 GMT-4',
		},
		{ says: 'no date', text: '[{{ lead.name | date }}]', filled: '[]' },
	])('writes $says', ({ text, filled }) => {
		expect(plain.fill(text, filling(data))).toBe(filled);
	});

	it('escapes every output for its channel, and none of the text around it', () => {
		expect(html.fill('<b>{{ lead.name }}</b>', filling({ lead: { name: '<i>' } }))).toBe(
			'<b>&lt;i&gt;</b>',
		);
		expect(mrkdwn.fill('*{{ name }}*', filling({ name: '<!here>' }))).toBe('*&lt;!here&gt;*');
	});

	it.each([
		{ tries: 'to switch escaping off', text: '{{ lead.name | raw }}', code: 'text/invalid' },
		{ tries: 'to read a file', text: '{% include "/etc/passwd" %}', code: 'text/invalid' },
		{ tries: 'to leave its folder', text: '{% render "../../x" %}', code: 'text/invalid' },
		{
			tries: 'to reach a constructor',
			text: '{{ lead.constructor }}',
			code: 'text/unknown-placeholder',
		},
		{
			tries: 'not to end',
			text: '{% for i in (1..999999999) %}x{% endfor %}',
			code: 'text/too-much',
		},
		{
			tries: 'to be very long',
			text: `{{ lead.email }}${'x'.repeat(60_000)}`,
			code: 'text/too-much',
		},
		{ tries: 'a broken tag', text: '{% if %}', code: 'text/invalid' },
		{ tries: 'an unknown filter', text: '{{ lead.email | shout }}', code: 'text/invalid' },
	])('refuses a text that tries $tries', ({ text, code }) => {
		expect(() => html.fill(text, filling(data))).toThrow(expect.objectContaining({ code }));
	});

	it('names an unknown placeholder and what is near it', () => {
		expect(() => plain.fill('Hi {{ lead.nmae }}', filling(data))).toThrow(
			expect.objectContaining({
				code: 'text/unknown-placeholder',
				why: expect.stringMatching(/\{\{ lead\.nmae \}\}.*Near it: lead\.name/),
			}),
		);
	});
});
