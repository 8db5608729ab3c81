import { registerFollowUp } from '../../../orchestrator/src/commands/followup';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerFollowUp], {
		// Two days before anything is due.
		now: () => new Date('2026-11-18T09:00:00Z'),
	});
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed. */
const run = async (...words: string[]) => (await served.run('followup', ...words)).text;

async function post(place: string, body: object): Promise<Record<string, never>> {
	const answer = await served.call(`/v1/follow-ups${place}`, body);
	expect(answer.status).toBe(200);
	return (await answer.json()) as Record<string, never>;
}

/** Enrols a client of this name; nobody else's test knows it. */
async function enrolled(client: string): Promise<string> {
	const { followUp } = await post('', {
		enrolment: {
			client: {
				id: client,
				name: 'Mette Holm',
				email: `mette@${client}.example`,
				zone: 'Europe/Copenhagen',
				country: 'DK',
				language: 'da',
			},
			project: 'p-17',
			deliveredAt: '2026-11-17T13:00:00Z',
		},
	});
	return (followUp as { id: string }).id;
}

describe('followup list and show', () => {
	it('say who is in which step, by the clock of the client', async () => {
		const id = await enrolled('nordlys');
		expect(await run('list', '--client', 'nordlys')).toBe(
			`${id}  nordlys               after-delivery/1 of p-17:  feedback-request Fri 20 Nov 2026, 10:00`,
		);
		const { followUps } = JSON.parse(await run('list', '--client', 'nordlys', '--json')) as {
			followUps: Array<{ id: string }>;
		};
		expect(followUps.map((each) => each.id)).toEqual([id]);
		expect(await run('list', '--client', 'nobody')).toBe('Nobody is in a sequence.');
	});

	it('tell what happened to one, who said so, and why', async () => {
		const id = await enrolled('havet');
		await run('pause', id, '--reason', 'a call is planned', '--by', 'olivia');
		await post('/events', {
			client: 'havet',
			events: [
				{ id: 'r-1', type: 'replied', from: 'jens@havet.example', at: '2026-11-18T09:00:00Z' },
			],
		});
		const text = await run('show', id);
		expect(text).toContain(`Mette Holm (DK, da) in after-delivery/1 of p-17, ${id}`);
		expect(text).toContain('· paused by olivia: a call is planned');
		expect(text).toContain('· replied from jens@havet.example');
		expect(text).toContain('ended Wed 18 Nov 2026, 10:00: replied');
		await expect(run('show', 'flw_none')).rejects.toMatchObject({ code: 'follow-up/not-found' });
	});
});

describe('followup report', () => {
	it('says what it all came to, or that there is too little of it', async () => {
		await enrolled('skoven');
		const period = ['--since', '2020-01-01', '--until', '2100-01-01', '--days', '30'];
		const text = await run('report', ...period);
		expect(text).toContain('Enrolled from 2020-01-01 to before 2100-01-01');
		expect(text).toMatch(/after-delivery: \d+ enrolments?\n/);
		expect(text).toContain('Nobody has answered how it was.');
		expect(text).toContain('Nothing can be said of what offers bring');
		const { sequences } = JSON.parse(await run('report', ...period, '--json')) as {
			sequences: Array<{ sequence: string }>;
		};
		expect(sequences.map(({ sequence }) => sequence)).toEqual(['after-delivery']);
		expect(await run('report', '--until', '2020-01-01')).toContain('Nobody was enrolled.');
		await expect(run('report', '--since', 'yesterday')).rejects.toMatchObject({
			code: 'follow-up/flag',
		});
	});
});

describe('followup pause, resume and stop', () => {
	it('act on one, on a client, or on everything', async () => {
		const id = await enrolled('skoven');
		expect(
			await run('pause', '--client', 'skoven', '--until', '2026-12-01', '--reason', 'so'),
		).toBe('Paused: 1.');
		expect(await run('list', '--client', 'skoven')).toContain('paused');
		expect(await run('resume', id, '--reason', 'so')).toBe('Resumed: 1.');
		expect(await run('stop', id, '--reason', 'so')).toBe('Stopped: 1.');
		expect(await run('stop', id, '--reason', 'so')).toBe(
			'Nothing of it goes on: nothing was changed.',
		);

		expect(await run('pause', '--all', '--reason', 'an office party', '--by', 'olivia')).toBe(
			'Everything is held.',
		);
		expect(await run('list', '--client', 'skoven')).toContain('by olivia: an office party');
		expect(await run('resume', '--all', '--reason', 'back')).toBe('Everything goes on.');
	});

	it('moves one to another version only where there is one', async () => {
		const id = await enrolled('engen');
		const to = async (version: string) =>
			await run('migrate', id, '--to', version, '--reason', 'so');
		expect(await to('after-delivery/1')).toContain('feedback-request Fri 20 Nov 2026, 10:00');
		await expect(to('2')).rejects.toMatchObject({ code: 'follow-up/unknown-sequence' });
		await expect(run('migrate', id, '--to', '1', '--step', 'x', '--reason', 'so')).rejects.toThrow(
			'--step is "x"',
		);
	});

	it.each([
		[['pause', '--reason', 'so'], 'Nothing is named.'],
		[['pause', 'flw_1', '--all', '--reason', 'so'], 'More than one thing is named.'],
		[['pause', 'flw_1', '--until', 'soon', '--reason', 'so'], '--until is "soon".'],
	])('refuse %j', async (words, why) => {
		await expect(run(...words)).rejects.toMatchObject({ code: 'follow-up/flag', why });
	});
});
