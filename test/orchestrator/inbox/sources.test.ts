import type { HookSource } from '../../../orchestrator/src/config/hookSecrets';
import { effectSubjectsOf } from '../../../orchestrator/src/inbox/effectSubjects';
import type { HookCall } from '../../../orchestrator/src/inbox/signatures/signed';
import {
	readClickup,
	readForm,
	readFrameio,
	readHubspot,
	readSlack,
	readStripe,
} from '../../../orchestrator/src/inbox/sources/vendors';

import { meetingIn, readCalendly } from '../../../orchestrator/src/inbox/sources/calendly';
import { readMail } from '../../../orchestrator/src/inbox/sources/mail';

const now = new Date('2026-11-23T15:00:00Z');

function aCall(body: unknown, headers: Record<string, string> = {}): HookCall {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { method: 'POST', url: 'https://x/hooks/y', headers, rawBody: Buffer.from(text) };
}

const creation = {
	eventId: 1,
	subscriptionId: 12,
	portalId: 62515,
	occurredAt: 1_564_113_600_000,
	subscriptionType: 'deal.propertyChange',
	attemptNumber: 0,
	objectId: 123,
	propertyName: 'dealstage',
};

describe('a form', () => {
	it('is a lead of the person who filled it in, whatever the field is called', () => {
		const read = (form: object) => readForm(aCall(form, { 'webhook-id': 'msg_1' }), now)[0];
		const spanish = read({ correo: 'ANA@cafeaurora.com' });

		expect(spanish).toMatchObject({
			source: 'forms',
			externalId: 'msg_1',
			topic: 'lead.received',
			subject: expect.stringMatching(/^lead-of:[0-9a-f]{12}$/) as string,
			test: false,
		});
		expect(read({ email: 'ana@cafeaurora.com', name: 'Ana' })?.subject).toBe(spanish?.subject);
		expect(read({ email: 'eva@cafeaurora.com' })?.subject).not.toBe(spanish?.subject);
	});
});

describe('HubSpot', () => {
	it('sends batches; each event of one is an event of its own', () => {
		const other = { ...creation, eventId: 2, objectId: 124 };

		expect(readHubspot(aCall([creation, other]))).toMatchObject([
			{ topic: 'hubspot.deal.property-change', subject: 'hubspot-deal:123', payload: creation },
			{ topic: 'hubspot.deal.property-change', subject: 'hubspot-deal:124', payload: other },
		]);
	});

	it('sends an event again under its id, and others under the same eventId', () => {
		const idOf = (changes: object) =>
			readHubspot(aCall([{ ...creation, ...changes }]))[0]?.externalId;

		expect(idOf({ attemptNumber: 3 })).toBe(idOf({}));
		expect(idOf({ occurredAt: 1 })).not.toBe(idOf({}));
	});
});

describe('ClickUp', () => {
	const status = {
		event: 'taskStatusUpdated',
		history_items: [{ id: '2800763136717140857', field: 'status' }],
		task_id: '1vj37mc',
		webhook_id: '7fa3ec74',
	};

	it('tells an event by the history item it made', () => {
		expect(readClickup(aCall(status))).toMatchObject([
			{
				externalId: '7fa3ec74/taskStatusUpdated/2800763136717140857',
				topic: 'clickup.task-status-updated',
				subject: 'clickup-task:1vj37mc',
			},
		]);
	});

	it('tells one without by its content', () => {
		const gone = { event: 'taskDeleted', task_id: '1', webhook_id: '7' };
		const [one] = readClickup(aCall(gone));
		const [other] = readClickup(aCall({ ...gone, task_id: '2' }));

		expect(one?.externalId).not.toBe(other?.externalId);
	});
});

describe('Slack', () => {
	it('asks whether the address is ours', () => {
		const call = aCall({ type: 'url_verification', challenge: 'abc', token: 'old' });
		expect(readSlack(call)).toEqual({ kind: 'challenge', challenge: 'abc' });
	});

	it.each([
		{
			what: 'an event',
			call: aCall({
				type: 'event_callback',
				event_id: 'Ev1',
				event: { type: 'reaction_added', item: { channel: 'C1', ts: '1.2' } },
			}),
			topic: 'slack.reaction-added',
			subject: 'slack-channel:C1',
			externalId: 'Ev1',
		},
		{
			what: 'a button',
			call: aCall(
				new URLSearchParams({
					payload: JSON.stringify({
						type: 'block_actions',
						trigger_id: 'T.1',
						container: { channel_id: 'C1', message_ts: '1.2' },
						user: { id: 'U1' },
					}),
				}).toString(),
				{ 'content-type': 'application/x-www-form-urlencoded' },
			),
			topic: 'slack.block-actions',
			subject: 'slack-message:C1/1.2',
			externalId: 'T.1',
		},
		{
			what: 'a command',
			call: aCall('command=%2Flead&user_id=U1&trigger_id=T.2', {
				'content-type': 'application/x-www-form-urlencoded',
			}),
			topic: 'slack.command',
			subject: 'slack-user:U1',
			externalId: 'T.2',
		},
	])('sends $what', ({ call, topic, subject, externalId }) => {
		expect(readSlack(call)).toMatchObject({
			kind: 'events',
			events: [{ source: 'slack', topic, subject, externalId }],
		});
	});
});

