import { advance } from '../../../nodes/domain/followUp/advance';
import { migrate } from '../../../nodes/domain/followUp/migrate';
import { findSequence } from '../../../nodes/domain/followUp/readSequences';
import { eventId } from '../inbox/eventId';
import { addFact } from '../ledger/followUpEvents';
import type { FollowUp } from '../ledger/followUps';
import {
	keepDefinition,
	lockClients,
	lockTarget,
	readFollowUp,
	setVersion,
} from '../ledger/followUps';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { currentRules } from './currentRules';
import { versionUsed } from './enrol';
import { dueAtOf, keepSteps } from './keepSteps';
import { definitionOf, rulesOf } from './rulesOf';

/** An enrolment that is to go on by another version. */
export interface Migration {
	id: string;
	version: number;
	/** New step for each old one that the version does not have. */
	steps: Record<string, string>;
	reason: string;
	by: string;
}

/**
 * Lets an enrolment go on by another version of its sequence that is in force now; who said so and why
 * is in its history.
 *
 * @returns null where there is no such enrolment
 * @throws MendableError `follow-up/migrate`, `follow-up/unknown-sequence`, `follow-up/version-used`
 */
export async function migrateFollowUp(
	store: Store,
	{ id, version, steps, reason, by }: Migration,
	now: Date,
	moment: Moment = null,
): Promise<FollowUp | null> {
	return await store.transaction(async (queries) => {
		const [active] = await lockTarget(queries, { id });
		const found = active ?? (await readFollowUp(queries, id));
		if (found === null) return null;
		const current = await currentRules(queries);
		const to = findSequence(current.sequences, { id: found.sequence, version });
		const from = await definitionOf(queries, found.sequence, found.version);
		const enrolment = migrate(found.enrolment, from, to, steps);
		if (!(await keepDefinition(queries, to, moment))) throw versionUsed(to);
		await setVersion(queries, id, { version, priority: to.priority });
		const moved = { ...found, version, priority: to.priority, enrolment };
		await lockClients(queries, [found.client]);
		const rules = await rulesOf(queries, [moved], current, now);
		const context = await rules.contextOf(moved);
		const { enrolment: after, nextDue, explanation } = advance(enrolment, null, now, context);
		const dueAt = dueAtOf(nextDue);
		const kept = { before: moved, after, dueAt, context, remarks: explanation, isTold: false };
		await keepSteps(queries, [kept], now, moment);
		const fact = {
			event: eventId(now),
			type: 'migrated',
			happenedAt: now.toISOString(),
			detail: { from: found.version, to: version, by, reason },
		};
		await addFact(queries, id, fact, moment);
		return await readFollowUp(queries, id);
	});
}
