import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxClickUp, sandboxTokens } from '../../../../orchestrator/src/sandbox/accounts';
import type { HookSecrets } from '../../../../orchestrator/src/config/hookSecrets';
import { ClickUpStandIn } from '../../../../orchestrator/src/sandbox/clickup/standIn';
import { ClickUpStore } from '../../../../orchestrator/src/sandbox/clickup/store';
import { HubSpotStandIn } from '../../../../orchestrator/src/sandbox/hubspot/standIn';
import type { Message } from '../../../../orchestrator/src/sandbox/slack/model';
import { SlackStandIn } from '../../../../orchestrator/src/sandbox/slack/standIn';
import type { StandIn } from '../../../../orchestrator/src/sandbox/types';
import type { Service } from '../../../../orchestrator/src/service';
import { startService } from '../../../../orchestrator/src/service';
import type { MonitorView } from '../../../../orchestrator/src/service/monitor/report';
import { defaultMonitor } from '../../../../orchestrator/src/service/monitor/monitorSettings';
import type { MonitorSettings } from '../../../../orchestrator/src/service/monitor/monitorSettings';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';
import type { StandInServer } from '../../../support/standInServer';
import { serveStandIn } from '../../../support/standInServer';
import { callStandIn } from '../../sandbox/callStandIn';
import { someSettings } from '../support/aService';
import { ownKeys } from '../support/anInterface';

const slackSecret = 'slack-secret';
const ops = 'C0OPS';

/** A service over stand-ins in the same process, whose accounts a test changes by hand. */
export interface WatchedStudio {
	clickup: ClickUpStandIn;
	clickupStore: ClickUpStore;
	slack: SlackStandIn;
	hubspot: HubSpotStandIn;
	servers: Record<'clickup' | 'slack' | 'hubspot', StandInServer>;
	service: Service;
	ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>;
	/** Every secret of its own and of its vendors. */
	secrets: readonly string[];
	/** Asks for an effect and waits until it is done. */
	effect(key: string, kind: string, content: object): Promise<Record<string, unknown>>;
	/** Sweeps, and answers what is known once its messages are out. */
	sweep(): Promise<MonitorView>;
	/** Calls a stand-in as a person's client would. */
	byHand(standIn: StandIn, method: string, path: string, body?: unknown): Record<string, unknown>;
	/** Messages of a channel, by its name. */
	messages(channel: string): Message[];
	/** Presses a button of a message as Slack tells of it; resolves when it is answered. */
	press(message: Message, action: string): Promise<void>;
	close(): Promise<void>;
}

/** Waits until something is so, for a minute at most. */
export async function until<Value>(
	look: () => Value | Promise<Value>,
): Promise<NonNullable<Value>> {
	const deadline = performance.now() + 60_000;
	for (;;) {
		const value = await look();
		if (value) return value;
		if (performance.now() > deadline) throw new Error('It has not come to be within a minute.');
		await pause(50);
	}
}

