import type { Command } from 'commander';
import { askService } from '../adapters/service/askService';
import { capacityViewSchema } from '../reservations/capacityView';
import { capacityFindings, tellCapacity } from '../reservations/tellCapacity';
import { servicePlace } from './servicePlace';

/** Exit code when somebody has too much, or work has nobody. */
const FINDINGS = 1;

interface CapacityFlags {
	from?: string;
	to?: string;
	person?: string;
	test: boolean;
	json: boolean;
}

/** `capacity`: who has how many hours given away and free, day by day. */
export function registerCapacity(program: Command): void {
	program
		.command('capacity')
		.description('committed and free hours by person and day; exit 1 when somebody has too much')
		.option('--from <day>', 'first day, as 2026-12-01; default: today')
		.option('--to <day>', 'last day; default: a week')
		.option('--person <id>', 'only this person')
		.option('--test', 'the hours of test runs, which are kept apart', false)
		.option('--json', 'print them as one JSON document', false)
		.action(async (flags: CapacityFlags, command: Command) => {
			const { from, to, person, test, json } = flags;
			const query = new URLSearchParams({ test: String(test) });
			for (const [name, value] of Object.entries({ from, to, person })) {
				if (value !== undefined) query.set(name, value);
			}
			const answer = await askService(servicePlace(command), { path: `/v1/capacity?${query}` });
			const view = capacityViewSchema.parse(answer);
			const findings = capacityFindings(view);
			console.log(
				json ? JSON.stringify({ ...view, findings }, null, 2) : tellCapacity(view, findings),
			);
			if (findings.length > 0) process.exitCode = FINDINGS;
		});
}
