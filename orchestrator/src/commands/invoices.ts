import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { askService } from '../adapters/service/askService';
import { tellInvoice, tellInvoices } from '../invoices/tell';
import { invoiceViewSchema } from '../invoices/view';
import { invoiceStates } from '../invoices/stand';
import { servicePlace } from './servicePlace';

const listAnswer = z.object({ invoices: z.array(invoiceViewSchema) });
const readAnswer = z.object({ invoice: invoiceViewSchema });

interface ListFlags {
	client?: string;
	deal?: string;
	state?: string;
	test: boolean;
	limit: number;
	json: boolean;
}

/** `invoices`, `invoices list`, `invoices show`: what was asked for, and what was paid. */
export function registerInvoices(program: Command): void {
	const invoices = program.command('invoices').description('what was invoiced, and what was paid');
	invoices
		.command('list', { isDefault: true })
		.description('the invoices, the newest first')
		.option('--client <id>', 'only this client')
		.option('--deal <id>', 'only this deal')
		.addOption(new Option('--state <state>', 'only these').choices(invoiceStates))
		.option('--test', 'those of test runs, which are kept apart', false)
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print them as one JSON document', false)
		.action(list);
	invoices
		.command('show <id>')
		.description('one invoice by its key, its number or its id at Stripe')
		.option('--json', 'print it as one JSON document', false)
		.action(show);
}

async function list(flags: ListFlags, command: Command): Promise<void> {
	const { client, deal, state, test, limit, json } = flags;
	const query = new URLSearchParams({ test: String(test), limit: String(limit) });
	for (const [name, value] of Object.entries({ client, deal, state })) {
		if (value !== undefined) query.set(name, value);
	}
	const answer = await askService(servicePlace(command), { path: `/v1/invoices?${query}` });
	const { invoices } = listAnswer.parse(answer);
	print(json, { invoices }, () => tellInvoices(invoices, new Date()));
}

async function show(id: string, { json }: { json: boolean }, command: Command): Promise<void> {
	const path = `/v1/invoices/${encodeURIComponent(id)}`;
	const { invoice } = readAnswer.parse(await askService(servicePlace(command), { path }));
	print(json, { invoice }, () => tellInvoice(invoice, new Date()));
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}

function print(json: boolean, value: object, lines: () => string[]): void {
	console.log(json ? JSON.stringify(value, null, 2) : lines().join('\n'));
}
