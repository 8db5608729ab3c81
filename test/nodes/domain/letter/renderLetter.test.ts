import fc from 'fast-check';

import { renderLetter } from '../../../../nodes/domain/letter/renderLetter';
import { defaultBrand, letterSchema } from '../../../../nodes/domain/letter/schema';
import type { Brand, Letter } from '../../../../nodes/domain/letter/schema';
import { contrastOf, readableOn } from '../../../../nodes/domain/readableOn';

const letter: Letter = {
	name: 'milestone-preview-ready',
	version: 'milestones/0',
	language: 'da',
	subject: 'Klar: film',
	preheader: 'Se den nu.',
	title: 'Dit udkast er klar',
	blocks: [
		{ kind: 'paragraph', text: 'Hej Søren' },
		{ kind: 'facts', rows: [{ label: 'Version', text: '2' }] },
		{ kind: 'steps', steps: ['Åbn det.', 'Skriv.'] },
		{ kind: 'quote', text: 'Musikken\ntager længere.' },
		{ kind: 'button', text: 'Se udkastet', url: 'https://f.io/a?b=1&c=2', label: 'Eller:' },
		{
			kind: 'scale',
			answers: [
				{ text: '0', label: '0 af 10', url: 'https://a.dk/f/x?score=0&y' },
				{ text: '1', label: '1 af 10', url: 'https://a.dk/f/x?score=1' },
			],
			worst: '0 er slet ikke',
			best: '1 er helt sikkert',
		},
		{ kind: 'note', text: 'Småt.' },
	],
	footer: 'Du får denne e-mail, fordi …',
};
const brand: Brand = { ...defaultBrand, address: 'Jr. Unión 100, Lima' };

describe('renderLetter', () => {
	it('says the same in HTML and in text', () => {
		const { html, text, subject } = renderLetter(letter, brand);
		expect(subject).toBe('Klar: film');
		expect(text).toBe(`Dit udkast er klar

Hej Søren

- Version: 2

1. Åbn det.
2. Skriv.

> Musikken
> tager længere.

Se udkastet:
https://f.io/a?b=1&c=2

0 er slet ikke · 1 er helt sikkert
0 af 10:
https://a.dk/f/x?score=0&y
1 af 10:
https://a.dk/f/x?score=1

Småt.

--
Du får denne e-mail, fordi …
IAmazing Content · Jr. Unión 100, Lima
`);
		for (const said of ['Dit udkast er klar', 'Hej Søren', 'Version', 'Åbn det.', 'Småt.']) {
			expect(html).toContain(said);
		}
		expect(html).toContain('Musikken<br />tager længere.');
		expect(html).toContain('href="https://f.io/a?b=1&amp;c=2"');
		expect(html).toContain('href="https://a.dk/f/x?score=0&amp;y" aria-label="0 af 10"');
		expect(html).not.toMatch(/\[\[|\]\]|undefined/);
	});

	it('is a page of its language that screen readers find their way in', () => {
		const { html } = renderLetter(letter, brand);
		expect(html).toContain('<html lang="da" dir="ltr"');
		expect(html).toContain('<title>Klar: film</title>');
		expect(html).toMatch(/aria-roledescription="email" role="article" lang="da"/);
		expect(html.match(/<h1/g)).toHaveLength(1);
		expect(html).toContain('<th scope="row"');
		const layout = [...html.matchAll(/<table[^>]*>/g)].map(([table]) => table);
		// All tables but the one of facts are there for the layout alone.
		expect(layout.filter((table) => !table.includes('role="presentation"'))).toHaveLength(1);
	});

	it('shows a logo with the name as its text, and the name without a logo', () => {
		const logo = 'https://iamazingcontent.space/logo.png?a=1&b=2';
		const { html } = renderLetter(letter, { ...brand, name: 'A "B" & C', logo });
		expect(html).toContain(
			'alt="A &quot;B&quot; &amp; C" src="https://iamazingcontent.space/logo.png',
		);
		expect(renderLetter(letter, brand).html).not.toContain('<img');
	});

	it('shows a way off the list only where there is one', () => {
		const wayOut = { link: 'https://a.dk/u/1?x=1&y=2', words: 'Afmeld' };
		const shown = renderLetter(letter, brand, wayOut);
		expect(shown.html).toContain('<a href="https://a.dk/u/1?x=1&amp;y=2">Afmeld</a>');
		expect(shown.text).toContain('Afmeld: https://a.dk/u/1?x=1&y=2');
		expect(renderLetter(letter, brand).html).not.toMatch(/afmeld|unsubscribe/i);
	});

	const nasty = fc.oneof(
		fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
		fc.constantFrom(
			'<script>alert(1)</script>',
			'"><img src=x onerror=alert(1)>',
			'a\r\nBcc: evil@example.com',
			'[[url]] $& $1 [[blocks]]',
			'\u202Eevil\u2066',
			'--><h1>',
			'x'.repeat(300),
		),
	);

	it('takes everything it is given as plain text', () => {
		const parts = (html: string) =>
			[...html.matchAll(/<(\/?[a-z!][a-z0-9-]*)/gi)]
				.map(([, tag]) => tag)
				.filter((tag) => tag !== 'br'); // line breaks are kept
		const harmless = parts(renderLetter(letterOf('x', 'y', 'z'), brand).html);
		fc.assert(
			fc.property(nasty, nasty, nasty, (one, two, three) => {
				const given = letterOf(one, two, three);
				fc.pre(letterSchema.safeParse(given).success);
				const { html, subject, text } = renderLetter(given, brand);
				expect(parts(html)).toEqual(harmless);
				for (const line of [subject, html, text]) {
					expect(line).not.toMatch(
						/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
					);
				}
				expect(subject).not.toMatch(/[\r\n]/);
				expect(subject.length).toBeLessThanOrEqual(150);
			}),
			{ seed: 20261126, numRuns: 300 },
		);
	});

	function letterOf(one: string, two: string, three: string): Letter {
		return {
			...letter,
			subject: one,
			title: two,
			preheader: three,
			footer: one,
			blocks: [
				{ kind: 'paragraph', text: two },
				{ kind: 'quote', text: three },
				{ kind: 'note', text: one },
				{ kind: 'facts', rows: [{ label: two, text: three }] },
				{ kind: 'steps', steps: [one] },
				{ kind: 'button', text: two, url: 'https://f.io/', label: three },
				{
					kind: 'scale',
					answers: [
						{ text: one, label: two, url: 'https://f.io/0' },
						{ text: two, label: three, url: 'https://f.io/1' },
					],
					worst: three,
					best: one,
				},
			],
		};
	}

	it('writes on any colour of a brand so that it can be read', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
				const colour = `#${number.toString(16).padStart(6, '0')}`;
				const { html } = renderLetter(letter, { ...brand, colour });
				expect(html).toContain(`background:${colour};color:${readableOn(colour)}`);
				expect(contrastOf(colour, readableOn(colour))).toBeGreaterThanOrEqual(4.5);
			}),
			{ seed: 20261126, numRuns: 50 },
		);
	});
});
