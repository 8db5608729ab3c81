import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { defaultBrand } from '../../../nodes/domain/letter/schema';
import { languages } from '../../../nodes/domain/language';
import { contrastOf } from '../../../nodes/domain/readableOn';
import type {
	PortalDeliveryFacts,
	PortalFacts,
	PortalProject,
} from '../../../orchestrator/src/portal/facts';
import { html } from '../../../orchestrator/src/portal/pages/markup';
import { pageWords } from '../../../orchestrator/src/portal/pages/pageWords';
import { portalPages } from '../../../orchestrator/src/portal/pages/pages';
import { portalColours } from '../../../orchestrator/src/portal/pages/style';
import { stages } from '../../../orchestrator/src/portal/stage';
import { readTexts } from '../../../orchestrator/src/texts/library';

const library = readTexts();
const pages = portalPages(defaultBrand, 'hola@agency.test', library);
const at = new Date('2026-11-26T10:00:00.000Z');
const place = { path: '/portal/t', chosen: null };
const deliveryPlace = { path: '/portal/t/deliveries/d', chosen: null, portal: '/portal/t' };

const aProject = (changes: Partial<PortalProject> = {}): PortalProject => ({
	deal: '1',
	name: 'Brand film',
	stage: 'delivered',
	dueAt: at,
	deliveries: [
		{ id: 'd', deal: '1', version: 1, kind: 'full', at, expiresAt: at, isOver: false, files: [] },
	],
	invoices: [
		{
			number: '2026-1',
			state: 'open',
			total: { minor: 180_000, currency: 'USD' },
			dueAt: at,
			paidAt: null,
			payUrl: 'https://invoice.stripe.com/i/1',
			pdfUrl: null,
		},
	],
	...changes,
});
const someFacts = (changes: Partial<PortalFacts> = {}): PortalFacts => ({
	name: 'Mette Holm',
	language: null,
	zone: 'Europe/Copenhagen',
	projects: [aProject()],
	isPartial: false,
	...changes,
});
const aDelivery = (changes: object = {}, file: object = {}): PortalDeliveryFacts => ({
	delivery: {
		id: 'd',
		deal: '1',
		version: 2,
		kind: 'partial',
		at,
		expiresAt: at,
		isOver: false,
		files: [
			{
				name: 'film.mp4',
				bytes: 48_200_000,
				mediaType: 'video/mp4',
				sha256: 'a'.repeat(64),
				platforms: ['Instagram'],
				shape: ['9:16'],
				...file,
			},
		],
		...changes,
	},
	project: 'Brand film',
	language: null,
	zone: 'Europe/Copenhagen',
});

describe('the words', () => {
	it.each(languages)('have every part in %s, and none that the others lack', (language) => {
		const wordings = library.find('portal', 'page').wordings;
		const partsOf = (table: unknown) =>
			Object.entries(table as Record<string, Record<string, string>>).flatMap(([name, parts]) =>
				Object.entries(parts).map(([part, text]) => {
					const names = [...text.matchAll(/\{(\w+)[},]/g)].map(([, value]) => value);
					return `${name}.${part}: ${[...new Set(names)].sort().join()}`;
				}),
			);
		expect(partsOf(wordings[language])).toEqual(partsOf(wordings.en));
	});

	it.each(languages)('name every stage and what it means, in %s', (language) => {
		for (const stage of stages) {
			const page = pages.overview(someFacts({ projects: [aProject({ stage })] }), language, place);
			expect(page).toMatch(/<p class="stage">[^<]{3,} <span>/);
			expect(page).toMatch(/<p class="meaning">[^<]{10,}<\/p>/);
			expect(page.match(/aria-current="step"/g)).toHaveLength(1);
		}
	});

	it.each([
		[0, '0 bytes'],
		[1, '1 byte'],
		[999, '999 bytes'],
		[999.6e3, '1 MB'],
		[4_812, '4.81 kB'],
		[212_900_000, '213 MB'],
		[1_482_300_000, '1.48 GB'],
		[5e15, '5,000 TB'],
	])('write %d bytes as %s', (bytes, size) => {
		const words = pageWords(library.find('portal', 'page'), 'en', 'utc', {
			agency: 'A',
			replyTo: 'b',
		});
		expect(words.size(bytes)).toBe(size);
	});
});

describe('the overview', () => {
	it.each([
		['en', ['Hello, Mette Holm', 'Delivered', 'Step 6 of 7', 'US$1,800', '26 November 2026']],
		[
			'es',
			['Hola, Mette Holm', 'Entregado', 'Paso 6 de 7', 'USD 1,800', '26 de noviembre de 2026'],
		],
		['da', ['Hej Mette Holm', 'Leveret', 'Trin 6 af 7', '1.800', '26. november 2026']],
	] as const)('says it in %s', (language, parts) => {
		const page = pages.overview(someFacts(), language, place);
		expect(page).toContain(`<html lang="${language}">`);
		for (const part of parts) expect(page.replace(/\u00a0/g, ' ')).toContain(part);
	});

	it('says that some of it is late, and does not take that for nothing', () => {
		const nothing = pages.overview(someFacts({ projects: [] }), 'en', place);
		const late = pages.overview(someFacts({ projects: [], isPartial: true }), 'en', place);
		expect(nothing).toContain('There is nothing here yet');
		expect(late).toContain('role="status"');
		expect(late).not.toContain('There is nothing here yet');
	});

	it('keeps the chosen language on its links, and leads nowhere else', () => {
		const page = pages.overview(someFacts(), 'da', { path: '/portal/t', chosen: 'da' });
		const links = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, link]) => link);
		expect(new Set(links)).toEqual(
			new Set([
				'#content',
				...languages.map((language) => `?lang=${language}`),
				'/portal/t/deliveries/d?lang=da',
				'https://invoice.stripe.com/i/1',
				'mailto:hola@agency.test',
			]),
		);
	});

	it('shows the greeting without a name, and a project that nobody named', () => {
		const page = pages.overview(
			someFacts({ name: null, projects: [aProject({ name: null })] }),
			'en',
			place,
		);
		expect(page).toContain('<h1>Your projects</h1>');
		expect(page).toContain('>Your project</h2>');
	});
});

