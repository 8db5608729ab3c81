import { defaultLinkHosts } from '../../../nodes/domain/letter/safeLink';
import type { MilestoneDraft } from '../../../orchestrator/src/ledger/milestoneDrafts';
import type { DraftAnswer, DraftAnswered } from '../../../orchestrator/src/milestones/answerDraft';
import { openLogger } from '../../../orchestrator/src/service/http';
import {
	answerDraftForm,
	answerDraftPress,
} from '../../../orchestrator/src/service/interactions/drafts';
import { readInteraction } from '../../../orchestrator/src/service/interactions/read';
import type {
	DraftPress,
	DraftSubmission,
} from '../../../orchestrator/src/service/interactions/readDraft';
import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json } from '../../../orchestrator/src/sandbox/types';
import { draftActions, DRAFT_FORM } from '../../../orchestrator/src/texts/draftTexts';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { done } from './support/aService';

const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
const responseUrl = 'https://hooks.slack.com/actions/T/1/x';
const value = { v: 1, draft: 'dft_1', language: 'en' };

const aDraft = (changes: Partial<MilestoneDraft> = {}): MilestoneDraft => ({
	...{ id: 'dft_1', deal: '77', milestone: 'delay', test: false, occurrence: 1, isFound: true },
	promisedAt: new Date('2026-12-01T22:00:00Z'),
	expectedAt: new Date('2026-12-04T12:00:00Z'),
	...{ causes: [], details: {}, event: {}, words: null, because: null, state: 'asked' },
	mail: { to: 'a@b.pe', language: 'es', subject: 'Nueva *fecha*', words: 'Tarda más.\n\nPerdón.' },
	...{ decidedBy: null, decidedAt: null, createdAt: new Date(0), askedAt: new Date(0) },
	expiresAt: new Date('2026-11-29T12:00:00Z'),
	...changes,
});
const decided = (state: MilestoneDraft['state'], words: string | null = null) =>
	aDraft({ state, words, decidedBy: 'olivia', decidedAt: new Date('2026-11-26T12:00:00Z') });

const press = (action: keyof typeof draftActions, given: object = value) =>
	readInteraction({
		type: 'block_actions',
		user: { id: 'U0OLIVIA01', username: 'olivia' },
		trigger_id: '1.2.abc',
		response_url: responseUrl,
		actions: [{ action_id: draftActions[action], value: JSON.stringify(given) }],
	}) as DraftPress;
const form = (date: string, text: string) =>
	readInteraction({
		type: 'view_submission',
		user: { id: 'U0OLIVIA01', username: 'olivia' },
		view: {
			callback_id: DRAFT_FORM,
			private_metadata: JSON.stringify({ value, responseUrl }),
			state: { values: { date: { date: { value: date } }, text: { text: { value: text } } } },
		},
	}) as DraftSubmission;

/** Everything a press came to. */
function watched(draft: MilestoneDraft | null, answered: DraftAnswered = { result: 'missing' }) {
	const seen = {
		answers: [] as DraftAnswer[],
		private: [] as string[],
		shown: [] as string[],
		views: [] as Json[],
		woken: 0,
	};
	const parts = {
		drafts: {
			read: async () => draft,
			answer: async (_id: string, given: DraftAnswer) => {
				seen.answers.push(given);
				return answered;
			},
			linkHosts: defaultLinkHosts,
		},
		texts,
		slack: {
			openView: async (_trigger: string, view: unknown) => {
				seen.views.push(view as Json);
				return done({ id: 'V1' });
			},
			tellPrivately: async (_url: string, text: string) => {
				seen.private.push(text);
				return done(null);
			},
			replaceMessage: async (_url: string, message: { text: string; blocks: unknown[] }) => {
				expect(checkBlocks(message.blocks as Json, 'message')).toEqual([]);
				seen.shown.push(JSON.stringify(message.blocks));
				return done(null);
			},
		},
		wake: () => void (seen.woken += 1),
		logger: openLogger(null),
	};
	return { seen, parts };
}

const said = (part: string) => expect.stringContaining(part) as string;