describe('Frame.io and Stripe', () => {
	it('takes Frame.io’s own words, and the file as effects name it', () => {
		const body = {
			account: { id: 'acc' },
			project: { id: 'p1' },
			resource: { id: 'f1', type: 'file' },
			type: 'file.upload.completed',
			user: { id: 'u1' },
			workspace: { id: 'w1' },
		};
		expect(readFrameio(aCall(body))).toMatchObject([
			{
				topic: 'file.upload.completed',
				subject: 'file:f1',
				payload: {
					...body,
					file: { kind: 'frameio', accountId: 'acc', projectId: 'p1', fileId: 'f1' },
				},
			},
		]);
		const comment = { type: 'comment.created', resource: { id: 'c1', type: 'comment' } };
		expect(readFrameio(aCall(comment))).toMatchObject([
			{ topic: 'comment.created', subject: 'comment:c1', payload: comment },
		]);
	});

	it.each([
		{ type: 'file.ready', isAnother: true },
		{ type: 'metadata.value.updated', isAnother: true },
		{ type: 'file.upload.completed', isAnother: false },
		{ type: 'comment.created', isAnother: false },
	])('takes $type of another time for another event: $isAnother', ({ type, isAnother }) => {
		const body = { type, resource: { id: 'f1', type: 'file' } };
		const idAt = (time: string) =>
			readFrameio(aCall(body, { 'x-frameio-request-timestamp': time }))[0]?.externalId;

		expect(idAt('1') !== idAt('2')).toBe(isAnother);
		expect(idAt('1')).toBe(idAt('1'));
	});

	it('takes Stripe’s own id, and its test mode for a test', () => {
		const event = {
			id: 'evt_1',
			type: 'invoice.paid',
			livemode: false,
			data: { object: { object: 'invoice', id: 'in_1' } },
		};
		expect(readStripe(aCall(event))).toMatchObject([
			{
				externalId: 'evt_1',
				topic: 'stripe.invoice.paid',
				subject: 'stripe-invoice:in_1',
				test: true,
			},
		]);
	});
});

describe.each<[HookSource, (call: HookCall) => unknown]>([
	['forms', (call) => readForm(call, now)],
	['hubspot', readHubspot],
	['clickup', readClickup],
	['slack', readSlack],
	['frameio', readFrameio],
	['stripe', readStripe],
	['calendly', (call) => readCalendly(call, now)],
])('%s', (_source, read) => {
	it.each(['', '{', '"text"', '7', '[7]', 'null'])('refuses %j, which holds no event', (body) => {
		expect(() => read(aCall(body))).toThrow(
			expect.objectContaining({ code: 'hook/unreadable' }) as Error,
		);
	});
});

describe('effectSubjectsOf', () => {
	it('names a lead’s id on the days around its arrival', () => {
		expect(effectSubjectsOf('lead-of:1f3a9c0b7d2e', [now])).toEqual([
			'lead:20261122-1f3a9c0b7d2e',
			'lead:20261123-1f3a9c0b7d2e',
			'lead:20261124-1f3a9c0b7d2e',
		]);
		expect(effectSubjectsOf('hubspot-deal:1', [now])).toEqual(['hubspot-deal:1']);
	});
});

describe('Calendly', () => {
	const invitee = {
		email: 'Jens@Nordlys.example',
		uri: 'https://api.calendly.com/scheduled_events/A/invitees/B',
		created_at: '2026-11-23T14:51:18.327602Z',
		canceled: false,
	};
	const read = (event: string, payload: object = {}) =>
		readCalendly(aCall({ event, payload: { ...invitee, ...payload } }), now)[0]!;

	it('tells of an invitee, booked and called off apart', () => {
		const booked = read('invitee.created');
		expect(booked).toMatchObject({ source: 'calendly', topic: 'calendly.invitee.created' });
		expect(read('invitee.created').externalId).toBe(booked.externalId);
		expect(read('invitee.canceled').externalId).not.toBe(booked.externalId);
		expect(meetingIn(booked)).toEqual({
			address: 'jens@nordlys.example',
			bookedAt: '2026-11-23T14:51:18.327Z',
		});
	});

	it.each([
		['invitee.canceled', {}],
		['invitee.created', { canceled: true }],
		['invitee.created', { email: null }],
		['routing_form_submission.created', {}],
	])('is no meeting: %s %j', (event, payload) => {
		expect(meetingIn(read(event, payload))).toBeNull();
	});
});