describe('the page of a delivery', () => {
	it('shows each file with size, format, platform and checksum, to be fetched by its name', () => {
		const name = 'año 100% [v2] #1?.mp4';
		const page = pages.delivery(aDelivery({}, { name }), 'en', deliveryPlace);
		expect(page).toContain(
			`href="/portal/t/deliveries/d/files/a%C3%B1o%20100%25%20%5Bv2%5D%20%231%3F.mp4"`,
		);
		for (const part of [
			'48.2 MB',
			'MP4 · 9:16',
			'Instagram',
			'a'.repeat(64),
			'until 26 November',
		]) {
			expect(page).toContain(part);
		}
	});

	it('says how to get new downloads where they are over, and offers none', () => {
		const page = pages.delivery(aDelivery({ isOver: true }), 'en', deliveryPlace);
		expect(page).toContain('The downloads ended on 26 November 2026. Write to <a href="mailto:');
		expect(page).not.toContain('/files/');
	});
});

describe('whatever comes from outside', () => {
	const hostile = fc.oneof(
		fc.constantFrom(
			'<script>alert(1)</script>',
			'"><img src=x onerror=alert(1)>',
			"' onmouseover='alert(1)",
			'</style><script>',
			'{agency}',
			'{{ constructor }}',
			'\u202egpj.exe',
			'&lt;b&gt;',
			'javascript:alert(1)',
		),
		fc.string({ unit: 'binary', maxLength: 40 }),
	);

	it('is text on every page: it opens no element and ends no attribute', () => {
		fc.assert(
			fc.property(hostile, fc.constantFrom(...languages), (text, language) => {
				const project = aProject({
					name: text,
					deliveries: [{ ...aProject().deliveries[0]!, id: text }],
				});
				const invoice = { ...project.invoices[0]!, number: text };
				const facts = someFacts({ name: text, projects: [{ ...project, invoices: [invoice] }] });
				const plain = someFacts({ projects: [aProject()] });
				const over = pages.overview(facts, language, { path: `/portal/${text}`, chosen: null });
				expect(shapeOf(over)).toEqual(shapeOf(pages.overview(plain, language, place)));

				const file = { name: text, mediaType: text, platforms: [text], shape: [text] };
				const delivery = { ...aDelivery({}, file), project: text };
				const page = pages.delivery(delivery, language, deliveryPlace);
				const same = pages.delivery(aDelivery(), language, deliveryPlace);
				// A row of which nothing can be shown is left out.
				expect(shapeOf(page)).toEqual(expect.arrayContaining(['<article class aria-labelledby>']));
				expect(new Set(shapeOf(page))).toEqual(new Set(shapeOf(same)));
				expect(over + page).not.toMatch(/<script|\son\w+="|[\u202a-\u202e\u2066-\u2069]/);
			}),
			{ numRuns: 150, seed: 20261126 },
		);
	});

	it('has no way around the escaping', () => {
		const inner = html`<b>${'<i>'}</b>`;
		expect(html`<p title="${'"'}">${[inner, ['&', 1, null]]}</p>`.html).toBe(
			'<p title="&quot;"><b>&lt;i&gt;</b>&amp;1</p>',
		);
	});

	/** Elements with the names of their attributes, in order: what a browser would build. */
	function shapeOf(page: string): string[] {
		return [...page.matchAll(/<(\/?[a-z0-9]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
			([, name = '', attributes = '']) =>
				`<${[name, ...[...attributes.matchAll(/([\w-]+)(?==|\s|$)(?:="[^"]*")?/g)].map(([, each]) => each)].join(' ')}>`,
		);
	}
});

describe('the policy of the pages', () => {
	it('lets nothing run, nothing be sent, and only this style in', () => {
		const page = pages.nothing('wrong', 'en');
		const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
		const hash = createHash('sha256').update(style).digest('base64');
		expect(pages.policy).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
		);
		expect(page).not.toMatch(/\sstyle="|<script|<form/);
	});

	it('lets the logo in from where it lies', () => {
		const logo = 'https://cdn.agency.test/logo.png?v=1;2';
		const branded = portalPages({ ...defaultBrand, logo }, 'hola@agency.test', library);
		expect(branded.policy).toContain('; img-src https://cdn.agency.test; ');
		expect(branded.nothing('wrong', 'en')).toContain(`<img src="${logo}" alt="IAmazing Content"`);
	});

	it.each(['light', 'dark'] as const)('has inks that are read on their grounds, %s', (theme) => {
		const { page, card, soft, ink, quiet, good, warn } = portalColours[theme];
		for (const ground of [page, card, soft]) {
			for (const text of [ink, quiet]) {
				expect(contrastOf(text, ground)).toBeGreaterThanOrEqual(4.5);
			}
		}
		for (const text of [good, warn]) {
			expect(contrastOf(text, soft)).toBeGreaterThanOrEqual(4.5);
		}
	});
});
