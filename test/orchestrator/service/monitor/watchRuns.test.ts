import { createServer } from 'node:http';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { readUnseenSchedules } from '../../../../orchestrator/src/service/monitor/watch/watchRuns';
import { watchN8n } from '../../../../orchestrator/src/service/monitor/watch/watchN8n';
import { ledgerBeside } from './ledgerBeside';

interface Execution {
	id: number;
	workflowId: string;
	mode: 'trigger' | 'webhook' | 'manual';
	status: 'success' | 'running' | 'waiting';
	startedAt: string;
}
interface Workflow {
	id: string;
	name: string;
	activeVersionId: string | null;
	settings: object;
	nodes: object[];
}

const HOUR_MS = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

let store: Store;
let workflows: Workflow[] = [];
let executions: Execution[] = [];
let asked: string[] = [];
let newest = 0;
/** The machine's own time. */
let at = Date.parse('2026-11-23T12:00:00Z');

/** n8n's API as far as it lists (2.41): the newest first, a page at a time, and what runs apart. */
const server = createServer((request, response) => {
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://n8n.test');
	const answer = (body: object) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	};
	if (pathname === '/healthz') return answer({});
	if (pathname === '/api/v1/workflows') return answer({ data: workflows, nextCursor: null });
	const status = searchParams.get('status');
	const workflowId = searchParams.get('workflowId');
	if (workflowId !== null) asked.push(workflowId);
	const found = executions
		.filter((one) => (status ?? 'success') === one.status)
		.filter((one) => workflowId === null || one.workflowId === workflowId)
		.sort((a, b) => b.id - a.id);
	const from = Number(searchParams.get('cursor') ?? 0);
	const until = from + Number(searchParams.get('limit'));
	answer({ data: found.slice(from, until), nextCursor: until < found.length ? `${until}` : null });
});

const beside = ledgerBeside(server, (opened) => (store = opened));
beforeEach(async () => {
	await store.query('DELETE FROM monitor_cursors');
	await store.query('DELETE FROM monitor_numbers');
	[workflows, executions, asked] = [[], [], []];
});

async function look() {
	const n8n = { url: beside.url(), readApiKey: () => 'key', zone: 'utc' };
	asked = [];
	const { seen } = await watchN8n(n8n, store, new Date(at), null);
	const silent = seen.filter(({ rule }) => rule !== 'execution-hangs');
	return silent.map(({ rule, labels, facts }) => ({ rule, ...labels, ...facts, url: undefined }));
}

const nightly = (more: Partial<Workflow> = {}): Workflow => ({
	...{ id: 'w1', name: 'Nightly list', activeVersionId: 'v1', settings: {} },
	nodes: [
		{
			type: 'n8n-nodes-base.scheduleTrigger',
			parameters: { rule: { interval: [{ triggerAtHour: 3, triggerAtMinute: 0 }] } },
		},
	],
	...more,
});
const orders = (more: Partial<Workflow> = {}): Workflow => ({
	...{ id: 'w2', name: 'Orders', activeVersionId: 'v1', settings: {} },
	nodes: [{ type: 'n8n-nodes-base.webhook', parameters: { path: 'orders' } }],
	...more,
});

function run(more: Partial<Execution> & { startedAt: string }): void {
	newest += 1;
	executions.push({ id: newest, workflowId: 'w1', mode: 'trigger', status: 'success', ...more });
}

it('tells of a workflow that n8n no longer begins, until it does', async () => {
	workflows = [nightly()];
	at = Date.parse('2026-11-23T12:00:00Z');
	run({ startedAt: '2026-11-23T03:00:20Z' });
	expect(await look()).toEqual([]);
	at = Date.parse('2026-11-24T03:05:00Z');
	expect(await look()).toEqual([]);
	expect(asked).toEqual([]);
	at = Date.parse('2026-11-24T03:15:00Z');
	const silent = {
		rule: 'schedule-silent',
		topic: 'Nightly list',
		lastRun: '2026-11-23T03:00:20.000Z',
		due: '2026-11-24T03:00:59.000Z',
	};
	expect(await look()).toEqual([silent]);
	expect(asked).toEqual(['w1']);
	// Somebody's trying it on the canvas is no beginning by n8n.
	run({ startedAt: '2026-11-24T08:00:00Z', mode: 'manual' });
	expect(await look()).toEqual([silent]);
	at = Date.parse('2026-11-25T03:15:00Z');
	run({ startedAt: '2026-11-25T03:00:20Z' });
	expect(await look()).toEqual([]);
});

