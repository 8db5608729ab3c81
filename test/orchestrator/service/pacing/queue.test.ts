import { readEffect } from '../../../../orchestrator/src/ledger/effects';
import { openPacer } from '../../../../orchestrator/src/service/pacing/pacer';
import type { Paces } from '../../../../orchestrator/src/service/pacing/paces';
import { noPaces } from '../../../../orchestrator/src/service/pacing/paces';
import type { TestService } from '../support/aService';
import { aRequest, aService, impatient, willing } from '../support/aService';
import { failures } from '../support/failures';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(() => service.answering(willing));

const at = (slackChannel: Paces['slackChannel'], stopping = new AbortController()) =>
	openPacer({ ...noPaces, slackChannel }, stopping.signal);
const patience = { ...impatient, waitForTurnMs: 10_000 };

describe('a burst on one channel', () => {
	it('gets through at the channel’s pace, each effect once', async () => {
		const perform = service.another({ patience, pacer: at({ calls: 2, windowMs: 20 }) });
		const requests = Array.from({ length: 12 }, () => aRequest());

		const performed = await Promise.all(requests.map(async (request) => await perform(request)));

		expect(performed.map(({ state }) => state)).toEqual(Array(12).fill('done'));
		const keys = service.calls.map(({ input }) => (input as { key: string }).key);
		expect(keys.sort()).toEqual(requests.map(({ key }) => key).sort());
	});

	it('does each effect once when every call comes twice, over two services', async () => {
		const one = service.another({ patience, pacer: at({ calls: 1, windowMs: 20 }) });
		const other = service.another({ patience, pacer: at({ calls: 1, windowMs: 20 }) });
		const requests = Array.from({ length: 6 }, () => aRequest());

		const performed = await Promise.all(
			requests.flatMap((request) => [one, one, other, other].map((perform) => perform(request))),
		);

		expect(performed.map(({ state }) => state)).toEqual(Array(24).fill('done'));
		expect(service.calls).toHaveLength(6);
	});

	it('leaves other destinations alone', async () => {
		const pacer = at({ calls: 1, windowMs: 3_600_000 });
		const perform = service.another({ pacer });
		await perform(aRequest());
		const elsewhere = [
			aRequest({ content: { channel: 'sales', text: 'x' } }),
			aRequest({ kind: 'mail' }),
		];
		for (const request of elsewhere) {
			expect(await perform(request)).toMatchObject({ state: 'done' });
		}
	});
});

describe('an effect whose turn does not come in time', () => {
	it('stays planned, stands in the ledger untried, and is done by a later call', async () => {
		const pacer = at({ calls: 1, windowMs: 3_600_000 });
		const perform = service.another({ pacer, patience: { ...impatient, waitForTurnMs: 600 } });
		await perform(aRequest());
		const request = aRequest();

		expect(await perform(request)).toMatchObject({
			state: 'planned',
			error: { code: 'effect/waits-for-its-turn' },
		});
		expect(await readEffect(service.store, request.key)).toMatchObject({
			state: 'planned',
			attempts: 0,
		});
		expect(service.calls).toHaveLength(1);

		expect(await service.perform(request)).toMatchObject({ state: 'done', repeated: false });
		expect(await readEffect(service.store, request.key)).toMatchObject({ attempts: 1 });
	});

	it('holds no lease while it waits: another service whose turn comes first does it', async () => {
		const stopping = new AbortController();
		const pacer = at({ calls: 1, windowMs: 3_600_000 }, stopping);
		const waits = service.another({ patience, pacer });
		await waits(aRequest());
		const request = aRequest();
		const waiting = waits(request);
		await until(async () => (await readEffect(service.store, request.key)) !== null);

		expect(await service.perform(request)).toMatchObject({ state: 'done', repeated: false });
		stopping.abort();

		expect(await waiting).toMatchObject({ state: 'planned' });
		expect(service.calls).toHaveLength(2);
	});

	it('answers what is done at once, however long the queue', async () => {
		const request = aRequest();
		await service.perform(request);
		const perform = service.another({ patience, pacer: at({ calls: 1, windowMs: 3_600_000 }) });
		await perform(aRequest());

		expect(await perform(request)).toMatchObject({ state: 'done', repeated: true });
	});
});

describe('a 429', () => {
	it('stops the queue of its destination, so that nobody hammers', async () => {
		const pacer = at({ calls: 5, windowMs: 1 });
		const perform = service.another({ pacer });
		service.answering(() => failures.rateLimitedForLong);
		await perform(aRequest());
		const calls = service.calls.length;

		const later = await Promise.all([perform(aRequest()), perform(aRequest())]);

		expect(later.map(({ state }) => state)).toEqual(['planned', 'planned']);
		expect(service.calls).toHaveLength(calls);
	});
});

async function until(condition: () => Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
