import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLogger } from '../../../orchestrator/src/service/http';
import type {
	AnswerResult,
	OfferedWork,
} from '../../../orchestrator/src/service/interactions/offers';
import {
	answerDeclination,
	answerOffer,
} from '../../../orchestrator/src/service/interactions/offers';
import type { Declination, OfferPress } from '../../../orchestrator/src/service/interactions/read';
import { readInteraction } from '../../../orchestrator/src/service/interactions/read';
import {
	assignmentActions,
	declineFields,
} from '../../../orchestrator/src/texts/assignmentAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { done } from './support/aService';

const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
const luis = { name: 'Luis Mendoza', email: 'Luis@agency.example' };
const emails: Record<string, string | null> = {
	U0LUIS0001: 'luis@agency.example',
	U0FREJA001: 'freja@agency.example',
	U0NOMAIL01: null,
};

/** Answers a press or a form over reservations of a test, and tells all that came of it. */
function aDesk(given: { work?: Partial<OfferedWork> | null; result?: AnswerResult } = {}) {
	const { work = {}, result = 'changed' } = given;
	const seen = { answers: [] as object[], told: [] as string[], views: [] as Json[], woken: 0 };
	const parts = {
		texts,
		assignments: {
			find: async () =>
				work === null ? null : { isOpen: true, test: false, person: luis, ...work },
			answer: async (_id: string, answer: object) => {
				seen.answers.push(answer);
				return result;
			},
		},
		slack: {
			findPerson: async (id: string) => {
				const email = emails[id];
				if (email !== undefined) return done({ id, name: id, email });
				const error = { code: 'slack/unreachable', what: '', why: '', mend: '' };
				return { result: 'notSent', status: null, error } as const;
			},
			tellPrivately: async (_url: string, text: string) => {
				seen.told.push(text);
				return done(null);
			},
			openView: async (_trigger: string, view: Json) => {
				seen.views.push(view);
				return done({ id: 'V1' });
			},
		},
		wake: () => void (seen.woken += 1),
		logger: openLogger(null),
	};
	return { parts, seen };
}

const value = JSON.stringify({ v: 1, reservation: 'res_1', language: 'en' });

const press = (action: keyof typeof assignmentActions, user: string) =>
	readInteraction({
		type: 'block_actions',
		user: { id: user, username: user.toLowerCase() },
		trigger_id: '1.2.abc',
		response_url: 'https://hooks.slack.com/actions/T/1/x',
		container: { channel_id: 'C0CARACAS', message_ts: '1.2' },
		actions: [{ action_id: assignmentActions[action], value }],
	}) as OfferPress;

const form = (user: string, reason: string | null, note: string | null = null) =>
	readInteraction({
		type: 'view_submission',
		user: { id: user, name: 'somebody' },
		view: {
			callback_id: 'assignment_decline',
			private_metadata: value,
			state: {
				values: {
					[declineFields.reason.block]: {
						[declineFields.reason.action]: {
							selected_option: reason === null ? null : { value: reason },
						},
					},
					[declineFields.note.block]: { [declineFields.note.action]: { value: note } },
				},
			},
		},
	}) as Declination;

async function pressed(desk: ReturnType<typeof aDesk>, ...given: Parameters<typeof press>) {
	const reply = await answerOffer(desk.parts, press(...given));
	await reply.after?.();
	return reply.body;
}

describe('an offer of work', () => {
	it('is accepted by whoever is asked, told apart by their address whatever its case', async () => {
		const desk = aDesk();
		expect(await pressed(desk, 'accept', 'U0LUIS0001')).toBeNull();
		expect(desk.seen).toMatchObject({
			answers: [{ answer: 'accept', reason: null, by: 'u0luis0001' }],
			told: [],
			woken: 1,
		});
	});

	it.each([
		{ who: 'another person', user: 'U0FREJA001', says: 'offered to Luis Mendoza' },
		{ who: 'somebody whose address is hidden', user: 'U0NOMAIL01', says: 'users:read.email' },
		{ who: 'somebody Slack does not name', user: 'U0STRANGER', says: 'did not say who you are' },
	])('is not answered by $who, who is told so and nobody else', async ({ user, says }) => {
		for (const action of ['accept', 'decline'] as const) {
			const desk = aDesk();
			await pressed(desk, action, user);
			expect(desk.seen).toMatchObject({ answers: [], views: [], woken: 0 });
			expect(desk.seen.told).toEqual([expect.stringContaining(says)]);
		}
		const desk = aDesk();
		const reply = await answerDeclination(desk.parts, form(user, 'busy'));
		expect(JSON.stringify(reply.body)).toContain(says);
		expect(desk.seen.answers).toEqual([]);
	});

	it.each<{ when: string; desk: Parameters<typeof aDesk>[0]; says: string }>([
		{ when: 'nothing is known of it', desk: { work: null }, says: 'knows nothing' },
		{ when: 'it is over', desk: { work: { isOpen: false } }, says: 'is over' },
		{ when: 'it ended meanwhile', desk: { result: 'refused' }, says: 'is over' },
		{ when: 'they have accepted it', desk: { result: 'same' }, says: 'accepted this already' },
	])('says so when $when', async ({ desk: given, says }) => {
		const desk = aDesk(given);
		await pressed(desk, 'accept', 'U0LUIS0001');
		expect(desk.seen.told).toEqual([expect.stringContaining(says)]);
		expect(desk.seen.woken).toBe(0);
	});

	it('may be answered by anybody who tries it out', async () => {
		const desk = aDesk({ work: { test: true } });
		await pressed(desk, 'accept', 'U0FREJA001');
		expect(desk.seen.answers).toHaveLength(1);
	});

	it('cannot be answered for a person whose address the roster does not give', async () => {
		const desk = aDesk({ work: { person: { name: 'Luis', email: null } } });
		await pressed(desk, 'accept', 'U0LUIS0001');
		expect(desk.seen).toMatchObject({ answers: [], told: [expect.stringContaining('Luis')] });
	});

	it('asks why it is declined, and keeps it in words', async () => {
		const desk = aDesk();
		await pressed(desk, 'decline', 'U0LUIS0001');
		expect(desk.seen.views).toEqual([
			expect.objectContaining({ callback_id: 'assignment_decline', private_metadata: value }),
		]);
		expect(desk.seen.answers).toEqual([]);

		const reply = await answerDeclination(desk.parts, form('U0LUIS0001', 'away', ' a *shoot* '));
		expect(reply.body).toBeNull();
		expect(desk.seen.answers).toEqual([
			{ answer: 'decline', reason: 'Away then: a *shoot*', by: 'somebody' },
		]);
		expect(desk.seen.woken).toBe(1);
	});

	it.each([
		{ when: 'no reason is chosen', reason: null, note: null, field: 'reason' },
		{ when: 'the reason is none of ours', reason: 'boss', note: null, field: 'reason' },
		{ when: 'the note is too long', reason: 'busy', note: 'x'.repeat(501), field: 'note' },
	])('shows what is wrong with the form when $when', async ({ reason, note, field }) => {
		const desk = aDesk();
		const reply = await answerDeclination(desk.parts, form('U0LUIS0001', reason, note));
		expect(reply.body).toMatchObject({
			response_action: 'errors',
			errors: { [field]: expect.any(String) },
		});
		expect(desk.seen.answers).toEqual([]);
	});

	it('says in the form that it is over', async () => {
		const desk = aDesk({ result: 'refused' });
		const reply = await answerDeclination(desk.parts, form('U0LUIS0001', 'busy'));
		expect(JSON.stringify(reply.body)).toContain('is over');
		expect(desk.seen.woken).toBe(0);
	});
});
