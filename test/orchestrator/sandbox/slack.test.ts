import { sandboxSlack } from '../../../orchestrator/src/sandbox/accounts';
import { SlackStandIn } from '../../../orchestrator/src/sandbox/slack/standIn';
import { callStandIn, noon, type CallOptions } from './callStandIn';

function aWorkspace() {
	const standIn = new SlackStandIn('off');
	const call = (method: string, body?: unknown, options?: CallOptions) =>
		callStandIn(standIn, 'POST', `/api/${method}`, body, options);
	const post = (more: object = {}) =>
		call('chat.postMessage', { channel: '#sales', text: 'Hi', ...more });
	const history = (query = '') =>
		callStandIn(standIn, 'GET', `/api/conversations.history?channel=C0SALES${query}`).body;
	return { standIn, call, post, history };
}

const metadata = { event_type: 'agency_ops_effect', event_payload: { key: 'lead:1' } };

describe('messages in the Slack stand-in', () => {
	it.each([
		{ by: 'id', channel: 'C0SALES' },
		{ by: 'name with #', channel: '#sales' },
		{ by: 'name', channel: 'sales' },
	])('are posted to a channel by $by', ({ channel }) => {
		const { call } = aWorkspace();
		expect(call('chat.postMessage', { channel, text: 'Hi' }).body).toMatchObject({
			ok: true,
			channel: 'C0SALES',
			message: { text: 'Hi', bot_id: expect.stringMatching(/^B/) },
		});
	});

	it('are taken from a form as from JSON', () => {
		const { call, history } = aWorkspace();
		const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Hi*' } }];
		const form = new URLSearchParams({
			channel: 'C0SALES',
			text: 'Hi',
			blocks: JSON.stringify(blocks),
			metadata: JSON.stringify(metadata),
		});
		expect(call('chat.postMessage', form.toString()).body.ok).toBe(true);
		expect(history('&include_all_metadata=true').messages).toMatchObject([{ blocks, metadata }]);
	});

	it('keep their metadata, shown in full only when asked for', () => {
		const { post, history } = aWorkspace();
		post({ metadata });
		expect(history('&include_all_metadata=true').messages).toMatchObject([{ metadata }]);
		expect(JSON.stringify(history())).not.toContain('lead:1');
	});

	it('have time stamps that no other message has', () => {
		const { post } = aWorkspace();
		const stamps = Array.from({ length: 50 }, () => post().body.ts);
		expect(new Set(stamps).size).toBe(50);
	});

	it('are changed, linked and deleted by their time stamp', () => {
		const { call, post, history } = aWorkspace();
		const { channel, ts } = post({ metadata }).body;
		call('chat.update', { channel, ts, text: 'Claimed' });
		expect(history('&include_all_metadata=1').messages).toMatchObject([
			{ text: 'Claimed', metadata },
		]);
		const link = call('chat.getPermalink', { channel, message_ts: ts }).body.permalink;
		expect(link).toBe(
			`https://iamazing-content.slack.com/archives/C0SALES/p${String(ts).replace('.', '')}`,
		);
		expect(call('chat.delete', { channel, ts }).body.ok).toBe(true);
		expect(history().messages).toEqual([]);
	});

	it('come newest first, page by page', () => {
		const { post, history } = aWorkspace();
		for (const text of ['1', '2', '3']) post({ text });
		const first = history('&limit=2');
		expect(first).toMatchObject({ has_more: true, messages: [{ text: '3' }, { text: '2' }] });
		const { next_cursor: cursor } = first.response_metadata as { next_cursor: string };
		const last = history(`&limit=2&cursor=${encodeURIComponent(cursor)}`);
		expect(last).toMatchObject({ has_more: false, messages: [{ text: '1' }] });
	});

	it('are found between two times', () => {
		const { call, history } = aWorkspace();
		for (const second of [0, 10, 20]) {
			const text = String(second);
			call('chat.postMessage', { channel: '#sales', text }, { at: noon + second * 1000 });
		}
		const from = noon / 1000;
		const found = history(`&oldest=${from}&latest=${from + 20}`);
		expect(found.messages).toMatchObject([{ text: '10' }]);
		expect(history(`&oldest=${from}&latest=${from + 20}&inclusive=true`).messages).toHaveLength(3);
	});

	it('in a thread stand in the replies, not in the channel', () => {
		const { call, post, history } = aWorkspace();
		const { ts } = post().body;
		post({ text: 'reply', thread_ts: ts });
		expect(history().messages).toHaveLength(1);
		const replies = call('conversations.replies', { channel: 'C0SALES', ts }).body.messages;
		expect(replies).toMatchObject([{ text: 'Hi' }, { text: 'reply' }]);
	});

	it.each([
		{ error: 'channel_not_found', body: { channel: '#nowhere', text: 'x' } },
		{ error: 'no_text', body: { channel: '#sales' } },
		{ error: 'msg_too_long', body: { channel: '#sales', text: 'x'.repeat(40_001) } },
		{ error: 'invalid_arguments', body: { text: 'x' } },
		{ error: 'invalid_blocks', body: { channel: '#sales', blocks: [{ type: 'secton' }] } },
		{ error: 'invalid_blocks_format', body: 'channel=C0SALES&blocks=%5B' },
		{ error: 'invalid_metadata_schema', body: { channel: '#sales', text: 'x', metadata: {} } },
		{
			error: 'metadata_too_large',
			body: {
				channel: '#sales',
				text: 'x',
				metadata: { event_type: 'a', event_payload: { long: 'x'.repeat(9_000) } },
			},
		},
		{
			error: 'too_many_attachments',
			body: { channel: '#sales', attachments: Array(101).fill({ text: 'x' }) },
		},
	])('are refused with $error and 200', ({ error, body }) => {
		const { call, standIn } = aWorkspace();
		expect(call('chat.postMessage', body)).toMatchObject({
			status: 200,
			body: { ok: false, error },
		});
		expect(Object.values(standIn.state().messages).flat()).toEqual([]);
	});

	it('need the bot in the channel', () => {
		const { call } = aWorkspace();
		call('conversations.leave', { channel: 'C0SALES' });
		const refused = call('chat.postMessage', { channel: '#sales', text: 'x' });
		expect(refused.body.error).toBe('not_in_channel');
		call('conversations.join', { channel: 'C0SALES' });
		expect(call('chat.postMessage', { channel: '#sales', text: 'x' }).body.ok).toBe(true);
	});
});

