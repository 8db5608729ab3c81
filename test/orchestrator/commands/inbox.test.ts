import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { registerInbox } from '../../../orchestrator/src/commands/inbox';
import { registerStatus } from '../../../orchestrator/src/commands/status';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerInbox, registerStatus]);
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed. */
const run = async (...words: string[]) => (await served.run(...words)).text;

async function post(place: string, body: object): Promise<{ id: string }> {
	const response = await served.call(place, body);
	return (await response.json()) as { id: string };
}

async function aLeadArrives(externalId: string): Promise<string> {
	const payload = { email: 'ana@cafeaurora.com' };
	const event = { source: 'forms', externalId, topic: 'lead.received', subject: 'lead-of:ana' };
	return (await post('/v1/inbox', { ...event, payload })).id;
}

describe('agency-ops inbox', () => {
	it('follows one lead: listed, ended, shown without personal data, replayed, discarded', async () => {
		const id = await aLeadArrives('1');
		expect(await run('inbox', 'list', '--state', 'received')).toContain(id);
		await post(`/v1/inbox/${id}/end`, {
			outcome: 'failed',
			executionId: '12',
			reason: 'HubSpot refused',
		});
		const shown = await run('inbox', 'show', id);
		for (const part of [
			'lead.received from forms',
			'State      ended: failed',
			'received and acknowledged',
			'ended by execution 12 as failed: HubSpot refused',
			'Effects\n  None.',
		]) {
			expect(shown).toContain(part);
		}
		expect(shown).not.toContain('cafeaurora');
		expect(await run('inbox', 'show', id, '--payload')).toContain('ana@cafeaurora.com');

		expect(await run('inbox', 'replay', id, '--reason', 'mended')).toBe(`${id}  received`);
		const discarded = await run('inbox', 'discard', id, '--reason', 'a trial', '--json');
		expect(JSON.parse(discarded)).toEqual({ events: [{ id, state: 'discarded' }] });
		expect(await run('inbox', 'show', id)).toContain('discarded by a person: a trial');
	});

	it('prints one JSON document', async () => {
		const id = await aLeadArrives('2');
		const document = JSON.parse(await run('inbox', 'list', '--json')) as { events: object[] };
		expect(document.events).toContainEqual(expect.objectContaining({ id, state: 'received' }));
		expect(JSON.parse(await run('inbox', 'show', id, '--json'))).toMatchObject({
			event: { id },
			story: [{ state: 'received' }],
			effects: [],
		});
	});

	it.each([
		{ words: ['inbox', 'show', 'evt_none'], code: 'inbox/not-found' },
		{ words: ['inbox', 'replay', 'evt_none', '--reason', 'x'], code: 'inbox/not-found' },
		{ words: ['inbox', 'replay', 'evt_none'], code: 'commander.missingMandatoryOptionValue' },
		{ words: ['inbox', 'replay', '--reason', 'x'], code: 'inbox/which' },
		{ words: ['inbox', 'discard', 'evt_1', '--failed', '--reason', 'x'], code: 'inbox/which' },
		{ words: ['inbox', 'list', '--state', 'lost'], code: 'commander.invalidArgument' },
		{ words: ['inbox', 'list', '--limit', '0'], code: 'commander.invalidArgument' },
	])('says $code to $words', async ({ words, code }) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});

	it('says so when no service answers', async () => {
		const other = path.join(served.home, 'nobody.yaml');
		writeFileSync(other, `service: { url: 'http://127.0.0.1:1' }\n`);
		await expect(run('--config', other, 'status')).rejects.toMatchObject({
			code: 'service/unreachable',
		});
	});
});

describe('agency-ops status', () => {
	it('is green until a flow has failed, and says what to do then', async () => {
		const green = await served.run('status');
		expect(green).toMatchObject({ text: expect.stringContaining('Nothing to do.'), exitCode: 0 });

		const id = await aLeadArrives('3');
		await post(`/v1/inbox/${id}/end`, { outcome: 'failed', executionId: '13' });
		expect(await served.run('status')).toMatchObject({
			text: expect.stringContaining('! 1 flow failed'),
			exitCode: 1,
		});
		expect(JSON.parse(await run('status', '--json'))).toMatchObject({
			isFine: false,
			inbox: { failed: 1 },
		});
	});

	it('is green again by the commands that it names', async () => {
		const failed = await aLeadArrives('4');
		const fine = await aLeadArrives('5');
		const fail = async (executionId: string) =>
			await post(`/v1/inbox/${failed}/end`, { outcome: 'failed', executionId });
		await fail('14');
		await post(`/v1/inbox/${fine}/end`, { outcome: 'done', executionId: '15' });
		const { text } = await served.run('status');
		for (const command of ['inbox list --failed', 'inbox replay ID', 'inbox discard']) {
			expect(text).toContain(command);
		}
		const listed = await run('inbox', 'list', '--failed');
		expect(listed).toContain(failed);
		expect(listed).not.toContain(fine);
		expect(await run('inbox', 'replay', '--failed', '--reason', 'mended')).toContain(
			`${failed}  received`,
		);
		expect(await run('inbox', 'list', '--failed')).toBe('No events.');
		expect(await served.run('status')).toMatchObject({ exitCode: 0 });
		await fail('16');
		expect(await served.run('status')).toMatchObject({ exitCode: 1 });
		expect(await run('inbox', 'discard', failed, '--reason', 'nobody wants it')).toContain(
			'discarded',
		);
		expect(await served.run('status')).toMatchObject({ exitCode: 0 });
	});
});
