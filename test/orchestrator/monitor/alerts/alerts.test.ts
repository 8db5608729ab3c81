import fc from 'fast-check';
import { acknowledge } from '../../../../orchestrator/src/monitor/alerts/evaluate';
import { MEMBERS_KEPT } from '../../../../orchestrator/src/monitor/alerts/model';
import type { Act, Observation } from '../../../../orchestrator/src/monitor/alerts/model';
import { isQuiet } from '../../../../orchestrator/src/monitor/alerts/quiet';
import { defaultRules, rulesBy } from '../../../../orchestrator/src/monitor/alerts/rules';
import { REOPENS_MS } from '../../../../orchestrator/src/monitor/alerts/step';
import { seeded } from '../../../support/arbitraries';
import { aRule, aWorld, MINUTE, seen, start } from './anAlert';

const kinds = (acts: Act[]) => acts.map(({ kind }) => kind);
const olivia = { personId: 'U0OLIVIA01', personName: 'Olivia' };

describe('an alert', () => {
	it.each([
		{ value: 10, fires: true, when: 'the value is at the bound' },
		{ value: 9.9, fires: false, when: 'the value is just below' },
	])('fires: $fires when $when', ({ value, fires }) => {
		const world = aWorld([aRule()]);
		expect(kinds(world.sweep(0, [seen(value)]))).toEqual(fires ? ['post'] : []);
	});

	it('waits until the value was there for as long as the rule says, without a break', () => {
		const world = aWorld([aRule({ fireForMs: 10 * MINUTE })]);
		for (const minute of [0, 5, 9]) expect(world.sweep(minute, [seen(20)])).toEqual([]);
		world.sweep(9.5, [seen(9)]);
		for (const minute of [10, 19]) expect(world.sweep(minute, [seen(20)])).toEqual([]);
		expect(kinds(world.sweep(20, [seen(20)]))).toEqual(['post']);
	});

	it('clears only below the second bound, after its own time, and says so in the same message', () => {
		const world = aWorld([aRule({ clearForMs: 5 * MINUTE })]);
		world.sweep(0, [seen(12)]);
		expect(world.sweep(2, [seen(7)])).toEqual([]);
		expect(world.sweep(3, [seen(4)])).toEqual([]);
		expect(world.sweep(7.9, [])).toEqual([]);
		expect(world.sweep(8, [])).toEqual([{ kind: 'update', alert: 'alt_1', number: 1 }]);
		expect([...world.open.values()][0]).toMatchObject({
			phase: 'resolved',
			since: start,
			resolvedAt: start + 8 * MINUTE,
		});
	});

	it('is the same one when it comes back soon, and a new one later', () => {
		const world = aWorld([aRule()]);
		world.sweep(0, [seen(12)]);
		world.sweep(1, []);
		expect(kinds(world.sweep(2, [seen(12)]))).toEqual(['update']);
		world.sweep(3, []);
		world.sweep(4 + REOPENS_MS / MINUTE, []);
		expect(world.sweep(5 + REOPENS_MS / MINUTE, [seen(12)])).toEqual([
			{ kind: 'post', alert: 'alt_2' },
		]);
	});

	it('goes by mail at once, and to others while nobody acknowledges it, so often and no more', () => {
		const rule = aRule({ mails: true, escalateAfterMs: 15 * MINUTE, mostEscalations: 2 });
		const world = aWorld([rule]);
		expect(kinds(world.sweep(0, [seen(12)]))).toEqual(['post', 'mail']);
		expect(world.sweep(14, [seen(12)])).toEqual([]);
		expect(kinds(world.sweep(15, [seen(12)]))).toEqual(['mail', 'update']);
		expect(kinds(world.sweep(30, [seen(12)]))).toEqual(['mail', 'update']);
		expect(world.sweep(90, [seen(12)])).toEqual([]);
	});

	it('leaves whoever acknowledged it in peace until it is worse, and tells them then', () => {
		const world = aWorld([aRule({ escalateAfterMs: 15 * MINUTE })]);
		world.sweep(0, [seen(12)]);
		const alert = acknowledge(world.open.get('r')!, olivia, start + MINUTE, null);
		world.open.set('r', alert!);
		expect(kinds(world.sweep(2, [seen(12)]))).toEqual(['update']); // who has it
		for (const minute of [20, 60, 200]) expect(world.sweep(minute, [seen(23)])).toEqual([]);
		expect(world.sweep(201, [seen(24)])).toEqual([
			{ kind: 'remind', alert: 'alt_1', number: 1, personId: olivia.personId, isWorse: true },
			{ kind: 'update', alert: 'alt_1', number: 2 },
		]);
	});

	it('comes back to whoever put it off when the time is over', () => {
		const world = aWorld([aRule()]);
		world.sweep(0, [seen(12)]);
		const until = start + 60 * MINUTE;
		world.open.set('r', acknowledge(world.open.get('r')!, olivia, start, until)!);
		world.sweep(1, [seen(12)]);
		expect(world.sweep(59, [seen(12)])).toEqual([]);
		expect(kinds(world.sweep(60, [seen(12)]))).toEqual(['remind', 'update']);
	});

	it('cannot be acknowledged when it is over', () => {
		const world = aWorld([aRule()]);
		world.sweep(0, [seen(12)]);
		world.sweep(1, []);
		expect(acknowledge(world.open.get('r')!, olivia, start, null)).toBeNull();
	});

	it('is quiet while another one says it all, for what both are about', () => {
		const rules = [
			aRule({ name: 'away', apartBy: ['hub'] }),
			aRule({ silencedBy: ['away'], apartBy: ['hub'] }),
		];
		const world = aWorld(rules);
		const acts = world.sweep(0, [
			seen(10, { hub: 'lima' }, 'away'),
			seen(10, { hub: 'lima' }),
			seen(10, { hub: 'caracas' }),
		]);
		expect(kinds(acts)).toEqual(['post', 'post']);
		expect(world.open.get('r/hub=lima')?.announcedAt).toBeNull();
		expect(world.open.get('r/hub=caracas')?.announcedAt).toBe(start);
		expect(
			kinds(world.sweep(1, [seen(10, { hub: 'lima' }), seen(10, { hub: 'caracas' })])),
		).toEqual(expect.arrayContaining(['post']));
	});

	it('is not told before the one that may say it all, while that waits for its time', () => {
		const rules = [aRule({ name: 'away', fireForMs: 2 * MINUTE }), aRule({ silencedBy: ['away'] })];
		const world = aWorld(rules);
		expect(world.sweep(0, [seen(10, {}, 'away'), seen(10)])).toEqual([]);
		expect(world.sweep(2, [seen(10, {}, 'away'), seen(10)])).toEqual([
			{ kind: 'post', alert: 'alt_1' },
		]);
		const back = aWorld(rules);
		back.sweep(0, [seen(10, {}, 'away'), seen(10)]);
		expect(back.sweep(1, [seen(10)])).toEqual([{ kind: 'post', alert: 'alt_2' }]);
	});

	it('stays as it was while nobody can see how it is, and closes in its time once it is over', () => {
		const world = aWorld([aRule()]);
		world.sweep(0, [seen(12)]);
		expect(world.sweep(5, [], ['r'])).toEqual([]);
		expect(world.open.get('r')?.phase).toBe('firing');
		// What is seen in spite of it counts.
		expect(kinds(world.sweep(6, [seen(1)], ['r']))).toEqual(['update']);
		expect(world.open.get('r')?.phase).toBe('resolved');
		world.sweep(7 + REOPENS_MS / MINUTE, [], ['r']);
		expect(world.open.size).toBe(0);
	});

	it('waits for the morning of its hub, unless it is urgent', () => {
		const quiet = { from: '20:00', to: '10:30', zones: { copenhagen: 'Europe/Copenhagen' } };
		const rules = [
			aRule({ apartBy: ['hub'] }),
			aRule({ name: 'urgent', level: 'urgent', apartBy: ['hub'] }),
		];
		const world = aWorld(rules, quiet);
		const both = [seen(10, { hub: 'copenhagen' }), seen(10, { hub: 'copenhagen' }, 'urgent')];
		expect(world.sweep(0, both)).toEqual([{ kind: 'post', alert: 'alt_2' }]);
		expect(world.sweep(29, both)).toEqual([]);
		expect(world.sweep(30, both)).toEqual([{ kind: 'post', alert: 'alt_1' }]);
	});

	it('of a storm is one message, which remembers the worst few', () => {
		const world = aWorld([aRule({ apartBy: ['thing'] })]);
		const storm = Array.from({ length: 1_000 }, (_, index) =>
			seen(10 + index, { thing: String(index) }),
		);
		expect(world.sweep(0, storm)).toEqual([{ kind: 'post', alert: 'alt_1' }]);
		const [alert] = [...world.open.values()];
		expect(alert).toMatchObject({ fingerprint: 'r/many', count: 1_000 });
		expect(alert?.members.map(({ value }) => value)).toEqual([1009, 1008, 1007, 1006, 1005]);
		expect(alert?.members).toHaveLength(MEMBERS_KEPT);
		expect(kinds(world.sweep(1, storm.slice(0, 3)))).toEqual(['update']);
		expect(kinds(world.sweep(2, []))).toEqual(['update']);
	});

	it('of its own keeps its message when a storm comes', () => {
		const world = aWorld([aRule({ apartBy: ['thing'] })]);
		world.sweep(0, [seen(10, { thing: 'a' })]);
		const storm = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((thing) => seen(10, { thing }));
		expect(world.sweep(1, storm)).toEqual([{ kind: 'post', alert: 'alt_2' }]);
		expect(world.open.get('r/thing=a')?.phase).toBe('firing');
		expect(world.open.get('r/many')?.count).toBe(6);
	});
});

