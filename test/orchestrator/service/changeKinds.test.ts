import type { TestService, VendorCall } from './support/aService';
import { aRequest, aService, done, receipts, willing } from './support/aService';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(() => service.answering(willing));

let count = 0;
const kinds = {
	contact: 'hubspot.contact',
	deal: 'hubspot.deal',
	task: 'clickup.task',
	message: 'slack.message',
	direct: 'slack.direct',
} as const;

/** What a flow made before; each with a key of its own. */
async function made(what: keyof typeof kinds, test = false): Promise<string> {
	const request = aRequest({ kind: kinds[what], test });
	expect(await service.perform(request)).toMatchObject({ state: 'done' });
	return request.key;
}

async function change(kind: string, content: object, more: object = {}) {
	count += 1;
	const test = 'test' in more && more.test === true;
	const key = `${test ? 'test/' : ''}lead:change-${count}/x/y/1`;
	const before = service.calls.length;
	const performed = await service.perform(aRequest({ key, kind, content, ...more }));
	return {
		...performed,
		calls: service.calls.slice(before).map(({ vendor, input }) => ({ vendor, input })),
	};
}

const camila = { slackId: 'U0CAMILA01', name: 'camila' };
const answered = {
	answer: 'taken',
	person: camila,
	at: '2026-11-26T09:14:00.000Z',
	language: 'es',
};

describe('a changed message', () => {
	it('keeps the alert and shows the answer in place of its buttons', async () => {
		const message = await made('message');
		const { state, receipt, calls } = await change(
			'slack.update',
			{ message, template: 'lead-answer' },
			{ data: answered },
		);

		expect({ state, receipt }).toEqual({ state: 'done', receipt: receipts['slack.update'] });
		const { input } = calls[0] as { input: { blocks: Array<{ type: string }>; text: string } };
		expect(input).toMatchObject({ channel: 'C0SALESHOT', ts: '1.2' });
		expect(input.blocks[0]).toMatchObject({ type: 'header' });
		const written = JSON.stringify(input);
		expect(written).toContain('Lo tiene *<@U0CAMILA01>*');
		expect(written).toContain('lead_give_back');
		expect(written).not.toContain('lead_take');
		expect(input.blocks.at(-1)).toMatchObject({ type: 'context' });
	});

	it('may be an own text, escaped', async () => {
		const message = await made('message');
		const { calls } = await change(
			'slack.update',
			{ message, text: 'Gone: {{ name }}' },
			{ data: { name: '<!channel> *x*' } },
		);
		expect(calls[0]?.input).toMatchObject({
			blocks: null,
			text: expect.not.stringContaining('<!') as string,
		});
	});
});

describe('a direct message', () => {
	const valentina = { person: { email: 'Valentina@agency.example' }, text: 'Hi {{ name }}' };
	const data = { name: '<!channel>' };

	it('goes to the one person, found by their address, and nobody is mentioned', async () => {
		const { state, receipt, calls } = await change('slack.direct', valentina, { data });
		expect({ state, receipt }).toEqual({
			state: 'done',
			receipt: { ...receipts['slack.message'], note: null },
		});
		expect(calls).toEqual([
			{
				vendor: 'slack.message',
				input: expect.objectContaining({
					channel: 'DU0CAMILA',
					text: expect.not.stringContaining('<!') as string,
				}),
			},
		]);
	});

	it('of a test run goes to the test channel and says to whom it would go', async () => {
		const { calls } = await change('slack.direct', valentina, { data, test: true });
		expect(calls[0]?.input).toMatchObject({ channel: '#agency-test' });
		expect(JSON.stringify(calls[0]?.input)).toContain('valentina@agency.example');
	});

	it('tells nobody of whom no address is known, and a change of it changes nothing', async () => {
		const key = 'lead:nobody/slack-direct/person/1';
		const content = { person: null, text: 'Hi' };
		const told = await service.perform(aRequest({ key, kind: 'slack.direct', content }));
		expect(told).toMatchObject({
			state: 'done',
			receipt: { channel: null, note: expect.stringContaining('address') as string },
		});
		const { receipt, calls } = await change(
			'slack.update',
			{ message: key, template: 'lead-answer' },
			{ data: answered },
		);
		expect({ receipt, calls }).toEqual({
			receipt: { channel: null, ts: null, note: 'There is no message.' },
			calls: [],
		});
	});

	it('changes like a message of a channel, and nothing changes without one', async () => {
		const message = await made('direct');
		const template = 'lead-answer';
		const { calls } = await change('slack.update', { message, template }, { data: answered });
		expect(calls[0]).toMatchObject({ vendor: 'slack.update', input: { ts: '1.2' } });
		const none = await change('slack.update', { template }, { data: answered });
		expect(none).toMatchObject({
			state: 'done',
			receipt: { note: 'There is no message.' },
			calls: [],
		});
	});
});

