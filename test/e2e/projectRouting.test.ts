import { z } from 'zod';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import { askService } from '../../orchestrator/src/adapters/service/askService';
import { capacityViewSchema } from '../../orchestrator/src/reservations/capacityView';
import { proposalSchema } from '../../orchestrator/src/reservations/proposalSchema';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { sandboxClickUp, sandboxPeople } from '../../orchestrator/src/sandbox/accounts';
import { outcomeOf, readFirstLead, sendLead } from '../../orchestrator/src/up/firstLead';
import type { Stack } from '../../orchestrator/src/up/stack';
import { runCommand } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startTestStack } from '../support/startedStack';

jest.setTimeout(600_000);

let stack: Stack;
let viewerUrl: string;
let sandbox: SandboxClient;
let dealId = '';

const post = async (path: string, body: object) =>
	await fetch(`${viewerUrl}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

/** What the service answers to a person with the installation's key. */
const ask = async (path: string) =>
	await askService(
		{ url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey },
		{ path },
	);

async function until<T>(what: string, look: (state: SandboxState) => T | undefined): Promise<T> {
	return await waitFor(async () => look(await sandbox.state()), {
		what,
		deadlineMs: 180_000,
		everyMs: 400,
		mend: 'Look at the logs in the state folder.',
	});
}

/** The offers of a piece of work in Slack, the oldest first, with who is asked. */
function offersOf({ slack }: SandboxState, piece: string) {
	return Object.entries(slack.messages)
		.flatMap(([channel, messages]) => messages.map((message) => ({ channel, message })))
		.filter(({ message }) => JSON.stringify(message).includes(`deal:${dealId}/slack-message/`))
		.filter(({ message }) => JSON.stringify(message).includes(`#${piece}/`))
		.map(({ channel, message }) => {
			const text = JSON.stringify(message);
			const slackId = /<@(U[A-Z0-9]+)> would you do this/.exec(text)?.[1];
			return {
				channel,
				ts: message.ts,
				text,
				asked: sandboxPeople.find((p) => p.slackId === slackId),
			};
		})
		.sort((a, b) => Number(a.ts) - Number(b.ts));
}

const tasksOf = ({ clickup }: SandboxState) =>
	clickup.tasks.filter((task) => JSON.stringify(task).includes(`deal:${dealId}/`));

async function offer(piece: string) {
	const found = await until(`an offer of ${piece}`, (state) => offersOf(state, piece)[0]);
	const { asked } = found;
	if (asked === undefined) throw new Error(`Nobody is asked in ${found.text}`);
	const other = sandboxPeople.find(({ slackId }) => slackId !== asked.slackId)!;
	return { ...found, asked, other };
}

/** A lead comes in, and its deal is won. @returns the id of the deal */
async function win(email: string): Promise<string> {
	const body = { ...readFirstLead(new Date()), email };
	const { id } = scoreLead(body, { now: new Date() }).lead;
	await sendLead(stack, body);
	await waitFor(
		async () => ((await outcomeOf(stack, id)).missing.length === 0 ? true : undefined),
		{ what: 'the deal', deadlineMs: 180_000, everyMs: 300, mend: 'Look at the logs.' },
	);
	const { hubspot } = await sandbox.state();
	const deal = hubspot.deals.find(({ properties }) => properties.agency_lead_id === id)?.id ?? '';
	expect(deal).not.toBe('');
	const moved = await post(`/api/hubspot/deals/${deal}/stage`, { stage: 'closedwon' });
	expect(await moved.json()).toMatchObject({ status: 200 });
	return deal;
}

/** Gives all free hours of somebody's next two weeks to another project, a day a piece. */
async function fill(person: string, level: number): Promise<void> {
	const day = (ahead: number) =>
		new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
	const query = `person=${person}&from=${day(-1)}&to=${day(14)}`;
	const { rosterVersion, people } = capacityViewSchema.parse(await ask(`/v1/capacity?${query}`));
	const free = people[0]?.days.filter((each) => each.free > 0) ?? [];
	await askService(
		{ url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey },
		{
			path: '/v1/reservations',
			body: {
				key: `project:full/reservation/${person}/1`,
				project: 'full',
				pieces: free.map((each) => ({
					...{ piece: `cut-${each.day}`, person, level, skill: 'video-editing' },
					...{ days: [{ day: each.day, hours: each.free }], dueAt: `${day(20)}T20:00:00Z` },
				})),
				rosterVersion,
			},
		},
	);
}

