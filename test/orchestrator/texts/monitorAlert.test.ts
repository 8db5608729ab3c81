import { evaluate } from '../../../orchestrator/src/monitor/alerts/evaluate';
import type { Alert, Observation } from '../../../orchestrator/src/monitor/alerts/model';
import { defaultRules } from '../../../orchestrator/src/monitor/alerts/rules';
import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json } from '../../../orchestrator/src/sandbox/types';
import { openTexts } from '../../../orchestrator/src/texts/texts';

const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'America/Caracas');
const now = Date.parse('2026-11-26T10:00:00Z');

/** What each rule's observation knows, as the watch gives it. */
const observed: Record<string, Pick<Observation, 'labels' | 'facts'>> = {
	'delivery-due': {
		labels: { project: 'p1', hub: 'lima' },
		facts: { name: 'Café *Aurora*', dueAt: '2026-11-26T11:00:00Z', pieces: 3, open: 2 },
	},
	'n8n-away': { labels: {}, facts: { waiting: 7 } },
	'budget-fast': {
		labels: { budget: 'lead-in-slack' },
		facts: { bad: 4, all: 5, hours: 1, target: 95 },
	},
	'budget-slow': {
		labels: { budget: 'milestone-mail' },
		facts: { bad: 4, all: 5, hours: 6, target: 95 },
	},
	'trial-lead': {
		labels: {},
		facts: { minutes: 5, missing: 'mail', stoppedAt: 'mail', cause: 'unknown' },
	},
	utilisation: {
		labels: { hub: 'lima' },
		facts: { percent: 91, hours: 120, over: 2, people: 4 },
	},
	'flows-failed': { labels: { topic: 't', cause: 'c' }, facts: { count: 3, total: 3 } },
	'execution-hangs': { labels: { topic: 't' }, facts: { minutes: 61, url: 'https://n8n.test/1' } },
	'events-dead': { labels: { topic: 't' }, facts: { count: 3, total: 3 } },
	'events-stuck': { labels: { topic: 't' }, facts: { minutes: 20, state: 'received' } },
	'queue-deep': { labels: {}, facts: { total: 300 } },
	'jobs-late': { labels: { queue: 'media-checks' }, facts: { waiting: 3, minutes: 40 } },
	'effects-unknown': { labels: { kind: 'mail' }, facts: { count: 1, total: 1 } },
	'effects-refused': { labels: { kind: 'mail', cause: 'c' }, facts: { count: 1, total: 1 } },
	'workflow-silent': { labels: { topic: 't' }, facts: { hours: 4, expected: 9 } },
	'schedule-silent': {
		labels: { topic: 't' },
		facts: {
			due: '2026-11-26T03:00:00Z',
			lastRun: '2026-11-25T03:00:00Z',
			url: 'https://n8n.test/1',
		},
	},
	'workflow-slow': { labels: { topic: 't' }, facts: { seconds: 30, usual: 10 } },
	clock: { labels: {}, facts: { seconds: 90 } },
	'service-unreadable': { labels: { service: 'slack' }, facts: { cause: 'no answer' } },
	difference: {
		labels: { finding: 'fnd_1', service: 'slack', class: 'doubled' },
		facts: { thing: 'message', ours: 'once', theirs: 'twice' },
	},
	'lead-hot': {
		labels: { lead: 'lead:1' },
		facts: { score: 96, cameAt: '2026-11-26T09:00:00Z', url: null },
	},
	repaired: {
		labels: { finding: 'fnd_1', service: 'clickup' },
		facts: { thing: 'task', done: 'x' },
	},
	'workflows-changed': { labels: { apply: 'a1' }, facts: { names: 'Lead Intake' } },
};

