import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Debian's browser; null where it is not installed. */
export const chromiumFile: string | null = ['/usr/bin/chromium'].find(existsSync) ?? null;

/** Flags that keep the browser quiet and offline. */
export const chromiumFlags = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const skipped = 'skip';

/** `describe` where Chromium is there; elsewhere the suite is listed as skipped. */
export const describeWithChromium: (title: string, body: () => void) => void =
	chromiumFile === null
		? (title, body) => describe[skipped](`${title} (no /usr/bin/chromium)`, body)
		: describe;

/** How long a page may take for anything, in milliseconds: a busy machine is no failure. */
const PAGE_WITHIN_MS = 180_000;

/** Starts the browser, whose pages are patient; the caller closes it. */
export async function openChromium(): Promise<Browser> {
	const browser = await chromium.launch({
		executablePath: chromiumFile ?? undefined,
		args: chromiumFlags,
		timeout: PAGE_WITHIN_MS,
	});
	const newPage = browser.newPage.bind(browser);
	browser.newPage = async (options) => {
		const page = await newPage(options);
		page.setDefaultTimeout(PAGE_WITHIN_MS);
		return page;
	};
	return browser;
}