describe('laws', () => {
	/** What is seen in one sweep: a value between nothing and far too much for each of some things. */
	const sweeps = fc.array(
		fc.record({
			after: fc.integer({ min: 1, max: 20 }),
			values: fc.array(fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }), {
				minLength: 8,
				maxLength: 8,
			}),
			acknowledges: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 40, size: 'max' },
	);
	const rule = aRule({ apartBy: ['thing'], escalateAfterMs: 15 * MINUTE, mails: true });
	const observed = (values: Array<number | null>): Observation[] =>
		values.flatMap((value, index) =>
			value === null ? [] : [seen(value, { thing: String(index) })],
		);

	interface Step {
		after: number;
		values: Array<number | null>;
		acknowledges: boolean;
	}
	const run = (steps: Step[]) => {
		const world = aWorld([rule]);
		const begun = new Map<string, string>();
		let minute = 0;
		for (const { after, values, acknowledges } of steps) {
			minute += after;
			world.sweep(minute, observed(values));
			for (const [print, alert] of world.open) begun.set(alert.id, print);
			if (!acknowledges) continue;
			for (const [print, alert] of world.open) {
				const next = acknowledge(alert, olivia, start + minute * MINUTE, null);
				if (next !== null) world.open.set(print, next);
			}
		}
		return { world, begun, minute };
	};

	it('one message for a fingerprint within the time in which it is the same alert', () => {
		fc.assert(
			fc.property(sweeps, (steps) => {
				const { world, begun } = run(steps);
				const posts = world.told.filter(({ act }) => act.kind === 'post');
				const times = new Map<string, number>();
				for (const { minute, act } of posts) {
					const print = begun.get(act.alert) ?? '';
					const before = times.get(print);
					if (before !== undefined)
						expect(minute - before).toBeGreaterThanOrEqual(REOPENS_MS / MINUTE);
					times.set(print, minute);
				}
				expect(new Set(posts.map(({ act }) => act.alert)).size).toBe(posts.length);
			}),
			seeded,
		);
	});

	it('no act is told twice, and none before its message', () => {
		fc.assert(
			fc.property(sweeps, (steps) => {
				const { world } = run(steps);
				const names = world.told.map(({ act }) => JSON.stringify(act));
				expect(new Set(names).size).toBe(names.length);
				const posted = new Set<string>();
				for (const { act } of world.told) {
					if (act.kind === 'post') posted.add(act.alert);
					if (!posted.has(act.alert)) throw new Error(`${act.alert} has no message yet.`);
				}
			}),
			seeded,
		);
	});

	it('the same sweep again at the same moment tells nothing', () => {
		fc.assert(
			fc.property(sweeps, (steps) => {
				const { world, minute } = run(steps);
				const last = observed(steps.at(-1)?.values ?? []);
				world.sweep(minute, last); // what was acknowledged since is shown
				expect(world.sweep(minute, last)).toEqual([]);
			}),
			seeded,
		);
	});

	it('whatever was told is over in its message once nothing is seen any more', () => {
		fc.assert(
			fc.property(sweeps, (steps) => {
				const { world, minute } = run(steps);
				world.sweep(minute + 1, []);
				for (const alert of world.open.values()) expect(alert.phase).toBe('resolved');
				world.sweep(minute + 2 + REOPENS_MS / MINUTE, []);
				expect(world.open.size).toBe(0);
			}),
			seeded,
		);
	});

	it('a value that swings between the bounds never makes a second message', () => {
		const swings = fc.array(fc.integer({ min: 5, max: 30 }), { maxLength: 60 });
		fc.assert(
			fc.property(swings, (values) => {
				const world = aWorld([aRule()]);
				values.forEach((value, minute) => world.sweep(minute, [seen(value)]));
				expect(world.told.length).toBe(values.some((value) => value >= 10) ? 1 : 0);
			}),
			seeded,
		);
	});

	it('what somebody knows of is not told before it is worse', () => {
		const calm = fc.array(fc.integer({ min: 5, max: 19 }), { maxLength: 40 });
		fc.assert(
			fc.property(calm, (values) => {
				const world = aWorld([aRule({ escalateAfterMs: MINUTE })]);
				world.sweep(0, [seen(10)]);
				world.open.set('r', acknowledge(world.open.get('r')!, olivia, start, null)!);
				world.sweep(1, [seen(10)]);
				const before = world.told.length;
				values.forEach((value, index) => world.sweep(2 + index, [seen(value)]));
				expect(world.told.length).toBe(before);
			}),
			seeded,
		);
	});
});

