import fc from 'fast-check';
import { afterDelivery } from '../../../nodes/domain/followUp/defaultSequences';
import { inTime } from '../../../nodes/domain/followUp/readEvents';
import { simulate } from '../../../nodes/domain/followUp/simulate';
import { advanceDue } from '../../../orchestrator/src/followup/advanceDue';
import { holidaysBetween } from '../../../orchestrator/src/followup/daysOff';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import { tellEvents } from '../../../orchestrator/src/followup/tellEvents';
import type { FollowUp } from '../../../orchestrator/src/ledger/followUps';
import { readFollowUp } from '../../../orchestrator/src/ledger/followUps';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import type { FollowUpCase } from '../../support/aFollowUp';
import { followUpCases } from '../../support/aFollowUp';

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

let count = 0;

/** The same client again under an id and an address that nobody else has. */
function asNewClient({ enrolment }: FollowUpCase) {
	count += 1;
	const { client, anchorAt, enrolledAt, usage, consents, holdout } = enrolment;
	const id = `client-${count}`;
	return {
		sequence: afterDelivery.id,
		client: { ...client, id },
		project: 'p-1',
		deliveredAt: anchorAt,
		enrolledAt,
		usage,
		consents,
		holdout,
	};
}

async function standing(id: string): Promise<FollowUp> {
	const found = await readFollowUp(store, id);
	if (found === null) throw new Error('gone');
	return found;
}

/** Lets a clock run over the ledger: to whatever is due next, and to what is told next. */
async function live(one: FollowUpCase): Promise<{ id: string; found: FollowUp }> {
	const begun = new Date(one.enrolment.enrolledAt);
	const asked = { enrolment: asNewClient(one), test: false };
	const { id } = (await enrol(store, asked, begun, begun)).followUp;
	const events = inTime(one.events);
	for (;;) {
		const found = await standing(id);
		const [event] = events;
		const due = found.dueAt?.toISOString() ?? null;
		if (event !== undefined && (due === null || event.knownAt <= due)) {
			events.shift();
			const now = new Date(event.knownAt);
			await store.transaction(
				async (queries) => await tellEvents(queries, { id }, [event], now, now),
			);
		} else if (found.dueAt !== null && found.dueAt <= one.until) {
			await advanceDue(store, { limit: 50, now: found.dueAt, moment: found.dueAt });
		} else return { id, found };
	}
}

describe('the ledger', () => {
	it('does what the core says, message by message, whatever happens', async () => {
		let sent = 0;
		await fc.assert(
			fc.asyncProperty(followUpCases(), async (given) => {
				// What was known before the enrolment nobody can tell it.
				const { enrolledAt, client, anchorAt } = given.enrolment;
				const events = given.events.filter(({ knownAt }) => knownAt >= enrolledAt);
				const one = { ...given, events };
				const { id, found } = await live(one);
				const holidays = holidaysBetween(client.country, anchorAt, one.until.toISOString());
				const context = { ...one.context, others: [], holidays };
				const expected = simulate(one.enrolment, events, one.until, context);
				const { touches, tasks, skipped, exit } = found.enrolment.progress;
				expect(touches).toEqual(expected.touches);
				expect(tasks).toEqual(expected.tasks);
				expect(skipped).toEqual(expected.skipped);
				expect([exit?.at, exit?.reason]).toEqual([expected.exit?.at, expected.exit?.reason]);
				const told = await store.query<{ topic: string; step: string }>(
					`SELECT topic, payload->>'step' AS step FROM inbox
					WHERE payload->>'followUp' = $1 ORDER BY received_at, id`,
					[id],
				);
				const named = (topic: string) =>
					told.filter((each) => each.topic === topic).map(({ step }) => step);
				expect(named('follow-up.due')).toEqual(touches.map(({ step }) => step));
				expect(named('follow-up.task')).toEqual(tasks.map(({ step }) => step));
				sent += touches.length;
				// Nobody else's clock looks at it any more.
				await store.query('UPDATE follow_ups SET due_at = NULL WHERE id = $1', [id]);
			}),
			{ numRuns: 16, seed: 20261126, endOnFailure: true },
		);
		expect(sent).toBeGreaterThan(6);
	});
});
