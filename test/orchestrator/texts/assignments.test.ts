import { routeProject } from '../../../nodes/domain/routing/routeProject';
import { languages } from '../../../nodes/domain/language';
import type { RoutingDecision } from '../../../nodes/domain/routing/routeProject';
import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json as SandboxJson } from '../../../orchestrator/src/sandbox/types';
import { readAssignmentAnswer } from '../../../orchestrator/src/texts/assignmentAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import { aBooking, aPerson, aProject, aRoster, monday, someSettings } from '../../support/aStudio';

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as SandboxJson;
const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
const ana = aPerson('ana', { name: 'Ana <b>*Ruiz*', email: 'ana@agency.example' });
const luis = aPerson('luis', {
	name: 'Luis',
	rate: { minor: 2_000, currency: 'USD', per: 'hour' },
});
const project = aProject({ client: { id: 'aurora', zone: 'America/Caracas', language: 'es' } });

function decide(people = [ana, luis], bookings = [] as ReturnType<typeof aBooking>[]) {
	return routeProject(project, aRoster(people), bookings, monday, someSettings());
}

/** An item as the flow hands it to the offer. */
function anOffer({ assignments }: RoutingDecision, changes: object = {}) {
	return {
		project,
		deal: { name: 'Café <!channel> Aurora' },
		company: { name: 'Cafés *Aurora*' },
		assignment: assignments[0],
		reservations: [{ id: 'res_1', piece: 'cut', holdUntil: '2026-11-24T12:00:00.000Z' }],
		receipts: { task: { url: 'https://app.clickup.com/t/86a' } },
		...changes,
	};
}

const write = (template: string, data: object, language = 'en') =>
	texts.slack({ template, data, language, test: false, key: 'deal:1/slack-message/x#cut/1' });

describe('assignment-offer', () => {
	it('says what, for whom, how long, until when in their zone, why them, and who was next', () => {
		const text = JSON.stringify(write('assignment-offer', anOffer(decide())));
		expect(text).toContain('3 hours: Mon 23 Nov 3 h');
		// From 9 in Caracas, where 8 hours of work take 9 of the clock.
		expect(text).toContain('23 Nov 2026, 12:22 GMT-4');
		expect(text).toMatch(/Why Ana[^▲]*▲ costs \$30 \(\+4.5\)/);
		expect(text).toMatch(/Next would be Luis\*, [\d.]+ points behind/);
		expect(text).toContain('https://app.clickup.com/t/86a');
	});

	it('carries the reservation in its buttons', () => {
		const { blocks } = write('assignment-offer', anOffer(decide()));
		const buttons = (blocks ?? []).find(
			(block) => (block as { block_id?: string }).block_id === 'assignment_answers',
		) as { elements: Array<{ value: string }> };
		expect(buttons.elements.map(({ value }) => JSON.parse(value) as unknown)).toEqual([
			{ v: 1, reservation: 'res_1', language: 'en' },
			{ v: 1, reservation: 'res_1', language: 'en' },
		]);
	});

	it('makes neither mention nor formatting of names', () => {
		const text = JSON.stringify(write('assignment-offer', anOffer(decide())));
		expect(text).not.toMatch(/"mrkdwn","text":"[^"]*(<!channel>|<b>|\*Aurora\*)/);
	});

	it('says that nobody else could, and that somebody said no before', () => {
		const offer = anOffer(decide([ana]));
		const again = { ...offer, assignment: { ...decide([ana]).assignments[0], round: 2 } };
		const text = JSON.stringify(write('assignment-offer', again));
		expect(text).toContain('*Nobody else*');
		expect(text).toContain('Offered for the 2. time');
	});

	it.each(languages)('is written in %s without an empty place', (language) => {
		const { text, blocks } = write('assignment-offer', anOffer(decide()), language);
		expect(JSON.stringify([text, blocks])).not.toMatch(/undefined|\{\{|\[object|"text":""/);
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
	});

	it('needs an assignment', () => {
		expect(() => write('assignment-offer', {})).toThrow(
			expect.objectContaining({ code: 'text/no-assignment' }),
		);
	});
});

describe('routing-proposal', () => {
	const inbox = { id: 'evt_9' };
	const busy = aBooking('ana', {
		days: [23, 24, 25].map((day) => ({ day: `2026-11-${day}`, hours: 8 })),
	});

	it('offers a date and a price when nobody can, and how to go on', () => {
		const decision = decide([ana], [busy]);
		expect(decision.outcome).toBe('negotiate');
		const text = JSON.stringify(write('routing-proposal', { project, decision, inbox }));
		expect(text).toContain('Same price, later');
		expect(text).toContain('agency-ops inbox replay evt_9');
	});

	it('shows moves as a difference', () => {
		const editor = aPerson('eva', { skills: { edit: 3 } });
		const other = aPerson('sol', { skills: { edit: 1 } });
		const bookings = [
			aBooking('eva', {
				level: 1,
				days: [23, 24, 25].map((day) => ({ day: `2026-11-${day}`, hours: 8 })),
			}),
		];
		const decision = decide([editor, other], bookings);
		expect(decision.moves).not.toEqual([]);
		const text = JSON.stringify(write('routing-proposal', { project, decision, inbox }));
		expect(text).toMatch(/➖ eva: work of other\\n➕ sol: the same, \w/);
	});

	it.each(languages)('is written in %s without an empty place', (language) => {
		const marco = aPerson('marco', { kind: 'freelancer' });
		for (const decision of [decide([marco]), decide([ana], [busy])]) {
			const { text, blocks } = write('routing-proposal', { project, decision, inbox }, language);
			expect(JSON.stringify([text, blocks])).not.toMatch(/undefined|\{\{|\[object|"text":""/);
			expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
		}
	});
});

describe('what takes the place of the buttons', () => {
	const event = {
		answer: 'declined',
		reason: 'Away: *shoot* <!channel>',
		person: { id: 'ana', name: 'Ana *Ruiz* <@U1>' },
		reservation: { updatedAt: '2026-11-26T09:00:00.000Z' },
	};

	it.each(languages)('names the person, the moment and the reason in %s', (language) => {
		const { text, blocks } = texts.assignments(language).shown(readAssignmentAnswer(event));
		expect(text).toContain('<!date^1795683600^');
		expect(text).not.toContain('<@U1>');
		expect(blocks[1]).toMatchObject({ text: { type: 'plain_text' } });
		expect(JSON.stringify(blocks[1])).toContain('*shoot* <!channel>');
	});

	it.each(['accepted', 'unanswered'] as const)('has no reason when it is %s', (answer) => {
		const shown = texts.assignments('en').shown(readAssignmentAnswer({ ...event, answer }));
		expect(shown.blocks).toHaveLength(1);
	});

	it('needs an answer', () => {
		expect(() => readAssignmentAnswer({})).toThrow(
			expect.objectContaining({ code: 'text/no-answer' }),
		);
	});
});
