import type { ScheduledWorkflow } from '../../../../orchestrator/src/monitor/watch/schedules/judgeSchedules';
import {
	judgeSchedule,
	knownOf,
} from '../../../../orchestrator/src/monitor/watch/schedules/judgeSchedules';
import { readSchedules } from '../../../../orchestrator/src/monitor/watch/schedules/readSchedules';

const at = (moment: string) => Date.parse(moment);
const aTrigger = (interval: object[] | undefined, more: object = {}) => ({
	type: 'n8n-nodes-base.scheduleTrigger',
	parameters: interval === undefined ? {} : { rule: { interval } },
	...more,
});
const aWorkflow = (nodes: object[], more: Partial<ScheduledWorkflow> = {}): ScheduledWorkflow => ({
	...{ id: 'w1', name: 'Nightly list', versionId: 'v1', zone: 'Europe/Copenhagen' },
	...{ keeps: 'always', url: 'https://n8n.test/w1', ...readSchedules(nodes), ...more },
});
/** Whether it is fine, by when it ran last and what time it is; published long before. */
const stateOf = (nodes: object[], lastRun: string | null, now: string) => {
	const runs = lastRun === null ? null : at(lastRun);
	const known = {
		versionId: 'v1',
		since: at('2024-01-01T00:00:00Z'),
		lastRun: runs,
		isSilent: false,
	};
	return judgeSchedule(aWorkflow(nodes), known, at(now), true).state;
};

const daily = { field: 'days', triggerAtHour: 3, triggerAtMinute: 0 };

// Copenhagen is an hour ahead of UTC in winter, two in summer.
it.each([
	{
		is: 'fine',
		when: 'it ran today',
		rule: daily,
		ran: '2026-11-26T02:00:12Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'its time was minutes ago',
		rule: daily,
		ran: '2026-11-25T02:00:12Z',
		now: '2026-11-26T02:10:00Z',
	},
	{
		is: 'missed',
		when: 'its time is past',
		rule: daily,
		ran: '2026-11-25T02:00:12Z',
		now: '2026-11-26T02:12:00Z',
	},
	{
		is: 'missed',
		when: 'it was never seen to run',
		rule: daily,
		ran: null,
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'it stopped in summer',
		rule: daily,
		ran: '2026-07-01T01:00:00Z',
		now: '2026-07-02T01:12:00Z',
	},
	{
		is: 'fine',
		when: 'it ran in summer',
		rule: daily,
		ran: '2026-07-02T01:00:00Z',
		now: '2026-07-02T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'its hour is n8n’s to choose, and the day is not over',
		rule: {},
		ran: '2026-11-25T11:00:00Z',
		now: '2026-11-26T22:00:00Z',
	},
	{
		is: 'missed',
		when: 'its hour is n8n’s to choose, and the day is over',
		rule: {},
		ran: '2026-11-25T11:00:00Z',
		now: '2026-11-26T23:10:00Z',
	},
	{
		is: 'fine',
		when: 'every three days, it ran the day before yesterday',
		rule: { ...daily, daysInterval: 3 },
		ran: '2026-11-24T02:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'every three days, it ran five days ago',
		rule: { ...daily, daysInterval: 3 },
		ran: '2026-11-21T02:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'every five minutes, it ran now',
		rule: { field: 'minutes' },
		ran: '2026-11-26T09:50:30Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'every five minutes, it ran half an hour ago',
		rule: { field: 'minutes' },
		ran: '2026-11-26T09:30:30Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'every 50 minutes, it ran an hour ago',
		rule: { field: 'minutes', minutesInterval: 50 },
		ran: '2026-11-26T09:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'every 50 minutes, it ran two hours ago',
		rule: { field: 'minutes', minutesInterval: 50 },
		ran: '2026-11-26T08:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'every two hours, it ran three hours ago',
		rule: { field: 'hours', hoursInterval: 2, triggerAtMinute: 30 },
		ran: '2026-11-26T07:30:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'every two hours, it ran five hours ago',
		rule: { field: 'hours', hoursInterval: 2, triggerAtMinute: 30 },
		ran: '2026-11-26T05:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'on Mondays, it ran on Monday',
		rule: { field: 'weeks', triggerAtDay: [1], triggerAtHour: 9, triggerAtMinute: 0 },
		ran: '2026-11-23T08:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'on Mondays, it ran on Sunday',
		rule: { field: 'weeks', triggerAtDay: [1], triggerAtHour: 9, triggerAtMinute: 0 },
		ran: '2026-11-22T08:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'on the 5th, it ran on the 5th',
		rule: { field: 'months', triggerAtDayOfMonth: 5, triggerAtHour: 9, triggerAtMinute: 0 },
		ran: '2026-11-05T08:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'on the 5th, it ran a month before',
		rule: { field: 'months', triggerAtDayOfMonth: 5, triggerAtHour: 9, triggerAtMinute: 0 },
		ran: '2026-10-05T07:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'fine',
		when: 'twice a minute, it ran',
		rule: { field: 'seconds' },
		ran: '2026-11-26T09:50:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'missed',
		when: 'by its cron, it did not run',
		rule: { field: 'cronExpression', expression: '0 3 * * *' },
		ran: '2026-11-25T02:00:00Z',
		now: '2026-11-26T10:00:00Z',
	},
	{
		is: 'unseen',
		when: 'an expression decides',
		rule: { field: 'cronExpression', expression: '={{ $json.when }}' },
		ran: null,
		now: '2026-11-26T10:00:00Z',
	},
])('is $is when $when', ({ is, rule, ran, now }) => {
	expect(stateOf([aTrigger([rule])], ran, now)).toBe(is);
});