it.each<{
	action: 'send' | 'refuse';
	answered: DraftAnswered;
	shown: string[];
	told: string[];
	woken: number;
}>([
	{
		action: 'send',
		answered: { result: 'sent', draft: decided('sent') },
		shown: ['*olivia* sent it to a@b.pe'],
		told: [],
		woken: 1,
	},
	{
		action: 'refuse',
		answered: { result: 'refused', draft: decided('refused') },
		shown: ['The client was told nothing: Nueva'],
		told: [],
		woken: 0,
	},
	{
		action: 'send',
		answered: { result: 'tried', draft: decided('sent') },
		shown: ['*olivia* sent it to a@b.pe'],
		told: ['a trial with a sample'],
		woken: 0,
	},
	{
		action: 'send',
		answered: { result: 'same', draft: decided('sent') },
		shown: [],
		told: ['sent already'],
		woken: 0,
	},
	{
		action: 'send',
		answered: { result: 'over', draft: decided('refused') },
		shown: [],
		told: ['“not now” already'],
		woken: 0,
	},
	{
		action: 'refuse',
		answered: { result: 'over', draft: decided('superseded') },
		shown: [],
		told: ['something newer'],
		woken: 0,
	},
	{
		action: 'send',
		answered: { result: 'expired', draft: decided('expired') },
		shown: [],
		told: ['waited too long'],
		woken: 0,
	},
	{
		action: 'send',
		answered: { result: 'missing' },
		shown: [],
		told: ['knows nothing'],
		woken: 0,
	},
])('$action, which is $answered.result, is shown and told', async (row) => {
	const { seen, parts } = watched(aDraft(), row.answered);
	const reply = await answerDraftPress(parts, press(row.action));
	expect(reply.body).toBeNull();
	await reply.after?.();
	expect(seen.answers).toEqual([
		{ answer: row.action, by: 'olivia', words: null, expectedOn: null },
	]);
	expect(seen.shown).toEqual(row.shown.map(said));
	expect(seen.private).toEqual(row.told.map(said));
	expect(seen.woken).toBe(row.woken);
});

it('is nothing of ours with another value', () => {
	expect(press('send', { ...value, v: 2 })).toBeNull();
});

describe('the form in which a mail is put otherwise', () => {
	it('opens with what the mail says', async () => {
		const { seen, parts } = watched(aDraft());
		const reply = await answerDraftPress(parts, press('edit'));
		await reply.after?.();
		expect(seen.answers).toEqual([]);
		expect(checkBlocks((seen.views[0] as { blocks: Json }).blocks, 'view')).toEqual([]);
		expect(JSON.stringify(seen.views)).toContain('"initial_value":"Tarda más.\\n\\nPerdón."');
		expect(JSON.stringify(seen.views)).toContain('"initial_value":"2026-12-04"');
	});

	it.each([
		{ draft: null, told: 'knows nothing' },
		{ draft: decided('sent'), told: 'sent already' },
		{ draft: decided('superseded'), told: 'something newer' },
	])('does not open for what is over: $told', async ({ draft, told }) => {
		const { seen, parts } = watched(draft);
		await (await answerDraftPress(parts, press('edit'))).after?.();
		expect(seen.views).toEqual([]);
		expect(seen.private).toEqual([said(told)]);
	});

	it('sends the mail in these words, for this day', async () => {
		const own = 'La música tarda.';
		const { seen, parts } = watched(aDraft(), { result: 'sent', draft: decided('sent', own) });
		const reply = await answerDraftForm(parts, form('2026-12-07', own));
		expect(reply.body).toBeNull();
		await reply.after?.();
		expect(seen.answers).toEqual([
			{ answer: 'send', by: 'olivia', words: own, expectedOn: '2026-12-07' },
		]);
		expect(seen.shown).toEqual([said('in words of their own')]);
		expect(seen.shown).toEqual([said('New date: Fri 4 Dec')]);
		expect(seen.woken).toBe(1);
	});

	it('changes nothing where nothing was changed', async () => {
		const { seen, parts } = watched(aDraft(), { result: 'sent', draft: decided('sent') });
		await answerDraftForm(parts, form('2026-12-04', 'Tarda más.\r\n\r\nPerdón. '));
		expect(seen.answers).toMatchObject([{ words: null, expectedOn: null }]);
	});

	it.each([
		{ date: '2026-12-01', text: 'x', field: 'date', told: 'later than the promised' },
		{ date: '2026-02-30', text: 'x', field: 'date', told: 'later than the promised' },
		{ date: 'Friday', text: 'x', field: 'date', told: 'later than the promised' },
		{ date: '2026-12-07', text: '', field: 'text', told: 'what the client is to read' },
		{ date: '2026-12-07', text: 'See evil.example', field: 'text', told: 'evil.example' },
		{ date: '2026-12-07', text: 'Con un descuento', field: 'text', told: '“descuento”' },
	])('keeps $date and "$text" open, and says why', async ({ date, text, field, told }) => {
		const { seen, parts } = watched(aDraft());
		const reply = await answerDraftForm(parts, form(date, text));
		expect(reply.body).toEqual({ response_action: 'errors', errors: { [field]: said(told) } });
		expect(seen.answers).toEqual([]);
	});

	it('keeps what was typed where the draft is over by now', async () => {
		const { parts } = watched(aDraft(), { result: 'over', draft: decided('superseded') });
		const reply = await answerDraftForm(parts, form('2026-12-07', 'x'));
		expect(reply.body).toMatchObject({ errors: { text: said('something newer') } });
	});
});
