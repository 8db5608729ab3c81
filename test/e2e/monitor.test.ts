import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import type { MonitorView } from '../../orchestrator/src/service/monitor/report';
import { monitorViewSchema } from '../../orchestrator/src/service/monitor/report';
import { sandboxTokens } from '../../orchestrator/src/sandbox/accounts';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { outcomeOf, readFirstLead, sendLead } from '../../orchestrator/src/up/firstLead';
import type { Stack } from '../../orchestrator/src/up/stack';
import { logFile } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { readMetrics, valueOf } from '../orchestrator/service/support/readMetrics';
import { startTestStack } from '../support/startedStack';
import type { Desk } from './support/desk';
import { messagesOf, openDesk } from './support/desk';
import { callByHand, runOps } from './support/operator';

jest.setTimeout(600_000);

/** A lead whose name, address, company and phone stand nowhere else in the whole run. */
const person = {
	name: 'Wendelina Quispe',
	email: 'wendelina@cafe-esmeralda.example',
	company: 'Cafe Esmeralda',
	phone: '+51 987 605 411',
};

let stack: Stack;
let desk: Desk;

beforeAll(async () => {
	// A sweep comes when the command asks for one; the first sends the trial lead, too.
	const monitor = { everyMinutes: 1_440, trialLeadHours: 24, quiet: false };
	stack = await startTestStack({}, { monitor });
	desk = openDesk(stack);
});
afterAll(async () => stack?.stop());

const statusSchema = z.object({
	isFine: z.boolean(),
	says: z.string(),
	monitor: monitorViewSchema,
});

/** `agency-ops monitor`: one sweep to its end. */
async function sweep(): Promise<{ code: number; view: MonitorView }> {
	const { code, out } = await runOps(stack, 'monitor', '--json');
	return { code, view: monitorViewSchema.parse(JSON.parse(out)) };
}

