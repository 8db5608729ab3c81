import { advance } from '../../../nodes/domain/followUp/advance';
import type { Enrolment } from '../../../nodes/domain/followUp/enrolment';
import type { FollowUpEvent } from '../../../nodes/domain/followUp/events';
import { readEnrolment, startOf } from '../../../nodes/domain/followUp/readEnrolment';
import type { InputNote } from '../../../nodes/domain/followUp/readEvents';
import { findSequence } from '../../../nodes/domain/followUp/readSequences';
import { heldOut } from '../../../nodes/domain/followUp/weighSend';
import type { Sequence } from '../../../nodes/domain/followUp/schema';
import { MendableError } from '../../../nodes/domain/errors';
import { domainOf, mailKind } from '../../../nodes/domain/lead/readContact';
import { eventId } from '../inbox/eventId';
import type { FollowUp, NewFollowUp } from '../ledger/followUps';
import {
	addFollowUp,
	findFollowUp,
	keepDefinition,
	lockClients,
	readFollowUp,
} from '../ledger/followUps';
import { findSuppression } from '../ledger/mailSuppressions';
import type { Moment } from '../ledger/moment';
import type { Queries, Store } from '../ledger/store';
import { normalAddress } from '../mail/address';
import { bareEvent } from './bareEvent';
import { currentRules } from './currentRules';
import { dueAtOf, keepSteps, standOf } from './keepSteps';
import { rulesOf } from './rulesOf';

/** What came of enrolling. */
export interface Enrolled {
	followUp: FollowUp;
	/** Whether the client was enrolled for this before; nothing was changed then. */
	repeated: boolean;
	notes: InputNote[];
}

/**
 * Enrols a client in the newest version of a sequence, once for each delivery or whatever the sequence
 * follows: a second time is the first one again.
 *
 * @throws MendableError `follow-up/enrolment`, `follow-up/unknown-sequence`, `follow-up/no-address`,
 * `follow-up/no-evidence`, `follow-up/version-used`
 */
export async function enrol(
	store: Store,
	{ enrolment: raw, test }: { enrolment: unknown; test: boolean },
	now: Date,
	moment: Moment = null,
): Promise<Enrolled> {
	const reading = readEnrolment(raw, { enrolledAt: now.toISOString() });
	const { notes } = reading;
	return await store.transaction(async (queries) => {
		const current = await currentRules(queries);
		const sequence = findSequence(current.sequences, reading.sequence);
		const begun = startOf(reading, sequence);
		// Kept with the enrolment, so that what is measured by it does not change with the share.
		const holdout = heldOut(begun, sequence);
		const enrolment = { ...begun, id: followUpId(now), holdout };
		refuseUnfit(enrolment, sequence);
		await lockClients(queries, [enrolment.client.id]);
		const added = await add(queries, enrolment, sequence, { test, moment });
		if (added === null) {
			const followUp = await existing(queries, enrolment, test);
			return { followUp, repeated: true, notes };
		}
		const rules = await rulesOf(queries, [added], current, now);
		const context = await rules.contextOf(added);
		const known = test ? null : await knownOf(queries, emailOf(enrolment), now);
		const { enrolment: after, nextDue, explanation } = advance(enrolment, known, now, context);
		const dueAt = dueAtOf(nextDue);
		const step = { before: added, after, dueAt, context, remarks: explanation, isTold: false };
		await keepSteps(queries, [step], now, moment);
		const followUp = (await readFollowUp(queries, added.id)) ?? { ...added, ...standOf(step) };
		return { followUp, repeated: false, notes };
	});
}

async function add(
	queries: Queries,
	enrolment: Enrolment,
	sequence: Sequence,
	{ test, moment }: { test: boolean; moment: Moment },
): Promise<FollowUp | null> {
	if (!(await keepDefinition(queries, sequence, moment))) throw versionUsed(sequence);
	const { id, client, occurrence, progress } = enrolment;
	const email = emailOf(enrolment);
	const added: NewFollowUp = {
		id,
		client: client.id,
		sequence: sequence.id,
		version: sequence.version,
		occurrence,
		test,
		priority: sequence.priority,
		state: 'active',
		email,
		domain: email !== null && mailKind(email) === 'company' ? domainOf(email) : null,
		enrolment,
		step: progress.step,
		sendsNext: false,
		dueAt: null,
		exitReason: null,
	};
	return await addFollowUp(queries, added, moment);
}

/** What the list of those who get no mail says of an address, as an event; null for nothing. */
async function knownOf(
	queries: Queries,
	email: string | null,
	now: Date,
): Promise<FollowUpEvent | null> {
	const listed = email === null ? null : await findSuppression(queries, email, 'marketing');
	if (listed === null) return null;
	const isGone = listed.scope === 'all' && listed.reason === 'bounced';
	return {
		...bareEvent(`listed/${listed.scope}`, isGone ? 'bounced' : 'unsubscribed', now),
		scope: listed.scope,
	};
}

async function existing(queries: Queries, enrolment: Enrolment, test: boolean): Promise<FollowUp> {
	const { client, sequence, occurrence } = enrolment;
	const place = { client: client.id, sequence: sequence.id, occurrence, test };
	const found = await findFollowUp(queries, place);
	if (found === null) throw new Error(`The enrolment of ${client.id} is gone.`);
	return found;
}

function emailOf({ client }: Enrolment): string | null {
	return client.email === null ? null : normalAddress(client.email);
}

function followUpId(now: Date): string {
	return eventId(now).replace(/^evt_/, 'flw_');
}

/** What a simulation may leave open, and whoever really writes to people may not. */
function refuseUnfit({ client, consents }: Enrolment, { steps }: Sequence): void {
	const isMailed = steps.some((step) => step.kind === 'send' && step.channel === 'email');
	if (isMailed && client.email === null) {
		throw new MendableError(
			'follow-up/no-address',
			'The client was not enrolled.',
			'The sequence sends mail, and the enrolment names no e-mail address of the client.',
			'Give "client.email".',
		);
	}
	if (consents.some(({ evidence }) => evidence === null)) {
		throw new MendableError(
			'follow-up/no-evidence',
			'The client was not enrolled.',
			'A ground for offers comes without what shows it.',
			'Give "evidence" with each consent, such as the form and its box, or leave the consent out.',
		);
	}
}

/** A version that says something else than it did. */
export function versionUsed({ id, version }: Sequence): MendableError {
	return new MendableError(
		'follow-up/version-used',
		'This version cannot be used.',
		`Clients were enrolled in ${id}/${version} while it said something else.`,
		`Give the changed sequence the next version and push it: agency-ops data push sequences.yaml --reason …`,
	);
}
