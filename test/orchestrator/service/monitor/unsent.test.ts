import type { LookUp } from '../../../../orchestrator/src/adapters/outcome';
import { readEffect } from '../../../../orchestrator/src/ledger/effects';
import type { SweepParts } from '../../../../orchestrator/src/service/monitor/sweep';
import type { EffectRequest } from '../../../../orchestrator/src/service/effects/request';
import type { TestService } from '../support/aService';
import { aRequest, aService, receipts, willing } from '../support/aService';
import { failures } from '../support/failures';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const MINUTE = 60_000;

let service: TestService;
let swept: SweptLedger;
let at: number;

const now = () => new Date(at);
/** ClickUp has whatever it is asked for by its id. */
const clickup: SweepParts['readers']['clickup'] = {
	...emptyReaders.clickup,
	read: async (id) => ({
		...{ id, url: '', key: null, status: null, isClosed: false, isArchived: false, assignees: [] },
		...{ createdAt: now(), updatedAt: now() },
	}),
};

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run('TRUNCATE effects, monitor_findings, monitor_cursors CASCADE');
	at = Date.UTC(2026, 10, 26, 12);
	service.answering(willing);
	swept = aSweep(service, now, { readers: { clickup } });
});

const perform = async (request: EffectRequest) =>
	await service.another({ moment: now, patience: { ...patient, waitForFirstMs: 0 } })(request);
const stateOf = async ({ key }: EffectRequest) => (await readEffect(service.store, key))?.state;
const namesOf = ({ open }: { open: ReadonlyArray<{ name: string }> }) =>
	open.map(({ name }) => name);

/** An effect whose first attempt ended so, and whom nobody has gone on with since. */
async function left(kind: string, failure: 'notSent' | 'unknown'): Promise<EffectRequest> {
	const request = aRequest({ kind });
	service.answering(() => failures[failure]);
	await perform(request);
	service.answering(willing);
	at += 20 * MINUTE;
	return request;
}

const absent: LookUp<never> = { result: 'absent' };

describe.each(['slack.message', 'clickup.task'] as const)('a %s', (kind) => {
	const found: LookUp<never> = { result: 'found', receipt: receipts[kind] as never };

	it('that was never sent is sent by a sweep, once and without a look-up', async () => {
		const request = await left(kind, 'notSent');
		expect(await stateOf(request)).toBe('planned');
		const { report, open } = await swept.sweep();
		expect(report.repaired).toEqual([
			{ finding: expect.any(String) as string, thing: kind, done: 'sent at last' },
		]);
		expect(open).toEqual([]);
		expect(await stateOf(request)).toBe('done');
		expect((await swept.sweep()).report.repaired).toEqual([]);
		expect(service.calls).toHaveLength(1);
		expect(service.lookUps).toEqual([]);
	});

	it('that is not late yet is left to whoever is at it', async () => {
		const request = await left(kind, 'notSent');
		at -= 19 * MINUTE;
		expect((await swept.sweep()).report.repaired).toEqual([]);
		expect(service.calls).toEqual([]);
		expect(await stateOf(request)).toBe('planned');
	});

	it('of which nobody knows is looked for, and never sent where it is found', async () => {
		const request = await left(kind, 'unknown');
		expect(await stateOf(request)).toBe('unknown');
		service.finding(() => found);
		const { report } = await swept.sweep();
		expect(report.repaired).toHaveLength(1);
		await swept.sweep();
		expect(service.lookUps).toHaveLength(1);
		expect(service.calls).toEqual([]);
		expect(await stateOf(request)).toBe('done');
	});

	it('of which nobody knows is sent once after a look-up that proves that it was not', async () => {
		const request = await left(kind, 'unknown');
		service.finding(() => absent);
		await swept.sweep();
		await swept.sweep();
		expect(service.calls).toHaveLength(1);
		expect(service.lookUps).toHaveLength(1);
		expect(await stateOf(request)).toBe('done');
	});

	it('of which nobody can say stays a finding, and is not sent', async () => {
		const request = await left(kind, 'unknown');
		service.finding(() => ({ result: 'failed', why: 'no scope', retryAfterMs: null }));
		for (let sweep = 0; sweep < 3; sweep += 1) {
			expect(namesOf(await swept.sweep())).toEqual([`unknown/ledger/${request.key}`]);
			at += 30 * MINUTE;
		}
		expect(service.calls).toEqual([]);
		expect(await stateOf(request)).toBe('unknown');
		// Once the service answers, it comes to its end by itself.
		service.finding(() => found);
		expect(namesOf(await swept.sweep())).toEqual([]);
		expect(service.calls).toEqual([]);
	});

	it('that a service refuses at last is not sent again and again', async () => {
		const request = await left(kind, 'notSent');
		service.answering(() => failures.refused);
		await swept.sweep();
		expect(await stateOf(request)).toBe('failed');
		service.answering(willing);
		expect(namesOf(await swept.sweep())).toEqual([]);
		expect(service.calls).toEqual([]);
	});
});

it('does not send what two sweeps of two processes find at once twice', async () => {
	await left('slack.message', 'notSent');
	const other = aSweep(service, now, { readers: { clickup } });
	const results = await Promise.allSettled([swept.sweep(), other.sweep()]);
	expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
	expect(service.calls).toHaveLength(1);
});