/** Calls n8n's public API as a coordinator's script would. */
async function n8n(route: string, method = 'GET', body?: object): Promise<unknown> {
	const answer = await fetch(`${stack.settings.n8n.url}/api/v1${route}`, {
		method,
		headers: {
			'x-n8n-api-key': stack.secrets.n8nApiKey ?? '',
			'content-type': 'application/json',
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`);
	return await answer.json();
}

/** A coordinator's own workflow that does nothing but run some code when its address is called. */
async function aWorkflow(name: string, path: string, jsCode: string): Promise<void> {
	const nodes = [
		{
			name: 'Hook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			position: [0, 0],
			webhookId: path,
			parameters: { path, httpMethod: 'POST', options: {} },
		},
		{
			name: 'Write the list',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [200, 0],
			parameters: { jsCode },
		},
	];
	const connections = { Hook: { main: [[{ node: 'Write the list', type: 'main', index: 0 }]] } };
	const body = { name, nodes, connections, settings: { executionOrder: 'v1' } };
	const { id } = z.object({ id: z.string() }).parse(await n8n('/workflows', 'POST', body));
	await n8n(`/workflows/${id}/activate`, 'POST');
	await eventually(`the address ${path}`, async () => (await fire(path)).ok);
}

const fire = async (path: string) =>
	await fetch(`${stack.settings.n8n.url}/webhook/${path}`, { method: 'POST' });

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
	await waitFor(async () => ((await isSo()) ? true : undefined), {
		...{ what, deadlineMs: 120_000, everyMs: 300, mend: 'Look at the logs.' },
	});
}

const listedSchema = z.object({ data: z.array(z.object({ id: z.coerce.string() })) });
async function executions(status: string): Promise<string[]> {
	const { data } = listedSchema.parse(await n8n(`/executions?status=${status}&limit=50`));
	return data.map(({ id }) => id);
}

const tasksOf = ({ clickup }: SandboxState, lead: string) =>
	clickup.tasks.filter((task) => JSON.stringify(task).includes(`lead:${lead}/`));
const atLeastOne = (words: string) => (state: SandboxState) => {
	const found = messagesOf(state, words);
	return found.length > 0 ? found : undefined;
};
const alertOf = ({ alerts }: MonitorView, rule: string) =>
	alerts.find((alert) => alert.rule === rule);

it('finds what people did by hand, says who was told, and is green once it is settled', async () => {
	const body = { ...readFirstLead(new Date()), ...person };
	const lead = scoreLead(body, { now: new Date() }).lead.id;
	await sendLead(stack, body);
	await eventually('the lead', async () => (await outcomeOf(stack, lead)).missing.length === 0);

	// The task is deleted and the message doubled, each by somebody's own client.
	const before = await desk.sandbox.state();
	const [task] = tasksOf(before, lead);
	const [message] = messagesOf(before, `lead:${lead}/slack-message`);
	const posted = before.slack.messages[message?.channel ?? '']?.find(
		({ ts }) => ts === message?.ts,
	);
	await callByHand(stack, {
		method: 'DELETE',
		url: `https://api.clickup.com/api/v2/task/${task?.id}`,
		headers: { authorization: sandboxTokens.clickup },
	});
	await callByHand(stack, {
		method: 'POST',
		url: 'https://slack.com/api/chat.postMessage',
		headers: {
			authorization: `Bearer ${sandboxTokens.slack}`,
			'content-type': 'application/json; charset=utf-8',
		},
		body: {
			channel: message?.channel,
			text: posted?.text,
			blocks: posted?.blocks,
			metadata: posted?.metadata,
		},
	});
	expect(tasksOf(await desk.sandbox.state(), lead)).toEqual([]);

	const found = await runOps(stack, 'monitor');
	expect(found.code).toBe(1);
	expect(found.out).toMatch(/✓ task: made again: https:\/\/app\.clickup\.com\/t\/\w+/);
	expect(found.out).toContain('doubled: message in slack');
	const after = await desk.sandbox.state();
	expect(tasksOf(after, lead).map(({ name }) => name)).toEqual([task?.name]);
	expect(messagesOf(after, `lead:${lead}/slack-message`)).toHaveLength(2);

	// A second sweep finds nothing new, and tells nobody anything.
	const again = await sweep();
	expect(again.code).toBe(1);
	expect(again.view.lastSweep).toMatchObject({ repaired: [], told: 0 });
	expect(again.view.findings).toMatchObject([{ class: 'doubled', service: 'slack' }]);
	const told = await desk.until('the message', atLeastOne('Twice in Slack'));
	expect(told).toHaveLength(1);

	// What is wrong, since when, who was told: at the terminal and on the page.
	const status = await runOps(stack, 'status');
	expect(status.code).toBe(1);
	expect(status.out).toMatch(/^Twice in Slack\.$/m);
	expect(status.out).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ; told in ops; nobody has it/);
	const link = (await runOps(stack, 'status', '--link', '1')).out.trim();
	const page = await (await fetch(link)).text();
	for (const words of ['<h1>Twice in Slack</h1>', 'told in ops; nobody has it', 'made again']) {
		expect(page).toContain(words);
	}

	// Somebody presses the button in Slack: the extra one goes, and the alert is over.
	const [{ channel, ts } = { channel: '', ts: '' }] = told;
	const press = { channel, ts, action: 'alert_delete_extra', user: 'U0CAMILA01' };
	expect((await desk.act('/api/slack/press', press)).status).toBe(204);
	await desk.until('the extra message to go', (state) =>
		messagesOf(state, `lead:${lead}/slack-message`).length === 1 ? true : undefined,
	);
	await desk.until('the alert to be over', (state) => messagesOf(state, '✅ Twice in Slack')[0]);

	// All of the trial lead is out of the services again; no one but the test places had it.
	await eventually('the trial to be cleaned', async () => {
		await sweep();
		return messagesOf(await desk.sandbox.state(), 'Trial lead').length === 0;
	});
	const { clickup, hubspot, mail } = await desk.sandbox.state();
	const left = [...hubspot.contacts, ...hubspot.deals].filter((record) =>
		JSON.stringify(record).toLowerCase().includes('trial'),
	);
	expect(left.map(({ archived }) => archived)).toEqual([true, true]);
	expect(clickup.tasks.filter(({ name }) => name.includes('Trial'))).toEqual([]);
	const trialMails = mail.messages.filter(({ subject }) => subject.includes('[TEST]'));
	expect(trialMails).toHaveLength(1);
	const outcomes = z
		.object({ rows: z.array(z.object({ lead: z.string() })) })
		.parse(await desk.ask('/v1/outcomes'));
	expect(outcomes.rows.map((row) => row.lead)).toEqual([lead]);

	const { code, out } = await runOps(stack, 'status');
	expect(out).toMatch(/^All is well\.$/m);
	expect(code).toBe(0);
	// The lead came before the first sweep and is counted all the same; trial leads are not.
	expect(out).toMatch(/lead-in-slack within 60 s: [01] of 1 \(/);
});

