import fc from 'fast-check';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { readTexts } from '../../../orchestrator/src/texts/library';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { anItem } from '../service/support/anItem';

const texts = openTexts(
	{ name: 'IAmazing Content', colour: '#3b2f8f', hours: ['Caracas 09:00–18:00'] },
	'America/Caracas',
);
const languages = ['en', 'es', 'da'] as const;

interface Block {
	type: string;
	text?: { type: string; text: string };
	fields?: Array<{ text: string }>;
	elements?: Array<{ text?: string | { text: string }; url?: string }>;
}

function alert(item: unknown, language = 'en', test = false) {
	const message = texts.slack({ template: 'lead-alert', data: item, language, test });
	return { ...message, blocks: (message.blocks ?? []) as unknown as Block[] };
}

function mail(item: unknown, language: string, test = false) {
	return texts.mail({ template: 'lead-acknowledgement', data: item, language, test });
}

function stringsIn(value: Json | Block[]): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap((inner) => stringsIn((inner ?? null) as Json));
}

describe('lead-alert', () => {
	it('says who, what, how much, why, what to ask, and where to go on', () => {
		const { text, blocks } = alert(anItem());

		expect(text).toBe('🔥 Hot lead: Ana Pérez · Café Aurora, score 87');
		expect(blocks[0]).toMatchObject({
			type: 'header',
			text: { type: 'plain_text', text: '🔥 Hot lead: Ana Pérez · Café Aurora' },
		});
		expect(blocks[1]?.fields?.map((field) => field.text)).toEqual([
			'*What they want*\nSocial media video · e-commerce',
			'*Budget*\nUS$1,500 a project',
			'*When*\nWithin 14 days',
			'*Contact*\nana@cafeaurora.com\n+58 412 5550101',
		]);
		expect(blocks[2]?.text?.text.split('\n')).toEqual([
			'*Score 87 of 100* · 62% likely to become a client (41–79%) · cell A1 · worth US$930',
			'▲ Budget $1,500 is in the enterprise band',
			'▲ Needed within two weeks',
			'▼ E-commerce',
		]);
		expect(blocks[3]?.text?.text).toMatch(/^\*Ask next:\* Who else decides on this\?/);
		expect(blocks[4]?.text).toMatchObject({ type: 'plain_text' });
		expect(blocks[5]?.elements?.map((button) => button.url)).toEqual([
			'https://app.hubspot.com/contacts/1/record/0-1/101',
			'https://app.hubspot.com/contacts/1/record/0-3/202',
		]);
		expect(blocks[6]?.elements?.[0]?.text).toBe(
			'🇻🇪 Venezuela · writes Spanish · came by web form · 22 Nov 2026, 06:00 GMT-4',
		);
	});

	it.each(languages)('is written in %s without an empty place', (language) => {
		const bare = anItem({
			...{ phone: null, company: null, country: null, service: null, vertical: null },
			...{ budget: null, timeline: null, source: null, message: null, language: null },
		});

		for (const item of [anItem(), bare, { lead: { name: '', email: 'a@b.co' } }]) {
			for (const text of stringsIn(alert(item, language).blocks)) {
				expect(text.trim()).not.toBe('');
				expect(text).not.toMatch(/undefined|null|NaN|\[object|\{\{|\{%/);
			}
		}
	});

	it('turns nothing a lead wrote into markup', () => {
		const nasty = '<!channel> *x* {{ lead.email }} <https://evil.test|click>';
		const { text, blocks } = alert(
			anItem({
				name: nasty,
				company: { name: nasty },
				service: nasty,
				source: nasty,
				message: nasty,
			}),
		);

		for (const block of blocks) {
			const marked = stringsIn([{ ...block, text: undefined } as Block]).concat(
				block.text?.type === 'mrkdwn' ? [block.text.text] : [],
			);
			for (const part of [text, ...marked]) expect(part).not.toMatch(/<!channel>|<https/);
		}
		expect(blocks.find(({ text: shown }) => shown?.text.startsWith('“'))?.text).toEqual({
			type: 'plain_text',
			text: `“${nasty}”`,
			emoji: true,
		});
	});

	it("stays within Slack's limits whatever a form sends", () => {
		const anything = fc.string({ unit: 'binary', maxLength: 6_000 });
		fc.assert(
			fc.property(anything, fc.constantFrom(...languages), (written, language) => {
				const lead = { name: written, email: written, phone: written, message: written };
				const company = { name: written };
				const item = anItem({ ...lead, company, service: written, source: written });
				const { text, blocks } = alert(item, language);

				expect(text.length).toBeLessThanOrEqual(4_000);
				expect(blocks.length).toBeLessThanOrEqual(50);
				for (const block of blocks) {
					const limit = block.type === 'header' ? 150 : 3_000;
					expect(block.text?.text.length ?? 1).toBeLessThanOrEqual(limit);
					expect(block.text?.text.trim()).not.toBe('');
					for (const field of block.fields ?? []) {
						expect(field.text.length).toBeLessThanOrEqual(2_000);
					}
				}
			}),
			{ seed: 4, numRuns: 40 },
		);
	});

	it('says that it is a test', () => {
		expect(alert(anItem(), 'es', true).blocks[0]?.text?.text).toMatch(/^\[PRUEBA\] /);
	});

	it('needs a lead', () => {
		expect(() => alert({ nothing: 1 })).toThrow(expect.objectContaining({ code: 'text/no-lead' }));
	});
});

describe('lead-acknowledgement', () => {
	it.each([
		{
			language: 'en',
			subject: 'Ana, we have your request',
			parts: ['Social media video', 'US$1,500 a project', 'within 14 days', 'one working day'],
		},
		{
			language: 'es',
			subject: 'Ana, recibimos tu solicitud',
			parts: ['Video para redes', 'por proyecto', 'en 14 días', 'un día hábil'],
		},
		{
			language: 'da',
			subject: 'Ana, vi har modtaget din forespørgsel',
			parts: ['Video til sociale medier', 'pr. projekt', 'inden for 14 dage', 'én arbejdsdag'],
		},
	])('says in $language what was understood and what happens next', (row) => {
		const { subject, html, text } = mail(anItem(), row.language);

		expect(subject).toBe(row.subject);
		for (const part of [...row.parts, 'Café Aurora', 'Caracas 09:00–18:00']) {
			expect(text).toContain(part);
			expect(html).toContain(part);
		}
		expect(html).toMatch(new RegExp(`<html lang="${row.language}"`));
		expect(html).toContain('prefers-color-scheme');
	});

	it('is in English for a language nobody wrote it in', () => {
		expect(mail(anItem(), 'fr').subject).toBe('Ana, we have your request');
	});

	it('asks for more when nothing was understood', () => {
		const item = anItem({ service: null, budget: null, timeline: null, company: null });

		expect(mail(item, 'en').text).toContain('Tell us a little more');
	});

	it.each([
		{ name: '<b>Ana</b>', because: 'markup' },
		{ name: 'Win at https://evil.test', because: 'an address' },
		{ name: 'x'.repeat(41), because: 'no name' },
	])('does not greet by what is $because', ({ name }) => {
		const { subject, html } = mail(anItem({ firstName: name }), 'en');

		expect(subject).toBe('We have your request');
		expect(html).not.toContain(name);
	});

	it('escapes what a lead wrote, and keeps the subject in one line', () => {
		const item = anItem({ firstName: 'Ana\r\nBcc: x', company: { name: '<script>1</script>' } });
		const { subject, html, text } = mail(item, 'en');

		expect(subject).not.toMatch(/[\r\n]/);
		expect(html).not.toContain('<script>');
		expect(html).toContain('&lt;script&gt;');
		expect(text).toContain('<script>1</script>');
	});

	it("carries a workflow's own text in the agency's layout", () => {
		const own = {
			subject: 'Hi {{ lead.firstName }}',
			text: 'Dear {{ lead.firstName }},\nall <good>.',
		};
		const written = texts.mail(
			{ template: 'lead-acknowledgement', data: anItem(), language: 'en', test: false },
			own,
		);

		expect(written.subject).toBe('Hi Ana');
		expect(written.text).toContain('Dear Ana,\nall <good>.');
		expect(written.html).toContain('all &lt;good&gt;.');
	});
});

describe('workflow-failure', () => {
	it('names workflow, node, message and execution', () => {
		const data = {
			workflow: { id: 'w', name: 'Lead Qualification' },
			execution: {
				id: '231',
				url: 'http://127.0.0.1:5678/workflow/w/executions/231',
				lastNodeExecuted: 'Tell sales in Slack',
				error: { message: 'channel <!here> not found' },
			},
		};
		const { text, blocks } = texts.slack({
			template: 'workflow-failure',
			data,
			language: 'en',
			test: false,
		});

		expect(text).toBe('Workflow stopped: Lead Qualification');
		expect(JSON.stringify(blocks)).toContain('Tell sales in Slack');
		expect(blocks?.[2]).toMatchObject({
			text: { type: 'plain_text', text: 'channel <!here> not found' },
		});
		expect(blocks?.at(-1)).toMatchObject({ elements: [{ url: data.execution.url }] });
	});
});

describe('disqualified', () => {
	it.each(languages)('gives the reasons in %s', (language) => {
		const request = { template: 'disqualified', data: anItem(), language, test: false };

		expect(texts.record(request)).toMatch(/^Ana Pérez \(Café Aurora\) .*enterprise band/);
	});
});

describe('the library', () => {
	const library = readTexts();

	it('has every text in every language with the same parts', () => {
		for (const { wordings } of library.entries) {
			const shapes = languages.map((language) => shapeOf(wordings[language] ?? {}));
			expect(shapes[1]).toEqual(shapes[0]);
			expect(shapes[2]).toEqual(shapes[0]);
		}
	});

	it('finds a version by name, and says what is near an unknown name', () => {
		expect(library.find('lead-alert@1', 'slack').version).toBe(1);
		expect(() => library.find('lead-alarm', 'slack')).toThrow(
			expect.objectContaining({ code: 'text/unknown', why: 'Near it: lead-alert.' }),
		);
		expect(() => library.find('lead-alert', 'mail')).toThrow(
			expect.objectContaining({ code: 'text/unknown' }),
		);
	});
});

function shapeOf(wording: object): unknown {
	return Object.fromEntries(
		Object.entries(wording)
			.map(([name, value]) => [name, typeof value === 'object' ? shapeOf(value as object) : ''])
			.sort(([a], [b]) => String(a).localeCompare(String(b))),
	);
}
