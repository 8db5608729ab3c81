import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { signatureHeaders } from '../../nodes/domain/inbox/signature';
import { askService } from '../../orchestrator/src/adapters/service/askService';
import type { EventStory } from '../../orchestrator/src/inbox/view';
import { eventStorySchema, statusViewSchema } from '../../orchestrator/src/inbox/view';
import { sendLead } from '../../orchestrator/src/up/firstLead';
import { layoutOf } from '../../orchestrator/src/up/scale/layout';
import { missingPackages } from '../../orchestrator/src/up/scale/programs';
import type { Stack } from '../../orchestrator/src/up/stack';
import { runCommand } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import type { LeadBody } from '../support/holdings';
import { countHoldings, leadFrom } from '../support/holdings';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startScaledTestStack } from '../support/startedStack';

jest.setTimeout(300_000);

/** How long what was acknowledged may take to its end, on a machine of two cores. */
const ENDED_WITHIN_MS = 200_000;

const skipped = 'skip';
const missing = missingPackages();
const describeScaled = (title: string, body: () => void) =>
	missing.length === 0
		? describe(title, body)
		: describe[skipped](`${title} (no ${missing.join(', ')})`, body);

let stack: Stack;
let sandbox: SandboxClient;
let services: string[];
/** Every lead that was acknowledged. */
const acknowledged: LeadBody[] = [];

/** A form's post, signed; resolves with the event's id once it is acknowledged. */
async function postForm(lead: LeadBody, { id = randomUUID() as string, url = '' } = {}) {
	const body = JSON.stringify(lead);
	const timestamp = Math.floor(Date.now() / 1_000);
	const answer = await fetch(`${url === '' ? stack.settings.service.url : url}/hooks/forms`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			...signatureHeaders({ id, timestamp, body }, stack.secrets.formSecret),
		},
		body,
	});
	if (answer.status !== 202) throw new Error(`The hook answered ${answer.status}.`);
	return (await answer.json()) as { id: string; repeated: boolean };
}

/** Sends a lead as a form does that tries again until it is acknowledged: by turns the two ways in. */
async function deliver(lead: LeadBody, index: number): Promise<void> {
	const id = randomUUID() as string;
	await waitFor(
		async () => {
			await withinMs(10_000, index % 2 === 0 ? sendLead(stack, lead) : postForm(lead, { id }));
			return true;
		},
		{ what: `${lead.email} to be acknowledged`, deadlineMs: 90_000, everyMs: 500, mend: '' },
	);
	acknowledged.push(lead);
}

/** Gives up waiting for what hangs. */
async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
	const late = new AbortController();
	const tooLate = pause(ms, undefined, { signal: late.signal }).then(() => {
		throw new Error(`No answer within ${ms} ms.`);
	});
	try {
		await Promise.race([work, tooLate]);
	} finally {
		late.abort();
		tooLate.catch(() => undefined);
	}
}

const leads = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => leadFrom(`${name}.${index}@cafe-aurora.pe`));

const ask = async (path: string) =>
	await askService(
		{ url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey },
		{ path },
	);
const readStatus = async () => statusViewSchema.parse(await ask('/v1/status'));
const readStory = async (id: string): Promise<EventStory> =>
	eventStorySchema.parse(await ask(`/v1/inbox/${id}`));

/** Waits until nothing is on its way any more. */
async function untilQuiet(): Promise<void> {
	await waitFor(
		async () => {
			const { inbox, effects } = await readStatus();
			const open = inbox.received + inbox.forwarded + effects.planned + effects.in_flight;
			return open + effects.unknown.length === 0 ? true : undefined;
		},
		{ what: 'every event to end', deadlineMs: ENDED_WITHIN_MS, everyMs: 500, mend: '' },
	);
}

const onceEach = (count: number) => Array.from({ length: count }, () => [1, 1, 1, 1, 1]);
const logOf = (name: string) => readFileSync(stack.parts.get(name).logFile, 'utf8');
const executionsStartedBy = (name: string) =>
	logOf(name).match(/Worker started execution/g)?.length ?? 0;
const hooksTakenBy = (name: string) => logOf(name).match(/"msg":"hook"/g)?.length ?? 0;

