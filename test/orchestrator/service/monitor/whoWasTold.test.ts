import { keepAlerts } from '../../../../orchestrator/src/ledger/alerts';
import { keepSweep } from '../../../../orchestrator/src/ledger/monitorSweeps';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { evaluate } from '../../../../orchestrator/src/monitor/alerts/evaluate';
import type { Alert } from '../../../../orchestrator/src/monitor/alerts/model';
import { defaultRules } from '../../../../orchestrator/src/monitor/alerts/rules';
import type { AlertView, MonitorView } from '../../../../orchestrator/src/service/monitor/report';
import { toldOf } from '../../../../orchestrator/src/service/monitor/tell';
import { verdictOf } from '../../../../orchestrator/src/service/monitor/verdict';
import { readMonitor } from '../../../../orchestrator/src/service/monitor/view';
import { openTexts } from '../../../../orchestrator/src/texts/texts';
import { anIdleMonitor } from '../../../support/aMonitor';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

const MINUTE = 60_000;
const now = Date.parse('2026-11-26T23:30:00Z');
const quiet = { from: '20:00', to: '08:00', zones: { lima: 'America/Lima' } };
const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());
beforeEach(async () => await store.run('TRUNCATE alerts; TRUNCATE monitor_sweeps'));

/** An alert of n8n being away (urgent, by mail) or of dead events, as the ledger keeps it. */
async function anAlert(id: string, rule: 'n8n-away' | 'events-dead', changes: Partial<Alert> = {}) {
	const facts = { waiting: 1, total: 1, count: 1 };
	const [alert] = evaluate([], [{ rule, labels: { topic: 't' }, value: 1, facts }], {
		rules: defaultRules.map((one) => ({ ...one, fireForMs: 0 })),
		quiet: null,
		now,
		newId: () => id,
	}).alerts;
	if (alert === undefined) throw new Error(`${rule} does not fire.`);
	await keepAlerts(store, [{ alert: { ...alert, ...changes }, acts: [] }]);
}

/** A message or mail of an alert, as the ledger of effects has it. */
async function anEffect(alert: string, kind: 'slack.message' | 'mail', state: string, number = 1) {
	const flight = state === 'in_flight' ? new Date(now) : null;
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt,
			source, lease_until)
		VALUES ($1, $2, $3, false, 'x', '{}', $4, gen_random_uuid(), 1, $5, '{}', $6)`,
		[
			`alert:${alert}/${kind}/${number}`,
			kind,
			`alert:${alert}`,
			state,
			state === 'done' ? '{}' : null,
			flight,
		],
	);
}

async function view(changes: { everyMs?: number | null; channels?: string[] } = {}) {
	const { parts } = anIdleMonitor(store, texts);
	return await readMonitor({
		...parts,
		everyMs: changes.everyMs ?? null,
		audience: { ...parts.audience, quiet, channels: changes.channels ?? ['ops'] },
		now: () => new Date(now),
	});
}
const told = async (changes = {}) => (await view(changes)).alerts.map(toldOf);

it.each([
	{ id: 'a', state: 'done', says: 'told in ops' },
	{ id: 'b', state: 'planned', says: 'told nobody yet: its message in ops waits to be sent' },
	{ id: 'c', state: 'failed', says: 'told nobody yet: its message in ops was refused by Slack' },
	{ id: 'd', state: 'unknown', says: 'told nobody yet: its message in ops may or may not be out' },
	{ id: 'e', state: null, says: 'told nobody yet: its message in ops was not begun' },
])('is said truly where the message is $state', async ({ id, state, says }) => {
	await anAlert(id, 'events-dead');
	if (state !== null) await anEffect(id, 'slack.message', state);
	expect(await told()).toEqual([says]);
});

it('counts the mails that are out, and names those that are not', async () => {
	await anAlert('m', 'n8n-away');
	await anEffect('m', 'slack.message', 'in_flight');
	await anEffect('m', 'mail', 'done', 1);
	await anEffect('m', 'mail', 'planned', 2);
	expect(await told()).toEqual([
		'told by 1 mail, but its message in ops is being sent, 1 mail is not out',
	]);
});

it('says why nobody was told', async () => {
	await anAlert('q', 'events-dead', { announcedAt: null, labels: { hub: 'lima' } });
	expect(await told()).toEqual(['told nobody yet: another alert says it all']);
	await store.run('TRUNCATE alerts');
	await anAlert('n', 'events-dead');
	expect(await told({ channels: [] })).toEqual([
		'told nobody yet: slack.channels names no channel for it',
	]);
});

it.each([
	{ is: false, minutes: 29, when: 'two sweeps may have been missed' },
	{ is: true, minutes: 31, when: 'more were' },
])('nobody watches: $is, when $when', async ({ is, minutes }) => {
	const endedAt = new Date(now - minutes * MINUTE);
	const report = {
		...{ beganAt: endedAt.toISOString(), endedAt: endedAt.toISOString(), looked: {}, calls: {} },
		...{ audited: 0, found: 0, repaired: [], problems: [], told: 0 },
	};
	await keepSweep(store, { beganAt: endedAt, endedAt, report });
	const seen = await view({ everyMs: 5 * MINUTE });
	expect(seen.isLate).toBe(is);
	expect(verdictOf(seen, []).says).toBe(
		is ? 'Nobody has watched since 2026-11-26 22:59Z' : 'All is well',
	);
	expect((await view()).isLate).toBe(false);
});

describe('the verdict', () => {
	const alert = (level: AlertView['level'], title: string) => ({ level, title }) as AlertView;
	const finding = (sort: string) =>
		({ class: sort, service: 'slack', thing: 'message' }) as MonitorView['findings'][number];
	it.each<{
		when: string;
		alerts?: AlertView[];
		findings?: MonitorView['findings'];
		ledger?: string[];
		says: string;
		tone: string;
	}>([
		{ when: 'nothing is there', says: 'All is well', tone: 'good' },
		{
			when: 'only news and chances are told',
			alerts: [alert('info', 'Put right: 1'), alert('opportunity', 'A lead')],
			...{ says: 'All is well', tone: 'good' },
		},
		{
			when: 'the urgent comes first',
			alerts: [alert('attention', 'Slow'), alert('urgent', 'n8n does not answer')],
			...{ says: 'n8n does not answer, and 1 more', tone: 'urgent' },
		},
		{
			when: 'an alert says more than what it came from',
			alerts: [alert('attention', 'Twice in Slack')],
			findings: [finding('doubled')],
			ledger: ['1 flow failed: mend it'],
			...{ says: 'Twice in Slack', tone: 'attention' },
		},
		{
			when: 'no alert tells of a difference yet',
			findings: [finding('changed'), finding('unknown'), finding('missing')],
			...{ says: 'Slack message: unknown, and 1 more', tone: 'attention' },
		},
		{
			when: 'people changed something of theirs',
			findings: [finding('changed')],
			...{ says: 'All is well', tone: 'good' },
		},
		{
			when: 'the ledger itself needs somebody',
			ledger: ['2 effects refused: mend what is named'],
			...{ says: '2 effects refused', tone: 'attention' },
		},
	])('is "$says" when $when', ({ alerts = [], findings = [], ledger = [], says, tone }) => {
		const judged = { alerts, findings, isLate: false, lastSweep: null };
		expect(verdictOf(judged, ledger)).toEqual({ tone, says });
	});
});
