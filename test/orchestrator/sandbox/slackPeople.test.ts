import type { LeadAnswerTexts } from '../../../orchestrator/src/texts/leadAnswers';
import { formFields, leadAnswerTexts } from '../../../orchestrator/src/texts/leadAnswers';
import { readTexts } from '../../../orchestrator/src/texts/library';
import { verifySlack } from '../../../orchestrator/src/inbox/signatures/verifiers';
import { sandboxSigningSecret } from '../../../orchestrator/src/sandbox/accounts';
import { SlackHooksStandIn } from '../../../orchestrator/src/sandbox/slack/hooksStandIn';
import { SlackPeople } from '../../../orchestrator/src/sandbox/slack/peopleAct';
import { SlackStandIn } from '../../../orchestrator/src/sandbox/slack/standIn';
import { viewForms } from '../../../orchestrator/src/sandbox/viewer/formView';
import type { JsonObject } from '../../../orchestrator/src/sandbox/types';
import { readInteraction } from '../../../orchestrator/src/service/interactions/read';
import type { FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';
import { callStandIn, noon } from './callStandIn';

const alert = 'lead:1/slack-message/sales/1';
const user = 'U0CAMILA01';
let app: FakeVendor;
let words: LeadAnswerTexts;
let slack: SlackStandIn;
let hooks: SlackHooksStandIn;
let people: SlackPeople;
let ts: string;

beforeAll(async () => {
	app = await startFakeVendor();
	words = leadAnswerTexts(readTexts(), 'en');
});
afterAll(async () => await app.stop());
beforeEach(() => {
	app.requests.length = 0;
	app.answers = { '/hooks/slack': { body: '' } };
	slack = new SlackStandIn('off');
	hooks = new SlackHooksStandIn(slack.store);
	people = new SlackPeople(
		slack.store,
		`${app.base}/hooks/slack`,
		() => undefined,
		() => noon,
	);
	const message = { channel: 'C0SALES', text: 'Ana', blocks: [words.buttons(alert)] };
	ts = String(callStandIn(slack, 'POST', '/api/chat.postMessage', message).body.ts);
});

const take = () => ({ channel: 'C0SALES', ts, action: 'lead_take', user });

/** What the app was told last, as our own reader understands it. */
function told() {
	const { body = '', headers = {} } = app.requests.at(-1) ?? {};
	const call = { method: 'POST', url: '', headers, rawBody: Buffer.from(body) };
	expect(verifySlack(call, [sandboxSigningSecret], new Date(noon))).toBe(true);
	const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '') as JsonObject;
	return { payload, read: readInteraction(payload) };
}

/** A form that Camila has before her. */
function openForm(
	metadata = JSON.stringify({
		value: { v: 1, alert, language: 'en' },
		seen: 0,
		channel: 'C0SALES',
		ts,
	}),
) {
	const { trigger_id: trigger } = people.pressPayload({ ...take(), action: 'lead_not_a_fit' });
	const body = { trigger_id: trigger, view: words.form(metadata, [null]) };
	const { view } = callStandIn(slack, 'POST', '/api/views.open', body).body as {
		view: { id: string };
	};
	return view.id;
}

describe('a press', () => {
	it('is told to the app, signed, in the shape that Slack has', async () => {
		await people.press(take());

		const { payload, read } = told();
		expect(payload).toMatchObject({
			type: 'block_actions',
			user: { id: user, username: 'camila' },
			container: { type: 'message', channel_id: 'C0SALES', message_ts: ts },
			channel: { id: 'C0SALES', name: 'sales' },
			message: { ts },
		});
		expect(read).toMatchObject({ kind: 'press', action: 'take', value: { alert }, ts });
	});

	it.each([
		{ wrong: 'no such button', press: { action: 'other' } },
		{ wrong: 'no such person', press: { user: 'U0NOBODY00' } },
		{ wrong: 'the app itself', press: { user: 'U0AGENCYBOT' } },
	])('is refused: $wrong', async ({ press }) => {
		await expect(people.press({ ...take(), ...press })).rejects.toMatchObject({
			code: 'sandbox/no-button',
		});
	});

	it.each([{ answer: { status: 500, body: '' } }, { answer: 'reset' as const }])(
		'warns when the app answers $answer',
		async ({ answer }) => {
			app.answers['/hooks/slack'] = answer;
			await expect(people.press(take())).rejects.toMatchObject({ code: 'sandbox/app-silent' });
		},
	);
});

describe('the address that comes with a press', () => {
	const post = (path: string, body: unknown, at = noon) =>
		callStandIn(hooks, 'POST', path, body, { at });
	const hidden = { response_type: 'ephemeral', replace_original: false, text: 'For you' };
	const pathOf = (url: string) => new URL(url).pathname;

	it('takes five answers for one person, and no sixth', () => {
		const path = pathOf(people.pressPayload(take()).response_url);
		for (let times = 0; times < 5; times += 1) expect(post(path, hidden).status).toBe(200);
		expect(post(path, hidden)).toMatchObject({ status: 404, body: { error: 'used_url' } });
		expect(slack.state().privateMessages).toHaveLength(5);
		expect(slack.state().privateMessages[0]).toMatchObject({ userId: user, text: 'For you' });
	});

	it('is good for half an hour', () => {
		const path = pathOf(people.pressPayload(take()).response_url);
		expect(post(path, hidden, noon + 1_800_000).status).toBe(200);
		expect(post(path, hidden, noon + 1_800_001)).toMatchObject({ body: { error: 'expired_url' } });
	});

	it.each([
		{ wrong: 'an unknown path', path: '/actions/T1/2/3', body: hidden, status: 404 },
		{ wrong: 'no text', path: null, body: { response_type: 'ephemeral' }, status: 400 },
	])('refuses $wrong', ({ path, body, status }) => {
		const own = pathOf(people.pressPayload(take()).response_url);
		expect(post(path ?? own, body).status).toBe(status);
	});
});

describe('a form', () => {
	const filledIn = { [formFields.reason.block]: 'budget', [formFields.note.block]: 'Too *small*' };

	it('comes back as it was filled in, and closes', async () => {
		const view = openForm();
		await people.submit({ view, values: filledIn });

		expect(told().read).toMatchObject({
			kind: 'submission',
			reason: 'budget',
			note: 'Too *small*',
			person: { id: user },
			metadata: { seen: 0, ts },
		});
		expect(viewForms(slack.state())).toEqual([]);
	});

	it('stays with what the app says of wrong answers', async () => {
		const view = openForm();
		const errors = { reason: 'Choose one' };
		app.answers['/hooks/slack'] = { body: { response_action: 'errors', errors } };
		await people.submit({ view, values: {} });
		expect(told().read).toMatchObject({ reason: null, note: null });
		expect(viewForms(slack.state())[0]?.blocks[0]).toMatchObject({ error: 'Choose one' });
	});

	it('is replaced when the app says so', async () => {
		const view = openForm();
		const answered = { personId: user, at: new Date(noon) };
		const other = words.form('{}', [{ notice: 'settled', ...answered }]);
		app.answers['/hooks/slack'] = { body: { response_action: 'update', view: other } };
		await people.submit({ view, values: filledIn });
		expect(viewForms(slack.state())).toMatchObject([{ id: view, submit: '' }]);
	});

	it('can be closed without an answer, once', () => {
		const view = openForm();
		people.close(view);
		expect(() => people.close(view)).toThrow('Nothing was pressed');
	});
});
