import type { Browser, Page } from 'playwright-core';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { sandboxPeople } from '../../orchestrator/src/sandbox/accounts';
import { outcomeOf, readFirstLead, sendLead } from '../../orchestrator/src/up/firstLead';
import type { Stack } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { describeWithChromium, openChromium } from '../support/chromium';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startTestStack } from '../support/startedStack';

jest.setTimeout(600_000);

const [camila, freja] = sandboxPeople;
let stack: Stack;
let viewerUrl: string;
let sandbox: SandboxClient;
let browser: Browser;
let page: Page;

/** Sends a lead, waits for its message in Slack, and says where everything of it is. */
async function aLeadInSlack(email: string) {
	const body = { ...readFirstLead(new Date()), email };
	const { id } = scoreLead(body, { now: new Date() }).lead;
	await sendLead(stack, body);
	await until(
		`the effects of ${email}`,
		async () => (await outcomeOf(stack, id)).missing.length === 0,
	);
	const find = (state: SandboxState) => {
		const carries = (value: unknown) => JSON.stringify(value).includes(`lead:${id}/`);
		const [channel = '', messages = []] =
			Object.entries(state.slack.messages).find(([, list]) => list.some(carries)) ?? [];
		return {
			channel,
			message: messages.find(carries),
			deal: state.hubspot.deals.find(({ properties }) => properties.agency_lead_id === id),
			contact: state.hubspot.contacts.find(({ properties }) => properties.email === email),
			task: state.clickup.tasks.find(carries),
		};
	};
	return { id, now: async () => find(await sandbox.state()) };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
	await waitFor(async () => ((await isSo()) ? true : undefined), {
		what,
		deadlineMs: 180_000,
		everyMs: 300,
		mend: 'Look at the logs in the state folder.',
	});
}

const press = async (press: Record<string, string>) =>
	await fetch(`${viewerUrl}/api/slack/press`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(press),
	});

describeWithChromium('sales answer a lead in Slack', () => {
	beforeAll(async () => {
		stack = await startTestStack();
		viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
		sandbox = sandboxClient(viewerUrl);
		browser = await openChromium();
		page = await browser.newPage();
	});
	afterAll(async () => {
		await browser?.close();
		await stack?.stop();
	});

	it('Take it: message, owner and assignee follow; Not a fit asks why, and all of it follows', async () => {
		const lead = await aLeadInSlack('ana.taken@cafe-aurora.pe');
		const { channel } = await lead.now();
		await page.goto(`${viewerUrl}/#slack/${channel}`);
		await page.getByLabel('You are').selectOption(camila.slackId);
		await page.getByRole('button', { name: 'Take it' }).click();

		await page.getByText('has it, since').waitFor();
		await until('the assignee', async () => ((await lead.now()).task?.assignees.length ?? 0) > 0);
		const taken = await lead.now();
		expect(taken.deal?.properties.hubspot_owner_id).toBe(camila.hubspotOwnerId);
		expect(taken.contact?.properties.hubspot_owner_id).toBe(camila.hubspotOwnerId);
		expect(taken.task?.assignees).toEqual([camila.clickupId]);
		expect(await page.getByRole('button', { name: 'Take it' }).count()).toBe(0);

		await page.getByLabel('You are').selectOption(freja.slackId);
		await page.getByRole('button', { name: 'Not a fit' }).click();
		const form = page.getByRole('dialog');
		await form.getByText('Camila Rojas has had this lead').waitFor();
		await form.getByLabel('Why does it not fit?').selectOption('timing');
		await form.getByLabel('Anything to add?').fill('Needs it *tomorrow* <!channel>');
		await form.getByRole('button', { name: 'Say so' }).click();

		await page.locator('.slack-message', { hasText: 'The timing does not work' }).waitFor();
		await page.getByText('“Needs it *tomorrow* <!channel>”').waitFor();
		await until('the closed task', async () => (await lead.now()).task?.status === 'complete');
		expect((await lead.now()).deal?.properties).toMatchObject({
			dealstage: 'closedlost',
			agency_lead_outcome: 'not-a-fit',
			agency_lead_outcome_reason: 'timing: Needs it *tomorrow* <!channel>',
		});
		expect(await page.getByRole('dialog').count()).toBe(0);
	});

	it('tells the second of two who press at once, and nobody else', async () => {
		const lead = await aLeadInSlack('ana.race@cafe-aurora.pe');
		const { channel, message } = await lead.now();
		const both = [camila, freja].map(({ slackId }) => slackId);
		const answers = await Promise.all(
			both.map(
				async (user) => await press({ channel, ts: message?.ts ?? '', action: 'lead_take', user }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual([204, 204]);
		await until(
			'a private answer',
			async () => (await sandbox.state()).slack.privateMessages.length > 0,
		);
		await until('an owner', async () =>
			Boolean((await lead.now()).deal?.properties.hubspot_owner_id),
		);

		const { slack } = await sandbox.state();
		const [told, ...more] = slack.privateMessages;
		const owner = (await lead.now()).deal?.properties.hubspot_owner_id;
		const first = sandboxPeople.find(({ hubspotOwnerId }) => hubspotOwnerId === owner);
		expect(both).toContain(first?.slackId);
		expect(told).toMatchObject({ userId: both.find((id) => id !== first?.slackId) });
		expect(told?.text).toContain(`<@${first?.slackId ?? ''}> was first`);
		expect(more).toEqual([]);
	});

	it('holds to the vendors’ descriptions', async () => {
		expect(await (await fetch(`${viewerUrl}/api/violations`)).json()).toEqual([]);
	});
});
