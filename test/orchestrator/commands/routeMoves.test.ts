import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { registerRoute } from '../../../orchestrator/src/commands/route';
import { ensureSecrets } from '../../../orchestrator/src/config';
import { capacityViewSchema } from '../../../orchestrator/src/reservations/capacityView';
import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { someSettings } from '../service/support/aService';

let home: string;
let config: string;
let service: Service;
let apiKey: string;
/** A day on which luis and valentina both work. */
let day: string;
const printed: string[] = [];
const homeBefore = process.env.AGENCY_OPS_HOME;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-moves-'));
	process.env.AGENCY_OPS_HOME = home;
	apiKey = ensureSecrets(home).ledgerApiKey;
	const vendors = { hubspotToken: 'h', slackToken: 's', clickupToken: 'c' };
	service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		port: 0,
	});
	config = path.join(home, 'agency.config.yaml');
	writeFileSync(config, `service: { url: '${service.url}' }\n`);
	jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
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
}, 60_000);
afterAll(async () => {
	jest.restoreAllMocks();
	await service.stop();
	rmSync(home, { recursive: true, force: true });
	if (homeBefore === undefined) delete process.env.AGENCY_OPS_HOME;
	else process.env.AGENCY_OPS_HOME = homeBefore;
	process.exitCode = undefined;
});

async function call(place: string, body?: object): Promise<unknown> {
	const answer = await fetch(`${service.url}${place}`, {
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
	});
	expect(answer.status).toBe(200);
	return await answer.json();
}

/** Runs the command as the command line would, and gives what it printed and its exit code. */
async function run(...words: string[]) {
	printed.length = 0;
	process.exitCode = undefined;
	const program = new Command('agency-ops').option('--config <file>').option('--target <name>');
	registerRoute(program.exitOverride());
	await program.parseAsync(['node', 'agency-ops', '--config', config, 'route', ...words]);
	return { text: printed.join('\n'), exitCode: process.exitCode ?? 0 };
}

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
