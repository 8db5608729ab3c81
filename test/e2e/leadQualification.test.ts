import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import {
	effectsOf,
	expectedKinds,
	outcomeOf,
	readFirstLead,
	sendLead,
} from '../../orchestrator/src/up/firstLead';
import { findMissing } from '../../orchestrator/src/up/seenAtServices';
import { sandboxEnvironment } from '../../orchestrator/src/up/environment';
import { runCommand } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import { packNewerBundle } from '../support/newerBundle';
import { addPeers } from '../support/peerFlows';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import type { Stack } from '../../orchestrator/src/up/stack';
import { startTestStack } from '../support/startedStack';

const EFFECTS_WITHIN_MS = 180_000;
jest.setTimeout(600_000);

let stack: Stack;
let sandbox: SandboxClient;

beforeAll(async () => {
	stack = await startTestStack();
	sandbox = sandboxClient(`http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`);
});
afterAll(async () => stack?.stop());
afterEach(async () => sandbox?.clearFaults());

/** The fixture's client under another address; the rest of the lead decides the tier. */
const lead = (email: string, more: Record<string, unknown> = {}) => ({
	...readFirstLead(new Date()),
	email,
	...more,
});
/** What makes a warm one of it. */
const warm = { events: [], message: 'Hola', timeline: 'just exploring', budget: '$300' };
const idOf = (body: unknown) => scoreLead(body, { now: new Date() }).lead.id;

/** Waits until every effect is done, and answers what has come of the lead by then. */
const followLead = async (leadId: string, deadlineMs: number) =>
	await waitFor(
		async () => {
			const outcome = await outcomeOf(stack, leadId);
			return outcome.missing.length === 0 ? outcome : undefined;
		},
		{ what: `the effects of lead ${leadId}`, deadlineMs, everyMs: 500, mend: '' },
	).catch(() => outcomeOf(stack, leadId));

const sendAndFollow = async (body: Record<string, unknown>) => {
	await sendLead(stack, body);
	return await followLead(idOf(body), EFFECTS_WITHIN_MS);
};

/** What each service holds of one client. */
function holdings(state: SandboxState, email: string, leadId: string) {
	const contacts = state.hubspot.contacts.filter(({ properties }) => properties.email === email);
	const deals = state.hubspot.deals.filter(
		({ properties }) => properties.agency_lead_id === leadId,
	);
	const carries = (value: unknown) => JSON.stringify(value).includes(`lead:${leadId}/`);
	const tasks = state.clickup.tasks.filter(carries);
	const messages = Object.values(state.slack.messages).flat().filter(carries);
	const mails = state.mail.messages.filter(({ envelope }) => envelope.to.includes(email));
	return { contacts, deals, tasks, messages, mails };
}
const counts = async (email: string, leadId: string) => {
	const held = holdings(await sandbox.state(), email, leadId);
	return Object.values(held).map(({ length }) => length);
};

const opsMessages = async () => {
	const { slack } = await sandbox.state();
	const ops = slack.channels.find(({ name }) => name === 'ops');
	return slack.messages[ops?.id ?? ''] ?? [];
};

