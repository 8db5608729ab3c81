import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json } from '../../../orchestrator/src/sandbox/types';
import { draftViewSchema } from '../../../orchestrator/src/milestones/draftView';
import { draftActions } from '../../../orchestrator/src/texts/draftTexts';
import { openTexts } from '../../../orchestrator/src/texts/texts';

const texts = openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc');
const languages = ['en', 'es', 'da'] as const;

const draft = draftViewSchema.parse({
	...{ id: 'dft_1', deal: '77', milestone: 'delay', test: false, occurrence: 1, state: 'asked' },
	...{ promisedAt: '2026-12-01T22:00:00.000Z', expectedAt: '2026-12-04T12:00:00.000Z' },
	causes: [
		{ kind: 'late', piece: 'edit', person: 'Ana <!channel>', day: '2026-12-04' },
		{ kind: 'nobody', piece: 'captions', hours: 2.25, because: 'unanswered' },
		{ kind: 'gates', file: 'film_*final*.mp4', gate: 'senior' },
	],
	mail: { to: 'ana@cafe.pe', language: 'es', subject: 'Nueva fecha', words: 'Tarda más.' },
	...{ words: null, decidedBy: null, because: null, decidedAt: null },
	...{ createdAt: '2026-11-26T09:00:00.000Z', expiresAt: '2026-11-29T09:00:00.000Z' },
});
const item = {
	draft,
	mail: {
		to: 'ana@cafe.pe',
		language: 'es',
		subject: 'Nueva fecha',
		text: 'Hola <b>Ana</b>\n\nTarda más.',
	},
	project: { id: '77', name: 'Café *Aurora*' },
	contact: { name: 'Ana Quispe' },
	company: { name: 'Cafés del Rímac' },
};
const write = (data: object, language: string = 'en') =>
	texts.slack({ template: 'delay-draft', data, language, test: false, key: 'k' });
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

describe('delay-draft', () => {
	it('shows dates, client, what is in the way and the mail, with the buttons', () => {
		const text = JSON.stringify(write(item).blocks);
		expect(text).toMatch(/Promised\*\\nTue,? 1 Dec/);
		expect(text).toMatch(/To be expected\*\\nFri,? 4 Dec/);
		expect(text).toContain('Ana Quispe, Cafés del Rímac');
		expect(text).toContain('Spanish');
		expect(text).toMatch(/edit: Ana .* has it until Fri,? 4 Dec/);
		expect(text).toContain('captions: nobody has it, 2.3 h (nobody answered)');
		expect(text).toContain('still before the gate “senior”');
		expect(text).toContain('Nueva fecha\\n\\nHola <b>Ana</b>');
		expect(text).not.toContain('<!channel>');
		for (const action of Object.values(draftActions)) expect(text).toContain(action);
		expect(text).toContain('{\\"v\\":1,\\"draft\\":\\"dft_1\\",\\"language\\":\\"en\\"}');
		expect(text).toMatch(/until <!date\^1795942800\^/);
	});

	it('needs no causes, names or end', () => {
		const bare = { ...draft, causes: [], promisedAt: null, expectedAt: null, expiresAt: null };
		const project = { id: '77', name: null };
		const { blocks } = write({ ...item, draft: bare, project, contact: null, company: null });
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
		expect(JSON.stringify(blocks)).toContain('*Client*\\nana@cafe.pe');
	});

	it('stays within what Slack takes, however long the mail and the list', () => {
		const causes = Array.from({ length: 60 }, () => draft.causes[0]);
		const mail = { ...item.mail, text: 'x'.repeat(20_000) };
		const { blocks } = write({ ...item, draft: { ...draft, causes }, mail });
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
		expect(JSON.stringify(blocks)).toContain('and 50 more');
	});

	it('needs a draft', () => {
		expect(() => write({})).toThrow(expect.objectContaining({ code: 'text/no-draft' }));
	});

	it.each(languages)('is written in %s without an empty place', (language) => {
		const { text, blocks } = write(item, language);
		const words = texts.drafts(language);
		const by = { decidedBy: 'Olivia', decidedAt: draft.createdAt };
		const shown = [
			words.shown({ ...draft, ...by, state: 'sent' }),
			words.shown({ ...draft, ...by, state: 'sent', words: 'Own' }),
			words.shown({ ...draft, ...by, state: 'refused' }),
		];
		expect(new Set(shown.map((each) => each.text)).size).toBe(3);
		const form = words.form('{}', { date: '2026-12-04', text: 'x' });
		const all = JSON.stringify([text, blocks, shown, form]);
		expect(all).not.toMatch(/undefined|\{\{|\{%|\[object|"text":""/);
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
		const notices = [
			...(['sent', 'refused', 'superseded', 'expired'] as const),
			...(['tried', 'unknown', 'formFailed'] as const),
		];
		for (const notice of notices) expect(words.privately(notice)).not.toBe('');
		for (const wrong of ['date', 'text', 'link', 'offer'] as const) {
			expect(words.wrong(wrong, 'x')).not.toMatch(/^$|\{\{/);
		}
	});
});
