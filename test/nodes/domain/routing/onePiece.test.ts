import fc from 'fast-check';

import { routeProject } from '../../../../nodes/domain/routing/routeProject';
import type { Project } from '../../../../nodes/domain/routing/schema';
import { aPerson, aProject, aRoster, monday, someSettings } from '../../../support/aStudio';

const settings = someSettings();
const all = { edit: 3, write: 3, review: 3 };
const ana = aPerson('ana', { skills: all });
const luis = aPerson('luis', { skills: all, rate: { minor: 2_000, currency: 'USD', per: 'hour' } });
const usd = (amount: number) => ({ minor: amount * 100, currency: 'USD' });

function route(changes: Partial<Project>, people = [ana, luis]) {
	const project = aProject({ type: 'long', value: usd(2_000), ...changes });
	return routeProject(project, aRoster(people), [], monday, settings);
}

describe('a piece that is routed again', () => {
	it('goes to somebody else, with the words of whoever said no', () => {
		const because = 'On a shoot until Friday';
		const decision = route({ only: 'cut', declined: [{ piece: 'cut', person: 'ana', because }] });
		expect(decision.assignments.map(({ piece, person }) => [piece, person])).toEqual([
			['cut', 'luis'],
		]);
		expect(decision.blocked).toContainEqual({
			piece: 'cut',
			person: 'ana',
			constraint: 'declined',
			text: `said no: ${because}`,
		});
	});

	it('may go to somebody who said no to another piece', () => {
		const declined = [{ piece: 'script', person: 'ana', because: '' }];
		expect(route({ only: 'cut', declined }).assignments[0]?.person).toBe('ana');
	});

	it.each([
		{ only: 'qa', when: 'it must be by another', piece: 'cut' },
		{ only: 'cut', when: 'their other piece must be by another', piece: 'qa' },
	])('leaves out who has another piece when $when', ({ only, piece }) => {
		const kept = [{ piece, person: 'ana', cost: usd(10), startsAt: null }];
		const decision = route({ only, kept });
		expect(decision.assignments[0]?.person).toBe('luis');
		expect(decision.blocked).toContainEqual(
			expect.objectContaining({ person: 'ana', constraint: 'another' }),
		);
	});

	it('counts what the other pieces cost against the margin', () => {
		const kept = [{ piece: 'script', person: 'ana', cost: usd(720), startsAt: null }];
		const within = route({ only: 'cut', kept }, [ana]);
		expect(within.margin.share).toBeCloseTo((2_000 - 720 - 60) / 2_000, 4);
		const beyond = route({ only: 'cut', kept: [{ ...kept[0], cost: usd(760) }] }, [ana]);
		expect(beyond.outcome).toBe('negotiate');
		// (760 + 60) / (1 - 0.6)
		expect(beyond.negotiation?.dearer?.price).toEqual(usd(2_050));
	});

	it('names the pieces there are when the one asked for is none of them', () => {
		expect(() => route({ only: 'colour' })).toThrow(
			expect.objectContaining({ code: 'routing/unknown-piece' }),
		);
	});

	it('never asks anybody twice for the same piece', () => {
		const ids = ['a', 'b', 'c', 'd', 'e'];
		const people = ids.map((id) => aPerson(id, { skills: all }));
		fc.assert(
			fc.property(fc.subarray(ids), (said) => {
				const declined = said.map((person) => ({ piece: 'cut', person, because: '' }));
				const { assignments, outcome } = route({ only: 'cut', declined }, people);
				expect(said).not.toContain(assignments[0]?.person);
				expect(outcome).toBe(said.length === ids.length ? 'negotiate' : 'assigned');
			}),
			{ seed: 20_261_126, numRuns: 60 },
		);
	});
});
