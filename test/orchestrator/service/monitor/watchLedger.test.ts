import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { watchWork } from '../../../../orchestrator/src/service/monitor/watch/watchWork';
import { watchLedger } from '../../../../orchestrator/src/service/monitor/watch/watchLedger';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';

const now = new Date('2026-11-26T10:00:00Z');
let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
}, 120_000);
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
