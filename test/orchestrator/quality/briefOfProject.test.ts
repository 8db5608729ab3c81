import { readLead } from '../../../nodes/domain/lead/intake';
import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { briefOfProject } from '../../../orchestrator/src/quality/briefOfProject';
import { projectFacts } from '../../../orchestrator/src/quality/projectFacts';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const monday = new Date('2026-11-23T14:00:00.000Z');

let store: Store;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

/** A lead that became a deal, with what the client wrote. */
async function aDeal(deal: string, form: { [name: string]: Json }): Promise<void> {
	const payload = { name: 'Ana Quispe', email: `${deal}@cafes.example`, ...form };
	const { id } = readLead(payload, { now: monday, rules: defaultRules });
	const event = {
		id: eventId(monday),
		source: 'forms',
		externalId: deal,
		topic: 'lead.received',
		subject: `lead-of:${id.slice(id.indexOf('-') + 1)}`,
		test: false,
		payload,
	};
	await recordEvents(store, [event], monday);
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt)
		VALUES ($1, 'hubspot.deal', $2, false, 'f', '{}', 'done', gen_random_uuid(), 1, $3::jsonb)`,
		[`lead:${id}/hubspot-deal/1`, `lead:${id}`, JSON.stringify({ id: deal })],
	);
}

describe('the brief of a project', () => {
	it('is what the client asked for, in one line', async () => {
		await aDeal('d1', { message: 'A film for our roastery\n in spring' });
		expect(await briefOfProject(store, 'd1')).toMatchObject({
			goal: 'A film for our roastery in spring',
			deliverables: [],
		});
	});

	it('is shortened where the client wrote much', async () => {
		await aDeal('d2', { message: 'word '.repeat(200) });
		const { goal } = await briefOfProject(store, 'd2');
		expect(goal).toMatch(/^word word .*…$/);
		expect(goal?.length).toBeLessThanOrEqual(300);
	});

	it.each(['d3', 'nobody'])('is empty where nothing was said: %s', async (deal) => {
		if (deal === 'd3') await aDeal('d3', {});
		expect((await briefOfProject(store, deal)).goal ?? null).toBeNull();
	});

	it('stands behind what the flow says of it', async () => {
		await aDeal('d4', { message: 'Something else' });
		const trace = { project: 'd4', frameioProject: null, test: false };
		const context = { brief: { goal: 'As agreed on the phone' } };
		expect((await projectFacts(store, { ...trace, context })).brief.goal).toBe(
			'As agreed on the phone',
		);
		expect((await projectFacts(store, { ...trace, context: {} })).brief.goal).toBe(
			'Something else',
		);
		const trial = { ...trace, context: {}, test: true };
		expect((await projectFacts(store, trial)).brief.goal ?? null).toBeNull();
	});
});
