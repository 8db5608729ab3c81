import { z } from 'zod';
import { orderSchema } from '../../../nodes/domain/delivery/schema';
import type { PathMistake } from '../config/gatherMistakes';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { readDocument } from '../ledger/dataDocuments';
import type { Json } from '../ledger/json';
import type { Queries } from '../ledger/store';

/** What was ordered with a deal, as people keep it; the version is the line by which they push it. */
const orderFileSchema = orderSchema.extend({ version: z.string() }).strict();

type OrderFile = z.infer<typeof orderFileSchema>;

/** An order as flows get it, with the name of its version, such as `order-77/2`. */
export interface KeptOrder {
	order: { [name: string]: Json };
	version: string;
}

const KIND = /^order-(\d{1,30})$/;

/** The kind of data that holds what was ordered with a deal: `order-77`. */
export function orderKindOf(deal: string): string {
	return `order-${deal}`;
}

/** The deal whose order a kind of data is; null for any other kind. */
export function dealOfOrder(kind: string): string | null {
	return KIND.exec(kind)?.[1] ?? null;
}

/** Reads the YAML of an order; its mistakes have their places. */
export function readOrderFile(source: string): YamlReading<OrderFile> {
	return readYamlAs(orderFileSchema, source, sameTwice);
}

/** Two deliverables of one id would be one to everything that was delivered and invoiced of them. */
function sameTwice({ deliverables, addOns }: OrderFile): PathMistake[] {
	const lists = { deliverables, addOns };
	return Object.entries(lists).flatMap(([list, entries]) =>
		entries.flatMap(({ id }, index) =>
			entries.findIndex((other) => other.id === id) === index
				? []
				: [{ path: [list, index, 'id'], message: `"${id}" stands here twice` }],
		),
	);
}

/** The order of a deal that somebody has pushed; null where nobody has. */
export async function readOrderOf(queries: Queries, deal: string): Promise<KeptOrder | null> {
	const kind = orderKindOf(deal);
	const found = await readDocument(queries, kind);
	if (found === null) return null;
	const order = { ...(found.content as { [name: string]: Json }) };
	delete order.version; // the one it was made from
	return { order, version: `${kind}/${found.version}` };
}

/** What stands in the file of a deal whose order nobody has written down. */
export function shippedOrder(deal: string): string {
	return `# What the client ordered with deal ${deal}. Without deliverables it is every file of the project, at the
# deal's amount. Amounts are in minor units: { minor: 180000, currency: EUR } is 1,800.00 euros.
version: ${orderKindOf(deal)}/0
deliverables: []
#  - id: hero-film # as it stands in the files' names
#    name: The film for your front page # as the client reads it
#    role: film # film, image, audio or other
#    languages: [da, en] # one of each; without any, one
#    formats: [{ platform: youtube }, { aspect: '9:16' }] # one of each; without any, one
#    captions: file # none, file or embedded
#    weight: 2 # its part of the price beside the others
# policy: { kind: each } # whole, each, or { kind: share, least: 0.5 }: what may go out before all is ready
# description: Launch package # on the invoice
# price: { minor: 180000, currency: EUR } # without it the deal's amount
# addOns: [{ id: extra-cut, quantity: 1, price: { minor: 20000, currency: EUR } }]
# discount: { percent: 10 } # or { amount: … }; rush likewise
# deposits: [{ invoice: A-17, amount: { minor: 50000, currency: EUR } }] # invoiced already
# purchaseOrder: PO-4711
# dueDays: 30
`;
}