describe('people in a channel', () => {
	it('are brought in and taken out by the bot, which has to be in it', () => {
		const { call } = aWorkspace();
		const members = () => call('conversations.members', { channel: 'C0LIMA' }).body.members;
		const asked = { channel: 'C0LIMA', user: 'U0DIEGO001' };
		expect(call('conversations.kick', asked).body.ok).toBe(true);
		expect(members()).not.toContain('U0DIEGO001');
		expect(call('conversations.kick', asked).body.error).toBe('not_in_channel');
		call('conversations.invite', { channel: 'C0LIMA', users: 'U0DIEGO001' });
		expect(members()).toContain('U0DIEGO001');
		const itself = { channel: 'C0LIMA', user: sandboxSlack.bot.userId };
		expect(call('conversations.kick', itself).body.error).toBe('cant_kick_self');
		call('conversations.leave', { channel: 'C0LIMA' });
		expect(call('conversations.kick', asked).body.error).toBe('not_in_channel');
	});
});

describe('the Slack stand-in', () => {
	it('knows its people by e-mail address and by id', () => {
		const { call } = aWorkspace();
		const { body } = call('users.lookupByEmail', { email: 'Freja@iamazingcontent.space' });
		expect(body).toMatchObject({
			ok: true,
			user: { real_name: 'Freja Lund', tz: 'Europe/Copenhagen' },
		});
		const { id } = body.user as { id: string };
		expect(call('users.info', { user: id }).body).toMatchObject({ user: { id } });
		expect(call('users.lookupByEmail', { email: 'no@x.com' }).body.error).toBe('users_not_found');
	});

	it.each([
		{ error: 'not_authed', when: 'there is no token', headers: { authorization: '' } },
		{ error: 'invalid_auth', when: 'the token is wrong', headers: { authorization: 'Bearer x' } },
	])('says $error when $when', ({ error, headers }) => {
		const { call } = aWorkspace();
		expect(call('auth.test', {}, { headers }).body).toEqual({ ok: false, error });
	});

	it('takes the token out of a form', () => {
		const { call } = aWorkspace();
		const headers = { authorization: '' };
		const answer = call('auth.test', 'token=xoxb-sandbox-slack-token', { headers });
		expect(answer.body.ok).toBe(true);
	});

	it('lists channels page by page and makes new ones', () => {
		const { call } = aWorkspace();
		const first = call('conversations.list', { limit: 3 }).body;
		expect(first.channels).toHaveLength(3);
		const made = call('conversations.create', { name: 'launches' }).body;
		expect(made).toMatchObject({ ok: true, channel: { name: 'launches', is_member: true } });
		expect(call('conversations.create', { name: 'launches' }).body.error).toBe('name_taken');
		expect(call('conversations.create', { name: 'No Spaces' }).body.error).toBe(
			'invalid_name_specials',
		);
	});

	it.each([
		{ ms: 3_000, answer: { ok: true } },
		{ ms: 3_001, answer: { ok: false, error: 'expired_trigger_id' } },
	])('opens a view once for a press, $ms ms after it: $answer.ok', ({ ms, answer }) => {
		const standIn = new SlackStandIn('off');
		const open = (body: object, at = noon) =>
			callStandIn(standIn, 'POST', '/api/views.open', body, { at }).body;
		const view = { type: 'modal', title: { type: 'plain_text', text: 'Claim' }, blocks: [] };
		const [trigger, other] = ['1.2.a', '3.4.b'];
		for (const id of [trigger, other]) {
			standIn.store.state.triggers.push({ id, userId: 'U0CAMILA01', at: noon });
		}

		expect(open({ trigger_id: '9.9.z', view }).error).toBe('invalid_trigger_id');
		const long = { ...view, title: { type: 'plain_text', text: 'x'.repeat(25) } };
		expect(open({ trigger_id: other, view: long }).ok).toBe(false);
		expect(open({ trigger_id: trigger, view }, noon + ms)).toMatchObject(answer);
		if (answer.ok) {
			expect(open({ trigger_id: trigger, view }).error).toBe('exchanged_trigger_id');
		}
	});

	it('names a method it does not have', () => {
		const { call } = aWorkspace();
		expect(call('chat.postMesage', {}).body.error).toBe('unknown_method');
	});

	it('lets a burst into a channel, then one message a second', () => {
		const standIn = new SlackStandIn('published');
		const post = (channel: string, at: number) =>
			callStandIn(standIn, 'POST', '/api/chat.postMessage', { channel, text: 'x' }, { at });
		const burst = Array.from({ length: 6 }, () => post('C0SALES', noon));
		expect(burst.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
		expect(burst[5]).toMatchObject({
			headers: { 'retry-after': '1' },
			body: { error: 'ratelimited' },
		});
		expect(post('#sales', noon).status).toBe(429);
		expect(post('C0OPS', noon).status).toBe(200);
		expect(post('C0SALES', noon + 1_000).status).toBe(200);
	});

	it('keeps the tiers: twenty lists a minute', () => {
		const standIn = new SlackStandIn('published');
		const list = (at: number) =>
			callStandIn(standIn, 'POST', '/api/conversations.list', {}, { at }).status;
		const statuses = Array.from({ length: 21 }, () => list(noon));
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		expect(list(noon + 60_000)).toBe(200);
	});
});
