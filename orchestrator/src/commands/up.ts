import type { Command } from 'commander';
import { loadSettings } from '../config';
import { describePlaces } from '../up/describe';
import { keepUp } from '../up/keepUp';
import { startScaled } from '../up/scale/startScaled';
import { startStack } from '../up/stack';
import { aborted } from './stopAsked';
import { withStack } from './withStack';

/**
 * `up`: what `start` starts, without a lead, until Ctrl-C; what ends by itself is started anew. With `--scale` in several processes: n8n
 * in queue mode and replicas of the service over Postgres and Redis, behind one balancer.
 */
export function registerUp(program: Command): void {
	program
		.command('up')
		.description('start sandbox, service and n8n, seed them, and stay until Ctrl-C')
		.option('--scale', 'n8n in queue mode, several services, Postgres, Redis and a balancer', false)
		.action(async ({ scale }: { scale: boolean }, command: Command) => {
			const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
			const settings = loadSettings({ file: config, target });
			const start = scale ? startScaled : startStack;
			await withStack(settings, start, async (stack, say, stop) => {
				keepUp(stack.parts, say, stop);
				console.log(describePlaces(stack));
				await aborted(stop);
			});
		});
}