it.each([
	{
		clocks: 'forward',
		rule: { field: 'cronExpression', expression: '30 2 * * *' },
		ran: '2026-03-29T01:00:00Z',
		now: '2026-03-29T06:00:00Z',
	},
	{
		clocks: 'back, by the first clock',
		rule: { field: 'cronExpression', expression: '30 2 * * *' },
		ran: '2026-10-25T00:30:00Z',
		now: '2026-10-25T06:00:00Z',
	},
	{
		clocks: 'back, by the second clock',
		rule: { field: 'cronExpression', expression: '30 2 * * *' },
		ran: '2026-10-25T01:30:00Z',
		now: '2026-10-25T06:00:00Z',
	},
])('is fine where the clocks go $clocks', ({ rule, ran, now }) => {
	expect(stateOf([aTrigger([rule])], ran, now)).toBe('fine');
	expect(stateOf([aTrigger([rule])], '2026-01-01T02:00:00Z', now)).toBe('missed');
});

it('goes by the rule that says most, leaves disabled triggers out, and knows the older nodes', () => {
	const often = { field: 'hours', triggerAtMinute: 0 };
	const now = '2026-11-26T10:00:00Z';
	expect(stateOf([aTrigger([daily, often])], '2026-11-26T02:00:00Z', now)).toBe('missed');
	expect(
		stateOf(
			[aTrigger([daily]), aTrigger([often], { disabled: true })],
			'2026-11-26T02:00:00Z',
			now,
		),
	).toBe('fine');
	const cron = {
		type: 'n8n-nodes-base.cron',
		parameters: { triggerTimes: { item: [{ mode: 'everyHour' }] } },
	};
	expect(stateOf([cron], '2026-11-26T02:00:00Z', now)).toBe('missed');
	const interval = { type: 'n8n-nodes-base.interval', parameters: { interval: 2, unit: 'hours' } };
	expect(stateOf([interval], '2026-11-26T07:00:00Z', now)).toBe('missed');
	expect(stateOf([interval], '2026-11-26T08:00:00Z', now)).toBe('fine');
	expect(stateOf([aTrigger(undefined)], '2026-11-20T02:00:00Z', now)).toBe('missed');
	expect(stateOf([{ type: 'n8n-nodes-base.webhook', parameters: {} }], null, now)).toBe('fine');
});

it('waits half a day longer where nobody knows the zone', () => {
	const of = (now: string) => {
		const known = {
			versionId: 'v1',
			since: 0,
			lastRun: at('2026-11-25T02:00:00Z'),
			isSilent: false,
		};
		return judgeSchedule(aWorkflow([aTrigger([daily])], { zone: null }), known, at(now), true)
			.state;
	};
	expect(of('2026-11-26T15:00:00Z')).toBe('fine');
	expect(of('2026-11-27T15:12:00Z')).toBe('missed');
});

it.each([
	{ keeps: 'never', byDefault: true, is: 'unseen' },
	{ keeps: 'default', byDefault: false, is: 'unseen' },
	{ keeps: 'default', byDefault: true, is: 'missed' },
	{ keeps: 'always', byDefault: false, is: 'missed' },
] as const)('is $is where n8n keeps $keeps, by default: $byDefault', ({ keeps, byDefault, is }) => {
	const known = { versionId: 'v1', since: 0, lastRun: null, isSilent: false };
	const workflow = aWorkflow([aTrigger([daily])], { keeps });
	expect(judgeSchedule(workflow, known, at('2026-11-26T10:00:00Z'), byDefault).state).toBe(is);
});

it('asks nothing of a version from before it was published', () => {
	const workflow = aWorkflow([aTrigger([daily])]);
	const [before, now] = [at('2026-11-25T12:00:00Z'), at('2026-11-26T10:00:00Z')];
	const judge = (since: number) =>
		judgeSchedule(workflow, { versionId: 'v1', since, lastRun: null, isSilent: false }, now, true)
			.state;
	expect([judge(before), judge(now)]).toEqual(['missed', 'fine']);
	const old = { versionId: 'v0', since: 1, lastRun: 2, isSilent: true };
	expect(knownOf(workflow, old, now)).toEqual({
		versionId: 'v1',
		since: now,
		lastRun: 2,
		isSilent: false,
	});
	expect(knownOf(workflow, { ...old, versionId: 'v1' }, now)).toEqual({ ...old, versionId: 'v1' });
});
