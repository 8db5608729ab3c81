import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { ServicePlace } from '../adapters/service/askService';
import { askService } from '../adapters/service/askService';
import type { MonitorView } from '../service/monitor/report';
import { monitorViewSchema } from '../service/monitor/report';
import { needsPerson, tellMonitor } from '../service/monitor/tell';
import { sayLooking } from './sayLooking';
import { servicePlace } from './servicePlace';
import { stopAsked } from './stopAsked';

interface MonitorFlags {
	follow: boolean;
	json: boolean;
}

/** Wait between two looks whether the sweep has ended, in milliseconds. */
const LOOK_EVERY_MS = 500;

/** A sweep that waits for its turns takes minutes; longer than this it is not waited for. */
const SWEEP_WITHIN_MS = 15 * 60_000;

/** How long after a sweep its messages are waited for, in milliseconds: whoever reads it wants to know who was told. */
const TOLD_WITHIN_MS = 5_000;

/** Wait between two sweeps that are followed, in milliseconds. */
const FOLLOW_EVERY_MS = 60_000;

/** `monitor`: one sweep now, and what it found; exit 1 when something needs a person. */
export function registerMonitor(program: Command): void {
	program
		.command('monitor')
		.description('compare the services with the ledger now, repair what may be, and show the rest')
		.option('--follow', 'sweep again each minute until Ctrl-C', false)
		.option('--json', 'print what is known after the sweep as one JSON document', false)
		.action(async ({ follow, json }: MonitorFlags, command: Command) => {
			const place = servicePlace(command);
			const signal = follow ? stopAsked() : undefined;
			for (;;) {
				sayLooking('Comparing the services with the ledger');
				const view = await sweepAndRead(place);
				console.log(json ? JSON.stringify(view, null, '\t') : tellMonitor(view));
				process.exitCode = needsPerson(view) ? 1 : undefined;
				if (!follow || !process.stdout.writable) return;
				const isStopped = await pause(FOLLOW_EVERY_MS, false, { signal }).catch(() => true);
				if (isStopped) return;
			}
		});
}

/**
 * Asks for a sweep and waits until one has ended that began after that.
 *
 * @throws MendableError `monitor/no-end`
 */
async function sweepAndRead(place: ServicePlace): Promise<MonitorView> {
	const ask = async () => {
		const answer = await askService(place, { path: '/v1/monitor/sweeps', body: {} });
		return z.object({ askedAt: z.string() }).parse(answer).askedAt;
	};
	const began = performance.now();
	const askedAt = await ask();
	let endedAt: number | null = null;
	while (performance.now() - began < SWEEP_WITHIN_MS) {
		const view = monitorViewSchema.parse(await askService(place, { path: '/v1/monitor' }));
		if (view.lastSweep !== null && view.lastSweep.beganAt >= askedAt) {
			endedAt ??= performance.now();
			if (isTold(view) || performance.now() - endedAt >= TOLD_WITHIN_MS) return view;
			await pause(LOOK_EVERY_MS);
			continue;
		}
		// One that was under way began before: the next is asked for once it has ended.
		if (!view.isSweeping) await ask();
		await pause(LOOK_EVERY_MS);
	}
	throw new MendableError(
		'monitor/no-end',
		'The sweep has not come to its end.',
		'It waits for its turns at the services, or the service that makes it is busy.',
		'Look at its log, and at agency-ops status in a while.',
	);
}

/** Whether all that is to be told is out. */
function isTold({ alerts }: MonitorView): boolean {
	return alerts.every(({ toldAt, notTold }) => toldAt === null || notTold === null);
}