describeScaled('the scaled set-up', () => {
	beforeAll(async () => {
		stack = await startScaledTestStack({ limits: 'off' });
		sandbox = sandboxClient(`http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`);
		services = layoutOf(stack.settings).services.map(({ port }) => `http://127.0.0.1:${port}`);
	});
	afterAll(async () => stack?.stop());

	it('does each effect of 100 leads exactly once, with every replica and worker at work', async () => {
		const burst = leads('burst', 100);
		await Promise.all(burst.map(deliver));
		await untilQuiet();

		expect(countHoldings(await sandbox.state(), burst)).toEqual(onceEach(100));
		for (const worker of ['worker-1', 'worker-2']) {
			expect(executionsStartedBy(worker)).toBeGreaterThan(10);
		}
		for (const service of ['service-1', 'service-2']) {
			expect(hooksTakenBy(service)).toBeGreaterThan(5);
		}
	});

	it('makes one event of the same post at both replicas', async () => {
		const twins = leads('twin', 5);
		const answers = await Promise.all(
			twins.map(async (lead) => {
				const id = randomUUID() as string;
				return await Promise.all(services.map(async (url) => await postForm(lead, { id, url })));
			}),
		);
		acknowledged.push(...twins);
		for (const [one, other] of answers) {
			expect(other?.id).toBe(one?.id);
			expect([one?.repeated, other?.repeated].sort()).toEqual([false, true]);
		}
		await untilQuiet();
		expect(countHoldings(await sandbox.state(), twins)).toEqual(onceEach(5));
	});

	it('lets one person’s events run one after the other, whichever replica took them', async () => {
		const person = leadFrom('one.person@cafe-aurora.pe');
		const ids: string[] = [];
		for (let turn = 0; turn < 6; turn += 1) {
			const said = { ...person, message: `Message ${turn}` };
			ids.push((await postForm(said, { url: services[turn % 2] })).id);
		}
		acknowledged.push(person);
		await untilQuiet();

		const stories = await Promise.all(ids.map(readStory));
		const spans = stories.map(({ story }) => ({
			began: Date.parse(story.find(({ state }) => state === 'forwarded')?.at ?? ''),
			ended: Date.parse(story.findLast(({ state }) => state === 'ended')?.at ?? ''),
		}));
		for (const [index, { began, ended }] of spans.entries()) {
			expect(ended).toBeGreaterThanOrEqual(began);
			expect(began).toBeGreaterThanOrEqual(spans[index - 1]?.ended ?? 0);
		}
		expect(countHoldings(await sandbox.state(), [person])).toEqual(onceEach(1));
	});

	it('writes nothing at a second seed', async () => {
		const before = (await sandbox.requests()).length;
		expect(await runCommand(stack.settings, ['seed'])).toBe(0);
		const since = (await sandbox.requests()).slice(before);
		expect(since.filter(({ method, path }) => isWrite(method, path))).toEqual([]);
	});

	describe('when a piece dies', () => {
		beforeEach(slowDownClickup);
		afterEach(async () => await sandbox.clearFaults());

		it('goes on after a worker was killed in mid-work', async () => {
			const before = Promise.all(leads('worker', 10).map(deliver));
			await untilInClickup();
			const worker = await waitFor(() => ['worker-1', 'worker-2'].find(isAtWork), {
				what: 'a worker to be at work',
				deadlineMs: 30_000,
				everyMs: 20,
				mend: '',
			});
			await kill(worker);
			await Promise.all([before, ...leads('one.worker', 4).map(deliver)]);
			await stack.parts.get(worker).restart();
		});

		it('goes on after a replica was killed in the middle of a call', async () => {
			const before = deliver(leadFrom('replica@cafe-aurora.pe'), 1);
			const replica = await waitFor(findReplicaInCall, {
				what: 'a replica to be in the middle of a call to ClickUp',
				deadlineMs: 60_000,
				everyMs: 20,
				mend: '',
			});
			await kill(replica);
			await Promise.all([before, ...leads('one.replica', 6).map(deliver)]);
			await stack.parts.get(replica).restart();
		});

		it.each(['redis', 'postgres'])('goes on after %s was away', async (name) => {
			const before = Promise.all(leads(`${name}.before`, 6).map(deliver));
			await untilInClickup();
			await kill(name);
			const during = Promise.all(leads(`${name}.during`, 6).map(deliver));
			await stack.parts.get(name).restart();
			await Promise.all([before, during]);
		});

		it('has lost nothing that was acknowledged, and doubled nothing', async () => {
			await untilQuiet();
			const counts = countHoldings(await sandbox.state(), acknowledged);
			expect(counts).toEqual(onceEach(acknowledged.length));
		});

		it.each(['status', 'doctor'])('ends with a green %s', async (command) => {
			expect(await runCommand(stack.settings, [command])).toBe(0);
		});
	});
});

/** How long ClickUp takes for a task: time enough to see who is in the middle of one. */
const CLICKUP_MS = 3_000;

async function slowDownClickup(): Promise<void> {
	await sandbox.fault({
		host: 'api.clickup.com',
		method: 'POST',
		path: '/task$',
		kind: 'slow',
		delayMs: CLICKUP_MS,
		times: 1_000,
	});
}

function isAtWork(worker: string): boolean {
	const finished = logOf(worker).match(/Worker finished execution/g)?.length ?? 0;
	return executionsStartedBy(worker) > finished;
}

/** Whether effects are on their way to ClickUp, and none to where nobody could look afterwards. */
async function areInClickup(): Promise<boolean> {
	const answer = await ask('/v1/effects?state=in_flight');
	const { effects } = z.object({ effects: z.array(z.object({ kind: z.string() })) }).parse(answer);
	return effects.length > 0 && effects.every(({ kind }) => kind === 'clickup.task');
}

async function untilInClickup(): Promise<void> {
	await waitFor(async () => ((await areInClickup()) ? true : undefined), {
		what: 'an effect to be on its way to ClickUp',
		deadlineMs: 60_000,
		everyMs: 20,
		mend: '',
	});
}

/** Ends a part as a power cut would. */
async function kill(name: string): Promise<void> {
	stack.parts.get(name).kill('SIGKILL');
	await stack.parts.get(name).ended;
}

/** The replica that holds a call open, by the balancer's own count. */
async function findReplicaInCall(): Promise<string | undefined> {
	if (!(await areInClickup())) return undefined;
	const { balancerPort } = layoutOf(stack.settings);
	const answer = await fetch(`http://127.0.0.1:${balancerPort}/;csv`);
	const rows = (await answer.text()).split('\n').map((line) => line.split(','));
	// Columns of haproxy's table: proxy, server, queue now and at most, sessions now.
	const busy = rows.find(
		([proxy, server, , , sessions]) =>
			proxy === 'services' && server?.startsWith('service-') === true && Number(sessions) > 0,
	);
	return busy?.[1];
}

/** Slack's reading methods are posts too, and so is signing in at Adobe. */
function isWrite(method: string, path: string): boolean {
	const reads =
		/\/(search|auth\.test|bookmarks\.list|conversations\.(list|info|members)|users\.|ims\/token\/)/;
	return !['GET', 'HEAD'].includes(method) && !reads.test(path);
}
