import { createServer } from 'node:http';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { watchN8n } from '../../../../orchestrator/src/service/monitor/watch/watchN8n';
import { ledgerBeside } from './ledgerBeside';

/** The machine's time; what is due goes by a clock that is weeks ahead of it. */
const wall = new Date('2026-11-26T10:00:00Z');
const ahead = new Date('2026-12-31T10:00:00Z');

interface Listed {
	id: string;
	workflowId: string;
	status: 'error' | 'crashed' | 'running';
	/** Minutes before now. */
	ago: number;
	message?: string;
}

let store: Store;
let listed: Listed[] = [];
let isHealthy = true;
let mayList = true;

const server = createServer((request, response) => {
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://n8n.test');
	const answer = (status: number, body: object) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	};
	if (pathname === '/healthz') return answer(isHealthy ? 200 : 503, {});
	if (!mayList) return answer(403, { message: 'Forbidden' });
	if (pathname === '/api/v1/workflows/w1') return answer(200, { name: 'Nightly list' });
	if (pathname.startsWith('/api/v1/workflows/')) return answer(404, {});
	const id = /^\/api\/v1\/executions\/(.+)$/.exec(pathname)?.[1];
	if (id !== undefined) {
		const found = listed.find((one) => one.id === id);
		const resultData = { error: { message: found?.message }, lastNodeExecuted: 'Work' };
		return answer(200, { data: { resultData } });
	}
	const data = listed
		.filter(({ status }) => status === searchParams.get('status'))
		.map((one) => ({
			...{ id: one.id, workflowId: one.workflowId },
			startedAt: new Date(wall.getTime() - one.ago * 60_000).toISOString(),
			stoppedAt: null,
		}));
	return answer(200, { data });
});

const beside = ledgerBeside(server, (opened) => (store = opened));

async function look(apiKey: string | null = 'n8n-key') {
	const n8n = { url: beside.url(), readApiKey: () => apiKey };
	return await watchN8n(n8n, store, wall, ahead);
}

it('sees what failed, broke down or hangs, by the machine’s own time, and not what a flow reported', async () => {
	await store.query(
		`INSERT INTO inbox (id, source, external_id, topic, subject, test, payload, state, outcome,
			execution_id, next_at, since, received_at, updated_at)
		VALUES ('e1', 'test', 'e1', 't', 's', false, '{}', 'ended', 'failed', '14', $1, $1, $1, $1)`,
		[wall],
	);
	listed = [
		{
			id: '11',
			workflowId: 'w1',
			status: 'error',
			ago: 5,
			message: 'No row 17 for ana@cafe.example',
		},
		{
			id: '12',
			workflowId: 'w1',
			status: 'error',
			ago: 4,
			message: 'No row 18 for eva@cafe.example',
		},
		{ id: '13', workflowId: 'w1', status: 'error', ago: 61, message: 'too long ago' },
		{ id: '14', workflowId: 'w1', status: 'error', ago: 3, message: 'the inbox tells this' },
		{ id: '15', workflowId: 'gone', status: 'crashed', ago: 2 },
		{ id: '16', workflowId: 'w1', status: 'running', ago: 90 },
	];
	const { seen, blind } = await look();
	expect(blind).toEqual([]);
	expect(
		seen.map(({ rule, labels, value, facts }) => ({
			...{ rule, ...labels, value },
			url: String(facts.url).replace(/^.*\/workflow/, ''),
		})),
	).toEqual([
		{
			rule: 'flows-failed',
			topic: 'n8n: Nightly list',
			cause: 'Work: No row … for …',
			value: 2,
			url: '/w1/executions/12',
		},
		{
			rule: 'flows-failed',
			topic: 'n8n: gone',
			cause: 'n8n broke down',
			value: 1,
			url: '/gone/executions/15',
		},
		{ rule: 'execution-hangs', topic: 'Nightly list', value: 5_400, url: '/w1/executions/16' },
	]);
});

it.each([
	{ when: 'n8n is away', healthy: false, list: true, key: 'k', rules: ['n8n-away'] },
	{ when: 'the key may not list', healthy: true, list: false, key: 'k', rules: [] },
	{ when: 'there is no key yet', healthy: true, list: true, key: null, rules: [] },
])('is blind for executions when $when', async ({ healthy, list, key, rules }) => {
	isHealthy = healthy;
	mayList = list;
	const { seen, blind } = await look(key);
	expect(seen.map(({ rule }) => rule)).toEqual(rules);
	expect(blind).toEqual(['flows-failed', 'execution-hangs', 'schedule-silent', 'workflow-silent']);
});
