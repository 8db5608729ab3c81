import { seededOf } from '../../../orchestrator/src/apply/journal';
import type { Blueprint, FoundHubPerson, Snapshot } from '../../../orchestrator/src/plan/model';
import { planSlack } from '../../../orchestrator/src/plan/planSlack';
import { hubPeople } from '../../../orchestrator/src/roster/hubPeople';

const lima = { id: 'C1', name: 'hub-lima', isMember: true, isPrivate: false, isArchived: false };
const ines: FoundHubPerson = {
	name: 'Inés',
	email: 'ines@example.com',
	channel: '#hub-lima',
	userId: 'U1',
	isMember: true,
};
const may = ['channels:manage'];

interface Found {
	channel?: Partial<typeof lima> | null;
	person?: Partial<FoundHubPerson>;
	scopes?: string[] | null;
	name?: string;
}

const planned = ({ channel = {}, person = {}, scopes = null, name = '#hub-lima' }: Found) =>
	planSlack(
		{ channels: [{ logical: 'lima', channel: name }], bookmarks: [] } as unknown as Blueprint,
		{
			slack: {
				channels: channel === null ? [] : [{ ...lima, ...channel }],
				scopes,
				hubPeople: [{ ...ines, ...person }],
				bookmarks: {},
			},
			seeded: seededOf([]),
		} as Snapshot,
	).map((change) => `${change.kind} ${change.target.kind} ${change.target.key}: ${change.because}`);

const kept = 'keep channel #hub-lima: the bot is a member';

describe('the channel of a hub', () => {
	it.each<Found & { when: string; lines: string[] }>([
		{
			when: 'everybody is in it',
			lines: [kept, 'keep member #hub-lima/U1: they are in it'],
		},
		{
			when: 'somebody is not, and the app may bring them in',
			person: { isMember: false },
			scopes: may,
			lines: [kept, 'create member #hub-lima/U1: they are not in it'],
		},
		{
			when: 'somebody is not, and the app may not',
			person: { isMember: false },
			scopes: ['channels:join'],
			lines: [kept, 'manual member #hub-lima/U1: they are not in it'],
		},
		{
			when: 'it is private',
			channel: { isPrivate: true },
			person: { isMember: false },
			scopes: may,
			lines: [kept, 'manual member #hub-lima/U1: they are not in it'],
		},
		{
			when: 'nobody in Slack has the address',
			person: { userId: null, isMember: false },
			scopes: may,
			lines: [
				kept,
				'manual member #hub-lima/ines@example.com: nobody in Slack has the address ines@example.com',
			],
		},
		{
			when: 'it has to be made first',
			channel: null,
			person: { isMember: false },
			scopes: may,
			lines: [
				'create channel #hub-lima: there is none',
				'create member #hub-lima/U1: they are not in it',
			],
		},
		{
			when: 'a person has to see to it first',
			channel: { isArchived: true },
			person: { isMember: false },
			scopes: may,
			lines: ['manual channel #hub-lima: it is archived'],
		},
		{
			when: 'Slack takes no such name',
			channel: null,
			name: '#Hub Lima',
			person: { channel: '#Hub Lima' },
			scopes: may,
			lines: ['manual channel #Hub Lima: the bot sees no such channel'],
		},
		{
			when: 'it is named by an id that is not there',
			channel: null,
			name: 'C0123456',
			person: { channel: 'C0123456' },
			scopes: may,
			lines: ['manual channel C0123456: the bot sees no such channel'],
		},
	])('is planned where $when', ({ lines, ...found }) => {
		expect(planned(found)).toEqual(lines);
	});
});

describe('the people of the hubs', () => {
	const person = {
		...{ id: 'luis', zone: 'America/Caracas', skills: {}, growing: [], languages: [] },
		...{ hoursPerDay: 8, workday: { from: 9, to: 18 }, workingDays: [1], leave: [] },
		...{ holidays: null, since: null, rate: null },
		...{ kind: 'internal' as const, hub: 'caracas', email: 'Luis@Example.com', name: 'Luis' },
	};

	it('are the staff that has a hub and an address', () => {
		const others = [
			{ ...person, kind: 'freelancer' as const },
			{ ...person, hub: null },
			{ ...person, email: undefined },
		];
		expect(hubPeople({ people: [person, ...others] })).toEqual([
			{ name: 'Luis', email: 'luis@example.com', hub: 'caracas' },
		]);
	});
});
