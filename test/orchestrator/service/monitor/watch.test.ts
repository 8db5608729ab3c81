import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerMonitor } from '../../../../orchestrator/src/commands/monitor';
import { registerStatus } from '../../../../orchestrator/src/commands/status';
import { updateSecrets } from '../../../../orchestrator/src/config';
import { sandboxClickUp } from '../../../../orchestrator/src/sandbox/accounts';
import type { Message } from '../../../../orchestrator/src/sandbox/slack/model';
import { alertActions } from '../../../../orchestrator/src/texts/alertTexts';
import { ownKeys } from '../support/anInterface';
import type { WatchedStudio } from './aWatchedStudio';
import { aWatchedStudio, until } from './aWatchedStudio';

let studio: WatchedStudio;

beforeAll(async () => {
	// Its n8n is away all the time, which would say it all.
	studio = await aWatchedStudio({ rules: { 'n8n-away': { on: false } } });
});
afterAll(async () => await studio.close());

const textOf = (message: Message | undefined) => JSON.stringify(message?.blocks ?? []);
const alertsWith = (words: string) =>
	studio.messages('ops').filter((message) => textOf(message).includes(words));

/** Lets a flow report that it failed. */
async function aFailedFlow(number: number, reason: string) {
	const { body } = await studio.ask('POST', '/v1/inbox', {
		source: 'test',
		externalId: `flow-${number}`,
		topic: 'lead.received',
		subject: `lead-of:${number}`,
		payload: {},
	});
	const { id } = body as { id: string };
	await studio.ask('POST', `/v1/inbox/${id}/end`, { outcome: 'failed', reason });
}

it('tells of a storm of failures by one message, with its causes, and who has it', async () => {
	for (let number = 0; number < 40; number += 1) {
		await aFailedFlow(number, number < 30 ? `Slack took ${number} s` : `No "${number}" in HubSpot`);
	}
	const view = await studio.sweep();
	const [alert] = view.alerts.filter(({ rule }) => rule === 'flows-failed');
	expect(alert).toMatchObject({
		title: '40 flows have failed',
		toldIn: 'ops',
		acknowledgedBy: null,
	});
	expect(alert?.lines).toEqual([
		'30× lead.received: Slack took … s',
		'10× lead.received: No … in HubSpot',
	]);
	const message = await until(() => alertsWith('flows have failed')[0]);

	await studio.press(message, alertActions.acknowledge);
	await until(() => textOf(alertsWith('flows have failed')[0]).includes('<@U0OLIVIA01> has it'));
	for (let number = 40; number < 50; number += 1) await aFailedFlow(number, 'Slack took 1 s');
	const after = await studio.sweep();
	expect(after.alerts.find(({ rule }) => rule === 'flows-failed')).toMatchObject({
		id: alert?.id,
		acknowledgedBy: 'olivia',
	});
	// What somebody knows of, and is not worse by far, makes nothing anew.
	expect(alertsWith('flows have failed')).toHaveLength(1);
	expect(textOf(alertsWith('flows have failed')[0])).toContain('40 flows');
});

it('switches a webhook on again that ClickUp has suspended', async () => {
	const made = studio.byHand(
		studio.clickup,
		'POST',
		`/api/v2/team/${sandboxClickUp.teamId}/webhook`,
		{ endpoint: 'http://127.0.0.1:5680/hooks/clickup', events: ['taskDeleted'] },
	) as { id: string };
	const stranger = studio.byHand(
		studio.clickup,
		'POST',
		`/api/v2/team/${sandboxClickUp.teamId}/webhook`,
		{ endpoint: 'https://somebody.test/hook', events: ['taskDeleted'] },
	) as { id: string };
	const hookOf = (id: string) => studio.clickup.state().webhooks.find((hook) => hook.id === id);
	for (const { id } of [made, stranger]) {
		studio.byHand(studio.clickup, 'PUT', `/api/v2/webhook/${id}`, {
			endpoint: hookOf(id)?.endpoint,
			events: ['taskDeleted'],
			status: 'suspended',
		});
	}
	const view = await studio.sweep();
	expect(hookOf(made.id)).toMatchObject({ status: 'active', events: ['taskDeleted'] });
	expect(hookOf(stranger.id)).toMatchObject({ status: 'suspended' });
	expect(view.repaired).toContainEqual(
		expect.objectContaining({ thing: 'webhook', done: 'switched on again' }),
	);
});

it('says that a lead of 95 points waits, until somebody takes it', async () => {
	const lead = 'lead:20261126-hot95';
	const contact = await studio.effect(`${lead}/hubspot-contact/1`, 'hubspot.contact', {
		email: 'hot@client.test',
		properties: {},
	});
	await studio.effect(`${lead}/hubspot-deal/1`, 'hubspot.deal', {
		name: 'Hot one',
		stage: 'hot',
		contactId: contact.id,
		properties: { agency_lead_score: '96' },
	});
	const hot = async () => (await studio.sweep()).alerts.filter(({ rule }) => rule === 'lead-hot');
	expect(await hot()).toMatchObject([
		{ level: 'opportunity', title: 'A lead of 96 points waits for somebody', toldIn: 'sales-hot' },
	]);
	// The page names no lead.
	expect(String((await studio.ask('GET', '/status')).body)).not.toContain('record/0-3');
});

it('tells all that from two commands, and no secret in it', async () => {
	const home = mkdtempSync(path.join(tmpdir(), 'agency-monitor-'));
	const before = process.env.AGENCY_OPS_HOME;
	const printed: string[] = [];
	const shown: string[] = [];
	const log = jest
		.spyOn(console, 'log')
		.mockImplementation((line: string) => void printed.push(line));
	process.env.AGENCY_OPS_HOME = home;
	try {
		updateSecrets(home, { ledgerApiKey: ownKeys.ledgerApiKey });
		const config = path.join(home, 'agency.config.yaml');
		writeFileSync(config, `service: { url: '${studio.service.url}' }\n`);
		const run = async (...words: string[]) => {
			const program = new Command('agency-ops').option('--config <file>').option('--target <name>');
			registerMonitor(program);
			registerStatus(program);
			process.exitCode = undefined;
			await program.parseAsync(['node', 'agency-ops', '--config', config, ...words]);
			const text = printed.splice(0).join('\n');
			shown.push(text);
			return text;
		};
		const swept = await run('monitor');
		expect(swept).toMatch(/^Swept \d{4}-/);
		expect(swept).toContain('✓ webhook in clickup: switched on again');
		expect(process.exitCode).toBe(1);
		const status = await run('status');
		expect(status).toMatch(/! {2}\d+ flows have failed/);
		expect(status).toMatch(/told in ops; olivia has it/);
		expect(status).toContain('lead-in-slack within 60 s: none yet; promised 95%');
		expect(JSON.parse(await run('status', '--json'))).toMatchObject({
			isFine: false,
			monitor: { alerts: expect.arrayContaining([]) as unknown[] },
		});
		expect(JSON.parse(await run('monitor', '--json'))).toHaveProperty('alerts');
		const { body: page } = await studio.ask('GET', '/status');
		const all = [...shown, String(page)].join('\n');
		expect(all).toContain('flows have failed');
		expect(studio.secrets.filter((secret) => all.includes(secret))).toEqual([]);
		expect(await run('status', '--link', '3')).toMatch(/\/status\/[0-9a-z]+\.[\w-]+$/);
	} finally {
		log.mockRestore();
		process.exitCode = undefined;
		if (before === undefined) delete process.env.AGENCY_OPS_HOME;
		else process.env.AGENCY_OPS_HOME = before;
		rmSync(home, { recursive: true, force: true });
	}
});