describe('quiet hours', () => {
	const quiet = {
		from: '20:00',
		to: '08:00',
		zones: { caracas: 'America/Caracas', copenhagen: 'Europe/Copenhagen' },
	};
	it.each([
		{ hub: 'copenhagen', at: '2026-11-26T18:59:00Z', is: false, when: 'a minute before' },
		{ hub: 'copenhagen', at: '2026-11-26T19:00:00Z', is: true, when: 'at the hour' },
		{ hub: 'copenhagen', at: '2026-11-26T06:59:00Z', is: true, when: 'before the morning' },
		{ hub: 'copenhagen', at: '2026-11-26T07:00:00Z', is: false, when: 'in the morning' },
		{ hub: 'caracas', at: '2026-11-26T19:00:00Z', is: false, when: 'it is afternoon there' },
		{ hub: null, at: '2026-11-26T19:00:00Z', is: false, when: 'somebody is awake' },
		{ hub: null, at: '2026-11-26T03:00:00Z', is: true, when: 'nobody is awake' },
	])('of $hub are so: $is, $when', ({ hub, at, is }) => {
		expect(isQuiet(quiet, hub, Date.parse(at))).toBe(is);
	});

	it('are never where there are none', () => {
		expect(isQuiet(null, 'caracas', start)).toBe(false);
	});
});