describe('a mail relay', () => {
	const read = (body: unknown, headers: Record<string, string> = { 'svix-id': 'msg_1' }) =>
		readMail(aCall(body, headers), now)[0];
	const resend = (type: string, data: object = {}) => ({
		type,
		created_at: '2026-11-23T14:59:00.000Z',
		data: { email_id: 'e1', from: 'hola@agency.test', to: ['Ana <ANA@Cafe.com>'], ...data },
	});

	it('tells of one mail, about the person whose leads they are', () => {
		const event = read(resend('email.delivered'));
		expect(event).toMatchObject({
			source: 'mail',
			externalId: 'msg_1',
			topic: 'mail.delivered',
			payload: { what: 'delivered', bounce: null, recipients: ['ana@cafe.com'], messageId: null },
		});
		const lead = readForm(aCall({ email: 'ana@cafe.com' }, { 'webhook-id': 'm' }), now)[0];
		expect(event?.subject).toBe(lead?.subject);
	});

	it.each([
		[{}, false, null],
		[{ headers: { 'In-Reply-To': '<m-1@agency.test>' } }, false, '<m-1@agency.test>'],
		[{ headers: [{ name: 'Auto-Submitted', value: 'auto-replied' }] }, true, null],
		[{ subject: 'Autosvar: ferie' }, true, null],
	])('tells who wrote back: %j', (data, isAutomatic, inReplyTo) => {
		const came = { from: 'Ana <ANA@Cafe.com>', to: ['hola@agency.test'], ...data };
		const event = read(resend('email.received', came));
		expect(event).toMatchObject({
			topic: 'mail.received',
			payload: {
				what: 'received',
				bounce: null,
				recipients: ['ana@cafe.com'],
				reply: { from: 'ana@cafe.com', isAutomatic, inReplyTo },
			},
		});
		expect(event?.subject).toBe(read(resend('email.delivered'))?.subject);
	});

	it.each([
		{ type: 'email.bounced', data: { bounce: { type: 'Permanent' } }, bounce: 'hard' },
		{ type: 'email.bounced', data: { bounce: { type: 'Transient' } }, bounce: 'soft' },
		{ type: 'email.bounced', data: { bounce: { type: 'Undetermined' } }, bounce: 'soft' },
		{ type: 'email.bounced', data: {}, bounce: 'hard' },
		{ type: 'email.bounced.soft', data: {}, bounce: 'soft' },
		{ type: 'message.bounced', data: { bounce_type: 'hard' }, bounce: 'hard' },
	])('calls $type with $data a $bounce bounce', ({ type, data, bounce }) => {
		expect(read(resend(type, data))).toMatchObject({ topic: 'mail.bounced', payload: { bounce } });
	});

	it.each([
		{ data: { headers: [{ name: 'Message-Id', value: '<a@b.co>' }] } },
		{ data: { headers: { 'message-id': 'a@b.co' } } },
		{ data: { message_id: '<a@b.co>' } },
		{ data: { message_id_header: 'a@b.co' } },
	])('finds the Message-ID in $data', ({ data }) => {
		expect(read(resend('email.sent', data))?.payload).toMatchObject({ messageId: '<a@b.co>' });
	});

	it.each([
		{ data: { to: 'a@b.co' }, recipients: ['a@b.co'] },
		{ data: { to: undefined, recipient: 'a@b.co' }, recipients: ['a@b.co'] },
		{ data: { to: [{ address: 'a@b.co' }, 7, null] }, recipients: ['a@b.co'] },
		{ data: { to: null }, recipients: [] },
	])('finds the recipients in $data', ({ data, recipients }) => {
		expect(read(resend('email.sent', data))?.payload).toMatchObject({ recipients });
	});

	it('keeps a mail server’s own words out of what is told of a bounce', () => {
		const bounce = { type: '550 <ana@cafe.com> unknown', subType: 'General' };
		expect(read(resend('email.bounced', { bounce }))?.payload).toMatchObject({ kind: 'General' });
	});

	it.each([{}, { type: '' }, { type: 'email.' }, [], 'x'])('refuses %p', (body) => {
		expect(() => read(body)).toThrow(expect.objectContaining({ code: 'hook/unreadable' }) as Error);
	});
});