it('goes on telling of it when n8n forgets what it ran long ago', async () => {
	workflows = [nightly()];
	at = Date.parse('2026-11-23T12:00:00Z');
	run({ startedAt: '2026-11-23T03:00:20Z' });
	await look();
	at = Date.parse('2026-11-24T12:00:00Z');
	expect(await look()).toHaveLength(1);
	executions = [];
	at = Date.parse('2026-12-20T12:00:00Z');
	expect(await look()).toHaveLength(1);
});

it.each([
	{ by: 'what runs', status: 'running', asks: [] },
	{ by: 'asking', status: 'waiting', asks: ['w1'] },
] as const)('knows by $by what began and was not listed in its turn', async ({ status, asks }) => {
	workflows = [nightly()];
	at = Date.parse('2026-11-23T12:00:00Z');
	run({ startedAt: '2026-11-23T03:00:20Z' });
	await look();
	run({ startedAt: '2026-11-24T03:00:20Z', status });
	run({ startedAt: '2026-11-24T03:01:00Z', workflowId: 'w9' });
	at = Date.parse('2026-11-24T03:05:00Z');
	await look();
	// It has ended, and its number is lower than what was counted meanwhile.
	executions = executions.map((one) => ({ ...one, status: 'success' as const }));
	at = Date.parse('2026-11-24T03:30:00Z');
	expect(await look()).toEqual([]);
	expect(asked).toEqual(asks);
});

it('asks nothing of a workflow that was just published, or published anew', async () => {
	at = Date.parse('2026-11-23T12:00:00Z');
	workflows = [nightly({ settings: { saveDataSuccessExecution: 'all' } })];
	expect(await look()).toEqual([]);
	at = Date.parse('2026-11-24T02:00:00Z');
	workflows = [nightly({ activeVersionId: 'v2', settings: { saveDataSuccessExecution: 'all' } })];
	expect(await look()).toEqual([]);
	at = Date.parse('2026-11-24T04:00:00Z');
	expect(await look()).toHaveLength(1);
});

it('names what it cannot watch instead of telling of it', async () => {
	const expression = {
		type: 'n8n-nodes-base.scheduleTrigger',
		parameters: { rule: { interval: [{ field: 'cronExpression', expression: '={{ 1 }}' }] } },
	};
	workflows = [
		nightly({ settings: { saveDataSuccessExecution: 'none' } }),
		nightly({ id: 'w4', name: 'Whatever n8n does' }),
		nightly({ id: 'w5', name: 'By expression', nodes: [expression] }),
	];
	at = Date.parse('2026-11-23T12:00:00Z');
	await look();
	at = Date.parse('2026-11-24T12:00:00Z');
	expect(await look()).toEqual([]);
	expect(await readUnseenSchedules(store)).toEqual([
		{ workflow: 'Nightly list', why: 'notKept' },
		{ workflow: 'Whatever n8n does', why: 'perhapsNotKept' },
		{ workflow: 'By expression', why: 'unreadable' },
	]);
	// n8n keeps what succeeds without being told to: another workflow of the kind shows it.
	workflows.push(orders());
	run({ startedAt: '2026-11-24T11:59:00Z', workflowId: 'w2', mode: 'webhook' });
	expect(await look()).toMatchObject([{ topic: 'Whatever n8n does', lastRun: null }]);
});

it('tells of a webhook’s workflow that falls silent by its own history, and of none whose work passes the inbox', async () => {
	const ledger = { type: 'n8n-nodes-agency-ops.agencyLedger', parameters: {} };
	workflows = [orders(), orders({ id: 'w3', name: 'Leads', nodes: [ledger] })];
	const start = Date.parse('2026-11-02T08:00:00Z');
	at = start;
	run({ startedAt: iso(at), workflowId: 'w2', mode: 'webhook' });
	await look();
	// Three weeks of a call of each every ten minutes from eight to eighteen, looked at once a week.
	for (let day = 0; day < 21; day += 1) {
		for (let minute = 0; minute < 600; minute += 10) {
			const startedAt = iso(start + day * 24 * HOUR_MS + minute * 60_000);
			for (const workflowId of ['w2', 'w3']) run({ startedAt, workflowId, mode: 'webhook' });
		}
		if (day % 7 !== 6) continue;
		at = start + day * 24 * HOUR_MS + 10 * HOUR_MS;
		expect(await look()).toEqual([]);
	}
	at = start + 21 * 24 * HOUR_MS + 3 * HOUR_MS;
	expect(await look()).toMatchObject([
		{ rule: 'workflow-silent', topic: 'n8n: Orders', expected: 6 },
	]);
	run({ startedAt: iso(at - 60_000), workflowId: 'w2', mode: 'webhook' });
	expect(await look()).toEqual([]);
});
