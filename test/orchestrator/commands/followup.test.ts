import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';

import { shippedFollowUp } from '../../../orchestrator/src/followup/dataFiles';
import { registerFollowUp } from '../../../orchestrator/src/commands/followup';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'followup-'))));
afterEach(async () => {
	jest.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: unknown): Promise<string> {
	await writeFile(path.join(folder, name), JSON.stringify(content));
	return path.join(folder, name);
}

/** Runs `agency-ops followup …` and gives back what it printed. */
async function followUp(...args: string[]): Promise<string> {
	const printed: string[] = [];
	jest.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
	const program = new Command('agency-ops').exitOverride();
	registerFollowUp(program);
	await program.parseAsync(['node', 'agency-ops', 'followup', ...args]);
	return printed.join('\n');
}

async function simulate(enrolment: unknown, events: unknown, ...more: string[]): Promise<string> {
	const files = [
		'--enrolment',
		await file('e.json', enrolment),
		'--events',
		await file('v.json', events),
	];
	return await followUp('simulate', ...files, '--until', '2027-01-31', ...more);
}

const client = {
	id: 'c-1',
	email: 'ana@acme.example',
	zone: 'Europe/Copenhagen',
	country: 'DK',
	language: 'da',
};
/** Friday before Copenhagen puts its clock back. */
const delivered = {
	client,
	deliveredAt: '2026-10-23T12:00:00Z',
	consent: true,
	usage: { edits: 8 },
	holdout: false,
};

interface Told {
	touches: Array<Record<string, unknown>>;
	skipped: Array<Record<string, unknown>>;
	exit: { at: string; reason: string } | null;
	tasks: unknown[];
	notes: Array<{ field: string; because: string }>;
}

async function told(enrolment: unknown, events: unknown, ...more: string[]): Promise<Told> {
	return JSON.parse(await simulate(enrolment, events, '--json', ...more)) as Told;
}

describe('followup simulate', () => {
	it('plays its own example through', async () => {
		const example = await file('x.json', JSON.parse(await followUp('simulate', '--example')));
		jest.restoreAllMocks();
		const text = await followUp(
			'simulate',
			'--enrolment',
			example,
			'--events',
			example,
			'--until',
			'2026-12-31',
		);
		expect(text).toContain('Mette Holm (DK, da) in after-delivery/1');
		expect(text).toContain('Mon 26 Oct 2026, 10:00  → feedback-request is due');
		expect(text).toContain('3 messages to the client. Ended Wed 04 Nov 2026, 11:30: replied.');
	});

	it('answers with touches, what was left out, and the end', async () => {
		const events = [
			{ type: 'feedback', score: 10, at: '2026-10-27T09:00:00Z' },
			{ type: 'reply', from: 'bo@acme.example', at: '2026-10-29T09:00:00Z' },
			{ type: 'full_moon', at: '2026-10-28T09:00:00Z' },
		];
		const { touches, skipped, exit, notes } = await told(delivered, events);
		expect(touches).toMatchObject([
			{
				at: '2026-10-26T09:00:00.000Z',
				step: 'feedback-request',
				channel: 'email',
				purpose: 'transactional',
				template: 'feedback-request',
				language: 'da',
			},
			{ at: '2026-10-28T09:00:00.000Z', step: 'review-request', purpose: 'marketing' },
		]);
		expect(skipped).toEqual([]);
		expect(exit).toMatchObject({ at: '2026-10-29T09:00:00.000Z', reason: 'replied' });
		expect(notes.map(({ field }) => field)).toContain('events[2].type');
	});

	it('keeps the public holidays of the country', async () => {
		// Three days later is Christmas Day, then a weekend.
		const { touches } = await told({ ...delivered, deliveredAt: '2026-12-22T12:00:00Z' }, []);
		expect(touches).toMatchObject([{ at: '2026-12-28T09:00:00.000Z' }]);
	});

	it('says why something was left out', async () => {
		const events = [{ type: 'feedback', score: 10, at: '2026-10-27T09:00:00Z' }];
		const { skipped, exit } = await told({ ...delivered, consent: false }, events);
		expect(skipped).toMatchObject([
			{ step: 'review-request', rule: 'opted-out' },
			{ step: 'upsell-offer', rule: 'opted-out' },
		]);
		expect(exit).toMatchObject({ reason: 'unsubscribed' });
	});

	it('goes no further than asked, and says what would be next', async () => {
		const [e, v] = [await file('e.json', delivered), await file('v.json', [])];
		const args = ['simulate', '--enrolment', e, '--events', v, '--json', '--until'];
		const at = async (until: string) => {
			const answer = JSON.parse(await followUp(...args, until)) as Told & { nextDue: unknown };
			jest.restoreAllMocks();
			return answer;
		};
		expect(await at('2026-10-26T08:59:59Z')).toMatchObject({
			touches: [],
			exit: null,
			nextDue: { at: '2026-10-26T09:00:00.000Z', step: 'feedback-request' },
		});
		expect((await at('2026-10-26T09:00:00Z')).touches).toHaveLength(1);
		// A day counts to its end.
		expect((await at('2026-10-26')).touches).toHaveLength(1);
		expect((await at('2026-10-25')).touches).toHaveLength(0);
	});

	it('takes the delivery from the events where the enrolment does not say', async () => {
		const events = [{ type: 'project_delivered', at: '2026-10-23T12:00:00Z' }];
		const { touches } = await told({ client }, events);
		expect(touches).toMatchObject([{ at: '2026-10-26T09:00:00.000Z' }]);
	});

	it.each([
		[
			{ ...delivered, sequence: 'after-deliverry' },
			'follow-up/unknown-sequence',
			'is none of: after-delivery/1.',
		],
		[
			{ ...delivered, sequence: 'after-delivery/7' },
			'follow-up/unknown-sequence',
			'after-delivery/7',
		],
		[
			{ ...delivered, client: { ...client, zone: 'Copenhagen' } },
			'follow-up/enrolment',
			'client.zone',
		],
	])('refuses %j', async (enrolment, code, text) => {
		const refusal = simulate(enrolment, []);
		await expect(refusal).rejects.toMatchObject({ code });
		await expect(refusal).rejects.toThrow(text);
	});

	it.each([
		[['--until', '2026-12-01'], '--enrolment is missing'],
		[['--enrolment', 'E'], '--until is missing'],
		[['--enrolment', 'E', '--until', 'soon'], '--until is "soon"'],
	])('refuses %j', async (flags, text) => {
		const enrolment = await file('e.json', delivered);
		const args = flags.map((flag) => (flag === 'E' ? enrolment : flag));
		await expect(followUp('simulate', ...args)).rejects.toThrow(text);
	});

	it('tries data that nobody has pushed yet', async () => {
		const yaml = async (name: string, source: string) => {
			await writeFile(path.join(folder, name), source);
			return path.join(folder, name);
		};
		const { sequences } = shippedFollowUp;
		const later = sequences.replace(
			"wait: { days: 3, at: '10:00' }",
			"wait: { days: 5, at: '11:30' }",
		);
		const none = 'version: consent/0\ncountries: {}\notherwise: { accepts: [], source: ours }\n';
		const events = [{ type: 'feedback', score: 10, at: '2026-10-29T09:00:00Z' }];
		const files = [await yaml('s.yaml', later), await yaml('c.yaml', none)];
		const { touches, skipped } = await told(delivered, events, '--data', ...files);
		expect(touches).toMatchObject([{ step: 'feedback-request', at: '2026-10-28T10:30:00.000Z' }]);
		expect(skipped[0]).toMatchObject({ step: 'review-request', rule: 'no-consent' });
		const wrong = await yaml('w.yaml', later.replace('priority: 50', 'priority: high'));
		await expect(simulate(delivered, [], '--data', wrong)).rejects.toThrow('priority');
		const other = await yaml('o.yaml', 'version: roster/0\npeople: []\n');
		await expect(simulate(delivered, [], '--data', other)).rejects.toMatchObject({
			code: 'follow-up/data',
		});
	});
});

describe('followup sequences', () => {
	it('lists definitions with their versions', async () => {
		expect(await followUp('sequences')).toContain('after-delivery/1  After a delivery');
		jest.restoreAllMocks();
		const { sequences } = JSON.parse(await followUp('sequences', '--json')) as {
			sequences: Array<{ id: string; version: number }>;
		};
		expect(sequences).toMatchObject([{ id: 'after-delivery', version: 1 }]);
	});
});
