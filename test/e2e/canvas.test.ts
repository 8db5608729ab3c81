import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { extract } from 'tar';
import { pack } from '../../orchestrator/src/bundle/pack';
import { readBundle } from '../../orchestrator/src/bundle/readBundle';
import { readFirstLead, sendLead } from '../../orchestrator/src/up/firstLead';
import type { Stack } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { describeWithChromium, openChromium } from '../support/chromium';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startTestStack } from '../support/startedStack';

const SEEN_WITHIN_MS = 180_000;
jest.setTimeout(600_000);

/** What the nodes on a canvas are called. */
const namesOf = async (drawn: Locator) =>
	(
		await drawn.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name')))
	).sort();

describeWithChromium('what people see', () => {
	let stack: Stack;
	let sandbox: SandboxClient;
	let viewerUrl: string;
	let browser: Browser;

	beforeAll(async () => {
		stack = await startTestStack();
		viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
		sandbox = sandboxClient(viewerUrl);
		browser = await openChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await stack?.stop();
	});

	const open = async (url: string): Promise<Page> => {
		const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
		await page.goto(url);
		return page;
	};

	const signIn = async (): Promise<Page> => {
		const page = await open(`${stack.settings.n8n.url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', stack.settings.n8n.ownerEmail);
		await page.fill('input[name=password]', stack.secrets.n8nOwnerPassword);
		await waitFor(
			async () => {
				if (!new URL(page.url()).pathname.includes('signin')) return true;
				// The form takes no key before it is drawn to its end.
				await page.press('input[name=password]', 'Enter', { timeout: 5_000 }).catch(() => null);
				return undefined;
			},
			{ what: 'the canvas after signing in', deadlineMs: SEEN_WITHIN_MS, everyMs: 3_000, mend: '' },
		);
		return page;
	};

	it('shows the coordinator every step of the qualification as a sentence', async () => {
		const page = await signIn();
		await page.goto(`${stack.settings.n8n.url}/workflow/AoLeadQualif0001`);
		await page.waitForSelector('[data-test-id=canvas-node]');

		expect(await namesOf(page.locator('[data-test-id=canvas-node]'))).toEqual(
			expect.arrayContaining([
				'When a lead is due',
				'Score the lead',
				'Tell the closer on duty in Slack',
				'Thank the hot client by e-mail',
			]),
		);
		// A node whose type n8n does not know is drawn with a question mark.
		expect(await page.locator('[data-test-id=canvas-node] >> text=/unknown|\\?$/i').count()).toBe(
			0,
		);
		await page.close();
	});

	it('takes every workflow file of an unpacked bundle by Import from File', async () => {
		const { version, n8n, workflows } = readBundle(path.join(__dirname, '../../workflows'));
		const folder = mkdtempSync(path.join(tmpdir(), 'agency-unpacked-'));
		const archive = pack({ source: `agency-ops@${version}`, n8nVersion: n8n, workflows });
		await pipeline(Readable.from([archive]), extract({ cwd: folder }));
		const page = await signIn();
		const drawn = page.locator('[data-test-id=canvas-node]');
		for (const { id, name, workflow } of workflows) {
			await page.goto(`${stack.settings.n8n.url}/workflow/new`);
			await page
				.locator('[data-test-id=workflow-import-input]')
				.setInputFiles(path.join(folder, 'workflows', id, 'workflow.json'));
			const steps = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
			const wanted = steps.map((node) => node.name).sort();
			await waitFor(
				async () => ((await namesOf(drawn)).join() === wanted.join() ? true : undefined),
				{ what: `"${name}" on the canvas`, deadlineMs: SEEN_WITHIN_MS, mend: '' },
			);
			expect(await page.locator('.el-notification--error').count()).toBe(0);
		}
		rmSync(folder, { recursive: true });
		await page.close();
	});

	it('sends what is tried out on the canvas to the test places only', async () => {
		const page = await signIn();
		await page.goto(`${stack.settings.n8n.url}/workflow/AoLeadIntake0001`);
		const trigger = 'When a lead is posted';
		await page.locator(`[data-test-id=canvas-node][data-node-name="${trigger}"]`).hover();
		await page.locator(`[data-test-id="execute-workflow-button-${trigger}"]`).click();
		const send = () =>
			fetch(`${stack.settings.n8n.url}/webhook-test/lead-intake`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-agency-secret': stack.secrets.webhookSecret,
				},
				body: JSON.stringify(readFirstLead(new Date())),
			});
		// The address is there only once n8n listens.
		await waitFor(async () => ((await send()).ok ? true : undefined), {
			what: 'n8n to listen for a test event',
			deadlineMs: SEEN_WITHIN_MS,
			mend: '',
		});
		const state = await waitFor(
			async () => {
				const found = await sandbox.state();
				return found.mail.messages.length > 0 ? found : undefined;
			},
			{ what: 'the test mail', deadlineMs: SEEN_WITHIN_MS, mend: '' },
		);
		const testPlaces = { channel: 'agency-test', list: stack.settings.clickup.lists.test };
		const channels = state.slack.channels.filter(({ id }) => (state.slack.messages[id] ?? [])[0]);
		expect(channels.map(({ name }) => name)).toEqual([testPlaces.channel]);
		expect(state.clickup.tasks.map(({ listId }) => listId)).toEqual([testPlaces.list]);
		expect(state.mail.messages.map(({ envelope }) => envelope.to)).toEqual([
			[stack.settings.mail.test],
		]);
		expect(state.hubspot.deals.map(({ properties }) => properties.dealname)).toEqual([
			expect.stringMatching(/^\[TEST\] /),
		]);
		await page.close();
	});

	it('takes a lead from the Danish form and answers in Danish', async () => {
		const page = await open(`${stack.settings.n8n.url}/form/start-et-projekt`);
		await page.getByLabel('Dit navn').fill('Mette Holm');
		await page.getByLabel('Din e-mail').fill('mette@nordlys.example');
		await page.getByLabel('Virksomhed').fill('Nordlys ApS');
		await page.getByLabel('Hvad har du brug for?').selectOption('Forklaringsvideo');
		await page.getByLabel('Budget').fill('12.000 kr');
		await page.getByRole('button').click();
		await page.getByText(/^\s*Tak/).waitFor();
		const mail = await waitFor(
			async () =>
				(await sandbox.state()).mail.messages.find(({ envelope }) =>
					envelope.to.includes('mette@nordlys.example'),
				),
			{ what: 'the acknowledgement', deadlineMs: SEEN_WITHIN_MS, mend: '' },
		);
		expect(mail.subject).toMatch(/Mette/);
		expect(mail.headers['content-language'] ?? '').toMatch(/^da/);
		await page.close();
	});

	it('shows sales the lead in Slack, with the text that the client wrote as text', async () => {
		await sendLead(stack, {
			...readFirstLead(new Date()),
			name: 'Ana <!channel> *Quispe*',
			message: '<script>alert(1)</script> {{ 7 * 7 }}',
		});
		const page = await open(`${viewerUrl}/#slack/C0SALESHOT`);
		// Leads sent before may have messages there already: it is this one's that is looked at.
		const message = page.getByText('<!channel>').first();
		await message.waitFor();
		const shown = await page.locator('body').innerText();
		expect(shown).toContain('<!channel>');
		expect(shown).toContain('{{ 7 * 7 }}');
		// The number alone may stand there as a minute or in a score.
		expect(shown).not.toContain('</script> 49');
		await page.close();
	});
});