describe('the dates of a task', () => {
	it.each([
		{ what: 'both', dates: { startAt: '2026-12-01T13:00:00Z', dueAt: '2026-12-01T17:00:00Z' } },
		{ what: 'one', dates: { dueAt: '2026-12-01T17:00:00Z' } },
	])('are changed: $what', async ({ dates }) => {
		const task = await made('task');
		const { state, calls } = await change('clickup.dates', { task, ...dates });
		expect(state).toBe('done');
		expect(calls[0]?.input).toEqual({
			id: '86a',
			startAt: dates.startAt === undefined ? null : new Date(dates.startAt),
			dueAt: new Date(dates.dueAt),
		});
	});

	it('stay where there is no task, or no date', async () => {
		const dueAt = '2026-12-01T17:00:00Z';
		expect(await change('clickup.dates', { dueAt })).toMatchObject({ state: 'done', calls: [] });
		const task = await made('task');
		expect(await change('clickup.dates', { task })).toMatchObject({ state: 'done', calls: [] });
	});
});

describe('an owner', () => {
	it('is found by the address of the Slack profile, for deal and contact', async () => {
		const [deal, contact] = [await made('deal'), await made('contact')];
		const { receipt, calls } = await change('hubspot.owner', { deal, contact, person: camila });
		expect(receipt).toEqual({ ownerId: '41', deal: '202', contact: '101', note: null });
		expect(calls.map(({ input }) => input)).toEqual([
			'U0CAMILA01',
			{ object: 'deal', id: '202', properties: { hubspot_owner_id: '41' } },
			{ object: 'contact', id: '101', properties: { hubspot_owner_id: '41' } },
		]);
	});

	it('is taken away with nobody in their place, and what is not there is left alone', async () => {
		const deal = await made('deal');
		const { receipt, calls } = await change('hubspot.owner', { deal, person: null });
		expect(receipt).toEqual({ ownerId: null, deal: '202', contact: null, note: null });
		expect(calls.map(({ input }) => input)).toEqual([
			{ object: 'deal', id: '202', properties: { hubspot_owner_id: '' } },
		]);
	});

	it.each([
		{
			why: 'Slack shows no address',
			person: { ...receipts['slack.person'], email: null },
			says: 'users:read.email',
		},
	])('changes nothing and says so when $why', async ({ person, says }) => {
		const deal = await made('deal');
		service.answering((call) => (call.vendor === 'slack.person' ? done(person) : willing(call)));
		const { state, receipt, calls } = await change('hubspot.owner', { deal, person: camila });
		expect(state).toBe('done');
		expect(receipt).toMatchObject({
			ownerId: null,
			deal: null,
			note: expect.stringContaining(says) as string,
		});
		expect(calls).toHaveLength(1);
	});

	it('waits when Slack cannot be asked, and changes nothing meanwhile', async () => {
		const deal = await made('deal');
		const away = { code: 'slack/not-sent', what: '', why: '', mend: '' };
		service.answering((call) =>
			call.vendor === 'slack.person'
				? { result: 'notSent', status: null, error: away }
				: willing(call),
		);
		const { state, calls } = await change('hubspot.owner', { deal, person: camila });
		expect(state).toBe('planned');
		expect(new Set(calls.map(({ vendor }) => vendor))).toEqual(new Set(['slack.person']));
	});
});

