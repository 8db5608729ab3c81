import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { askService } from '../adapters/service/askService';
import { effectStates } from '../ledger/effects';
import type { EffectStory, EffectView } from '../service/effects/tell';
import {
	effectStorySchema,
	effectViewSchema,
	tellEffect,
	tellEffects,
} from '../service/effects/tell';
import { servicePlace } from './servicePlace';

interface ListFlags {
	state?: EffectView['state'];
	subject?: string;
	limit: number;
	json: boolean;
}

interface ResolveFlags {
	as: 'done' | 'not-done';
	receipt?: string;
	reason: string;
	json: boolean;
}

/** `effects list | show | resolve`: every act on the outside world, and what a person knows of it. */
export function registerEffects(program: Command): void {
	const effects = program
		.command('effects')
		.description('what was done on other services, and what cannot be known without a person');
	addList(effects);
	addShow(effects);
	addResolve(effects);
}

function addList(effects: Command): void {
	effects
		.command('list')
		.description('list effects in the order they were asked for; without a choice the unknown ones')
		.addOption(new Option('--state <state>', 'only those in this state').choices(effectStates))
		.option('--subject <subject>', 'only those about this subject, e.g. lead:20261122-1f3a9c0b7d2e')
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print the effects as one JSON document', false)
		.action(async ({ state, subject, limit, json }: ListFlags, command: Command) => {
			const query = new URLSearchParams({ limit: String(limit) });
			if (state !== undefined) query.set('state', state);
			if (subject !== undefined) query.set('subject', subject);
			if (state === undefined && subject === undefined) query.set('state', 'unknown');
			const answer = await askService(servicePlace(command), { path: `/v1/effects?${query}` });
			const found = z.object({ effects: z.array(effectViewSchema) }).parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : tellEffects(found.effects));
		});
}

function addShow(effects: Command): void {
	effects
		.command('show <key>')
		.description('tell the story of one effect: its attempts, look-ups, receipt, and reasons given')
		.option('--json', 'print it as one JSON document', false)
		.action(async (key: string, { json }: { json: boolean }, command: Command) => {
			const answer = await askService(servicePlace(command), { path: pathOf(key) });
			const story: EffectStory = effectStorySchema.parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : tellEffect(story));
		});
}

function addResolve(effects: Command): void {
	effects
		.command('resolve <key>')
		.description('say what became of an effect nobody can know; "not-done" lets it be sent again')
		.addOption(
			new Option('--as <outcome>', 'what you found')
				.choices(['done', 'not-done'])
				.makeOptionMandatory(),
		)
		.requiredOption('--reason <text>', 'why you are sure; kept in its history')
		.option('--receipt <json>', 'what the service gave for it, e.g. {"id":"86a","url":"https://…"}')
		.option('--json', 'print the outcome as one JSON document', false)
		.action(async (key: string, flags: ResolveFlags, command: Command) => {
			const { as, reason, json } = flags;
			const receipt = flags.receipt === undefined ? {} : { receipt: receiptOf(flags.receipt) };
			const call = { path: `${pathOf(key)}/resolve`, body: { as, reason, ...receipt } };
			const answer = await askService(servicePlace(command), call);
			const { state } = z.object({ state: z.enum(effectStates) }).parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : `${key}  ${state}`);
		});
}

function pathOf(key: string): string {
	return `/v1/effects/${encodeURIComponent(key)}`;
}

function receiptOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new MendableError(
			'effects/receipt-unreadable',
			'The receipt cannot be read.',
			`--receipt is not JSON: ${why}.`,
			'Write it in single quotes, e.g. --receipt \'{"id":"86a","url":"https://…"}\', or leave it out.',
		);
	}
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}
