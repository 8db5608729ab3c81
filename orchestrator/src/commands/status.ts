import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { askService } from '../adapters/service/askService';
import { findingsOf, tellStatus } from '../inbox/tell';
import { statusViewSchema } from '../inbox/view';
import { monitorViewSchema } from '../service/monitor/report';
import { tellAlerts } from '../service/monitor/tell';
import { verdictOf } from '../service/monitor/verdict';
import { servicePlace } from './servicePlace';

interface StatusFlags {
	json: boolean;
	link?: number | true;
}

/** `status`: green, or what is wrong, since when, and who was told; exit 1 when something needs a person. */
export function registerStatus(program: Command): void {
	program
		.command('status')
		.description('whether all is well: events, effects, alerts and who was told of them')
		.option('--json', 'print the status as one JSON document', false)
		.option(
			'--link [hours]',
			'print a link to the status page for a phone, good for a week or so many hours',
			hoursOf,
		)
		.action(async ({ json, link }: StatusFlags, command: Command) => {
			const place = servicePlace(command);
			if (link !== undefined) {
				const body = link === true ? {} : { hours: link };
				const answer = await askService(place, { path: '/v1/status-links', body });
				const made = z.object({ url: z.string(), expiresAt: z.string() }).parse(answer);
				console.log(json ? JSON.stringify(made, null, '\t') : made.url);
				return;
			}
			const status = statusViewSchema.parse(await askService(place, { path: '/v1/status' }));
			const monitor = monitorViewSchema.parse(await askService(place, { path: '/v1/monitor' }));
			const findings = findingsOf(status);
			const verdict = verdictOf(monitor, findings);
			const isFine = verdict.tone === 'good';
			const left = isFine || findings.length > 0 ? findings : [`${verdict.says}: see above.`];
			console.log(
				json
					? JSON.stringify({ isFine, says: verdict.says, findings, ...status, monitor }, null, '\t')
					: [`${verdict.says}.`, '', ...tellAlerts(monitor), '', tellStatus(status, left)].join(
							'\n',
						),
			);
			if (!isFine) process.exitCode = 1;
		});
}

function hoursOf(text: string): number {
	const hours = Number(text);
	if (Number.isFinite(hours) && hours > 0 && hours <= 744) return hours;
	throw new InvalidArgumentError('expected a number of hours, up to 744');
}