describe('a deal', () => {
	it.each([
		{ stage: 'hot', writes: { outcome: 'not-a-fit', dealstage: 'appointmentscheduled' } },
		{ stage: 'lost', writes: { outcome: 'not-a-fit' } },
	])('goes to $stage where the configuration has it', async ({ stage, writes }) => {
		const deal = await made('deal');
		const content = { deal, stage, properties: { outcome: '{{ answer }}' } };
		const { calls } = await change('hubspot.deal-change', content, {
			data: { answer: 'not-a-fit' },
		});
		expect(calls[0]?.input).toEqual({ object: 'deal', id: '202', properties: writes });
	});
});

describe('a deal by its own id', () => {
	const content = { dealId: '77', stage: 'hot', properties: { outcome: 'x' } };

	it('is changed also where no flow opened it', async () => {
		const { receipt, calls } = await change('hubspot.deal-change', content);
		const properties = { outcome: 'x', dealstage: 'appointmentscheduled' };
		expect(calls[0]?.input).toEqual({ object: 'deal', id: '77', properties });
		expect(receipt).toMatchObject({ id: '77', stage: 'appointmentscheduled', note: null });
	});

	it.each([
		['in a test run', content, { test: true }, 'test run'],
		['where nothing is to be written', { dealId: '77', stage: 'unheard-of' }, {}, 'No stage'],
	])('is left alone %s', async (_when, asked, more, note) => {
		const { state, receipt, calls } = await change('hubspot.deal-change', asked, more);
		expect({ state, calls }).toEqual({ state: 'done', calls: [] });
		expect(receipt).toMatchObject({ note: expect.stringContaining(note) as string });
	});

	const refusing = (status: number) => {
		const error = { code: 'hubspot/validation-error', what: '', why: 'No such stage.', mend: '' };
		service.answering((call) => {
			const { properties } = call.input as { properties: Record<string, string> };
			return 'dealstage' in properties ? { result: 'refused', status, error } : willing(call);
		});
	};

	it.each([
		['and nothing else was to be written', {}, ['dealstage']],
		['and the rest is written', { outcome: 'x' }, ['dealstage,outcome', 'outcome']],
	])('stays where its pipeline lacks a stage after won, %s', async (_what, properties, wrote) => {
		refusing(400);
		const asked = { dealId: '77', stage: 'delivered', properties };
		const { state, receipt, calls } = await change('hubspot.deal-change', asked);

		expect({ state, receipt }).toMatchObject({
			state: 'done',
			receipt: {
				id: '77',
				stage: null,
				note: expect.stringContaining('agency-ops plan') as string,
			},
		});
		expect(
			calls.map(({ input }) =>
				Object.keys((input as { properties: object }).properties)
					.sort()
					.join(),
			),
		).toEqual(wrote);
	});

	it.each([
		['another stage is refused', 'hot', 400],
		['HubSpot refuses for another reason', 'delivered', 403],
	])('says so where %s', async (_when, stage, status) => {
		refusing(status);
		const { state } = await change('hubspot.deal-change', { dealId: '77', stage });

		expect(state).toBe('failed');
	});

	it('is refused where it is no number', async () => {
		const asked = change('hubspot.deal-change', { dealId: '../7' });
		await expect(asked).rejects.toMatchObject({ code: 'request/invalid' });
	});
});

