import type { Service } from '../../../orchestrator/src/service';
import { startService } from '../../../orchestrator/src/service';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { someSettings } from './support/aService';

const apiKey = 'the-key-of-this-test';
let service: Service;

beforeAll(async () => {
	const vendors = { hubspotToken: '', slackToken: '', clickupToken: '' };
	service = await startService({
		settings: someSettings(),
		secrets: { ...vendors, ledgerApiKey: apiKey, smtpUrl: 'smtp://127.0.0.1:1' },
		ledger: await emptyLedgerPlace(),
		port: 0,
	});
});
afterAll(async () => await service.stop());

async function ask(path: string, body?: object) {
	const answer = await fetch(`${service.url}/v1/data/${path}`, {
		...(body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) }),
		headers: {
			authorization: `Bearer ${apiKey}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}

const rosterOf = (version: number, hours = 8) =>
	`# who works here\nversion: roster/${version}\npeople:\n  - { id: ana, zone: America/Caracas, rate: null, hoursPerDay: ${hours} }\n`;
const push = async (version: number, hours?: number) =>
	await ask('roster', {
		source: rosterOf(version, hours),
		expectedVersion: version,
		by: 'olivia',
		reason: `hours ${hours}`,
	});

describe('the roster in the ledger', () => {
	it('is the shipped one until somebody pushes another, and keeps every version', async () => {
		const shipped = await ask('roster');
		expect(shipped).toMatchObject({ status: 200, body: { version: 0, pushedBy: null } });

		expect(await push(0, 6)).toMatchObject({ status: 200, body: { version: 1 } });
		expect(await push(1, 7)).toMatchObject({ status: 200, body: { version: 2 } });

		expect((await ask('roster')).body).toMatchObject({
			version: 2,
			source: rosterOf(1, 7),
			content: { people: [{ id: 'ana', hoursPerDay: 7, workingDays: [1, 2, 3, 4, 5] }] },
			pushedBy: 'olivia',
			reason: 'hours 7',
		});
		expect((await ask('roster?version=1')).body).toMatchObject({ source: rosterOf(0, 6) });
		expect((await ask('roster?version=0')).body).toMatchObject({ source: shipped.body.source });
		expect((await ask('roster/versions')).body).toMatchObject({
			versions: [{ version: 2 }, { version: 1, reason: 'hours 6' }],
		});
	});

	it('takes one of those who push from the same version at the same moment', async () => {
		const { version } = (await ask('roster')).body as unknown as { version: number };
		const answers = await Promise.all(
			[3, 4, 5, 6].map(async (hours) => await push(version, hours)),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
		const refused = answers.find(({ status }) => status === 409);
		expect(refused?.body).toMatchObject({ error: { code: 'data/pushed-meanwhile' } });
		expect((await ask('roster')).body).toMatchObject({ version: version + 1 });
	});

	it('says every mistake with its line', async () => {
		const source = 'version: roster/0\npeople:\n  - { id: ana, zone: Mars }\n  - { zone: UTC }\n';
		const body = { source, expectedVersion: 0, by: 'o', reason: 'r' };
		const answer = await ask('roster', body);
		expect(answer).toMatchObject({ status: 400, body: { error: { code: 'data/invalid' } } });
		const { why } = answer.body.error as { why: string };
		expect(why.split('\n').map((line) => line.split(':')[0])).toEqual(['3', '3', '4', '4']);
	});

	it.each([
		{ path: 'roster?version=99', status: 404, code: 'data/no-such-version' },
		{ path: 'rooster', status: 400, code: 'data/unknown-kind' },
	])('answers $status to $path', async ({ path, status, code }) => {
		expect(await ask(path)).toMatchObject({ status, body: { error: { code } } });
	});

	it('is for those with the key', async () => {
		expect((await fetch(`${service.url}/v1/data/roster`)).status).toBe(401);
	});
});
