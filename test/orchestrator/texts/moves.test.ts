import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json } from '../../../orchestrator/src/sandbox/types';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { moveActions, readProposedMoves } from '../../../orchestrator/src/texts/moveTexts';
import { proposalSchema } from '../../../orchestrator/src/reservations/proposalSchema';

const texts = openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc');
const languages = ['en', 'es', 'da'] as const;
const at = '2026-11-26T09:00:00.000Z';

const move = {
	...{ reservation: 'res_1', revision: 1, project: 'p', projectName: 'Café *Aurora* <!channel>' },
	...{ piece: 'edit', from: 'luis', fromName: 'Luis', to: 'ana', toName: 'Ana', because: null },
	...{ was: [{ day: '2026-11-27', hours: 6 }], days: [{ day: '2026-11-30', hours: 6.333333 }] },
	...{ startsAt: '2026-11-30T13:00:00.000Z', endsAt: '2026-11-30T20:00:00.000Z' },
};
const later = { ...move, reservation: 'res_2', piece: 'qa', to: 'luis', toName: 'Luis' };
const lost = {
	...{ reservation: 'res_3', project: 'p', projectName: 'Nordlys', piece: 'script' },
	...{ person: 'luis', because: 'nobody else has the skill' },
};
const proposal = proposalSchema.parse({
	...{ id: 'mov_1', test: false, project: null, hub: 'caracas', state: 'proposed', because: null },
	...{ reason: 'Luis is away', rosterVersion: 'roster/1', decidedBy: null, decidedAt: null },
	...{ moves: [move, later], unplaced: [lost], createdAt: at },
});
const write = (template: string, data: object, language: string = 'en') =>
	texts.slack({ template, data, language, test: false, key: 'moves:mov_1/slack-message/x/1' });
const moved = {
	...{ projectName: 'Café Aurora', piece: 'edit', reason: 'Luis is away', endsAt: move.endsAt },
	from: { id: 'luis', name: 'Luis' },
	person: { id: 'ana', name: 'Ana', zone: 'America/Caracas' },
	reservation: { id: 'res_1', skill: 'video-editing', days: move.days, holdUntil: at },
};

describe('move-proposal', () => {
	it('shows who gives what to whom, what stays later, and for what nobody was found', () => {
		const text = JSON.stringify(write('move-proposal', { proposal }).blocks);
		expect(text).toMatch(
			/➖ Luis: edit of Café .+ Fri .*6 h\\n➕ Ana: the same, Mon .*6\.33 h, done/,
		);
		expect(text).toContain('🕒 Luis keeps it: ');
		expect(text).toContain('❗ script of Nordlys (luis): nobody else has the skill');
		expect(text).not.toContain('<!channel>');
		for (const action of Object.values(moveActions)) expect(text).toContain(action);
		expect(text).toContain('{\\"v\\":1,\\"proposal\\":\\"mov_1\\",\\"language\\":\\"en\\"}');
	});

	it('stays within what Slack takes, however many pieces move', () => {
		const many = { ...proposal, moves: Array.from({ length: 50 }, () => move) };
		const { blocks } = write('move-proposal', { proposal: many });
		expect(blocks?.length).toBeLessThanOrEqual(50);
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
		expect(JSON.stringify(blocks)).toContain('+38');
	});

	it.each([
		{ state: 'applied', says: '✅ *Olivia* said yes' },
		{ state: 'refused', says: '✋ *Olivia* said no' },
		{ state: 'stale', says: 'ana has only 2 h free' },
	] as const)('says in place of its buttons that it is $state', ({ state, says }) => {
		const because = state === 'stale' ? 'ana has only 2 h free' : null;
		const shown = texts
			.moves('en')
			.shown({ ...proposal, state, because, decidedBy: 'Olivia', decidedAt: at });
		expect(shown.text).toContain(says);
		expect(checkBlocks(asJson(shown.blocks), 'message')).toEqual([]);
	});

	it('says for which project room is made, in the words of the language', () => {
		const forProject = { ...proposal, project: 'q', reason: 'Nordlys' };
		const text = JSON.stringify(write('move-proposal', { proposal: forProject }, 'es').blocks);
		expect(text).toContain('Para hacer sitio a Nordlys');
		const asked = write('work-moved', { ...moved, reason: 'Nordlys', forProject: true }, 'da');
		expect(JSON.stringify(asked.blocks)).toContain('For at gøre plads til Nordlys');
	});

	it('needs a proposal', () => {
		expect(() => readProposedMoves({})).toThrow(expect.objectContaining({ code: 'text/no-moves' }));
	});
});

describe('work that moved', () => {
	it('is offered to whoever takes it over, in their own time', () => {
		const { blocks, mentionWords } = write('work-moved', moved);
		const text = JSON.stringify(blocks);
		expect(text).toContain('*From*\\nLuis');
		expect(text).toMatch(/Done by\*\\n.*16:00/);
		expect(text).toContain('assignment_accept');
		expect(mentionWords.onDuty).toBe('would you take this over?');
	});

	it('is told to whoever had it, or has it on other days', () => {
		expect(write('work-handed-on', moved).text).toContain('You need not do *edit*');
		const same = { ...moved, person: { id: 'luis', name: 'Luis', zone: 'America/Caracas' } };
		expect(write('work-handed-on', same).text).toContain('has other days');
	});

	it('needs a reservation', () => {
		expect(() => write('work-moved', {})).toThrow(
			expect.objectContaining({ code: 'text/no-move' }),
		);
	});
});

it.each(
	languages.flatMap((language) =>
		['move-proposal', 'work-moved', 'work-handed-on'].map((name) => ({ language, name })),
	),
)('$name is written in $language without an empty place', ({ language, name }) => {
	const { text, blocks } = write(name, { proposal, ...moved }, language);
	expect(JSON.stringify([text, blocks])).not.toMatch(/undefined|\{\{|\{%|\[object|"text":""/);
	expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
	for (const notice of ['decided', 'stale', 'unknown'] as const) {
		expect(texts.moves(language).privately(notice)).not.toBe('');
	}
});

function asJson(blocks: unknown): Json {
	return JSON.parse(JSON.stringify(blocks)) as Json;
}