describe('a lead through a real n8n', () => {
	it('leaves five effects, each once, each where its receipt says', async () => {
		const body = lead('ana.once@cafe-aurora.pe');
		const { done, missing } = await sendAndFollow(body);
		expect(missing).toEqual([]);
		expect(done.map(({ kind }) => kind)).toEqual([...expectedKinds]);
		expect(findMissing(await sandbox.state(), done)).toEqual([]);
		expect(await counts('ana.once@cafe-aurora.pe', idOf(body))).toEqual([1, 1, 1, 1, 1]);
	});

	it('writes to the client in the client’s language', async () => {
		const { mail } = await sandbox.state();
		const sent = mail.messages.find(({ envelope }) =>
			envelope.to.includes('ana.once@cafe-aurora.pe'),
		);
		expect(sent?.headers['content-language'] ?? '').toMatch(/^es/);
	});

	it('makes nothing twice of the same lead on the same day', async () => {
		const body = lead('ana.twice@cafe-aurora.pe');
		await sendAndFollow(body);
		await sendLead(stack, body);
		await sendLead(stack, { ...body, message: 'I forgot to say: we open in March.' });
		// The same form twice is one event of the inbox; with other words it is a second one.
		await waitFor(async () => ((await finishedExecutions(body)) >= 2 ? true : undefined), {
			what: 'two executions of the lead',
			deadlineMs: EFFECTS_WITHIN_MS,
			mend: '',
		});
		expect(await counts('ana.twice@cafe-aurora.pe', idOf(body))).toEqual([1, 1, 1, 1, 1]);
	});

	it('takes a lead from the Spanish form', async () => {
		const form = new FormData();
		const answers = await fieldsOfForm('empieza-un-proyecto');
		const given: Record<string, string> = {
			name: 'Rosa Quispe',
			email: 'rosa@hotel-andino.pe',
			company: 'Hotel Andino',
			budget: 'S/ 4.000',
			language: 'es',
			message: 'Necesitamos un video para redes.',
		};
		answers.forEach((name, index) => {
			if (given[name] !== undefined) form.append(`field-${index}`, given[name]);
		});
		const answer = await fetch(`${stack.settings.n8n.url}/form/empieza-un-proyecto`, {
			method: 'POST',
			body: form,
		});
		expect(answer.status).toBe(200);
		const mail = await waitFor(
			async () =>
				(await sandbox.state()).mail.messages.find(({ envelope }) =>
					envelope.to.includes('rosa@hotel-andino.pe'),
				),
			{ what: 'the acknowledgement', deadlineMs: EFFECTS_WITHIN_MS, mend: '' },
		);
		expect(mail.headers['content-language'] ?? '').toMatch(/^es/);
	});

	it('records a disqualified lead and disturbs nobody', async () => {
		const body = { name: 'SEO Team', message: 'Buy 10,000 backlinks, rank first on Google today' };
		const before = await sandbox.state();
		await sendLead(stack, body);
		const effects = await waitFor(
			async () => {
				const found = await effectsOf(stack, idOf(body));
				return found.length > 0 && found.every(({ state }) => state === 'done') ? found : undefined;
			},
			{ what: 'the record', deadlineMs: EFFECTS_WITHIN_MS, mend: '' },
		);
		expect(effects.map(({ kind }) => kind)).toEqual(['record']);
		const after = await sandbox.state();
		expect(after.slack.messages).toEqual(before.slack.messages);
		expect(after.mail.messages).toHaveLength(before.mail.messages.length);
	});

	it('refuses a lead without the secret', async () => {
		const answer = await fetch(`${stack.settings.n8n.url}/webhook/lead-intake`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(lead('no-secret@cafe-aurora.pe')),
		});
		expect(answer.status).toBe(403);
	});

	it('takes a burst of 50 leads, each effect exactly once', async () => {
		// Every other one is warm: the two rows tell two channels, each of which takes a message a second.
		const bodies = Array.from({ length: 50 }, (_, index) =>
			lead(`burst${index}@cafe-aurora.pe`, index % 2 === 0 ? {} : warm),
		);
		await Promise.all(bodies.map((body) => sendLead(stack, body)));
		const outcomes = await Promise.all(bodies.map((body) => followLead(idOf(body), 240_000)));
		expect(outcomes.flatMap(({ missing }) => missing)).toEqual([]);
		const state = await sandbox.state();
		const held = bodies.map((body) => {
			const found = holdings(state, body.email, idOf(body));
			return Object.values(found).map(({ length }) => length);
		});
		expect(held).toEqual(bodies.map(() => [1, 1, 1, 1, 1]));
	});

	it('keeps to the vendors’ descriptions all the way', async () => {
		expect(await sandbox.violations()).toEqual([]);
	});
});

describe('n8n’s own nodes', () => {
	it('reach the same services by their own credentials, without a change for the sandbox', async () => {
		await addPeers(stack);
		const email = 'peer@cafe-aurora.pe';
		const send = () =>
			fetch(`${stack.settings.n8n.url}/webhook/peer-lead-intake`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-agency-secret': stack.secrets.webhookSecret,
				},
				body: JSON.stringify(lead(email)),
			});
		await waitFor(async () => ((await send()).ok ? true : undefined), {
			what: 'the peer’s webhook',
			deadlineMs: EFFECTS_WITHIN_MS,
			mend: '',
		});
		const state = await waitFor(
			async () => {
				const found = await sandbox.state();
				const hasMail = found.mail.messages.some(({ envelope }) => envelope.to.includes(email));
				return hasMail ? found : undefined;
			},
			{ what: 'the peer’s mail', deadlineMs: EFFECTS_WITHIN_MS, mend: '' },
		);
		expect(state.hubspot.contacts.some(({ properties }) => properties.email === email)).toBe(true);
		expect(state.clickup.tasks.length).toBeGreaterThan(0);
		const callers = (await sandbox.requests()).filter(({ requestBody }) =>
			requestBody.includes(email),
		);
		expect(new Set(callers.map(({ host }) => host))).toContain('slack.com');
	});
});

