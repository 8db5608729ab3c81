import type { IDataObject, IRun, WorkflowExecuteMode } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import { dataKind } from '../../orchestrator/src/data/kinds';
import { withHolidays } from '../../orchestrator/src/roster/holidayLists';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { rosterSchema } from '../../nodes/domain/routing/schema';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerCall, LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate } from './story';

const now = new Date('2026-11-26T12:00:00.000Z');
const versions = ['v1', 'v2'] as const;
type Version = (typeof versions)[number];
const file = (slug: string, version: string) =>
	readWorkflow(`${slug}/${version}/workflow.json`) as WorkflowFile;
const moves = file('assignment-moves', 'v1');

/** The roster that ships, as the service gives it. */
const roster = (() => {
	const { read, shipped } = dataKind('roster');
	return withHolidays({ ...rosterSchema.parse(read(shipped).value), version: 'roster/0' }, now);
})();

/** The deal as HubSpot has it, changed by what a case is about. */
const found = {
	deal: {
		id: '202',
		name: 'Café Aurora: explainer',
		amount: { minor: 180_000, currency: 'USD' },
		url: 'https://app.hubspot.com/contacts/1/record/0-3/202',
	},
	contact: { id: '101', name: 'Ana Quispe', country: 'PE', language: 'es' },
	company: { id: '303', name: 'Café Aurora' },
	lead: { id: '20261122-1f3a9c0b7d2e', service: 'explainer' },
};

/** Receipts as the service gives them, by kind of effect. */
const receipts: Record<string, IDataObject> = {
	'clickup.folder': { id: '901300000002', name: 'Café Aurora', url: 'https://app.clickup.com/f' },
	'clickup.list': { id: '901200000007', name: 'Work', url: 'https://app.clickup.com/l' },
	'frameio.project': { id: 'p1', rootFolderId: 'r1', url: 'https://next.frame.io/project/p1' },
	'clickup.task': { id: '86a', url: 'https://app.clickup.com/t/86a' },
	'slack.message': { channel: 'C0LIMA', ts: '1.2', url: null },
	'slack.direct': { channel: 'D0DIEGO', ts: '1.3', url: null, note: null },
	'slack.update': { channel: 'C0LIMA', ts: '1.2', note: null },
	'clickup.assign': { id: '86a', note: null },
	'clickup.dates': { id: '86a', note: null },
	record: { id: '3f0d8c1e-8a4e-4a37-9d53-0e5a3f7f3c11' },
};

type Reply = (call: LedgerCall) => LedgerReply | undefined;

const taken: Reply = ({ path }) =>
	path === '/v1/reservations'
		? {
				status: 409,
				body: {
					error: {
						code: 'reservation/taken',
						what: 'Nothing was reserved.',
						why: 'W.',
						mend: 'M.',
					},
					conflicts: [{ person: 'diego', day: '2026-11-27', wanted: 3, free: 1 }],
				},
			}
		: undefined;

/** The service, answering as it would. */
const service = (call: LedgerCall): LedgerReply => {
	const { path, body } = call;
	const ok = (answer: object) => ({ status: 200, body: answer });
	if (path.startsWith('/v1/hubspot/deals/')) return ok(found);
	if (path.startsWith('/v1/routing-inputs'))
		return ok({ roster, bookings: [], rosterVersion: 'roster/0' });
	if (path === '/v1/reservations') {
		const pieces = body.pieces as IDataObject[];
		const reservations = pieces.map((piece, at) => ({
			...piece,
			id: `res_${at + 1}`,
			state: 'held',
			holdUntil: '2026-11-26T20:00:00.000Z',
		}));
		return ok({ key: body.key, repeated: false, reservations });
	}
	if (path.startsWith('/v1/effects?')) return ok({ effects: made });
	if (path === '/v1/effects') {
		const { key, kind } = body;
		const receipt = { ...receipts[String(kind)], key };
		return ok({ key, kind, state: 'done', receipt, repeated: false, conflict: false });
	}
	return ok({ state: 'ended' });
};

