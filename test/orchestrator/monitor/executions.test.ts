import {
	failuresSeen,
	hangingSeen,
	totalled,
} from '../../../orchestrator/src/monitor/watch/executions';

const failed = (id: string, workflow: string, cause: string) => ({
	id,
	workflow,
	cause,
	url: `https://n8n.test/workflow/w/executions/${id}`,
});

describe('failed executions', () => {
	it('are told by workflow and cause, the most first, each with its newest execution', () => {
		const seen = failuresSeen([
			failed('9', 'Nightly list', 'Work: row … missing'),
			failed('12', 'Nightly list', 'Work: row … missing'),
			failed('11', 'Nightly list', 'n8n broke down'),
		]);
		expect(seen.map(({ labels, facts }) => ({ ...labels, ...facts }))).toEqual([
			{
				topic: 'n8n: Nightly list',
				cause: 'Work: row … missing',
				count: 2,
				total: 3,
				url: 'https://n8n.test/workflow/w/executions/12',
			},
			expect.objectContaining({ cause: 'n8n broke down', count: 1 }),
		]);
	});

	it('count with what the inbox knows, and with nothing else', () => {
		const inbox = { rule: 'flows-failed', labels: {}, value: 4, facts: { count: 4, total: 4 } };
		const other = { rule: 'events-dead', labels: {}, value: 1, facts: { count: 1, total: 1 } };
		const all = [inbox, other, ...failuresSeen([failed('1', 'a', 'x'), failed('2', 'b', 'x')])];
		expect(totalled('flows-failed', all).map(({ facts }) => facts.total)).toEqual([6, 1, 6, 6]);
	});
});

it('of each workflow the execution is seen that has run longest', () => {
	const seen = hangingSeen([
		{ workflow: 'a', url: 'u1', seconds: 60 },
		{ workflow: 'a', url: 'u2', seconds: 7_200 },
		{ workflow: 'b', url: 'u3', seconds: 0 },
	]);
	expect(seen).toEqual([
		{
			rule: 'execution-hangs',
			labels: { topic: 'a' },
			value: 7_200,
			facts: { minutes: 120, url: 'u2' },
		},
		expect.objectContaining({ labels: { topic: 'b' }, value: 0 }),
	]);
});
