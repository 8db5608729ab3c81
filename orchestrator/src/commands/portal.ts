import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { languages } from '../../../nodes/domain/language';
import { MendableError } from '../../../nodes/domain/errors';
import { askService } from '../adapters/service/askService';
import { clientLinkViewSchema, sentLinkSchema, tellLinks } from '../portal/tell';
import { servicePlace } from './servicePlace';

const listOf = z.object({ links: z.array(clientLinkViewSchema) });

interface LinkFlags {
	client: string;
	email: string;
	name?: string;
	language?: string;
	delivery?: string;
	test: boolean;
	json: boolean;
}

/** `portal link | list | revoke`: who can see their projects in the client portal. */
export function registerPortal(program: Command): void {
	const portal = program
		.command('portal')
		.description('the links with which clients see their projects, deliveries and invoices');
	addLink(portal);
	addList(portal);
	addRevoke(portal);
}

function addLink(portal: Command): void {
	portal
		.command('link')
		.description('print the link of a client; whoever has it is let in')
		.requiredOption('--client <id>', "the contact's id in HubSpot")
		.requiredOption('--email <address>', 'where it is sent')
		.option('--name <name>', 'how the page greets them')
		.addOption(new Option('--language <code>', 'their language').choices(languages))
		.option('--delivery <id>', 'print the page of this delivery instead')
		.option('--test', 'a link that shows what test runs made', false)
		.option('--json', 'print it as one JSON document', false)
		.action(async ({ json, ...wish }: LinkFlags, command: Command) => {
			const call = { path: '/v1/portal-links', body: wish };
			const made = sentLinkSchema.parse(await askService(servicePlace(command), call));
			if (json) return console.log(JSON.stringify(made, null, '\t'));
			console.error(`Good until ${made.expiresAt}, unless revoked (${made.id}):`);
			console.log(made.deliveryUrl ?? made.url);
		});
}

function addList(portal: Command): void {
	portal
		.command('list')
		.description('list links, newest first; a link itself is never shown again')
		.option('--client <id>', 'only those of this client')
		.option('--all', 'revoked and expired ones too', false)
		.option('--test', 'those of test runs', false)
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print the links as one JSON document', false)
		.action(
			async (
				flags: { client?: string; all: boolean; test: boolean; limit: number; json: boolean },
				command: Command,
			) => {
				const { client, all, test, limit, json } = flags;
				const query = new URLSearchParams({
					all: String(all),
					test: String(test),
					limit: String(limit),
					...(client === undefined ? {} : { client }),
				});
				const path = `/v1/portal-links?${query}`;
				print(await askService(servicePlace(command), { path }), json);
			},
		);
}

function addRevoke(portal: Command): void {
	portal
		.command('revoke [id]')
		.description('let nobody in by a link any more, or by any of a client')
		.option('--client <id>', 'all links of this client')
		.option('--by <name>', 'who says so', userInfo().username)
		.option('--json', 'print what was revoked as one JSON document', false)
		.action(
			async (
				id: string | undefined,
				{ client, by, json }: { client?: string; by: string; json: boolean },
				command: Command,
			) => {
				if ((id === undefined) === (client === undefined)) throw oneOf();
				const body = { ...(id === undefined ? { client } : { id }), by };
				const call = { path: '/v1/portal-links/revoke', body };
				print(await askService(servicePlace(command), call), json);
			},
		);
}

function oneOf(): MendableError {
	return new MendableError(
		'portal/which-links',
		'No link was revoked.',
		'Expected the id of one link, or --client with the id of a client, and not both.',
		'See the ids with agency-ops portal list.',
	);
}

function print(answer: unknown, asJson: boolean): void {
	const { links } = listOf.parse(answer);
	console.log(asJson ? JSON.stringify(answer, null, '\t') : tellLinks(links));
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}