describe('a vendor that fails', () => {
	it('waits and goes on when Slack says 429', async () => {
		await sandbox.fault({
			host: 'slack.com',
			path: 'chat.postMessage',
			kind: '429',
			times: 1,
			retryAfterSeconds: 1,
		});
		const body = lead('slow-down@cafe-aurora.pe');
		const { missing } = await sendAndFollow(body);
		expect(missing).toEqual([]);
		expect(await counts('slow-down@cafe-aurora.pe', idOf(body))).toEqual([1, 1, 1, 1, 1]);
	});

	it('goes on when HubSpot fails once at what may be repeated', async () => {
		await sandbox.fault({ host: 'api.hubapi.com', path: 'upsert', kind: '500', times: 1 });
		const body = lead('hubspot500@cafe-aurora.pe');
		const { missing } = await sendAndFollow(body);
		expect(missing).toEqual([]);
		expect(await counts('hubspot500@cafe-aurora.pe', idOf(body))).toEqual([1, 1, 1, 1, 1]);
	});

	it('tells ops, finds the task again and goes on when ClickUp gives no answer after the work', async () => {
		const faults = ['500', 'reset', 'timeout'] as const;
		for (const kind of faults) {
			await sandbox.fault({
				host: 'api.clickup.com',
				method: 'POST',
				path: '/task$',
				kind,
				afterWork: true,
				times: 1,
			});
		}
		const bodies = faults.map((kind) => lead(`clickup-${kind}@cafe-aurora.pe`));
		const told = async () =>
			(await opsMessages()).filter((message) => JSON.stringify(message).includes('/executions/'));
		const before = (await told()).length;
		await Promise.all(bodies.map((body) => sendLead(stack, body)));
		await waitFor(async () => ((await told()).length > before ? true : undefined), {
			what: 'the message to ops',
			deadlineMs: EFFECTS_WITHIN_MS,
			mend: '',
		});
		// The look-up finds each task that was made, the event is fired again and meets its receipts.
		const outcomes = await Promise.all(
			bodies.map((body) => followLead(idOf(body), 2 * EFFECTS_WITHIN_MS)),
		);
		expect(outcomes.flatMap(({ missing }) => missing)).toEqual([]);
		expect(await sandbox.countPendingFaults()).toBe(0);
		for (const body of bodies) {
			expect(await counts(body.email, idOf(body))).toEqual([1, 1, 1, 1, 1]);
		}
	});
});

describe('seeding and the doctor', () => {
	it('changes nothing the second time', async () => {
		const isMaking = ({ method, path }: { method: string; path: string }) =>
			method !== 'GET' && /properties|groups|conversations\.(create|join)|\/list/.test(path);
		const made = async () => (await sandbox.requests()).filter(isMaking).length;
		const before = await made();
		expect(before).toBeGreaterThan(0);
		expect(await runCommand(stack.settings, ['seed'])).toBe(0);
		expect(await made()).toBe(before);
	});

	it('finds nothing wrong', async () => {
		expect(await runCommand(stack.settings, ['doctor'])).toBe(0);
	});
});

