import type { Decided, MoveAnswer } from '../../../orchestrator/src/reservations/decideMoves';
import { openLogger } from '../../../orchestrator/src/service/http';
import { answerMoves } from '../../../orchestrator/src/service/interactions/moves';
import type { MovePress } from '../../../orchestrator/src/service/interactions/read';
import { readInteraction } from '../../../orchestrator/src/service/interactions/read';
import { moveActions } from '../../../orchestrator/src/texts/moveTexts';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { done } from './support/aService';

const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');

const press = (answer: keyof typeof moveActions, value: object) =>
	readInteraction({
		type: 'block_actions',
		user: { id: 'U0OLIVIA01', username: 'olivia' },
		trigger_id: '1.2.abc',
		response_url: 'https://hooks.slack.com/actions/T/1/x',
		actions: [{ action_id: moveActions[answer], value: JSON.stringify(value) }],
	}) as MovePress;

const value = { v: 1, proposal: 'mov_1', language: 'es' };

it.each<{ answer: MoveAnswer['answer']; result: Decided['result']; told: string[]; woken: number }>(
	[
		{ answer: 'approve', result: 'applied', told: [], woken: 1 },
		{ answer: 'refuse', result: 'refused', told: [], woken: 1 },
		{ answer: 'approve', result: 'stale', told: ['No se movió nada'], woken: 1 },
		{ answer: 'approve', result: 'same', told: ['ya está decidido'], woken: 0 },
		{ answer: 'refuse', result: 'decided', told: ['ya está decidido'], woken: 0 },
		{ answer: 'approve', result: 'missing', told: ['no sabe nada'], woken: 0 },
	],
)('$answer, which is $result, is told to whoever pressed where it must be', async (row) => {
	const seen = { decided: [] as unknown[], told: [] as string[], woken: 0 };
	const reply = await answerMoves(
		{
			moves: {
				decide: async (id, given) => {
					seen.decided.push([id, given]);
					return { result: row.result } as Decided;
				},
			},
			texts,
			slack: {
				tellPrivately: async (_url, text) => {
					seen.told.push(text);
					return done(null);
				},
			},
			wake: () => void (seen.woken += 1),
			logger: openLogger(null),
		},
		press(row.answer, value),
	);
	await reply.after?.();
	expect(reply.body).toBeNull();
	expect(seen.decided).toEqual([['mov_1', { answer: row.answer, by: 'olivia', reason: null }]]);
	expect(seen.told).toEqual(row.told.map((part) => expect.stringContaining(part) as string));
	expect(seen.woken).toBe(row.woken);
});

it('is nothing of ours with another value', () => {
	expect(press('approve', { ...value, v: 2 })).toBeNull();
});
