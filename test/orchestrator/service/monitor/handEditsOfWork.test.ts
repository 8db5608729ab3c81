import fc from 'fast-check';
import {
	listEndedFindings,
	listOpenFindings,
} from '../../../../orchestrator/src/ledger/monitorFindings';
import { differenceClasses } from '../../../../orchestrator/src/monitor/reconcile/model';
import { seeded } from '../../../support/arbitraries';
import type { Workshop } from './aWorkshop';
import { aWorkshop } from './aWorkshop';
import { dyingStore } from './dyingStore';
import type { Work, WorkEdits } from './workEdits';
import { aRelayThatTells, aWork, early, late, workEdits, workOutcomes } from './workEdits';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let shop: Workshop;

beforeAll(async () => {
	shop = await aWorkshop();
}, 120_000);
afterAll(async () => await shop.close());
beforeEach(async () => await shop.begin());

const things = Object.keys(workOutcomes) as Array<keyof WorkEdits>;
type AnyHand = (shop: Workshop, work: Work) => unknown;
type Hands = Record<string, Record<string, AnyHand | undefined> | undefined>;

/** Works with everything that happens to them up to the sweep, and what has to come of it. */
async function worksAfter(round: readonly WorkEdits[]) {
	const works: Work[] = [];
	for (const [index, edits] of round.entries()) works.push(await aWork(shop, index + 1, edits));
	shop.pass(MINUTE);
	if (round.some(({ mail }) => mail === 'silent')) await aRelayThatTells(shop);
	const act = async (hands: Hands) => {
		for (const [index, work] of works.entries()) {
			for (const thing of things) await hands[thing]?.[round[index]?.[thing] ?? '']?.(shop, work);
		}
	};
	await act(early as Hands);
	shop.pass(25 * HOUR);
	await act(late as Hands);
	const outcomes = works.flatMap((work, index) =>
		things.flatMap((thing) => {
			const edits = round[index]!;
			// Of a file that is gone nobody holds a status.
			if (thing === 'status' && edits.version === 'delete') return [];
			const all = workOutcomes[thing] as Record<string, string[]>;
			return (all[edits[thing]] ?? []).map((outcome) => [outcome, work.keys[thing]] as const);
		}),
	);
	return {
		expected: outcomes
			.filter(([outcome]) => outcome !== 'mended')
			.map(([outcome, key]) => `${outcome} ${key}`)
			.sort(),
		mended: outcomes
			.filter(([outcome]) => outcome === 'mended')
			.map(([, key]) => key)
			.sort(),
	};
}

async function open(): Promise<string[]> {
	const findings = await listOpenFindings(shop.service.store, 200);
	for (const { ours, theirs, class: sort, offers } of findings) {
		// Both sides, and something to choose, for whoever is asked.
		expect([ours.says.length > 0, theirs.says.length > 0, offers.length > 0]).not.toContain(false);
		expect(differenceClasses).toContain(sort);
	}
	return findings.map(({ class: sort, service, effect }) => `${sort} ${service} ${effect}`).sort();
}

/** Effects whose findings ended so. */
async function endedAs(...states: Array<'repaired' | 'gone'>): Promise<string[]> {
	const since = new Date(0);
	const ended = await Promise.all(
		states.map(
			async (state) => await listEndedFindings(shop.service.store, { state, since, limit: 200 }),
		),
	);
	return ended
		.flat()
		.map(({ effect }) => effect)
		.sort();
}

/** What people see at the services: of a repair none of it may change. */
const holdings = () => {
	const { projects, assets, shares } = shop.frameio.state;
	const { invoices, items } = shop.stripe().store.state;
	const { objects } = shop.desk.s3.store.state;
	return structuredClone({ projects, assets, shares, invoices, items, objects });
};

/** How the first sweep goes. */
type Fate = { fate: 'whole' | 'together' | 'overtaken' } | { fate: 'killed'; after: number };

/** Sweeps so, and whoever comes after it once more. */
async function sweepWith(way: Fate): Promise<void> {
	const { store } = shop.service;
	if (way.fate === 'killed') {
		const dying = dyingStore(store, way.after);
		await shop.sweeper({ store: dying.store }).sweep().catch(dying.expectDeath);
		// A dead sweep is thought so after a quarter of an hour.
		shop.pass(16 * MINUTE);
	}
	if (way.fate === 'together') {
		const both = await Promise.allSettled([shop.sweeper().sweep(), shop.sweeper().sweep()]);
		expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
		return;
	}
	if (way.fate === 'overtaken') {
		let goOn = () => undefined as void;
		let isHeld = false;
		const held = new Promise<void>((resolve) => (goOn = resolve));
		const turn = async () => {
			isHeld = true;
			await held;
		};
		const slow = shop.sweeper({ store, turn }).sweep();
		while (!isHeld) await new Promise((resolve) => setImmediate(resolve));
		shop.pass(16 * MINUTE);
		await shop.sweeper().sweep();
		goOn();
		await slow.catch(() => undefined);
		return;
	}
	await shop.sweeper().sweep();
}

/** Works of a round: Frame.io is read within a budget of calls. */
const WORKS = 2;
const deaths = fc.integer({ min: 1, max: 60 });
const drawn = fc.sample(
	fc.tuple(fc.array(workEdits, { minLength: WORKS, maxLength: WORKS }), deaths),
	{ seed: seeded.seed, numRuns: 8 },
);
/** Each way in turn; every second sweep is killed. */
const rounds = drawn.map(([round, after], index): [WorkEdits[], Fate] => {
	const ways: Fate[] = [{ fate: 'whole' }, { fate: 'together' }, { fate: 'overtaken' }];
	const way = ways[(index / 2) % ways.length];
	return [round, way ?? { fate: 'killed', after }];
});

it.each(rounds)(
	'finds what people did, and nothing else, and mends only what it may (%#)',
	async (round, way) => {
		const { expected, mended } = await worksAfter(round);
		const before = holdings();
		await sweepWith(way);
		expect(await open()).toEqual(expected);
		// A repair whose sweep died before it could say so is found done by the next.
		const over = way.fate === 'killed' ? (['repaired', 'gone'] as const) : (['repaired'] as const);
		expect(await endedAs(...over)).toEqual(mended);
		// One more finds nothing new, and does nothing more.
		shop.pass(MINUTE);
		const { report } = await shop.sweeper().sweep();
		expect(report.problems).toEqual([]);
		expect(report.repaired).toEqual([]);
		expect(await open()).toEqual(expected);
		// Nobody's edit is undone, and nothing is there twice.
		expect(holdings()).toEqual(before);
		const unsent = round.filter(({ note }) => note === 'unsent').length;
		expect(shop.service.calls.filter(({ vendor }) => vendor === 'clickup.task')).toHaveLength(
			unsent,
		);
	},
	180_000,
);

const singles = things.flatMap((thing) =>
	Object.keys(workOutcomes[thing]).flatMap((edit) => (edit === 'nothing' ? [] : [[thing, edit]])),
);

it.each(singles)('classes it rightly alone: %s, %s', async (thing = '', edit = '') => {
	const nothing = Object.fromEntries(things.map((each) => [each, 'nothing']));
	const { expected, mended } = await worksAfter([{ ...nothing, [thing]: edit } as WorkEdits]);
	await sweepWith({ fate: 'whole' });
	expect(await open()).toEqual(expected);
	expect(await endedAs('repaired')).toEqual(mended);
});
