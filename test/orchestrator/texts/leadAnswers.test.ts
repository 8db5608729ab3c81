import fc from 'fast-check';
import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import { checkView } from '../../../orchestrator/src/sandbox/slack/views';
import { parseMrkdwn } from '../../../orchestrator/src/sandbox/viewer/mrkdwn';
import type { Json as SandboxJson, JsonObject } from '../../../orchestrator/src/sandbox/types';
import { languages } from '../../../orchestrator/src/texts/formats';
import type {
	FormNotice,
	PrivateAnswer,
	ShownAnswer,
} from '../../../orchestrator/src/texts/leadAnswers';
import {
	leadAnswerTexts,
	leadReasons,
	readAnsweredItem,
	slackDate,
} from '../../../orchestrator/src/texts/leadAnswers';
import { readTexts } from '../../../orchestrator/src/texts/library';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { anItem } from '../service/support/anItem';

const at = new Date('2026-11-26T09:14:00Z');
const who = { personId: 'U0CAMILA01', at };
const alert = 'lead:1/slack-message/sales/1';
const library = readTexts();
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as SandboxJson;

describe.each(languages)('in %s', (language) => {
	const words = leadAnswerTexts(library, language);
	const shown: ShownAnswer[] = [
		{ ...who, answer: 'taken' },
		{ ...who, answer: 'given-back' },
		...leadReasons.map((reason) => ({ ...who, answer: 'not-a-fit' as const, reason, note: 'x' })),
	];

	it.each(shown)(
		'says $answer $reason with all its words, in blocks that Slack takes',
		(answer) => {
			const { text, blocks } = words.shown(alert, answer);
			expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
			expect(text).toContain(`<@U0CAMILA01>`);
			expect(text).toContain(slackDate(at));
			expect(JSON.stringify(blocks)).not.toMatch(/\{\{|undefined/);
		},
	);

	it.each<FormNotice[]>([
		[null],
		[{ notice: 'taken', ...who }],
		[{ notice: 'changed' }, { notice: 'taken', ...who }],
		[{ notice: 'settled', ...who }],
	])('asks why in a form that Slack takes: %j', (...notices) => {
		const form = asJson(words.form('{}', notices)) as JsonObject;
		expect(checkView(form)).toEqual([]);
		expect(JSON.stringify(form)).not.toMatch(/\{\{|undefined|""/);
	});

	it.each<PrivateAnswer>([
		{ tell: 'taken', ...who },
		{ tell: 'yours', ...who },
		{ tell: 'notAFit', ...who },
		{ tell: 'notYours' },
		{ tell: 'unknown' },
		{ tell: 'formFailed' },
	])('tells one person: $tell', (answer) => {
		expect(words.privately(answer)).toMatch(/\p{L}{2}.*\.$/u);
		expect(words.privately(answer)).not.toContain('{{');
	});

	it.each(['reason', 'note'] as const)('says what is wrong with the %s', (field) => {
		expect(words.wrong(field)).not.toBe('');
	});
});

describe('a lead’s alert', () => {
	const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc', library);
	const written = (template: string) =>
		texts.slack({ template, data: anItem(), language: 'en', test: false, key: alert });

	it('has the two buttons since its second version, with what is needed to find the lead', () => {
		const blocks = asJson(written('lead-alert').blocks) as JsonObject[];
		const buttons = blocks.find(({ block_id: id }) => id === 'lead_answers');
		expect(buttons).toMatchObject({
			elements: [
				{ action_id: 'lead_take', value: JSON.stringify({ v: 1, alert, language: 'en' }) },
				{ action_id: 'lead_not_a_fit' },
			],
		});
		expect(checkBlocks(blocks, 'message')).toEqual([]);
		expect(JSON.stringify(written('lead-alert@1').blocks)).not.toContain('lead_take');
	});
});

describe('what a person adds', () => {
	const words = leadAnswerTexts(library, 'en');

	it('is shown exactly as it was written: no mention, no link, no formatting', () => {
		const hostile = fc.oneof(
			fc.constantFrom(
				'<!channel>',
				'<@U0FREJA001>',
				'*bold*',
				'<https://x.y|z>',
				'{{ person }}',
				'`a`',
			),
			fc.string({ minLength: 1, maxLength: 200 }),
		);
		fc.assert(
			fc.property(hostile, (note) => {
				const { text, blocks } = words.shown(alert, {
					...who,
					answer: 'not-a-fit',
					reason: 'other',
					note,
				});
				const [line, quoted] = asJson(blocks) as JsonObject[];
				expect(JSON.stringify(line)).toBe(
					JSON.stringify(
						asJson(
							words.shown(alert, { ...who, answer: 'not-a-fit', reason: 'other', note: null })
								.blocks[0],
						),
					),
				);
				if (note.trim() !== '') {
					expect(quoted).toMatchObject({ text: { type: 'plain_text', text: `“${note.trim()}”` } });
				}
				const mentions = parseMrkdwn(text, { user: (id) => id, channel: (id) => id })
					.flatMap(({ inline }) => inline)
					.filter(({ kind }) => kind === 'mention' || kind === 'link');
				expect(mentions).toHaveLength(1);
			}),
			{ seed: 7, numRuns: 200 },
		);
	});

	it.each([
		{ wrong: 'a person whose id is none of Slack’s', change: { person: { slackId: '!channel' } } },
		{ wrong: 'a reason nobody knows', change: { answer: 'not-a-fit', reason: '*budget*' } },
		{ wrong: 'no time', change: { at: 'now' } },
		{ wrong: 'a language without words', change: { language: 'fr' } },
	])('is not shown with $wrong', ({ change }) => {
		const item = {
			person: { slackId: 'U0CAMILA01' },
			at: at.toISOString(),
			answer: 'taken',
			language: 'en',
		};
		expect(readAnsweredItem(item)).toMatchObject({ answer: who });
		expect(() => readAnsweredItem({ ...item, ...change })).toThrow('cannot be filled');
	});
});

describe('slackDate', () => {
	it('lets Slack write it for each reader, and UTC where it cannot', () => {
		expect(slackDate(at)).toBe(
			'<!date^1795684440^{date_short_pretty} {time}|2026-11-26 09:14 UTC>',
		);
	});
});
