import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../../nodes/domain/language';
import { putShowcase } from '../support/aPortal';
import type { TestPortal } from '../support/aPortalPage';
import { aPortalPage } from '../support/aPortalPage';
import { describeWithChromium, openChromium } from '../support/chromium';

/** Levels A and AA of WCAG 2.0 to 2.2. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const looks = [
	{ width: 1_280, colorScheme: 'dark' },
	{ width: 360, colorScheme: 'light' },
	{ width: 360, colorScheme: 'dark' },
] as const;

let portal: TestPortal;
let browser: Browser;
let page: Page;
/** The pages by what stands on them. */
let pages: Record<string, string>;
const complaints: string[] = [];

describeWithChromium('the client portal', () => {
	beforeAll(async () => {
		portal = await aPortalPage();
		portal.hubspot.set('5012', await putShowcase(portal.store, '5012'));
		portal.hubspot.set('77', 'away');
		const linkOf = async (client: string) => {
			const { url } = await portal.links.linkFor({
				client,
				email: `${client}@nordlys.test`,
				test: false,
			});
			return new URL(url).pathname;
		};
		const mine = await linkOf('5012');
		pages = {
			overview: mine,
			'overview without HubSpot': await linkOf('77'),
			delivery: `${mine}/deliveries/dlv_second`,
			'delivery whose downloads are over': `${mine}/deliveries/dlv_old`,
			'link that is none': `${mine.slice(0, -1)}!`,
		};
		browser = await openChromium();
		page = await browser.newPage();
		page.on('console', (message) => complaints.push(message.text()));
		page.on('pageerror', (error) => complaints.push(error.message));
		page.on('request', (request) => {
			if (!request.url().startsWith(portal.url)) complaints.push(`loads ${request.url()}`);
		});
	});
	afterAll(async () => {
		await browser.close();
		await portal.close();
	});

	/** What axe finds wrong with the page that is open. */
	async function faults(): Promise<string[]> {
		await page.evaluate(axe);
		const results = (await page.evaluate(
			`axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(levels)} } })`,
		)) as AxeResults;
		expect(results.passes.length).toBeGreaterThan(10);
		return results.violations.flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
		);
	}

	it.each(languages)(
		'has no page that breaks a rule of WCAG A or AA, in %s',
		async (language) => {
			await page.emulateMedia({ colorScheme: 'light' });
			await page.setViewportSize({ width: 1_280, height: 900 });
			for (const [name, path] of Object.entries(pages)) {
				await page.goto(`${portal.url}${path}?lang=${language}`);
				expect(await page.getAttribute('html', 'lang')).toBe(language);
				expect({ name, faults: await faults() }).toEqual({ name, faults: [] });
			}
		},
		180_000,
	);

	it.each(looks)(
		'nor $width pixels wide in $colorScheme colours',
		async (look) => {
			await page.emulateMedia({ colorScheme: look.colorScheme });
			await page.setViewportSize({ width: look.width, height: 900 });
			for (const [name, path] of Object.entries(pages)) {
				await page.goto(`${portal.url}${path}?lang=da`);
				expect({ name, faults: await faults() }).toEqual({ name, faults: [] });
			}
		},
		180_000,
	);

	it.each(languages)('fits on the narrowest phone, in %s', async (language) => {
		await page.setViewportSize({ width: 320, height: 640 });
		for (const path of Object.values(pages)) {
			await page.goto(`${portal.url}${path}?lang=${language}`);
			const width = await page.evaluate('document.documentElement.scrollWidth');
			expect({ path, width }).toEqual({ path, width: 320 });
		}
	});

	it('is all there without scripts, by the keyboard, and on paper', async () => {
		const context = await browser.newContext({ javaScriptEnabled: false });
		const plain = await context.newPage();
		await plain.goto(`${portal.url}${pages.overview}?lang=en`);
		await plain.keyboard.press('Tab');
		await plain.keyboard.press('Enter');
		await plain.keyboard.press('Tab');
		// The first of what can be reached behind the skipped head is the newest delivery's.
		await plain.keyboard.press('Enter');
		await plain.waitForURL(/\/deliveries\/dlv_second\?lang=en$/);
		expect(await plain.textContent('h1')).toBe('Delivery 2');
		await plain.click('summary');
		expect(await plain.isVisible('text=sha256sum your-file')).toBe(true);

		await plain.emulateMedia({ media: 'print' });
		expect(await plain.isVisible('.file .button >> nth=0')).toBe(false);
		expect(await plain.isVisible('code >> nth=0')).toBe(true);
		await context.close();
	});

	it('loads nothing, runs nothing, and has its style by its policy', async () => {
		await page.setViewportSize({ width: 1_280, height: 900 });
		await page.emulateMedia({ colorScheme: 'light' });
		await page.goto(`${portal.url}${pages.overview}`);
		const head = await page.evaluate(
			`getComputedStyle(document.querySelector('.brand')).backgroundColor`,
		);
		expect(head).toBe('rgb(59, 47, 143)');
		// The one complaint of the browser is about the icon that it asks for by itself.
		expect(complaints.filter((each) => !/favicon|404|410|503/.test(each))).toEqual([]);
	});
});