/** Starts it. */
export async function aWatchedStudio(
	changes: Partial<MonitorSettings> = {},
	hookSecrets: HookSecrets | null = null,
): Promise<WatchedStudio> {
	const clickupStore = new ClickUpStore();
	const clickup = new ClickUpStandIn('off', clickupStore);
	const slack = new SlackStandIn('off');
	const hubspot = new HubSpotStandIn('off');
	const servers = {
		clickup: await serveStandIn(clickup),
		slack: await serveStandIn(slack),
		hubspot: await serveStandIn(hubspot),
	};
	const byHand: WatchedStudio['byHand'] = (standIn, method, path, body) => {
		const { status, body: answer } = callStandIn(standIn, method, path, body, { at: Date.now() });
		if (status >= 400) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
		return answer ?? {};
	};
	for (const object of ['contacts', 'deals']) {
		for (const name of ['agency_ops_key', 'agency_lead_score']) {
			byHand(hubspot, 'POST', `/crm/v3/properties/${object}`, {
				name,
				label: name,
				type: 'string',
				fieldType: 'text',
				groupName: object === 'deals' ? 'dealinformation' : 'contactinformation',
			});
		}
	}
	const settings = someSettings();
	const secrets = {
		...ownKeys,
		hubspotToken: sandboxTokens.hubspot,
		slackToken: sandboxTokens.slack,
		clickupToken: sandboxTokens.clickup,
		smtpUrl: 'smtp://ops:planted-smtp@127.0.0.1:1',
		reportSecret: 'whsec_reports',
	};
	const service = await startService({
		settings: {
			...settings,
			slack: { channels: { ...settings.slack.channels, ops: '#ops' } },
			clickup: {
				...settings.clickup,
				lists: {
					leads: sandboxClickUp.lists[0]?.id ?? '',
					test: sandboxClickUp.lists[1]?.id ?? '',
				},
			},
			sandbox: { limits: 'off' },
			monitor: { ...defaultMonitor, everyMinutes: false, quiet: false, mails: [], ...changes },
		},
		secrets,
		bases: {
			slack: `${servers.slack.url}/api/`,
			clickup: `${servers.clickup.url}/api/v2`,
			hubspot: servers.hubspot.url,
		},
		ledger: await emptyLedgerPlace(),
		port: 0,
		inbox: {
			hookSecrets: hookSecrets ?? {
				forms: [],
				hubspot: [],
				clickup: ['clickup-secret'],
				slack: [slackSecret],
				frameio: [],
				stripe: [],
				mail: [],
			},
			n8n: { url: 'http://127.0.0.1:1', triggerSecret: 'x'.repeat(32), readApiKey: () => null },
		},
	});
	const ask: WatchedStudio['ask'] = async (method, path, body) => {
		const response = await fetch(`${service.url}${path}`, {
			method,
			headers: {
				authorization: `Bearer ${ownKeys.ledgerApiKey}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.includes('json') ?? false;
		return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
	};
	const press: WatchedStudio['press'] = async (message, action) => {
		const elements = (message.blocks ?? []).flatMap(({ elements: inside }) =>
			Array.isArray(inside) ? (inside as Array<{ action_id?: string; value?: string }>) : [],
		);
		const button = elements.find(({ action_id: id }) => id === action);
		if (button === undefined) throw new Error(`The message has no button ${action}.`);
		const payload = JSON.stringify({
			type: 'block_actions',
			user: { id: 'U0OLIVIA01', username: 'olivia' },
			trigger_id: '1.2.abc',
			container: { channel_id: ops, message_ts: message.ts },
			actions: [button],
		});
		const body = new URLSearchParams({ payload }).toString();
		const timestamp = String(Math.floor(Date.now() / 1_000));
		const signature = createHmac('sha256', slackSecret)
			.update(`v0:${timestamp}:${body}`)
			.digest('hex');
		const response = await fetch(`${service.url}/hooks/slack`, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				'x-slack-request-timestamp': timestamp,
				'x-slack-signature': `v0=${signature}`,
			},
			body,
		});
		if (!response.ok) throw new Error(`The press was answered ${response.status}.`);
	};
	return {
		clickup,
		clickupStore,
		slack,
		hubspot,
		servers,
		service,
		secrets: [
			...Object.values(secrets),
			slackSecret,
			'clickup-secret',
			'x'.repeat(32),
			'planted-smtp',
		],
		ask,
		byHand,
		press,
		effect: async (key, kind, content) =>
			await until(async () => {
				const { body } = await ask('POST', '/v1/effects', { key, kind, content });
				const { state, receipt, error } = body as {
					state: string;
					receipt: Record<string, unknown> | null;
					error: unknown;
				};
				if (state === 'failed') throw new Error(JSON.stringify(error));
				return state === 'done' ? receipt : null;
			}),
		sweep: async () => {
			const asked = await ask('POST', '/v1/monitor/sweeps', {});
			const { askedAt } = asked.body as { askedAt: string };
			return await until(async () => {
				const view = (await ask('GET', '/v1/monitor')).body as MonitorView;
				const hasEnded =
					view.lastSweep !== null && view.lastSweep.beganAt >= askedAt && !view.isSweeping;
				const isTold = view.alerts.every(
					({ toldAt, notTold }) => toldAt === null || notTold === null,
				);
				return hasEnded && isTold ? view : null;
			});
		},
		messages: (name) => {
			const channel = slack.state().channels.find((one) => one.name === name);
			return slack.state().messages[channel?.id ?? ''] ?? [];
		},
		close: async () => {
			await service.stop();
			await Promise.all(Object.values(servers).map(async (server) => await server.close()));
		},
	};
}