describe('a newer bundle', () => {
	const id = 'AoLeadQualif0001';
	const canvas = async () => await n8n<StoredWorkflow>(`/workflows/${id}`);

	/** What a coordinator does on the canvas: moves a node, writes a note to it, sets a zone. */
	const editCanvas = async () => {
		const { name, nodes, connections, settings } = await canvas();
		const edited = nodes.map((node) =>
			node.name === 'Score the lead' ? { ...node, position: [300, 500], notes: 'Ours' } : node,
		);
		const body = { name, nodes: edited, connections, settings: { ...settings, timezone: 'UTC' } };
		await n8n(`/workflows/${id}`, { method: 'PUT', body: JSON.stringify(body) });
	};

	/** A sender that tries again until it hears that the lead was taken. */
	const sendUntilTaken = async (body: Record<string, unknown>) =>
		await waitFor(
			async () =>
				await sendLead(stack, body).then(
					() => true,
					() => undefined,
				),
			{ what: 'the lead to be taken', deadlineMs: EFFECTS_WITHIN_MS, everyMs: 100, mend: '' },
		);

	it('keeps what was edited, loses no lead on the way, and can be put back', async () => {
		await editCanvas();
		const before = await canvas();
		const file = packNewerBundle(stack.settings.home, id, (workflow) => ({
			...workflow,
			settings: { ...workflow.settings, executionTimeout: 600 },
		}));
		let isUpgrading = true;
		const upgraded = runCommand(stack.settings, ['upgrade', file, '--yes']).finally(() => {
			isUpgrading = false;
		});
		const sent: string[] = [];
		while (isUpgrading && sent.length < 20) {
			const body = lead(`meanwhile-${sent.length}@example.com`);
			await sendUntilTaken(body);
			sent.push(idOf(body));
			await pause(250); // so that they come all along the upgrade
		}
		expect(await upgraded).toBe(0);

		const after = await canvas();
		expect(after.settings).toEqual({ ...before.settings, executionTimeout: 600 });
		expect(after.nodes).toEqual(before.nodes);
		expect(after.activeVersionId).toBe(after.versionId);
		for (const leadId of sent) {
			const { done, missing } = await followLead(leadId, EFFECTS_WITHIN_MS);
			expect({ leadId, missing, done: done.length }).toEqual({
				leadId,
				missing: [],
				done: expectedKinds.length,
			});
		}

		expect(await runCommand(stack.settings, ['rollback', '--yes'])).toBe(0);
		const back = await canvas();
		expect(back.settings).toEqual(before.settings);
		expect(back.nodes).toEqual(before.nodes);
		expect(await runCommand(stack.settings, ['seed'])).toBe(0);
	});
});