describe('a deal is won', () => {
	beforeAll(async () => {
		stack = await startTestStack();
		viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
		sandbox = sandboxClient(viewerUrl);
		dealId = await win('ana.won@cafe-aurora.pe');
	});
	afterAll(async () => await stack?.stop());

	it('gets its folder, list, tasks and project, and offers each piece with its reasons', async () => {
		await until('the last offer', (state) => offersOf(state, 'qa')[0]);
		const state = await sandbox.state();
		const projects = sandboxClickUp.spaces.find(({ name }) => name === 'Projects')?.id;
		const folders = state.clickup.folders.filter(({ spaceId }) => spaceId === projects);
		expect(folders).toHaveLength(1);
		const lists = state.clickup.lists.filter(({ folderId }) => folderId === folders[0]?.id);
		expect(lists).toHaveLength(1);
		expect(state.frameio.projects).toHaveLength(1);

		const tasks = tasksOf(state);
		expect(tasks.map(({ name }) => name.split(':')[0])).toEqual(['Script', 'Assets', 'Edit', 'Qa']);
		for (const task of tasks) {
			expect(task).toMatchObject({ listId: lists[0]?.id, assignees: [] });
			expect([task.startAt, task.dueAt, task.timeEstimateMs].every(Boolean)).toBe(true);
		}
		const { asked, text } = await offer('edit');
		expect(text).toContain(`Why ${asked.firstName}`);
		expect(text).toMatch(/Next would be .+ points? behind|Nobody else/);
		expect(text).toContain('Task in ClickUp');
	});

	it('tells the client that their brief is here, once they are at work, and ops at once', async () => {
		const note = await until('the line for ops', ({ slack }) =>
			Object.values(slack.messages)
				.flat()
				.map((message) => JSON.stringify(message))
				.find((message) => message.includes(`milestone:${dealId}/slack-message/`)),
		);
		expect(note).toContain('Brief received');
		const effects = z
			.object({ effects: z.array(z.object({ key: z.string(), state: z.string() })) })
			.parse(await ask(`/v1/effects?subject=deal:${dealId}`)).effects;
		const mail = effects.find(({ key }) => key.endsWith('/mail/milestone-brief-received/1'));
		// By the hour at which this runs it is out, or waits for the client's morning.
		expect(['planned', 'in_flight', 'done']).toContain(mail?.state);
	});

	it('is accepted by whoever is asked, and by nobody else', async () => {
		const { channel, ts, asked, other } = await offer('edit');
		const press = { channel, ts, action: 'assignment_accept' };
		expect((await post('/api/slack/press', { ...press, user: other.slackId })).status).toBe(204);
		const told = await until('a private answer', ({ slack }) => slack.privateMessages[0]);
		expect(told).toMatchObject({ userId: other.slackId });
		expect(told.text).toContain(`offered to ${asked.firstName}`);

		await post('/api/slack/press', { ...press, user: asked.slackId });
		await until('the assignee', (state) =>
			tasksOf(state).some(({ assignees }) => assignees.includes(asked.clickupId))
				? true
				: undefined,
		);
		const shown = offersOf(await sandbox.state(), 'edit')[0]?.text;
		expect(shown).toContain('does it, accepted');
		expect(shown).not.toContain('assignment_accept');
		expect(await ask(`/v1/reservations?project=${dealId}&state=accepted`)).toMatchObject({
			reservations: [{ piece: 'edit', state: 'accepted' }],
		});
		// By the email that the roster gives, since its ids are its own.
		const { content } = (await ask('/v1/data/roster')) as {
			content: { people: Array<{ id: string; email?: string }> };
		};
		const id = content.people.find(({ email }) => email === asked.email)?.id ?? '';
		const { people } = capacityViewSchema.parse(await ask(`/v1/capacity?person=${id}`));
		expect(people[0]?.committed).toBeGreaterThanOrEqual(6);
	});

	it('asks somebody else when it is declined, and keeps the reason', async () => {
		const { channel, ts, asked } = await offer('script');
		await post('/api/slack/press', {
			channel,
			ts,
			action: 'assignment_decline',
			user: asked.slackId,
		});
		const view = await until('the form', ({ slack }) => slack.views.find(({ isOpen }) => isOpen));
		const values = { reason: 'away', note: 'A shoot <!channel>' };
		await post('/api/slack/submit', { view: view.id, values });

		const again = await until('another offer', (state) => offersOf(state, 'script')[1]);
		expect(again.asked).toBeDefined();
		expect(again.asked?.slackId).not.toBe(asked.slackId);
		expect(again.text).toContain('Offered for the 2. time');
		const [first] = offersOf(await sandbox.state(), 'script');
		expect(first?.text).toContain('declined');
		expect(first?.text).toContain('A shoot <!channel>');

		const { decisions } = (await ask(`/v1/routing/decisions?project=${dealId}`)) as {
			decisions: Array<{ decision: { blocked: object[] } }>;
		};
		expect(decisions).toHaveLength(2);
		expect(decisions[0]?.decision.blocked).toContainEqual(
			expect.objectContaining({
				piece: 'script',
				constraint: 'declined',
				text: 'said no: Away then: A shoot <!channel>',
			}),
		);
	});

	it('says why, and why not somebody', async () => {
		expect(await runCommand(stack.settings, ['route', 'why', dealId])).toBe(0);
		expect(await runCommand(stack.settings, ['route', 'why', dealId, 'diego'])).toBe(0);
		expect(await runCommand(stack.settings, ['route', 'why', dealId, 'nobody'])).toBe(2);
	});

	it('is set up once, however often HubSpot tells of it', async () => {
		const before = await sandbox.counts();
		await post(`/api/hubspot/deals/${dealId}/stage`, { stage: 'qualifiedtobuy' });
		await post(`/api/hubspot/deals/${dealId}/stage`, { stage: 'closedwon' });
		const { events } = (await ask('/v1/inbox?limit=200')) as { events: Array<{ topic: string }> };
		expect(events.filter(({ topic }) => topic === 'deal.won')).toHaveLength(1);
		expect(await sandbox.counts()).toEqual(before);
	});

	it('tells people directly too, in their own language', async () => {
		const texts = ({ slack }: SandboxState) =>
			slack.channels
				.filter(({ directWith }) => directWith !== undefined)
				.map(({ id }) => JSON.stringify(slack.messages[id] ?? []));
		const told = (part: string) =>
			until(`"${part}" in a direct message`, (state) =>
				texts(state).find((text) => text.includes(part)),
			);
		await told('Por qué');
		// What is accepted in the channel is accepted there too.
		await told('lo hace, aceptado');
	});

	it('finds room once somebody has said yes to moving work, and moves nothing before', async () => {
		await fill('diego', 4); // Nobody else has that level.
		await fill('luis', 2);
		dealId = await win('bo.won@cafe-aurora.pe');
		const proposed = await until('the question', ({ slack }) =>
			Object.entries(slack.messages)
				.flatMap(([channel, messages]) => messages.map((message) => ({ channel, message })))
				.find(({ message }) => JSON.stringify(message).includes('moves_yes')),
		);
		const { proposals } = z
			.object({ proposals: z.array(proposalSchema) })
			.parse(await ask('/v1/moves'));
		expect(proposals).toMatchObject([{ project: dealId, state: 'proposed' }]);
		const moves = proposals[0]?.moves ?? [];
		const holders = async () =>
			await Promise.all(
				moves.map(async ({ reservation }) => {
					const found = await ask(`/v1/reservations/${reservation}`);
					return (found as { reservation: { person: string } }).reservation.person;
				}),
			);
		expect(await holders()).toEqual(moves.map(({ from }) => from));

		const press = { channel: proposed.channel, ts: proposed.message.ts, action: 'moves_yes' };
		const [person] = sandboxPeople;
		expect((await post('/api/slack/press', { ...press, user: person?.slackId })).status).toBe(204);
		expect(await holders()).toEqual(moves.map(({ to }) => to));
		expect((await offer('edit')).text).toContain('assignment_accept');
		await until('the question to whoever takes it over', ({ slack }) =>
			JSON.stringify(slack.messages).includes('would you take this over?') ? true : undefined,
		);
		const shown = await until('the decision', ({ slack }) =>
			slack.messages[proposed.channel]?.find(
				({ ts, text }) => ts === proposed.message.ts && text.includes('said yes'),
			),
		);
		expect(JSON.stringify(shown)).not.toContain('moves_yes');
	});

	it('holds to the vendors’ descriptions', async () => {
		expect(await sandbox.violations()).toEqual([]);
	});
});
