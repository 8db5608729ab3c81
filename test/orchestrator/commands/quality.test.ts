import { registerQuality } from '../../../orchestrator/src/commands/quality';
import { qualityFindings, tellQuality } from '../../../orchestrator/src/quality/tellQuality';
import type { NumbersView } from '../../../orchestrator/src/service/quality/views';
import { wilson } from '../../../nodes/domain/wilson';
import type { ServedCommand } from '../../support/aServedCommand';
import { aServedCommand } from '../../support/aServedCommand';
import { sha } from '../../support/aFile';

let served: ServedCommand;

beforeAll(async () => {
	served = await aServedCommand([registerQuality]);
});
afterAll(async () => await served.stop());

/** Runs the command, and gives what it printed and its exit code. */
const run = async (...words: string[]) => await served.run('quality', ...words);

async function post(route: string, body: object): Promise<void> {
	const answer = await served.call(route, body);
	if (!answer.ok) throw new Error(await answer.text());
}

async function verdict(digit: string, outcome: string, name: string, more: object = {}) {
	const decision = {
		gate: 'machine',
		outcome,
		subject: `file:${digit}`,
		sha256: sha(digit),
		by: null,
		specs: [{ id: 'youtube', version: '1' }],
		heldUntil: null,
		decidedAt: '2026-11-26T10:00:00.000Z',
		inputHash: `sha256:${sha(digit)}`,
		reasons: [{ text: 'It is too loud' }],
	};
	await post('/v1/verdicts', {
		decision,
		file: { fileId: digit, name, versionStackId: 's1' },
		...more,
	});
}

describe('agency-ops quality', () => {
	it('says that there is nothing yet', async () => {
		const { text, exitCode } = await run();
		expect(exitCode).toBe(0);
		expect(text).toContain('First-pass approval   nothing approved yet');
		expect(text).toContain('No review is open.');
	});

	it('shows a file with its versions, what was said of each, and who is asked', async () => {
		await verdict('a', 'fail', 'film.mp4');
		await verdict('b', 'pass', 'film.mp4');
		const unknown = await run('show', 'film.mp4');
		expect(unknown.text).toContain('made by nobody knows whom');
		await run('author', sha('b'), 'luis');
		await post('/v1/reviews', { sha256: sha('b'), gate: 'peer' });
		const { text } = await run('show', 'film.mp4');
		expect(text).toMatch(/^film\.mp4\nstack:s1, made by luis\n\nVersion 2 stands before peer/);
		expect(text).toContain('✓ machine  youtube 1, 2026-11-26 10:00 UTC');
		expect(text).toMatch(/waits for .+ \(peer\), due /);
		expect(text).toContain('Version 1 has been replaced');
		expect(text).toContain('machine said fail:\n    It is too loud');
		for (const word of [sha('b'), sha('b').slice(0, 12), 'stack:s1', 'b']) {
			expect((await run('show', word)).text).toBe(text);
		}
	});

	it('lists open reviews, and prints JSON', async () => {
		const { text } = await run('--days', '30');
		expect(text).toMatch(/^The last 30 days/);
		expect(text).toMatch(/ film\.mp4 +v2 {2}peer/);
		for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
		const { text: json } = await run('--json');
		expect(JSON.parse(json)).toMatchObject({ days: 90, open: [{ gate: 'peer' }], findings: [] });
		expect(JSON.parse((await run('--json', 'show', 'film.mp4')).text)).toMatchObject({
			versions: [{ version: 1 }, { version: 2 }],
		});
	});

	it('keeps test runs apart', async () => {
		expect((await run('--test')).text).toContain('No review is open.');
	});

	it.each([
		[['show', 'nothing.mp4'], 'quality/unknown-file'],
		[['author', sha('b'), 'nobody'], 'quality/unknown-person'],
	])('refuses %j by name', async (words, code) => {
		await expect(run(...words)).rejects.toMatchObject({ code });
	});
});

describe('what the numbers say', () => {
	const person = { name: 'Diego', id: 'diego', email: null, zone: null, hub: null, skills: {} };
	const view = (changes: Partial<NumbersView> = {}): NumbersView => ({
		days: 90,
		firstPass: { approved: 30, first: 28, share: wilson(28, 30) },
		cycles: { files: 30, mean: 0.123, most: 2 },
		rules: [],
		open: [],
		...changes,
	});
	const rule = (found: number, waived: number) => [
		{ rule: 'letterbox', found, waived, kept: wilson(found - waived, found) },
	];

	it('shows shares with their interval and number', () => {
		const text = tellQuality(view({ rules: rule(10, 9) }), []);
		expect(text).toContain('93% [79%, 98%], n = 30 (target above 80%)');
		expect(text).toContain('0.1 a file, at most 2');
		expect(text).toMatch(/letterbox +10 +9 {2}10% \[2%, 40%\]/);
	});

	it.each([
		{ when: 'all is well', changes: {}, found: 0 },
		{
			when: 'the share may be above the target',
			changes: { firstPass: { approved: 10, first: 6, share: wilson(6, 10) } },
			found: 0,
		},
		{
			when: 'the share is surely below the target',
			changes: { firstPass: { approved: 40, first: 20, share: wilson(20, 40) } },
			found: 1,
		},
		{
			when: 'there are few approved files',
			changes: { firstPass: { approved: 4, first: 0, share: wilson(0, 4) } },
			found: 0,
		},
		{ when: 'a rule is waived more often than not', changes: { rules: rule(10, 9) }, found: 1 },
		{ when: 'that may be chance', changes: { rules: rule(10, 6) }, found: 0 },
		{ when: 'there are few', changes: { rules: rule(4, 4) }, found: 0 },
	])('finds $found when $when', ({ changes, found }) => {
		expect(qualityFindings(view(changes))).toHaveLength(found);
	});

	it('finds reviews that are overdue, with whom they were handed to', () => {
		const moment = '2026-11-26T10:00:00.000Z';
		const review = {
			id: 'rev_1',
			subject: 'file:f',
			sha256: sha('a'),
			file: { fileId: 'f', name: '', accountId: null, projectId: null },
			version: 1,
			project: null,
			gate: 'senior' as const,
			state: 'open' as const,
			reviewer: person,
			lead: { ...person, name: 'Camila' },
			checklist: [],
			hours: 4,
			askedAt: moment,
			remindAt: moment,
			dueAt: moment,
			overdueAt: moment,
			answeredAt: null,
			answeredBy: null,
			note: null,
			test: false,
			isOverdue: true,
		};
		expect(qualityFindings(view({ open: [review] }))).toEqual([
			'f has waited for Diego, then Camila (senior) since 2026-11-26 10:00 UTC.',
		]);
	});
});