/** What the deal's flow made for the piece that is answered. */
const made = [
	{ kind: 'clickup.task', key: 'deal:202/clickup-task/receipts.list.id#edit/1' },
	{ kind: 'slack.message', key: 'deal:202/slack-message/lima#edit/1' },
	{ kind: 'slack.direct', key: 'deal:202/slack-direct/person#edit/1' },
	{ kind: 'slack.message', key: 'moves:mov_1/slack-message/lima/1' },
].map((each) => ({ ...each, test: false, state: 'done', receipt: receipts[each.kind] }));

let ledger: ReplayedLedger;
let reply: Reply;
let allowAll: () => void;

beforeAll(async () => {
	allowAll = allowLoopbackOnly();
	ledger = await replayLedger((_body, call) => reply(call) ?? service(call));
	jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
});
beforeEach(() => {
	reply = () => undefined;
	ledger.calls.length = 0;
});
afterAll(async () => {
	jest.useRealTimers();
	await ledger.stop();
	allowAll();
});

async function start(
	workflow: WorkflowFile,
	node: string,
	items: IDataObject[],
	mode: WorkflowExecuteMode = 'webhook',
): Promise<IRun> {
	return await runWorkflow({
		workflow,
		start: { node, items },
		nodeTypes: ourNodes,
		credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
		mode,
	});
}

/** The service hands an event of the inbox over, and the flow runs. */
async function fire(workflow: WorkflowFile, node: string, event: IDataObject): Promise<IRun> {
	const envelope = anEnvelope({ source: 'hubspot', ...event });
	const { items } = await callTrigger(signedCall(envelope, now));
	return await start(
		workflow,
		node,
		(items ?? []).map(({ json }) => json),
	);
}

const won = async (version: Version = 'v2') =>
	await fire(file('project-routing', version), 'When a deal is won', {
		topic: 'deal.won',
		subject: 'deal:202',
		payload: { deal: { id: '202', stage: 'closedwon', wonAt: now.toISOString() } },
	});

/** The way through the canvas, and what the service was asked: what people agree to. */
function told(run: IRun): unknown {
	const { runData, error, lastNodeExecuted } = run.data.resultData;
	const steps = Object.entries(runData)
		.flatMap(([node, tasks]) => tasks.map((task) => ({ node, task })))
		.sort((a, b) => a.task.executionIndex - b.task.executionIndex)
		.map(({ node, task }) => `${node}: ${(task.data?.main ?? []).map((out) => out?.length ?? 0)}`);
	const asked = ledger.calls.map(({ method, path, body }) => {
		if (path === '/v1/effects') return { key: body.key, content: shortened(body.content) };
		if (path === '/v1/reservations') return { key: body.key, pieces: body.pieces };
		if (path === '/v1/moves') return { ...body, event: null };
		return `${method} ${path}`;
	});
	const failure = error === undefined ? null : { node: lastNodeExecuted, message: error.message };
	return JSON.parse(JSON.stringify({ status: run.status, error: failure, steps, asked }));
}

/** Decisions are long, and are agreed to elsewhere. */
function shortened(content: unknown): unknown {
	const { data, ...rest } = content as { data?: { outcome: string; step: string } };
	return data === undefined ? rest : { ...rest, data: { outcome: data.outcome, step: data.step } };
}

/** What the ledger tells of somebody who answers for the edit. */
async function answered(
	version: Version,
	answer: string,
	reason: string | null = null,
): Promise<IDataObject> {
	await won(version);
	const kept = ledger.calls.find(({ path }) => path === '/v1/reservations')?.body ?? {};
	const piece = (kept.pieces as IDataObject[]).find((each) => each.piece === 'edit');
	const booked = (kept.pieces as IDataObject[]).filter((each) => each.piece !== 'edit');
	const bookings = booked.map((each) => ({
		...each,
		id: `res_${String(each.piece)}`,
		project: '202',
	}));
	ledger.calls.length = 0;
	reply = ({ path }) =>
		path.startsWith('/v1/routing-inputs')
			? { status: 200, body: { roster, bookings, rosterVersion: 'roster/0' } }
			: undefined;
	const { id, name, email, zone, hub, languages } = roster.people.find(
		(person) => person.id === piece?.person,
	)!;
	return {
		answer,
		reason,
		by: null,
		project: { id: '202' },
		piece: 'edit',
		person: { id, name, email, zone, hub, language: languages[0] },
		reservation: { ...piece, id: 'res_3', revision: 1, updatedAt: now.toISOString() },
		context: kept.context,
	} as IDataObject;
}