describe('rules', () => {
	it('clear no higher than they fire, and know whom they are silenced by', () => {
		const names = defaultRules.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const rule of defaultRules) {
			expect(rule.clearBelow).toBeLessThanOrEqual(rule.fireAt);
			expect(names).toEqual(expect.arrayContaining([...rule.silencedBy]));
		}
	});

	it('of the plan: two hours, 85%, 95 and news', () => {
		const of = (name: string) => defaultRules.find((rule) => rule.name === name);
		expect(of('delivery-due')).toMatchObject({ level: 'urgent', mails: true });
		expect(of('utilisation')).toMatchObject({ level: 'attention', fireAt: 0.85, clearBelow: 0.8 });
		expect(of('lead-hot')).toMatchObject({ level: 'opportunity', fireAt: 95 });
		expect(of('workflows-changed')).toMatchObject({ level: 'info', tellsEnd: false });
	});

	it('change as the configuration says, and are gone where it says so', () => {
		const rules = rulesBy({
			utilisation: { fireAt: 0.7, fireForMinutes: 5, channel: 'ops' },
			'lead-hot': { on: false },
			'events-dead': { level: 'urgent', escalateAfterMinutes: null },
		});
		const of = (name: string) => rules.find((rule) => rule.name === name);
		expect(of('utilisation')).toMatchObject({
			fireAt: 0.7,
			clearBelow: 0.7,
			fireForMs: 5 * MINUTE,
			channel: 'ops',
		});
		expect(of('lead-hot')).toBeUndefined();
		expect(of('events-dead')).toMatchObject({
			level: 'urgent',
			mails: true,
			escalateAfterMs: null,
		});
	});
});