describe('the work on a deal', () => {
	const tasksOf = async (deal: string, steps: string[], test = false) => {
		for (const step of steps) {
			const key = `${test ? 'test/' : ''}deal:${deal}/clickup-task/work#${step}/1`;
			await service.perform(aRequest({ kind: 'clickup.task', key, test }));
		}
	};

	it('gets a status by its name, or the one that closes it', async () => {
		await tasksOf('901', ['edit']);
		const named = await change('clickup.status', { subject: 'deal:901', status: 'delivered' });
		expect(named.calls.map(({ input }) => input)).toEqual([{ id: '86a', status: 'delivered' }]);
		expect(named.receipt).toEqual({ tasks: ['86a'], note: null });
		const closed = await change('clickup.status', { subject: 'deal:901' });
		expect(closed.calls.map(({ input }) => input)).toEqual(['86a']);
	});

	it('is told where there is none, and of a trial where only trials made some', async () => {
		await tasksOf('902', ['edit'], true);
		expect(await change('clickup.status', { subject: null })).toMatchObject({ calls: [] });
		const none = await change('clickup.status', { subject: 'deal:902' });
		expect(none).toMatchObject({ receipt: { tasks: [], note: 'There is no task.' }, calls: [] });
		const trial = await change('clickup.status', { subject: 'deal:902' }, { test: true });
		expect(trial.receipt).toMatchObject({ tasks: ['86a'] });
	});

	it('says why a task was left as it is', async () => {
		await tasksOf('903', ['edit']);
		const note = 'Its list has no status "x", only new.';
		service.answering((call) =>
			call.vendor === 'clickup.change' ? done({ id: '86a', note }) : willing(call),
		);
		const { receipt } = await change('clickup.status', { subject: 'deal:903', status: 'x' });
		expect(receipt).toEqual({ tasks: [], note });
	});

	it('is repeated without harm after an answer that never came', async () => {
		await tasksOf('904', ['edit']);
		const unsure = { code: 'x/unknown-outcome', what: '', why: '', mend: '' };
		let tries = 0;
		service.answering((call) => {
			tries += 1;
			return tries === 1 ? { result: 'unknown', status: null, error: unsure } : willing(call);
		});
		const { state } = await change('clickup.status', { subject: 'deal:904' });
		expect(state).toBe('done');
		expect(tries).toBeGreaterThan(1);
	});
});

describe('a task', () => {
	it.each(['add', 'remove'] as const)('gets its assignee: %s', async (way) => {
		const task = await made('task');
		const { calls } = await change('clickup.assign', {
			task,
			person: { email: 'A@b.test' },
			change: way,
		});
		expect(calls.map(({ input }) => input)).toEqual([
			{ id: '86a', email: 'a@b.test', change: way },
		]);
	});

	it('is closed', async () => {
		const { calls } = await change('clickup.close', { task: await made('task') });
		expect(calls).toMatchObject([{ input: '86a' }]);
	});
});

const all: Array<{
	kind: string;
	content: (key: string | null) => object;
	of: keyof typeof kinds;
}> = [
	{ kind: 'hubspot.owner', of: 'deal', content: (deal) => ({ deal, person: null }) },
	{ kind: 'hubspot.deal-change', of: 'deal', content: (deal) => ({ deal, properties: {} }) },
	{
		kind: 'clickup.assign',
		of: 'task',
		content: (task) => ({ task, person: { email: 'a@b.test' } }),
	},
	{ kind: 'clickup.close', of: 'task', content: (task) => ({ task }) },
	{ kind: 'slack.update', of: 'message', content: (message) => ({ message, text: 'x' }) },
];

describe.each(all)('$kind', ({ kind, content, of }) => {
	it('never touches what a run of the other room made', async () => {
		for (const test of [true, false]) {
			const key = await made(of, test);
			const { state, error, calls } = await change(kind, content(key), { test: !test });
			expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'effect/other-room' });
			expect(calls).toEqual([]);
		}
	});

	it('is refused where nothing was made under the key', async () => {
		const { error } = await change(kind, content('lead:none/x/y/1'));
		expect(error?.code).toBe('effect/nothing-made');
	});

	it('waits for what it builds on', async () => {
		const request = aRequest({ kind: kinds[of] });
		const limited = { code: 'x/rate-limited', what: '', why: '', mend: '' };
		const busy = (call: VendorCall) =>
			call.vendor === request.kind
				? ({ result: 'rateLimited', status: 429, retryAfterMs: 60_000, error: limited } as const)
				: willing(call);
		service.answering(busy);
		expect(await service.perform(request)).toMatchObject({ state: 'planned' });
		expect(await change(kind, content(request.key))).toMatchObject({ state: 'planned' });
	});

	it('gives its receipt again, and can be repeated without harm', async () => {
		const key = await made(of);
		let tries = 0;
		const unsure = { code: 'x/unknown-outcome', what: '', why: '', mend: '' };
		service.answering((call) => {
			tries += 1;
			return tries === 1 ? { result: 'unknown', status: null, error: unsure } : willing(call);
		});
		const request = aRequest({ kind, content: content(key) });
		expect(await service.perform(request)).toMatchObject({ state: 'done', repeated: false });
		expect(await service.perform(request)).toMatchObject({ state: 'done', repeated: true });
		expect(tries).toBeGreaterThan(1);
	});
});
