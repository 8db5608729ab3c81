import { hostname } from 'node:os';
import type { Apply } from '../../../orchestrator/src/apply/journal';
import { ApplyRecord, thisRunner } from '../../../orchestrator/src/apply/record';
import { listText, shownStory, storyText } from '../../../orchestrator/src/commands/applies';
import { memoryJournal } from './memoryJournal';

const now = new Date('2026-11-22T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const host = hostname();

describe('the process of an apply', () => {
	it.each([
		{ is: 'there', when: 'it is this one', holder: thisRunner().holder, heard: 1, gone: false },
		{
			is: 'gone',
			when: 'no such process runs here',
			holder: `${host} 4194305 1`,
			heard: 1,
			gone: true,
		},
		{
			is: 'gone',
			when: 'another one has got its number since',
			holder: `${host} ${process.pid} 1`,
			heard: 1,
			gone: true,
		},
		{
			is: 'there',
			when: 'it is elsewhere and was heard of',
			holder: 'other 1 1',
			heard: 5,
			gone: false,
		},
		{ is: 'gone', when: 'it is elsewhere and silent', holder: 'other 1 1', heard: 5.1, gone: true },
	])('is $is when $when', ({ holder, heard, gone }) => {
		expect(thisRunner().isGone({ holder, heardAt: minutesAgo(heard) }, now)).toBe(gone);
	});
});

const target = { service: 'n8n', kind: 'workflow', key: 'w1', name: 'Lead Intake' } as const;
const change = { target, kind: 'update', because: 'the bundle has a newer text' } as const;

function aRecord(journal = memoryJournal(() => now), isGone = () => false) {
	const runner = { by: 'olivia on studio-mac', holder: 'one', isGone };
	const options = { journal, runner, now: () => now, target: 'local', source: 'agency-ops 1.0.0' };
	return { journal, options: { ...options, kind: 'seed' as const } };
}

describe('a record', () => {
	it('leaves no trace where nothing is written', async () => {
		const { journal, options } = aRecord();
		const record = await ApplyRecord.open(options);
		await record.plan([]);
		await record.end();
		expect(await journal.list('local', 5)).toEqual([]);
	});

	it('stands in the way of another process while its own lives', async () => {
		const { journal, options } = aRecord();
		await (await ApplyRecord.open(options)).plan([change]);
		const other = { ...options, runner: { ...options.runner, holder: 'two' } };
		await expect(ApplyRecord.open(other)).rejects.toMatchObject({ code: 'apply/running' });
		const later = { ...other, runner: { ...other.runner, isGone: () => true } };
		const record = await ApplyRecord.open(later);
		expect(record.isResumed).toBe(true);
		await record.end();
		expect(await journal.list('local', 5)).toMatchObject([{ state: 'failed' }]);
	});

	it('is told to a person without what is secret', async () => {
		const { journal, options } = aRecord();
		const record = await ApplyRecord.open(options);
		await record.plan([change]);
		const before = { draft: { parameters: { apiKey: 'their-very-own-key' } } };
		await record.start([{ target, before, base: null }]);
		const error = { code: 'n8n/failed', what: 'n8n failed.', why: 'No.', mend: 'Mend.' };
		await record.finish([{ target, state: 'failed', error }]);
		await record.end();

		const [apply] = await journal.list('local', 5);
		const story = await journal.read((apply as Apply).id);
		if (story === null) throw new Error('no story');
		expect(JSON.stringify(story)).toContain('their-very-own-key');
		expect(JSON.stringify(shownStory(story))).not.toContain('their-very-own-key');
		const text = storyText(story);
		for (const words of ['✗ update n8n workflow Lead Intake', 'n8n failed. No.', '→ Mend.']) {
			expect(text).toContain(words);
		}
		expect(text).not.toContain('their-very-own-key');
		expect(listText([])).toBe('Nothing was applied yet.');
		expect(listText([story.apply])).toMatch(/seed +failed +agency-ops 1\.0\.0, by olivia/);
	});
});