/** The alert that a rule makes of its observation. */
function alertOf(name: string): Alert {
	const rule = defaultRules.find((one) => one.name === name);
	const given = observed[name];
	if (rule === undefined || given === undefined) throw new Error(`Nothing is known of ${name}.`);
	const offers = name === 'difference' ? [{ does: 'delete-extra', finding: 'fnd_1' } as const] : [];
	const seen = { rule: name, value: rule.fireAt, ...given, offers };
	const [alert] = evaluate([], [seen], {
		rules: [{ ...rule, fireForMs: 0 }],
		quiet: null,
		now,
		newId: () => 'alt_1',
	}).alerts;
	if (alert === undefined) throw new Error(`${name} does not fire.`);
	return alert;
}

const rows = defaultRules.flatMap(({ name }) =>
	(['en', 'es', 'da'] as const).map((language) => ({ name, language })),
);

it.each(rows)('$name has words in $language that Slack takes', ({ name, language }) => {
	const alert = alertOf(name);
	const words = texts.alerts(language);
	const over = { ...alert, phase: 'resolved' as const, resolvedAt: now + 3_600_000 };
	const taken = {
		...alert,
		acknowledged: { personId: 'U0OLIVIA01', personName: 'O', at: now, value: 1, until: now },
	};
	for (const one of [alert, over, taken]) {
		const { text, blocks } = words.message(one);
		expect(checkBlocks(blocks as Json, 'message')).toEqual([]);
		expect(JSON.stringify([text, blocks])).not.toMatch(/\{\{|\{%|undefined/);
	}
	expect(words.title(alert)).not.toBe(name);
	expect(words.mail(alert, true).subject).toContain(words.title(alert));
	expect(words.remind(alert, true)).toContain(words.title(alert));
	expect(
		texts.slack({ template: 'monitor-alert', data: { alert }, language, test: false }),
	).toEqual(expect.objectContaining({ text: words.message(alert).text }));
});

it('says of a trial lead what is the matter with it', () => {
	const alert = alertOf('trial-lead');
	const knowing = (facts: Observation['facts']): Alert => ({
		...alert,
		members: alert.members.map((member) => ({ ...member, facts })),
	});
	const words = texts.alerts('en');
	const said = (facts: Observation['facts']) => [
		words.title(knowing(facts)),
		...words.lines(knowing(facts)),
	];
	expect(
		said({
			minutes: 5,
			missing: 'clickup.task, mail',
			stoppedAt: 'clickup.task',
			cause: 'planned',
		}),
	).toEqual([
		'A trial lead did not come through: clickup.task',
		'After 5 min these are missing: clickup.task, mail. It stopped at clickup.task (planned).',
	]);
	expect(
		said({ minutes: null, missing: 'lead-intake', stoppedAt: 'lead-intake', cause: 'no answer' }),
	).toEqual([
		'A trial lead did not come through: lead-intake',
		'It stopped at lead-intake (no answer).',
	]);
	expect(said({ minutes: null, missing: null, stoppedAt: null, cause: 'mail: x' })).toEqual([
		'A trial lead is left behind',
		'It came through, and cannot be taken away again: mail: x',
	]);
});

it('says how long it took, who has it, and what may be pressed', () => {
	const alert = alertOf('difference');
	const shown = JSON.stringify(texts.alerts('en').message(alert).blocks);
	expect(shown).toContain('Delete the extra one');
	expect(shown).toContain('I have it');
	const over = { ...alert, phase: 'resolved' as const, resolvedAt: now + 90 * 60_000 };
	const after = JSON.stringify(texts.alerts('en').message(over).blocks);
	expect(after).toMatch(/Over .* after 90 min/);
	expect(after).not.toContain('Delete the extra one');
});

it('takes no markup from names', () => {
	const shown = JSON.stringify(texts.alerts('es').message(alertOf('delivery-due')).blocks);
	expect(shown).not.toContain('Café *Aurora*');
});

it('is no alert without one', () => {
	expect(() =>
		texts.slack({ template: 'monitor-alert', data: {}, language: 'en', test: false }),
	).toThrow(expect.objectContaining({ code: 'text/no-alert' }));
});