it('groups by their cause what failed in n8n, and says who has it', async () => {
	const address = 'ana@hotel-andino.example';
	await aWorkflow(
		'Nightly list',
		'nightly-list',
		`throw new Error('No row 17 for ${address} at https://x.example/a?b=1')`,
	);
	for (let call = 0; call < 2; call += 1) await fire('nightly-list');
	await eventually('three failures', async () => (await executions('error')).length === 3);
	const { code, view } = await sweep();
	expect(code).toBe(1);
	const alert = alertOf(view, 'flows-failed');
	expect(alert).toMatchObject({ title: '3 flows have failed', count: 1 });
	expect(alert?.lines).toEqual([
		expect.stringMatching(
			/^3× n8n: Nightly list: Write the list: No row … for … at … .*http\S+\/executions\/\d+$/,
		),
	]);

	const messages = await desk.until('the message', atLeastOne('flows have failed'));
	expect(messages).toHaveLength(1);

	// Somebody takes it from Slack: the status says who has it.
	const [{ channel, ts } = { channel: '', ts: '' }] = messages;
	const press = { channel, ts, action: 'alert_acknowledge', user: 'U0CAMILA01' };
	expect((await desk.act('/api/slack/press', press)).status).toBe(204);
	await desk.until(
		'the message to say so',
		(state) => messagesOf(state, 'flows have failed', '<@U0CAMILA01> has it')[0],
	);
	const status = await runOps(stack, 'status', '--json');
	const { isFine, says, monitor } = statusSchema.parse(JSON.parse(status.out));
	expect({ isFine, says, code: status.code }).toEqual({
		isFine: false,
		says: '3 flows have failed',
		code: 1,
	});
	expect(alertOf(monitor, 'flows-failed')).toMatchObject({ notTold: null, toldIn: 'ops' });
	expect(alertOf(monitor, 'flows-failed')?.acknowledgedBy).not.toBeNull();
});

it('is followed from the inbox through n8n to the effects by one id, without a word about people', async () => {
	const { events } = z
		.object({
			events: z.array(z.object({ id: z.string(), test: z.boolean(), topic: z.string() })),
		})
		.parse(await desk.ask('/v1/inbox?limit=50'));
	const event =
		events.find(({ test, topic }) => !test && topic === 'lead.received')?.id ?? 'no event';
	const shown = (await runOps(stack, 'inbox', 'show', event)).out;
	const execution = /Execution {2}(\d+)/.exec(shown)?.[1] ?? '';
	expect(shown).toMatch(new RegExp(`In n8n +http\\S+/executions/${execution}$`, 'm'));
	expect(shown.match(new RegExp(`done +\\S+ +execution ${execution} `, 'g'))).toHaveLength(5);

	const log = readFileSync(logFile(stack.settings, 'service'), 'utf8');
	const about = log
		.split('\n')
		.filter((line) => line.includes(event))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	const steps = about.filter(({ executionId }) => executionId === execution).map(({ msg }) => msg);
	expect(steps).toEqual(expect.arrayContaining(['event forwarded', 'end reported']));
	expect(steps.filter((step) => step === 'effect')).toHaveLength(5);
	expect(about[0]).toMatchObject({ msg: 'event', topic: 'lead.received' });

	const words = [...Object.values(person), 'Wendelina', 'esmeralda', '605 411', 'prueba+trial'];
	for (const word of words) expect(log.toLowerCase()).not.toContain(word.toLowerCase());
	expect(log).not.toMatch(/[\w.+-]+@[\w-]+\.[\w.]+/);

	const metrics = await fetch(`${stack.settings.service.url}/metrics`, {
		headers: { authorization: `Bearer ${stack.secrets.ledgerApiKey}` },
	});
	const text = await metrics.text();
	const samples = readMetrics(text);
	expect(text).not.toMatch(/@|wendelina|esmeralda/i);
	expect(
		valueOf(samples, 'agency_monitor_sweeps_total', { result: 'whole' }),
	).toBeGreaterThanOrEqual(4);
	expect(valueOf(samples, 'agency_monitor_repairs_total')).toBe(1);
	expect(valueOf(samples, 'agency_alerts', { level: 'attention' })).toBe(1);
	expect(valueOf(samples, 'agency_trial_leads_total', { result: 'through' })).toBe(1);
	const promise = { promise: 'lead-in-slack', result: 'late' };
	expect(valueOf(samples, 'agency_promises_total', promise)).toBe(0);
	const lastSweep = valueOf(samples, 'agency_monitor_last_sweep_timestamp_seconds') ?? 0;
	const known = monitorViewSchema.parse(await desk.ask('/v1/monitor')).lastSweep?.endedAt ?? '';
	expect(lastSweep).toBeGreaterThanOrEqual(Date.parse(known) / 1_000);
	expect(await desk.sandbox.violations()).toEqual([]);
});
