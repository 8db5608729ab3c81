import type { Command } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { askService } from '../adapters/service/askService';
import { tellDeliveries, tellDelivery } from '../delivery/tell';
import { deliveryViewSchema } from '../delivery/view';
import { servicePlace } from './servicePlace';

const listAnswer = z.object({ deliveries: z.array(deliveryViewSchema) });
const readAnswer = z.object({ delivery: deliveryViewSchema });
const changeAnswer = readAnswer.extend({ changed: z.boolean() });

interface ListFlags {
	client?: string;
	deal?: string;
	test: boolean;
	json: boolean;
}

interface ChangeFlags {
	reason?: string;
	json: boolean;
}

const jsonFlag = ['--json', 'print it as one JSON document', false] as const;

/** `deliveries`, `deliveries show`, `retry`, `withdraw`: what clients were handed, and what stands in its way. */
export function registerDeliveries(program: Command): void {
	const deliveries = program
		.command('deliveries')
		.description('what clients were handed, and what stands in its way');
	deliveries
		.command('list', { isDefault: true })
		.description('deliveries of a deal or a client, the newest first')
		.option('--deal <id>', 'of this deal')
		.option('--client <id>', 'of this client')
		.option('--test', 'those of test runs, which are kept apart', false)
		.option(...jsonFlag)
		.action(list);
	deliveries
		.command('show <id>')
		.description('one delivery with its files')
		.option(...jsonFlag)
		.action(show);
	deliveries
		.command('retry <id>')
		.description('store a delivery that failed again; what is there is not sent again')
		.option(...jsonFlag)
		.action(async (id: string, flags: ChangeFlags, command: Command) => {
			await change('retry', id, {}, flags, command);
		});
	deliveries
		.command('withdraw <id>')
		.description('take a delivery back for good: its links end at once')
		.requiredOption('--reason <text>', 'why, for whoever looks later')
		.option(...jsonFlag)
		.action(async (id: string, flags: ChangeFlags, command: Command) => {
			await change('withdraw', id, { reason: flags.reason }, flags, command);
		});
}

async function list(flags: ListFlags, command: Command): Promise<void> {
	const { client, deal, test, json } = flags;
	if (client === undefined && deal === undefined) {
		throw new MendableError(
			'delivery/whose',
			'The deliveries cannot be listed.',
			'Neither a deal nor a client is named.',
			'Name one: agency-ops deliveries --deal ID, or --client ID.',
		);
	}
	const query = new URLSearchParams({ test: String(test) });
	if (client !== undefined) query.set('client', client);
	if (deal !== undefined) query.set('deal', deal);
	const answer = await askService(servicePlace(command), { path: `/v1/deliveries?${query}` });
	const { deliveries } = listAnswer.parse(answer);
	print(json, { deliveries }, () => tellDeliveries(deliveries));
}

async function show(id: string, { json }: ChangeFlags, command: Command): Promise<void> {
	const path = `/v1/deliveries/${encodeURIComponent(id)}`;
	const { delivery } = readAnswer.parse(await askService(servicePlace(command), { path }));
	print(json, { delivery }, () => tellDelivery(delivery));
}

async function change(
	word: 'retry' | 'withdraw',
	id: string,
	body: object,
	{ json }: ChangeFlags,
	command: Command,
): Promise<void> {
	const path = `/v1/deliveries/${encodeURIComponent(id)}/${word}`;
	const answer = await askService(servicePlace(command), { path, body });
	const { changed, delivery } = changeAnswer.parse(answer);
	print(json, { changed, delivery }, () => [
		changed ? done[word] : `Nothing was changed: it is ${delivery.state}.`,
		...tellDelivery(delivery),
	]);
}

const done = {
	retry: 'It is stored again from where it was.',
	withdraw: 'It is withdrawn; its files leave the delivery bucket.',
};

function print(json: boolean, value: object, lines: () => string[]): void {
	console.log(json ? JSON.stringify(value, null, 2) : lines().join('\n'));
}
