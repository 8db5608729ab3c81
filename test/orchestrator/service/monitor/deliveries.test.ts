import { markDelivered, withdrawDelivery } from '../../../../orchestrator/src/ledger/deliveries';
import { addInvoice } from '../../../../orchestrator/src/ledger/invoices';
import { DELIVERY_BUDGET } from '../../../../orchestrator/src/service/monitor/compare/deliveries';
import { doDelivery } from '../../../../orchestrator/src/service/deliveries/deliveryJob';
import { aNewInvoice } from '../../../support/anInvoice';
import { aRequest, ask, noon, seeFilm } from '../../delivery/aDelivery';
import type { TestDeliveries } from '../../delivery/aStore';
import { someDeliveries } from '../../delivery/aStore';
import type { SweptLedger } from './aSweep';
import { aSweep } from './aSweep';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let desk: TestDeliveries;
let swept: SweptLedger;
let at: number;
/** No invoices are made, unless a test says so. */
const stripe = {
	madeSince: async (from: Date) => ({ items: [], calls: 1, from }),
	logSince: async (from: Date) => ({ items: [], calls: 1, from }),
	read: async () => null,
	ofPayment: async () => null,
};

beforeAll(async () => {
	desk = await someDeliveries();
	await seeFilm(desk.store, { fileId: 'f1' });
});
afterAll(async () => await desk.close());
beforeEach(async () => {
	await desk.clear();
	await desk.store.run('TRUNCATE monitor_findings, monitor_cursors, invoices CASCADE');
	at = noon.getTime();
	swept = over();
});

const over = (readers: object = {}) =>
	aSweep({ store: desk.store }, () => new Date(at), {
		readers: { targets: desk.storage.targets, ...readers },
	});

/** A delivery of a film and its captions to both places, at noon. */
async function asked(changes: object = {}): Promise<string> {
	const targets = [
		{ name: 'delivery', kind: 's3', prefix: 'nordlys' },
		{ name: 'archive', kind: 's3', prefix: 'nordlys', retentionDays: 400 },
	];
	const { delivery } = await ask(desk.store, aRequest({ storagePlan: { targets }, ...changes }));
	return delivery.id;
}
async function stored(changes: object = {}): Promise<string> {
	const id = await asked(changes);
	await doDelivery(desk.tools, id, new AbortController().signal);
	return id;
}
async function delivered(changes: object = {}): Promise<string> {
	const id = await stored(changes);
	await markDelivered(desk.store, id, new Date(at));
	return id;
}
const objectAt = (bucket: string, end: string) => {
	const found = desk.s3.store.state.objects.find(
		(one) => one.bucket === bucket && one.key.endsWith(end),
	);
	if (found === undefined) throw new Error('there is such an object');
	return found;
};
const namesAfter = async () => (await swept.sweep()).open.map(({ name }) => name).sort();

it('says nothing of a delivery that is where it belongs', async () => {
	await delivered();
	const { report, open } = await swept.sweep();
	expect(open).toEqual([]);
	expect(report).toMatchObject({ looked: { storage: 1 }, calls: { storage: 4 } });
	// A look, and nothing is read or written.
	expect(
		desk.s3
			.calls()
			.slice(-4)
			.every((call) => call.startsWith('HEAD ')),
	).toBe(true);
});

it.each([
	{
		finds: 'missing',
		when: 'somebody deleted what the client fetches',
		hand: () => desk.s3.store.remove('agency-delivery', objectAt('agency-delivery', 'f1.mp4').key),
		name: (id: string) => `missing/storage/${id}/delivery/1`,
	},
	{
		finds: 'missing',
		when: 'somebody deleted it from the archive',
		hand: () => desk.s3.store.remove('agency-archive', objectAt('agency-archive', 'f1.srt').key),
		name: (id: string) => `missing/storage/${id}/archive/2`,
	},
	{
		finds: 'changed',
		when: 'it has another size',
		hand: () => Object.assign(objectAt('agency-delivery', 'f1.mp4'), { size: 39 }),
		name: (id: string) => `changed/storage/${id}/delivery/1`,
	},
	{
		finds: 'changed',
		when: 'somebody wrote over it',
		hand: () => Object.assign(objectAt('agency-delivery', 'f1.mp4'), { metadata: {} }),
		name: (id: string) => `changed/storage/${id}/delivery/1`,
	},
])('puts a file before a person as $finds when $when', async ({ hand, name }) => {
	const id = await delivered();
	hand();
	const { open } = await swept.sweep();
	expect(open.map((one) => one.name)).toEqual([name(id)]);
	expect(open[0]).toMatchObject({ offers: ['leave'], service: 'storage' });
	// How a client's films are called is nobody else's business.
	expect(JSON.stringify(open)).not.toContain('f1.');
	expect(await namesAfter()).toEqual([name(id)]);
});

