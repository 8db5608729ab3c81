import { openLogger } from '../../../orchestrator/src/service/http';
import { keepMailEvents, unsubscribe } from '../../../orchestrator/src/service/mail/keepMailEvents';
import { readCalendly } from '../../../orchestrator/src/inbox/sources/calendly';
import { keepMeetings } from '../../../orchestrator/src/service/followup/keepMeetings';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import type { FollowUp } from '../../../orchestrator/src/ledger/followUps';
import { readFollowUp } from '../../../orchestrator/src/ledger/followUps';
import { addSuppression } from '../../../orchestrator/src/ledger/mailSuppressions';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

const now = new Date('2026-11-18T09:00:00Z');
let count = 0;

/** A client whom nobody else's mail reaches. */
async function enrolled(): Promise<{ id: string; address: string }> {
	count += 1;
	const address = `mette@nordlys${count}.example`;
	const enrolment = {
		client: { id: `nordlys-${count}`, email: address, zone: 'Europe/Copenhagen', country: 'DK' },
		deliveredAt: '2026-11-17T13:00:00Z',
	};
	const { followUp } = await enrol(store, { enrolment, test: false }, now, now);
	return { id: followUp.id, address };
}

const parts = () => ({
	store,
	now: () => now,
	moment: () => now,
	wake: () => undefined,
	flows: [],
	logger: openLogger(null),
});

async function relay(what: string, address: string, bounce: 'hard' | 'soft' | null = null) {
	count += 1;
	const event = {
		source: 'mail',
		externalId: `mail-${count}`,
		topic: `mail.${what}`,
		subject: 'mail:x',
		test: false,
		payload: { what, bounce, recipients: [address], messageId: null, kind: null, sent: {} },
	};
	await keepMailEvents([event, event], parts());
}

async function standing(id: string): Promise<FollowUp> {
	const found = await readFollowUp(store, id);
	if (found === null) throw new Error('gone');
	return found;
}

describe('what a relay tells of a mail', () => {
	it.each([
		['bounced', 'hard' as const, 'bounced'],
		['bounced', 'soft' as const, null],
		['complained', null, 'complained'],
		['delivered', null, null],
	])('%s (%s) ends a follow-up as %s', async (what, bounce, exit) => {
		const { id, address } = await enrolled();
		await relay(what, address, bounce);
		expect((await standing(id)).exitReason).toBe(exit);
	});

	it('is the business of that address alone', async () => {
		const { id, address } = await enrolled();
		await relay('bounced', address.replace('mette', 'jens'), 'hard');
		expect((await standing(id)).exitReason).toBeNull();
	});
});

describe('a mail that comes in', () => {
	async function received(
		from: string,
		{ isAutomatic = false, inReplyTo = null as string | null } = {},
	) {
		count += 1;
		const event = {
			source: 'mail',
			externalId: `mail-${count}`,
			topic: 'mail.received',
			subject: 'mail:x',
			test: false,
			payload: {
				what: 'received',
				bounce: null,
				recipients: [from],
				messageId: `<in-${count}@client.example>`,
				kind: null,
				sent: {},
				reply: { from, isAutomatic, inReplyTo },
			},
		};
		await keepMailEvents([event, event], parts());
	}

	it('ends what its writer is followed up by, and tells it once', async () => {
		const { id, address } = await enrolled();
		await received(address);
		expect((await standing(id)).exitReason).toBe('replied');
		const told = await store.query('SELECT 1 FROM follow_up_events WHERE follow_up = $1', [id]);
		expect(told).toHaveLength(1);
	});

	it('ends it from a colleague’s address too, and from nobody else’s', async () => {
		const { id, address } = await enrolled();
		await received('mette@somewhere-else.example');
		await received(address.replace('mette@', 'jens@other-'));
		expect((await standing(id)).exitReason).toBeNull();
		await received(address.replace('mette', 'jens'));
		expect((await standing(id)).exitReason).toBe('replied');
	});

	it('ends nothing where a machine wrote it', async () => {
		const { id, address } = await enrolled();
		await received(address, { isAutomatic: true });
		expect((await standing(id)).exitReason).toBeNull();
	});

	it('ends it from a mailbox that nobody knows, where it answers a message of it', async () => {
		const { id } = await enrolled();
		const messageId = `<sent-${id}@agency.test>`;
		await store.query(
			`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt)
			VALUES ($1, 'mail', $2, false, 'x', '{}', 'done', gen_random_uuid(), 1, $3::jsonb)`,
			[`follow-up:${id}/mail/feedback-request/1`, `follow-up:${id}`, JSON.stringify({ messageId })],
		);
		await received('mette.privat@gmail.com', { inReplyTo: messageId });
		expect((await standing(id)).exitReason).toBe('replied');
	});
});

describe('a meeting that somebody booked', () => {
	const booked = async (address: string, changes: object = {}) => {
		count += 1;
		const payload = {
			email: address,
			uri: `https://api.calendly.com/scheduled_events/A/invitees/${count}`,
			created_at: now.toISOString(),
			...changes,
		};
		const rawBody = Buffer.from(JSON.stringify({ event: 'invitee.created', payload }));
		const call = { method: 'POST', url: 'https://x/hooks/calendly', headers: {}, rawBody };
		await keepMeetings(readCalendly(call, now), parts());
		await keepMeetings(readCalendly(call, now), parts());
	};

	it('ends what they and their colleagues are followed up by', async () => {
		const { id, address } = await enrolled();
		await booked(address.replace('mette', 'jens'));
		expect((await standing(id)).exitReason).toBe('meeting_booked');
	});

	it('ends nothing where it was booked before they were enrolled, or called off', async () => {
		const { id, address } = await enrolled();
		await booked(address, { created_at: '2026-11-10T09:00:00Z' });
		await booked(address, { canceled: true });
		expect((await standing(id)).exitReason).toBeNull();
	});
});

describe('what is known of an address before the client is enrolled', () => {
	it.each([
		['all' as const, 'bounced' as const, 'bounced'],
		['all' as const, 'by hand' as const, 'unsubscribed'],
		['marketing' as const, 'unsubscribed' as const, null],
	])('counts from the beginning: %s, %s', async (scope, reason, exit) => {
		const address = `mette@nordlys${count + 1}.example`;
		const entry = { id: `sup_${count}`, address, scope, reason, note: null, evidence: null };
		await addSuppression(store, entry, now);
		const { id } = await enrolled();
		const { exitReason, enrolment } = await standing(id);
		expect(exitReason).toBe(exit);
		expect(enrolment.progress.facts.optOut.marketing === null).toBe(exit !== null);
	});
});

describe('an opt-out by the link', () => {
	it('is from offers, and leaves what belongs to the order', async () => {
		const { id, address } = await enrolled();
		expect(await unsubscribe({ address, purpose: 'marketing', language: 'da' }, parts())).toBe(
			true,
		);
		const { exitReason, enrolment, step } = await standing(id);
		expect([exitReason, step]).toEqual([null, 'feedback-request']);
		expect(enrolment.progress.facts.optOut.marketing).toBe(now.toISOString());
	});
});
