import type { Command } from 'commander';
import { askService } from '../adapters/service/askService';
import { findingsOf, tellStatus } from '../inbox/tell';
import { statusViewSchema } from '../inbox/view';
import { servicePlace } from './servicePlace';

/** `status`: what stands unfinished in inbox and effects; exit 1 when something needs a person. */
export function registerStatus(program: Command): void {
	program
		.command('status')
		.description('whether every event came to its end and every effect is known')
		.option('--json', 'print the status as one JSON document', false)
		.action(async ({ json }: { json: boolean }, command: Command) => {
			const answer = await askService(servicePlace(command), { path: '/v1/status' });
			const status = statusViewSchema.parse(answer);
			const findings = findingsOf(status);
			const isFine = findings.length === 0;
			console.log(
				json
					? JSON.stringify({ isFine, findings, ...status }, null, '\t')
					: tellStatus(status, findings),
			);
			if (!isFine) process.exitCode = 1;
		});
}