describe('a seed in whose way somebody comes', () => {
	const id = 'AoLeadQualif0001';
	/** A busy n8n may have to be asked twice. */
	const canvas = async () =>
		await waitFor(
			async () => {
				const found = await n8n<Partial<StoredWorkflow>>(`/workflows/${id}`);
				return found.nodes === undefined ? undefined : (found as StoredWorkflow);
			},
			{ what: 'n8n to show the workflow', deadlineMs: EFFECTS_WITHIN_MS, everyMs: 200, mend: '' },
		);
	const notesOf = ({ nodes }: StoredWorkflow) =>
		nodes.find(({ name }) => name === 'Score the lead')?.notes;
	const editCanvas = async (notes: string) => {
		const { name, nodes, connections, settings } = await canvas();
		const edited = nodes.map((node) =>
			node.name === 'Score the lead' ? { ...node, notes } : node,
		);
		const body = JSON.stringify({ name, nodes: edited, connections, settings });
		await waitFor(
			async () => {
				await n8n(`/workflows/${id}`, { method: 'PUT', body });
				return notesOf(await canvas()) === notes ? true : undefined;
			},
			{ what: 'n8n to take the edit', deadlineMs: EFFECTS_WITHIN_MS, everyMs: 200, mend: '' },
		);
	};

	/** Seeds from a configuration with one link more in Slack, which is made before any workflow is written. */
	function seedWithLink(title: string, bundle: string) {
		const { file, home } = stack.settings;
		const config = JSON.parse(readFileSync(file ?? '', 'utf8')) as object;
		const other = path.join(home, 'with-link.config.yaml');
		const links = { 'sales-hot': [{ title, link: 'https://agency.test/how-we-sell' }] };
		writeFileSync(other, JSON.stringify({ ...config, slack: { bookmarks: links } }));
		const command = path.resolve('orchestrator/bin/agency-ops.mjs');
		const child = spawn(
			process.execPath,
			[command, '--config', other, 'seed', '--bundle', bundle],
			{
				stdio: ['ignore', 'inherit', 'inherit'],
				env: {
					...process.env,
					AGENCY_OPS_HOME: home,
					...sandboxEnvironment(stack.settings),
				},
			},
		);
		const ended = new Promise<number | string | null>((resolve) =>
			child.once('close', (code, signal) => resolve(signal ?? code)),
		);
		return { child, ended };
	}

	/** How long Slack takes for that link, in milliseconds: long enough to be seen at it. */
	const HELD_MS = 8_000;

	/** Holds the seed at that link, after it has planned; resolves when it is there. */
	async function atItsLink(begin: () => ReturnType<typeof seedWithLink>) {
		const host = 'slack.com';
		await sandbox.fault({
			host,
			path: 'bookmarks\\.add',
			kind: 'slow',
			delayMs: HELD_MS,
			times: 1,
		});
		const begun = begin();
		await waitFor(async () => ((await sandbox.countPendingFaults()) === 0 ? true : undefined), {
			what: 'the seed to make its link',
			deadlineMs: EFFECTS_WITHIN_MS,
			everyMs: 100,
			mend: '',
		});
		return begun;
	}

	it('leaves alone what is changed meanwhile, is gone on with when it was killed, and is put back', async () => {
		const before = await canvas();
		const bundle = packNewerBundle(stack.settings.home, id, (workflow) => ({
			...workflow,
			settings: { ...workflow.settings, executionTimeout: 700 },
		}));
		expect(await runCommand(stack.settings, ['plan', '--bundle', bundle])).toBe(1);
		const meanwhile = await atItsLink(() => seedWithLink('How we sell', bundle));
		// Halted, so that it cannot come to the workflow before somebody has changed that.
		meanwhile.child.kill('SIGSTOP');
		await editCanvas('Written between plan and write');
		meanwhile.child.kill('SIGCONT');
		expect(await meanwhile.ended).toBe(1);
		const left = await canvas();
		expect(notesOf(left)).toBe('Written between plan and write');
		expect(left.settings.executionTimeout).toBe(before.settings.executionTimeout);

		const killed = await atItsLink(() => seedWithLink('How we really sell', bundle));
		killed.child.kill('SIGKILL');
		expect(await killed.ended).toBe('SIGKILL');
		expect((await canvas()).settings.executionTimeout).toBe(before.settings.executionTimeout);

		// The next one goes on, and keeps what was written on the canvas.
		expect(await seedWithLink('How we really sell', bundle).ended).toBe(0);
		const seeded = await canvas();
		expect(seeded.settings.executionTimeout).toBe(700);
		expect(seeded.nodes).toEqual(left.nodes);
		expect(await runCommand(stack.settings, ['rollback', '--yes'])).toBe(0);
		const back = await canvas();
		expect(back.settings).toEqual(left.settings);
		expect(back.nodes).toEqual(left.nodes);
		expect(back.connections).toEqual(before.connections);
		expect(back.activeVersionId).toBe(back.versionId);
	});
});

interface StoredWorkflow {
	name: string;
	nodes: Array<Record<string, unknown>>;
	connections: object;
	settings: Record<string, unknown>;
	versionId: string;
	activeVersionId: string | null;
}

async function n8n<T>(path: string, more: RequestInit = {}): Promise<T> {
	const answer = await fetch(`${stack.settings.n8n.url}/api/v1${path}`, {
		headers: {
			'x-n8n-api-key': stack.secrets.n8nApiKey ?? '',
			'content-type': 'application/json',
		},
		...more,
	});
	return (await answer.json()) as T;
}

/** How many executions of the qualification have run for this lead to their end. */
async function finishedExecutions(body: unknown): Promise<number> {
	const { data } = await n8n<{ data: Array<{ finished: boolean; data: unknown }> }>(
		'/executions?includeData=true&limit=20',
	);
	const id = idOf(body);
	return data.filter(
		({ finished, data: run }) => finished && JSON.stringify(run).includes(`lead:${id}/mail`),
	).length;
}

/** The names of a form's fields in their order, from the published workflow. */
async function fieldsOfForm(path: string): Promise<string[]> {
	interface FormNode {
		parameters: {
			options?: { path?: string };
			path?: string;
			formFields?: { values: Array<{ fieldName: string }> };
		};
	}
	const { data } = await n8n<{ data: Array<{ nodes: FormNode[] }> }>('/workflows');
	const form = data
		.flatMap(({ nodes }) => nodes)
		.find(({ parameters }) => (parameters.path ?? parameters.options?.path) === path);
	return (form?.parameters.formFields?.values ?? []).map(({ fieldName }) => fieldName);
}