it('ends a finding once the file is there again', async () => {
	const id = await delivered();
	const film = objectAt('agency-delivery', 'f1.mp4');
	const { metadata } = film;
	film.metadata = {};
	expect(await namesAfter()).toEqual([`changed/storage/${id}/delivery/1`]);
	film.metadata = metadata;
	expect(await namesAfter()).toEqual([]);
});

it('misses nothing where links have ended, but what the archive keeps for so long', async () => {
	const id = await delivered();
	desk.s3.store.remove('agency-delivery', objectAt('agency-delivery', 'f1.mp4').key);
	desk.s3.store.remove('agency-archive', objectAt('agency-archive', 'f1.mp4').key);
	at += 31 * DAY;
	expect(await namesAfter()).toEqual([`missing/storage/${id}/archive/1`]);
	at += 400 * DAY;
	expect(await namesAfter()).toEqual([]);
});

it.each([
	{
		when: 'it is not stored after six hours',
		after: 6 * HOUR,
		make: async () => await asked(),
		says: 'not stored yet: 0%',
	},
	{
		when: 'it is stored, and nobody was told after an hour',
		after: HOUR,
		make: async () => await stored(),
		says: 'not handed over',
	},
	{
		when: 'it is withdrawn, and still there after an hour',
		after: HOUR,
		make: async () => {
			const id = await stored();
			const problem = { code: 'x', what: 'x', why: 'x', mend: 'x', file: null };
			await withdrawDelivery(desk.store, id, problem, new Date(at));
			return id;
		},
		says: '2 of its files are still in storage',
	},
])('is late when $when, and not before', async ({ after, make, says }) => {
	const id = await make();
	at += after;
	expect(await namesAfter()).toEqual([]);
	at += 1;
	const { open } = await swept.sweep();
	expect(open.map(({ name }) => name)).toEqual([`late/storage/${id}`]);
	expect(open[0]?.theirs.says).toContain(says);
	expect(await namesAfter()).toEqual([`late/storage/${id}`]);
});

it('asks about a delivery that is to be paid for and has no invoice', async () => {
	swept = over({ stripe });
	const facts = { invoice: { currency: 'EUR', total: 150_000, lines: [] } };
	const id = await delivered({ facts });
	at += HOUR + 1;
	expect(await namesAfter()).toEqual([`missing/stripe/delivery/${id}`]);
	await addInvoice(desk.store, { ...aNewInvoice(), deal: '9001', delivery: id }, new Date(at));
	expect(await namesAfter()).toEqual([]);
});

it.each([
	{ when: 'nothing is to be paid', facts: { invoice: null }, readers: { stripe } },
	{ when: 'no invoices are made here', facts: { invoice: { total: 1 } }, readers: {} },
])('asks about no invoice where $when', async ({ facts, readers }) => {
	swept = over(readers);
	await delivered({ facts });
	at += DAY;
	expect(await namesAfter()).toEqual([]);
});

it('goes slowly round those that are older, at a cost of its own', async () => {
	const made: Array<[id: string, deal: string]> = [];
	for (let number = 1; number <= DELIVERY_BUDGET.round + 2; number += 1) {
		const deal = `9${number}`;
		made.push([await delivered({ deal, project: '9001' }), deal]);
	}
	const [last, deal] = made.sort(([a], [b]) => (a < b ? -1 : 1)).at(-1) ?? ['', ''];
	at += 10 * DAY;
	desk.s3.store.remove(
		'agency-delivery',
		objectAt('agency-delivery', `deal-${deal}-v1/f1.mp4`).key,
	);
	const first = await swept.sweep();
	expect(first.open).toEqual([]);
	expect(first.report.looked.storage).toBe(DELIVERY_BUDGET.round);
	const second = await swept.sweep();
	expect(second.open.map(({ name }) => name)).toEqual([`missing/storage/${last}/delivery/1`]);
	expect(second.report.looked.storage).toBe(2);
	// The round begins again, and what was found stays found.
	const third = await swept.sweep();
	expect(third.report.looked.storage).toBe(DELIVERY_BUDGET.round + 1);
	expect(third.open).toHaveLength(1);
});

it('ends nothing while the storage does not answer, and says so', async () => {
	const id = await delivered();
	desk.s3.store.remove('agency-delivery', objectAt('agency-delivery', 'f1.mp4').key);
	await swept.sweep();
	desk.s3.fault({ method: 'HEAD', kind: '500' });
	const { report, open } = await swept.sweep();
	expect(report.problems.map(({ service }) => service)).toEqual(['storage']);
	expect(open.map(({ name }) => name)).toEqual([`missing/storage/${id}/delivery/1`]);
});
