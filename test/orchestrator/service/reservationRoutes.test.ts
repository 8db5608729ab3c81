import { routeProject } from '../../../nodes/domain/routing/routeProject';
import { readBookings, readProject, readRoster } from '../../../nodes/domain/routing/readInputs';
import { defaultSettings } from '../../../nodes/domain/routing/settings';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aProject } from '../../support/aStudio';
import { someSettings } from './support/aService';

const apiKey = 'the-key-of-this-test';
let service: Service;
const lines: string[] = [];

beforeAll(async () => {
	const vendors = { hubspotToken: '', slackToken: '', clickupToken: '' };
	service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		ledger: await emptyLedgerPlace(),
		port: 0,
		log: { write: (line: string) => void lines.push(line) },
	});
});
afterAll(async () => await service.stop());

async function ask(path: string, body?: object) {
	const answer = await fetch(`${service.url}${path}`, {
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

/** The inputs as the service gives them, through the core's own readers, and a plan made from them. */
async function plan(id: string) {
	const { body } = await ask('/v1/routing-inputs');
	const roster = readRoster(body.roster, defaultSettings);
	const bookings = readBookings(body.bookings);
	const project = readProject(aProject({ id, type: 'quick-edit' }));
	const decision = routeProject(project, roster, bookings, new Date());
	return { rosterVersion: body.rosterVersion as string, decision, bookings };
}

/** What a flow asks for after routing. */
function requestOf({ rosterVersion, decision }: Awaited<ReturnType<typeof plan>>, project: string) {
	return {
		key: `project:${project}/reservation/all/1`,
		project,
		rosterVersion,
		holdHours: 4,
		pieces: decision.bookings.map(
			({ piece, person, days, skill, level, notBefore, dueAt, client, value }) => ({
				piece,
				person,
				days,
				skill,
				level,
				notBefore,
				dueAt,
				client,
				value,
			}),
		),
	};
}

describe('reservations over HTTP', () => {
	it('take what was routed, and count it at the next routing', async () => {
		const first = await plan('p-1');
		expect(first.decision.assignments.length).toBe(2);
		const answer = await ask('/v1/reservations', requestOf(first, 'p-1'));
		expect(answer).toMatchObject({ status: 200, body: { repeated: false } });

		const { bookings } = await plan('p-2');
		const known = ({ piece, person, days }: (typeof bookings)[number]) => ({ piece, person, days });
		expect(bookings.map(known)).toEqual(first.decision.bookings.map(known));
		const list = await ask('/v1/reservations?project=p-1');
		expect(list.body.reservations).toEqual(answer.body.reservations);
	});

	it('tell who was slower which day, wanted and free hours', async () => {
		const { rosterVersion } = await plan('p-3');
		const day = '2027-03-02';
		const piece = { piece: 'edit', person: 'luis', days: [{ day, hours: 5 }] };
		const body = { project: 'p-3', rosterVersion, pieces: [piece] };
		await ask('/v1/reservations', { ...body, key: 'project:p-3/r/edit/1' });
		expect(await ask('/v1/reservations', { ...body, key: 'project:p-3/r/edit/2' })).toMatchObject({
			status: 409,
			body: {
				error: {
					code: 'reservation/taken',
					why: 'luis has 3 h free on 2027-03-02, 5 h were wanted.',
				},
				conflicts: [{ person: 'luis', day, wanted: 5, free: 3 }],
			},
		});
		expect(
			await ask('/v1/reservations', { ...body, key: 'k/1', rosterVersion: 'roster/9' }),
		).toMatchObject({ status: 409, body: { error: { code: 'reservation/other-roster' } } });
	});

	it('are accepted, moved and released, with their story', async () => {
		const { rosterVersion } = await plan('p-4');
		const piece = { piece: 'edit', person: 'luis', days: [{ day: '2027-03-03', hours: 3 }] };
		const body = { project: 'p-4', rosterVersion, pieces: [piece], context: { deal: { id: '7' } } };
		const held = await ask('/v1/reservations', { ...body, key: 'project:p-4/r/edit/1' });
		const [{ id }] = held.body.reservations as [{ id: string }];
		const at = async (word: string, said: object) =>
			await ask(`/v1/reservations/${id}/${word}`, said);

		expect(await at('accept', { by: 'luis' })).toMatchObject({
			status: 200,
			body: { changed: true },
		});
		expect(await at('accept', {})).toMatchObject({ status: 200, body: { changed: false } });
		const days = [{ day: '2027-03-04', hours: 3 }];
		expect(await at('move', { days, rosterVersion })).toMatchObject({
			body: { changed: true, reservation: { days, state: 'accepted', revision: 2 } },
		});
		expect(await at('release', {})).toMatchObject({ status: 400 });
		expect(await at('release', { reason: 'the client cancelled' })).toMatchObject({ status: 200 });
		expect(await at('accept', {})).toMatchObject({ status: 409 });

		const { body: told } = await ask(`/v1/reservations/${id}`);
		expect((told.story as Array<{ detail: object }>).map(({ detail }) => detail)).toMatchObject([
			{ what: 'held' },
			{ what: 'accept', by: 'luis' },
			{ what: 'moved' },
			{ what: 'release', reason: 'the client cancelled' },
		]);
		expect(told.context).toEqual({ deal: { id: '7' } });
		const { body: inbox } = await ask('/v1/inbox?subject=project:p-4');
		expect(inbox.events).toMatchObject([{ topic: 'assignment.accepted', source: 'ledger' }]);
	});

	it.each([
		{ wrong: 'key', change: { key: 'no separator' } },
		{ wrong: 'key', change: { test: true } },
		{ wrong: 'pieces', change: { pieces: [] } },
		{ wrong: 'pieces.0.days', change: { pieces: [{ piece: 'a', person: 'luis', days: [] }] } },
		{
			wrong: 'pieces.1.piece',
			change: {
				pieces: ['x', 'x'].map((piece) => ({
					piece,
					person: 'luis',
					days: [{ day: '2027-03-08', hours: 1 }],
				})),
			},
		},
		{ wrong: 'holdHours', change: { holdHours: 0 } },
	])('refuse a wrong $wrong', async ({ wrong, change }) => {
		const piece = { piece: 'a', person: 'luis', days: [{ day: '2027-03-08', hours: 1 }] };
		const right = {
			key: 'project:p-5/r/a/1',
			project: 'p-5',
			pieces: [piece],
			rosterVersion: 'roster/0',
		};
		const { status, body } = await ask('/v1/reservations', { ...right, ...change });
		expect(status).toBe(400);
		expect(JSON.stringify(body)).toContain(`Field \\"${wrong}\\"`);
	});

	it('know no other id', async () => {
		for (const path of ['/v1/reservations/res_x', '/v1/reservations/res_x/accept']) {
			const answer = await ask(path, path.endsWith('accept') ? {} : undefined);
			expect(answer).toMatchObject({
				status: 404,
				body: { error: { code: 'reservation/not-found' } },
			});
		}
	});

	it('log nobody', () => {
		expect(lines.join('')).toContain('"result":"reserved"');
		expect(lines.join('')).not.toMatch(/luis|iamazingcontent/);
	});
});
