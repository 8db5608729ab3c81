import { messageIdOf } from '../../../orchestrator/src/adapters/mail/mail';
import type { MailPayload } from '../../../orchestrator/src/inbox/sources/mail';
import { mailSubjectOf } from '../../../orchestrator/src/inbox/sources/mail';
import { listEffectEvents } from '../../../orchestrator/src/ledger/effects';
import { listSuppressions } from '../../../orchestrator/src/ledger/mailSuppressions';
import { keepMailEvents } from '../../../orchestrator/src/service/mail/keepMailEvents';
import type { TestService } from './support/aService';
import { aRequest, aService, someSettings, willing } from './support/aService';
import { failures } from './support/failures';

const DAY_MS = 86_400_000;
let service: TestService;
let at: Date;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(async () => {
	service.answering(willing);
	at = new Date('2026-11-02T10:00:00Z');
	await service.store.run('TRUNCATE mail_suppressions, inbox, inbox_events');
});

let count = 0;

async function tell(what: string, changes: Partial<MailPayload> = {}): Promise<void> {
	count += 1;
	const payload = {
		what,
		bounce: null,
		recipients: ['ana@cafe.com'],
		messageId: null,
		kind: null,
		sent: {},
		...changes,
	};
	const event = {
		source: 'mail',
		externalId: `msg_${count}`,
		topic: `mail.${what}`,
		subject: mailSubjectOf('ana@cafe.com', at),
		test: false,
		payload,
	};
	const { store } = service;
	const now = () => at;
	await keepMailEvents([event], { store, now, moment: now, wake: () => undefined, flows: [] });
}

async function scopes(): Promise<string[]> {
	const filter = { address: 'ana@cafe.com', withLifted: true, limit: 10 };
	return (await listSuppressions(service.store, filter)).map(({ scope }) => scope);
}

/** `s` is a soft bounce, `d` a delivery, `.` a day that passes. */
async function live(days: string): Promise<string[]> {
	for (const step of days) {
		if (step === 's') await tell('bounced', { bounce: 'soft' });
		else if (step === 'd') await tell('delivered');
		else at = new Date(at.getTime() + DAY_MS);
		at = new Date(at.getTime() + 1_000);
	}
	return await scopes();
}

describe('soft bounces', () => {
	it.each([
		{ days: 's.s', scopes: [] },
		{ days: 'sss.s', scopes: [] },
		{ days: 's.s.s', scopes: ['all'] },
		{ days: 's.s.s.s', scopes: ['all'] },
		{ days: 's.s.d.s', scopes: [] },
		{ days: 'd.s.s.s', scopes: ['all'] },
		{ days: `s.s${'.'.repeat(30)}s`, scopes: [] },
		{ days: `s${'.'.repeat(14)}s${'.'.repeat(14)}s`, scopes: ['all'] },
	])('on the days $days leave $scopes', async ({ days, scopes: expected }) => {
		expect(await live(days)).toEqual(expected);
	});
});

describe('a mail of which nobody knows whether it went out', () => {
	it('was sent, once its relay speaks of it; it is not sent again', async () => {
		service.answering(() => failures.unknown);
		const request = aRequest({ kind: 'mail' });
		expect(await service.perform(request)).toMatchObject({ state: 'unknown' });

		const messageId = messageIdOf(request.key, someSettings().mail.from);
		await tell('delivered', { messageId });

		service.answering(willing);
		expect(await service.perform(request)).toMatchObject({
			state: 'done',
			repeated: true,
			receipt: { messageId, accepted: ['ana@cafe.com'] },
		});
		expect(service.calls).toHaveLength(0);
		const events = await listEffectEvents(service.store, request.key);
		expect(events.map(({ state }) => state)).toEqual(['unknown', 'done']);
		expect(events[1]?.detail).toMatchObject({ by: 'mail relay', reason: 'delivered' });
	});

	it('stays unknown when its relay speaks of another', async () => {
		service.answering(() => failures.unknown);
		const request = aRequest({ kind: 'mail' });
		await service.perform(request);
		await tell('delivered', { messageId: messageIdOf('lead:0/mail/other/1', 'a@agency.test') });
		expect(await service.perform(request)).toMatchObject({ state: 'unknown' });
	});
});
