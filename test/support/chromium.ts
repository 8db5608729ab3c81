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

/** Starts the browser; the caller closes it. */
export async function openChromium(): Promise<Browser> {
	return await chromium.launch({ executablePath: chromiumFile ?? undefined, args: chromiumFlags });
}
