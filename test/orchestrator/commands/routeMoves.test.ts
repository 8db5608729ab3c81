import { registerRoute } from '../../../orchestrator/src/commands/route';
import { capacityViewSchema } from '../../../orchestrator/src/reservations/capacityView';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;
/** A day on which luis and valentina both work. */
let day: string;

beforeAll(async () => {
	served = await aServedCommand([registerRoute]);
	const ahead = (days: number) =>
		new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	const view = capacityViewSchema.parse(
		await call(`/v1/capacity?from=${ahead(3)}&to=${ahead(30)}`),
	);
	const worksOn = (person: string) =>
		view.people
			.find((each) => each.person === person)
			?.days.flatMap((each) => (each.available > 0 ? [each.day] : [])) ?? [];
	day = worksOn('luis').find((each) => worksOn('valentina').includes(each)) ?? '';
});
afterAll(async () => await served.stop());

async function call(place: string, body?: object): Promise<unknown> {
	const answer = await served.call(place, body);
	expect(answer.status).toBe(200);
	return await answer.json();
}

/** Runs the command, and gives what it printed and its exit code. */
const run = async (...words: string[]) => await served.run('route', ...words);

/** Two hours of luis on the day that has to be that day's. */
async function reserve(project: string, level: number): Promise<void> {
	const hours = [{ day, hours: 2 }];
	const bounds = { notBefore: `${day}T13:00:00Z`, dueAt: `${day}T23:30:00Z` };
	const piece = { piece: 'edit', person: 'luis', days: hours, skill: 'video-editing', level };
	await call('/v1/reservations', {
		key: `project:${project}/reservation/edit/1`,
		project,
		pieces: [{ ...piece, ...bounds }],
		rosterVersion: 'roster/0',
	});
}

const holderOf = async (project: string) => {
	const { reservations } = (await call(`/v1/reservations?project=${project}`)) as {
		reservations: Array<{ person: string; state: string }>;
	};
	return reservations.map(({ person, state }) => `${person} ${state}`);
};
const idIn = (text: string) => /mov_[0-9a-z]{26}/.exec(text)?.[0] ?? '';
const away = () => ['replan', '--away', 'luis', '--from', day, '--until', day];

it('prints who would take over, and changes nothing', async () => {
	await reserve('shown', 2);
	const { text, exitCode } = await run(...away());
	expect(exitCode).toBe(0);
	expect(text).toMatch(/1 would change hands[^]*- luis: [^]*\+ (valentina|diego): /);
	expect(text).toContain('Nothing has changed. --propose asks in Slack');
	expect(await holderOf('shown')).toEqual(['luis held']);
	expect((await run('moves', 'list')).text).toBe('Nothing is proposed.');
	expect(JSON.parse((await run(...away(), '--json')).text)).toMatchObject({
		away: 'luis',
		proposal: null,
		moves: [{ project: 'shown', from: 'luis' }],
	});
});

it('asks, is told yes or no, and moves after the yes alone', async () => {
	const asked = await run(...away(), '--propose');
	const id = idIn(asked.text);
	expect(asked.text).toContain('Nothing has moved yet');
	expect((await run('moves', 'list', '--state', 'proposed')).text).toContain(id);
	const refused = await run('moves', 'refuse', id, '--by', 'olivia', '--reason', 'a bad day');
	expect(refused.text).toMatch(/refused by olivia[^]*a bad day/);
	await expect(run('moves', 'approve', id)).rejects.toMatchObject({ code: 'moves/decided' });
	expect(await holderOf('shown')).toEqual(['luis held']);

	const again = idIn((await run(...away(), '--propose')).text);
	expect(again).not.toBe(id);
	expect((await run('moves', 'approve', again, '--by', 'olivia')).text).toContain(
		'applied by olivia',
	);
	expect((await run('moves', 'show', again)).text).toContain('Luis Mendoza is away from');
	expect(await holderOf('shown')).not.toEqual(['luis held']);
	const { text } = await run(...away());
	expect(text).toContain('nothing has to change');
});

it('moves at once with --apply, and says what could not be placed by exit 1', async () => {
	await reserve('applied', 2);
	await reserve('stays', 5);
	const { text, exitCode } = await run(...away(), '--apply');
	expect(exitCode).toBe(1);
	expect(text).toMatch(/Moved \(mov_/);
	expect(text).toContain('Nobody else has video-editing at level 5.');
	expect(await holderOf('applied')).not.toEqual(['luis held']);
	expect(await holderOf('stays')).toEqual(['luis held']);
});

it.each([
	{ words: ['replan', '--away', 'nobody'], code: 'route/unknown-person' },
	{ words: ['replan', '--away', 'luis', '--from', 'soon'], code: 'route/flag' },
	{ words: ['replan', '--away', 'luis', '--propose', '--apply'], code: 'route/flag' },
	{ words: ['moves', 'show', 'mov_0'], code: 'moves/not-found' },
])('refuses $words', async ({ words, code }) => {
	await expect(run(...words)).rejects.toMatchObject({ code });
});
