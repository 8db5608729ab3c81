import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../orchestrator/src/sandbox';
import { chromiumFile, chromiumFlags, describeWithChromium } from '../support/chromium';
import { throughProxy } from '../orchestrator/sandbox/throughProxy';

const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';

let home: string;
let sandbox: Sandbox;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** One record of each kind with text that would run if it were ever read as HTML. */
async function fill(): Promise<void> {
	const client = throughProxy(sandbox);
	const blocks = [
		{ type: 'header', text: { type: 'plain_text', text: `Ana ${hostile}` } },
		{ type: 'section', text: { type: 'mrkdwn', text: `*Budget* ${hostile}` } },
		{
			type: 'actions',
			elements: [
				{
					type: 'button',
					text: { type: 'plain_text', text: 'Open' },
					url: 'javascript:window.hit=1',
				},
			],
		},
	];
	await client.call('POST', 'https://slack.com/api/chat.postMessage', {
		channel: '#sales-hot',
		text: 'Ana',
		blocks,
	});
	await client.call('POST', 'https://api.hubapi.com/crm/v3/objects/contacts', {
		properties: { email: 'ana@x.com', firstname: hostile },
	});
	await client.call('POST', 'https://api.clickup.com/api/v2/list/901100000001/task', {
		name: `Call ${hostile}`,
	});
	await client.call('GET', 'https://api.stripe.com/v1/charges');
	client.close();
	const transport = createTransport(sandbox.smtpUrl);
	await transport.sendMail({
		from: 'hola@iamazingcontent.space',
		to: 'ana@x.com',
		subject: `Gracias ${hostile}`,
		html: '<p>Hola Ana</p><script>parent.hit=1;top.hit=1</script>',
	});
	transport.close();
}

const open = async (hash: string) => {
	await page.goto(`${sandbox.viewerUrl}/#${hash}`);
	await page.waitForSelector('#live.on');
	return (await page.textContent('#panel')) ?? '';
};

describeWithChromium('the page of the viewer', () => {
	beforeAll(async () => {
		home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-page-'));
		sandbox = await startSandbox({ home, persist: false, limits: 'off' });
		await fill();
		browser = await chromium.launch({ executablePath: chromiumFile ?? '', args: chromiumFlags });
		page = await browser.newPage();
		page.on('pageerror', (error) => complaints.push(error.message));
	}, 60_000);

	afterAll(async () => {
		await browser.close();
		await sandbox.stop();
		rmSync(home, { recursive: true, force: true });
	});

	it.each([
		{ tab: 'slack', shows: `Ana ${hostile}` },
		{ tab: 'mail', shows: `Gracias ${hostile}` },
		{ tab: 'hubspot', shows: hostile },
		{ tab: 'clickup', shows: `Call ${hostile}` },
		{ tab: 'requests', shows: 'api.stripe.com' },
		{ tab: 'faults', shows: 'Too many requests' },
	])('shows $tab, text from outside as text', async ({ tab, shows }) => {
		expect(await open(tab)).toContain(shows);
		expect(await page.evaluate('window.hit')).toBeUndefined();
		expect(complaints).toEqual([]);
	});

	it('draws a mail in a frame that may do nothing', async () => {
		await open('mail');
		const frame = page.locator('iframe');
		expect(await frame.getAttribute('sandbox')).toBe('');
		expect(await page.frameLocator('iframe').locator('p').textContent()).toBe('Hola Ana');
		expect(await page.evaluate('window.hit')).toBeUndefined();
	});

	it('gives no link to an address that is none', async () => {
		await open('slack/C0SALESHOT');
		expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
	});

	it('shows the raw call when it is opened', async () => {
		await open('requests');
		await page.locator('.call', { hasText: 'chat.postMessage' }).click();
		expect(await page.locator('.detail').textContent()).toContain('"channel": "#sales-hot"');
	});

	it('orders a fault with a button', async () => {
		await open('faults');
		await page.getByRole('button', { name: 'Connection reset at Slack' }).click();
		await page.waitForSelector('.pending');
		expect(await page.locator('.pending').textContent()).toBe('1 × Connection reset at Slack');
	});

	it('shows news without being asked', async () => {
		await open('slack/C0OPS');
		const client = throughProxy(sandbox);
		sandbox.reset();
		await client.call('POST', 'https://slack.com/api/chat.postMessage', {
			channel: '#ops',
			text: 'Something failed',
		});
		client.close();
		await page.getByText('Something failed').waitFor();
		expect(await page.locator('.slack-message').count()).toBe(1);
	});

	it('moves between the tabs by the arrow keys', async () => {
		await open('slack');
		await page.focus('#tab-slack');
		await page.keyboard.press('ArrowRight');
		await page.locator('#tab-mail[aria-selected="true"]').waitFor();
		expect(await page.evaluate('document.activeElement.id')).toBe('tab-mail');
	});

	it('fits a phone without scrolling sideways', async () => {
		await page.setViewportSize({ width: 360, height: 740 });
		for (const tab of ['slack', 'mail', 'hubspot', 'clickup', 'requests', 'faults']) {
			await open(tab);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
		}
	});
});