const answerCases = [
	{ name: 'accepted', node: 'When somebody accepts work', reason: null },
	{ name: 'declined', node: 'When somebody declines work', reason: 'Away then: <!channel>' },
	{ name: 'unanswered', node: 'When nobody answers in time', reason: null },
];

describe.each(versions)('Project Routing %s', (version) => {
	const routing = file('project-routing', version);
	const cheap = { ...found, deal: { ...found.deal, amount: { minor: 20_000, currency: 'USD' } } };
	const withDeal =
		(deal: object): Reply =>
		({ path }) =>
			path.startsWith('/v1/hubspot/deals/') ? { status: 200, body: deal } : undefined;
	const onlyOthers: Reply = ({ path }) =>
		path.startsWith('/v1/routing-inputs')
			? {
					status: 200,
					body: {
						roster: { ...roster, people: roster.people.filter(({ kind }) => kind !== 'internal') },
						bookings: [],
						rosterVersion: 'roster/0',
					},
				}
			: undefined;
	const refused: Reply = ({ body }) =>
		body.kind === 'frameio.project'
			? {
					status: 422,
					body: {
						state: 'failed',
						error: { code: 'frameio/forbidden', what: 'No.', why: 'W.', mend: 'M.' },
						serviceStatus: 403,
					},
				}
			: undefined;

	const cases: Array<{ name: string; but: Reply; ends: string }> = [
		{ name: 'assigned', but: () => undefined, ends: 'success' },
		{ name: 'overflow', but: onlyOthers, ends: 'success' },
		{ name: 'negotiate', but: withDeal(cheap), ends: 'success' },
		{ name: 'always-taken', but: taken, ends: 'error' },
		{ name: 'effect-refused', but: refused, ends: 'error' },
	];

	it.each(cases)('goes as agreed: $name', async ({ name, but, ends }) => {
		reply = but;
		const run = await won(version);
		const actual = told(run);
		expect(actual).toEqual(golden(`project-routing.${version}/${name}.json`, actual));
		expect(run.status).toBe(ends);
		const reported = ledger.calls.filter(({ path }) => path.endsWith('/end'));
		expect(reported).toHaveLength(ends === 'success' ? 1 : 0);
	});

	it('reads again what was taken meanwhile, and goes on once there is room', async () => {
		let tries = 0;
		reply = (call) =>
			call.path === '/v1/reservations' && (tries += 1) < 3 ? taken(call) : undefined;
		expect((await won(version)).status).toBe('success');
		const asked = ledger.calls.map(({ path }) => path.split('?')[0]);
		expect(asked.filter((path) => path === '/v1/routing-inputs')).toHaveLength(3);
		expect(asked.filter((path) => path === '/v1/hubspot/deals/202')).toHaveLength(1);
	});

	it('goes on with what its first try reserved, when it is started again', async () => {
		await won(version);
		const first = ledger.calls.find(({ path }) => path === '/v1/reservations')?.body ?? {};
		const offers = () =>
			ledger.calls.filter(({ body }) => body.kind === 'slack.message').map(({ body }) => body.key);
		const before = offers();
		ledger.calls.length = 0;
		// By now somebody else would be chosen: Diego has left the roster.
		const people = roster.people.filter(({ id }) => id !== 'diego');
		reply = (call) => {
			if (call.path.startsWith('/v1/routing-inputs')) {
				const inputs = { roster: { ...roster, people }, bookings: [], rosterVersion: 'roster/1' };
				return { status: 200, body: inputs };
			}
			if (call.path !== '/v1/reservations') return undefined;
			expect(call.body.pieces).not.toEqual(first.pieces);
			const answer = service({ ...call, body: first }).body as object;
			return { status: 200, body: { ...answer, repeated: true, context: first.context } };
		};
		expect((await won(version)).status).toBe('success');
		expect(offers()).toEqual(before);
	});

	it('stays in the test room when it is tried by hand', async () => {
		const run = await start(routing, 'Try it with a sample deal', [{}], 'manual');
		expect(run.status).toBe('success');
		const asked = ledger.calls.filter(({ method }) => method === 'POST');
		expect(asked.map(({ body }) => body.test)).toEqual(asked.map(() => true));
		expect(asked.map(({ body }) => String(body.key).slice(0, 5))).toEqual(asked.map(() => 'test/'));
		expect(ledger.calls.some(({ path }) => path === '/v1/routing-inputs?test=true')).toBe(true);
	});

	it.each(cases.slice(0, 3))('asks only for what the service takes: $name', async ({ but }) => {
		reply = but;
		await won(version);
		expectTaken();
	});
});

