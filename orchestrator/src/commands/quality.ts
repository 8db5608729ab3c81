import type { Command } from 'commander';
import { askService } from '../adapters/service/askService';
import { qualityFindings, tellQuality, tellStory } from '../quality/tellQuality';
import { numbersViewSchema, storySchema } from '../service/quality/views';
import { servicePlace } from './servicePlace';

/** Exit code when a review is overdue, or a number is surely below its target. */
const FINDINGS = 1;

interface QualityFlags {
	days: string;
	test: boolean;
	json: boolean;
}

/** `quality`, `quality show`, `quality author`: how good the work is, and what was said of a file. */
export function registerQuality(program: Command): void {
	const quality = program
		.command('quality')
		.description(
			'first-pass approval, revision cycles, how often rules are waived, open reviews; exit 1 when a review is overdue',
		)
		.option('--days <count>', 'files seen in the last so many days', '90')
		.option('--test', 'the files of test runs, which are kept apart', false)
		.option('--json', 'print them as one JSON document', false)
		.action(async ({ days, test, json }: QualityFlags, command: Command) => {
			const query = new URLSearchParams({ days, test: String(test) });
			const answer = await askService(servicePlace(command), { path: `/v1/quality?${query}` });
			const view = numbersViewSchema.parse(answer);
			const findings = qualityFindings(view);
			console.log(
				json ? JSON.stringify({ ...view, findings }, null, 2) : tellQuality(view, findings),
			);
			if (findings.length > 0) process.exitCode = FINDINGS;
		});

	quality
		.command('show <file>')
		.description('one file by its name, id or SHA-256: its versions, and what was said of each')
		.action(async (word: string, _flags: object, command: Command) => {
			const { test, json } = command.optsWithGlobals<QualityFlags>();
			const query = new URLSearchParams({ word, test: String(test) });
			const answer = await askService(servicePlace(command), { path: `/v1/quality/file?${query}` });
			const story = storySchema.parse(answer);
			console.log(json ? JSON.stringify(story, null, 2) : tellStory(story));
		});

	quality
		.command('author <sha256> <people...>')
		.description('say who made a file, by their ids in the roster: they review nothing of it')
		.action(async (sha256: string, authors: string[], _flags: object, command: Command) => {
			const { test } = command.optsWithGlobals<QualityFlags>();
			await askService(servicePlace(command), {
				path: `/v1/files/${encodeURIComponent(sha256)}/authors`,
				body: { authors, test },
			});
			console.log(
				`${authors.join(', ')} made it. Have its last event started again: agency-ops inbox replay EVENT --reason …`,
			);
		});
}
