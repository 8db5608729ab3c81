import { registerEffects } from '../../../orchestrator/src/commands/effects';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';
import { contents } from '../service/support/aService';
import { anItem } from '../service/support/anItem';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerEffects], {
		// Nobody listens there: what is asked for stays planned.
		bases: { slack: `http://127.0.0.1:${await takeFreePort()}/api/` },
		patience: { timeoutMs: 60_000, retryTotalMs: 0 },
		resolver: { everyMs: 3_600_000 },
	});
	await askFor(key);
});
afterAll(async () => await served.stop());

const key = 'lead:7/slack-message/sales/1';

async function askFor(effect: string): Promise<void> {
	const kind = 'slack.message';
	await served.call('/v1/effects', { key: effect, kind, content: contents[kind], data: anItem() });
}

/** Runs the command, and gives what it printed. */
const run = async (...words: string[]) => (await served.run('effects', ...words)).text;

describe('agency-ops effects', () => {
	it('lists the unknown ones unless told otherwise', async () => {
		expect(await run('list')).toBe('No effects.');
	});

	it('lists by state, with what is wrong and what to do', async () => {
		const text = await run('list', '--state', 'planned');

		expect(text).toContain(key);
		expect(text).toContain('Nothing was sent to Slack.');
	});

	it('refuses a receipt that is not JSON, and one without an outcome', async () => {
		const resolve = ['resolve', key, '--reason', 'seen'];

		await expect(run(...resolve, '--as', 'done', '--receipt', '{')).rejects.toMatchObject({
			code: 'effects/receipt-unreadable',
		});
		await expect(run(...resolve)).rejects.toMatchObject({
			code: 'commander.missingMandatoryOptionValue',
		});
	});

	it('keeps what a person found out, and tells it in the story', async () => {
		const receipt = { channel: 'C0SALES', ts: '1.2', url: null };
		const words = ['--as', 'done', '--reason', 'it stands in #sales'];
		const kept = await run('resolve', key, ...words, '--receipt', JSON.stringify(receipt));
		expect(kept).toBe(`${key}  done`);

		const story = await run('show', key);
		expect(story).toContain('by person: it stands in #sales');
		expect(story).toContain('"channel":"C0SALES"');
	});
});