describe.each(versions)('Assignment Answers %s', (version) => {
	const answers = file('assignment-answers', version);

	it.each(answerCases)('goes as agreed: $name', async ({ name, node, reason }) => {
		const payload = await answered(version, name, reason);
		const event = { topic: `assignment.${name}`, subject: 'project:202', payload };
		const run = await fire(answers, node, event);
		const actual = told(run);
		expect(actual).toEqual(golden(`assignment-answers.${version}/${name}.json`, actual));
		expect(run.status).toBe('success');
		expect(ledger.calls.filter(({ path }) => path.endsWith('/end'))).toHaveLength(1);
		expectTaken();
	});

	it('tells ops when nobody is left', async () => {
		const payload = await answered(version, 'declined', 'Away then');
		const own = roster.people.filter(({ id }) => id === (payload.person as IDataObject).id);
		reply = ({ path }) =>
			path.startsWith('/v1/routing-inputs')
				? {
						status: 200,
						body: { roster: { ...roster, people: own }, bookings: [], rosterVersion: 'roster/0' },
					}
				: undefined;
		const event = { topic: 'assignment.declined', subject: 'project:202', payload };
		const run = await fire(answers, 'When somebody declines work', event);
		const actual = told(run);
		expect(actual).toEqual(golden(`assignment-answers.${version}/nobody-left.json`, actual));
		expectTaken();
	});
});

/** Own people have room for the deal only once one of two has given work away. */
const busy: Reply = ({ path }) => {
	if (!path.startsWith('/v1/routing-inputs')) return undefined;
	const days = Array.from({ length: 12 }, (_, at) =>
		new Date(now.getTime() + at * 86_400_000).toISOString().slice(0, 10),
	);
	const held = (person: string, level: number, started: boolean) =>
		days.map((day) => ({
			...{ id: `${person}-${day}`, project: 'other', piece: 'cut', person, level, started },
			...{ days: [{ day, hours: 8 }], skill: 'video-editing', dueAt: `${day}T23:30:00.000Z` },
			...{ notBefore: null, client: null, value: null },
		}));
	const bookings = [...held('luis', 2, false), ...held('diego', 4, true)];
	return { status: 200, body: { roster, bookings, rosterVersion: 'roster/0' } };
};

const proposal = {
	...{ id: 'mov_1', test: false, project: '202', hub: 'caracas', because: null },
	...{ reason: 'Café <!channel>', rosterVersion: 'roster/0' },
	...{ createdAt: now.toISOString(), unplaced: [] },
	moves: [
		{
			...{ reservation: 'res_3', revision: 1, project: '202', projectName: 'Café *Aurora*' },
			...{ piece: 'edit', from: 'luis', fromName: 'Luis', to: 'valentina', toName: 'Valentina' },
			...{ was: [{ day: '2026-11-27', hours: 6 }], days: [{ day: '2026-11-30', hours: 6 }] },
			...{ startsAt: '2026-11-30T13:00:00.000Z', endsAt: '2026-11-30T20:00:00.000Z' },
			because: null,
		},
	],
};

