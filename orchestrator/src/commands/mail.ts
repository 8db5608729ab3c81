import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { askService } from '../adapters/service/askService';
import type { SuppressionScope } from '../ledger/mailSuppressions';
import { suppressionScopes } from '../ledger/mailSuppressions';
import { suppressionViewSchema, tellSuppressions } from '../mail/tell';
import { addPreview } from './mailPreview';
import { servicePlace } from './servicePlace';

const listOf = z.object({ suppressions: z.array(suppressionViewSchema) });

/** `mail preview`: what clients get; `mail suppressed list | add | lift`: who gets no mail, and why. */
export function registerMail(program: Command): void {
	const mail = program.command('mail').description('what clients get, and who gets no mail');
	addPreview(mail);
	const suppressed = mail
		.command('suppressed')
		.description('the addresses that get no marketing mail, or no mail at all');
	addList(suppressed);
	addAdd(suppressed);
	addLift(suppressed);
}

function addList(suppressed: Command): void {
	suppressed
		.command('list')
		.description('list entries, newest first')
		.option('--address <address>', 'only those of this address')
		.option('--lifted', 'lifted ones too', false)
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print the entries as one JSON document', false)
		.action(
			async (
				flags: { address?: string; lifted: boolean; limit: number; json: boolean },
				command: Command,
			) => {
				const { address, lifted, limit, json } = flags;
				const query = new URLSearchParams({ limit: String(limit), lifted: String(lifted) });
				if (address !== undefined) query.set('address', address);
				const path = `/v1/mail/suppressions?${query}`;
				print(await askService(servicePlace(command), { path }), json);
			},
		);
}

function addAdd(suppressed: Command): void {
	suppressed
		.command('add <address>')
		.description('put an address on the list, as its owner asked for it')
		.addOption(
			new Option('--scope <scope>', 'marketing, or all mail')
				.choices(suppressionScopes)
				.default('marketing'),
		)
		.requiredOption('--reason <text>', 'how you know; kept with the entry')
		.option('--json', 'print what is in force as one JSON document', false)
		.action(
			async (
				address: string,
				{ scope, reason, json }: { scope: SuppressionScope; reason: string; json: boolean },
				command: Command,
			) => {
				const call = { path: '/v1/mail/suppressions', body: { address, scope, reason } };
				print(await askService(servicePlace(command), call), json);
			},
		);
}

function addLift(suppressed: Command): void {
	suppressed
		.command('lift <address>')
		.description('take an address off the list; what stood there is kept')
		.addOption(
			new Option('--scope <scope>', 'only entries of this scope').choices(suppressionScopes),
		)
		.requiredOption('--reason <text>', 'why; kept with the entry')
		.option('--by <name>', 'who says so', userInfo().username)
		.option('--json', 'print the lifted entries as one JSON document', false)
		.action(
			async (
				address: string,
				flags: { scope?: SuppressionScope; reason: string; by: string; json: boolean },
				command: Command,
			) => {
				const { json, ...said } = flags;
				const call = { path: '/v1/mail/suppressions/lift', body: { address, ...said } };
				print(await askService(servicePlace(command), call), json);
			},
		);
}

function print(answer: unknown, asJson: boolean): void {
	const { suppressions } = listOf.parse(answer);
	console.log(asJson ? JSON.stringify(answer, null, '\t') : tellSuppressions(suppressions));
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}
