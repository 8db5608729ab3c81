import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { watchNumbers } from '../../../../orchestrator/src/service/monitor/watch/watchNumbers';
import { watchWork } from '../../../../orchestrator/src/service/monitor/watch/watchWork';
import { watchLedger } from '../../../../orchestrator/src/service/monitor/watch/watchLedger';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

const now = new Date('2026-11-26T10:00:00Z');
let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

/** An apply that changed or made a workflow, and ended some hours ago. */
async function anApply(id: string, hoursAgo: number, kind: 'create' | 'update', name: string) {
	const ended = new Date(now.getTime() - hoursAgo * 3_600_000);
	await store.query(
		`INSERT INTO applies (id, target, kind, source, by_whom, state, holder, started_at, heard_at, ended_at)
		VALUES ($1, 'local', 'upgrade', 'agency-ops 1.0.0', 'ops', 'done', 'x', $2, $2, $2)`,
		[id, ended],
	);
	await store.query(
		`INSERT INTO apply_steps (apply, number, target, kind, because, state)
		VALUES ($1, 1, $2::jsonb, $3, 'newer', 'done')`,
		[id, JSON.stringify({ service: 'n8n', kind: 'workflow', key: 'w', name }), kind],
	);
}

it('tells for a day which workflows were changed, and nothing of those that were made', async () => {
	await anApply('app_0', 3, 'update', 'Lead Intake');
	await anApply('app_1', 2, 'update', 'Lead Intake');
	await anApply('app_2', 2, 'create', 'Delivery');
	await anApply('app_3', 25, 'update', 'Quality Gates');
	const seen = await watchLedger(store, now, now);
	expect(seen.filter(({ rule }) => rule === 'workflows-changed')).toEqual([
		{
			rule: 'workflows-changed',
			labels: { apply: 'app_1' },
			value: 1,
			facts: { names: 'Lead Intake' },
		},
	]);
});

/** A piece of a project that somebody has hours for, due so many minutes from now. */
async function aPiece(project: string, piece: string, minutes: number, test = false) {
	const key = `project:${project}/reservation/${piece}/1`;
	await store.query(
		`INSERT INTO reservation_requests (key, fingerprint, context, created_at)
		VALUES ($1, 'x', $2::jsonb, $3)`,
		[key, JSON.stringify({ deal: { id: project, name: `Deal ${project}` } }), now],
	);
	await store.query(
		`INSERT INTO reservations (id, request, place, test, project, piece, person, state, days, first_day,
			last_day, level, due_at, roster, created_at, updated_at)
		VALUES ($1, $2, 0, $3, $4, $5, 'nobody', 'accepted', '[]', '2026-11-25', '2026-11-26', 1, $6, 'r', $7, $7)`,
		[
			`res_${project}_${piece}`,
			key,
			test,
			project,
			piece,
			new Date(now.getTime() + minutes * 60_000),
			now,
		],
	);
}

it('tells of a project that is due within two hours, and of no other', async () => {
	await aPiece('p1', 'edit', 60);
	await aPiece('p1', 'sound', 119);
	await aPiece('p2', 'edit', 121);
	await aPiece('p3', 'edit', -25 * 60);
	await aPiece('p4', 'edit', 60, true);
	const seen = await watchWork(store, now, 0.85);
	expect(seen.filter(({ rule }) => rule === 'delivery-due')).toEqual([
		{
			rule: 'delivery-due',
			labels: { project: 'p1' },
			value: 1,
			facts: {
				name: 'Deal p1',
				dueAt: new Date(now.getTime() + 119 * 60_000).toISOString(),
				pieces: 2,
				open: 2,
			},
		},
	]);
	expect(seen.filter(({ rule }) => rule === 'utilisation').length).toBeGreaterThan(0);
});

/** A lead or milestone that came so many minutes ago, in a state. */
async function anEvent(id: string, topic: string, minutes: number, state: string, test = false) {
	const came = new Date(now.getTime() - minutes * 60_000);
	const outcome = state === 'ended' || state === 'ending' ? 'done' : null;
	await store.query(
		`INSERT INTO inbox (id, source, external_id, topic, subject, test, payload, state, next_at, since,
			received_at, updated_at, outcome)
		VALUES ($1, 'test', $1, $2, $1, $3, '{}', $4, $5, $5, $5, $5, $6)`,
		[id, topic, test, state, came, outcome],
	);
}

/** A message or mail of an event, asked for and first tried so many minutes ago. */
async function aPromised(
	event: string,
	kind: string,
	state: string,
	minutes: number,
	tried: number | null,
) {
	const at = (ago: number) => new Date(now.getTime() - ago * 60_000);
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, source,
			event_id, created_at, attempted_at, receipt)
		VALUES ($1, $2, $3, false, 'x', '{}', $4, gen_random_uuid(), 1, '{}', $3, $5, $6, $7)`,
		[
			`${event}/${kind}`,
			kind,
			event,
			state,
			at(minutes),
			tried === null ? null : at(tried),
			state === 'done' ? '{}' : null,
		],
	);
}

it('counts among the late what is late and not out, and nothing that waits for its hour', async () => {
	const lead = 'lead.received';
	const milestone = 'milestone.reached';
	await anEvent('l1', lead, 10, 'received');
	await anEvent('l2', lead, 0.9, 'received'); // not late yet
	await anEvent('l3', lead, 10, 'received', true);
	await anEvent('l4', lead, 400, 'received'); // before the longest window
	await anEvent('l5', lead, 5, 'ending');
	await aPromised('l5', 'slack.message', 'planned', 4, 4);
	await anEvent('l6', lead, 90, 'dead');
	await anEvent('l7', lead, 30, 'ended'); // nobody is told of what is disqualified
	await anEvent('l8', lead, 30, 'received');
	await aPromised('l8', 'slack.message', 'done', 29, 29);
	await anEvent('m1', milestone, 60, 'ending');
	await aPromised('m1', 'mail', 'planned', 59, null); // waits for its hour
	await anEvent('m2', milestone, 700, 'ending');
	await anEvent('m3', milestone, 300, 'ending');
	await aPromised('m3', 'mail', 'planned', 299, 20); // its hour came 20 minutes ago
	const seen = (await watchNumbers(store, now)).filter(({ rule }) => rule.startsWith('budget'));
	const bad = (rule: string, budget: string) =>
		seen.find((one) => one.rule === rule && one.labels.budget === budget)?.facts.bad;
	expect(bad('budget-fast', 'lead-in-slack')).toBe(2);
	expect(bad('budget-slow', 'lead-in-slack')).toBe(3);
	expect(bad('budget-fast', 'milestone-mail')).toBe(0);
	expect(bad('budget-slow', 'milestone-mail')).toBe(1);
	// Three of three are late: twenty times faster than what may be late.
	const slow = seen.find(
		(one) => one.rule === 'budget-slow' && one.labels.budget === 'lead-in-slack',
	);
	expect(slow?.value).toBeCloseTo(20);
});