describe('moves of work', () => {
	it.each([
		{ name: 'asked', state: 'proposed' },
		{ name: 'made', state: 'applied' },
		{ name: 'out-of-date', state: null },
	])('are proposed so that a deal finds room: $name', async ({ name, state }) => {
		let tries = 0;
		reply = (call) => {
			if (call.path !== '/v1/moves') return busy(call);
			tries += 1;
			const error = { code: 'moves/stale', what: 'Nothing was moved.', why: 'W.', mend: 'M.' };
			if (state === null && tries === 1) return { status: 409, body: { error } };
			return { status: 200, body: { proposal: { ...proposal, state: state ?? 'proposed' } } };
		};
		const run = await won();
		const actual = told(run);
		expect(actual).toEqual(golden(`project-routing.v2/moves-${name}.json`, actual));
		expect(ledger.calls.some(({ path }) => path === '/v1/reservations')).toBe(false);
		const asked = ledger.calls.filter(({ path }) => path === '/v1/moves').map(({ body }) => body);
		expect(asked[0]).toMatchObject({ project: '202', event: expect.stringMatching(/^evt_/) });
		expect(asked[0]?.moves).toContainEqual(
			expect.objectContaining({ from: 'luis', to: 'valentina', reservation: expect.any(String) }),
		);
		expectTaken();
	});

	it('are left out once somebody has said no', async () => {
		reply = busy;
		const payload = { deal: { id: '202' }, moves: { proposal: 'mov_1', state: 'refused' } };
		const event = { topic: 'deal.won', subject: 'deal:202', payload };
		await fire(file('project-routing', 'v2'), 'When a deal is won', event);
		const record = ledger.calls.find(({ body }) => body.kind === 'record')?.body;
		expect(JSON.stringify(record)).toContain('Somebody said no to moving the work of others');
		expect(ledger.calls.some(({ path }) => path === '/v1/moves')).toBe(false);
	});
});

describe('Assignment Moves v1', () => {
	const people = Object.fromEntries(
		['luis', 'valentina'].map((id) => {
			const { name, email, zone, hub, languages } = roster.people.find((each) => each.id === id)!;
			return [id, { id, name, email, zone, hub, language: languages[0] }] as const;
		}),
	);
	const [{ project, projectName, piece, startsAt, endsAt, was, days }] = proposal.moves;
	const moved = {
		...{ answer: 'moved', moves: { proposal: 'mov_1' }, reason: proposal.reason, forProject: true },
		...{
			project: { id: project },
			projectName,
			piece,
			from: people.luis,
			person: people.valentina,
		},
		...{ was, startsAt, endsAt, occurrence: 102, nextOccurrence: 2, context: {} },
		reservation: {
			...{ id: 'res_3', revision: 2, skill: 'video-editing', days },
			...{ holdUntil: '2026-11-26T20:00:00.000Z', updatedAt: now.toISOString() },
		},
	};
	const settled = { ...proposal, state: 'applied', decidedBy: 'olivia' };

	it.each<{ name: string; node: string; topic: string; payload: object }>([
		{
			name: 'proposed',
			node: 'When moves are proposed',
			topic: 'moves.proposed',
			payload: { proposal: { ...proposal, state: 'proposed', decidedBy: null, decidedAt: null } },
		},
		{
			name: 'decided',
			node: 'When moves are decided',
			topic: 'moves.decided',
			payload: { proposal: { ...settled, decidedAt: now.toISOString() } },
		},
		{
			name: 'moved',
			node: 'When work changes hands',
			topic: 'assignment.moved',
			payload: moved,
		},
		{
			name: 'other-days',
			node: 'When work gets other days',
			topic: 'assignment.replanned',
			payload: { ...moved, from: people.valentina },
		},
	])('goes as agreed: $name', async ({ name, node, topic, payload }) => {
		const event = { source: 'ledger', topic, subject: 'project:202', payload } as IDataObject;
		const run = await fire(moves, node, event);
		const actual = told(run);
		expect(actual).toEqual(golden(`assignment-moves.v1/${name}.json`, actual));
		expect(run.status).toBe('success');
		expect(ledger.calls.filter(({ path }) => path.endsWith('/end'))).toHaveLength(1);
		expectTaken();
	});
});

/** Every effect that was asked for can be prepared by the service. */
function expectTaken(): void {
	const effects = ledger.calls.filter(({ path }) => path === '/v1/effects');
	expect(effects.length).toBeGreaterThan(0);
	for (const { body } of effects) {
		const request = readRequest(body);
		const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
		expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
	}
}

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;
