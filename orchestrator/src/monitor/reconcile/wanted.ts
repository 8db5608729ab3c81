import { z } from 'zod';
import type { Json } from '../../ledger/json';
import type { MadeThing } from '../../ledger/madeThings';
import type { WantedMessage } from './compareMessages';
import type { WantedRecord, Written } from './compareRecords';
import type { WantedTask } from './compareTasks';

/** Our property on contacts and deals that holds the effect's key. */
export const KEY_PROPERTY = 'agency_ops_key';

/**
 * Values that HubSpot keeps in its own way: a currency only where a portal has several, and pipelines
 * by what seed made of them.
 */
const NOT_COMPARED = new Set(['deal_currency_code', 'pipeline']);

/** What follows the key of an effect whose work was made again. */
const REMADE = /\/remade\/(\d+)$/;

/** The key of what was first made, of something that was made again. */
export function firstKeyOf(key: string): string {
	return key.replace(REMADE, '');
}

const taskReceipt = z.object({ id: z.string().min(1), url: z.string() });
const messageReceipt = z.object({
	channel: z.string().min(1),
	ts: z.string().min(1),
	url: z.string().nullish(),
});
const recordReceipt = z.object({ id: z.string().min(1), url: z.string().default('') });
const namedTask = z.object({ task: z.string() });
const values = z.object({ properties: z.record(z.string()) });
const dealChange = values.extend({ stage: z.string().nullable() });
const changeReceipt = z.object({ id: z.string().min(1), note: z.string().nullish() });
const contactContent = values.extend({ email: z.string() });

/** The tasks that ought to be there, with what was done to them: of one that was made again, the newest. */
export function wantedTasks(about: readonly MadeThing[]): WantedTask[] {
	return newestOf(about, ['clickup.task']).flatMap(({ thing, remakes }): WantedTask[] => {
		const receipt = taskReceipt.safeParse(thing.receipt);
		if (!receipt.success) return [];
		const { key, subject, doneAt: madeAt } = thing;
		const status = statusOf(about, firstKeyOf(key), receipt.data.id);
		return [
			{
				...{ key, subject, ...receipt.data, madeAt, remakes },
				isClosed: status === CLOSED,
				status: status === CLOSED ? null : status,
				assignees: assigneesOf(about, thing),
			},
		];
	});
}

/** Stands for the status that closes a task, whatever its list calls it. */
const CLOSED = Symbol('closed');

const statusChange = z.object({ status: z.string().nullable() });
const statusReceipt = z.object({ tasks: z.array(z.string()) });
const assignment = z.object({
	task: z.string(),
	person: z.object({ email: z.string().nullish() }),
	change: z.enum(['add', 'remove']),
});
const assigned = z.object({
	assigneeEmail: z.string().nullish(),
	assigneeEmails: z.array(z.string()).optional(),
});

/** The status that the ledger gave a task last; null where it gave none. */
function statusOf(
	about: readonly MadeThing[],
	first: string,
	id: string,
): string | typeof CLOSED | null {
	let status: string | typeof CLOSED | null = null;
	for (const { kind, content, receipt } of about) {
		if (kind === 'clickup.close') {
			const read = namedTask.safeParse(content);
			if (read.success && firstKeyOf(read.data.task) === first) status = CLOSED;
		}
		if (kind === 'clickup.status') {
			const read = statusChange.safeParse(content);
			const set = statusReceipt.safeParse(receipt);
			if (!read.success || !set.success || !set.data.tasks.includes(id)) continue;
			status = read.data.status ?? CLOSED;
		}
	}
	return status;
}

/** Addresses of those whom the ledger put on a task; null where it named nobody, or not by an address. */
function assigneesOf(about: readonly MadeThing[], { key, content }: MadeThing): string[] | null {
	const made = assigned.safeParse(content).data;
	const emails = new Set(
		[made?.assigneeEmail ?? '', ...(made?.assigneeEmails ?? [])].filter((one) => one !== ''),
	);
	let isNamed = emails.size > 0;
	for (const thing of about) {
		if (thing.kind !== 'clickup.assign' || (thing.receipt.note ?? null) !== null) continue;
		const read = assignment.safeParse(thing.content);
		if (!read.success || firstKeyOf(read.data.task) !== firstKeyOf(key)) continue;
		const { person, change } = read.data;
		if ((person.email ?? null) === null) return null;
		isNamed = true;
		if (change === 'add') emails.add(person.email ?? '');
		else emails.delete(person.email ?? '');
	}
	return isNamed ? [...emails] : null;
}

/** Kinds of effects that post a message: in a channel, or to one person. */
export const MESSAGE_KINDS = ['slack.message', 'slack.direct'] as const;

/** The messages that ought to be there: of one that was posted again, the newest. */
export function wantedMessages(about: readonly MadeThing[]): WantedMessage[] {
	return newestOf(about, MESSAGE_KINDS).flatMap(({ thing }): WantedMessage[] => {
		const receipt = messageReceipt.safeParse(thing.receipt);
		if (!receipt.success) return [];
		const { channel, ts, url = null } = receipt.data;
		return [{ key: thing.key, subject: thing.subject, channel, ts, url, postedAt: thing.doneAt }];
	});
}

function newestOf(about: readonly MadeThing[], kinds: readonly string[]) {
	const newest = new Map<string, { thing: MadeThing; remakes: number }>();
	for (const thing of about) {
		if (!kinds.includes(thing.kind)) continue;
		const remakes = Number(REMADE.exec(thing.key)?.[1] ?? 0);
		const before = newest.get(firstKeyOf(thing.key));
		if (before === undefined || before.remakes < remakes) {
			newest.set(firstKeyOf(thing.key), { thing, remakes });
		}
	}
	return [...newest.values()];
}

/**
 * The deals that ought to be there, with all that any flow wrote to them: those that a flow opened, and
 * those that one changed by HubSpot's id.
 *
 * @param about everything that was done to them, in the order it was asked for
 */
export function wantedDeals(about: readonly MadeThing[]): WantedRecord[] {
	const byId = new Map<string, { written: WrittenValues; of: MadeThing; url: string }>();
	const dealOf = (id: string, thing: MadeThing, url: string) => {
		const known = byId.get(id) ?? { written: new WrittenValues(), of: thing, url };
		byId.set(id, known);
		return known;
	};
	for (const thing of about) {
		if (thing.kind === 'hubspot.deal') {
			const receipt = recordReceipt.safeParse(thing.receipt);
			const made = values.safeParse(thing.content);
			if (!receipt.success || !made.success) continue;
			const { id, url } = receipt.data;
			const deal = dealOf(id, thing, url);
			deal.written.add({ ...made.data.properties, [KEY_PROPERTY]: thing.key }, thing.doneAt);
			Object.assign(deal, { of: thing, url });
		}
		if (thing.kind === 'hubspot.deal-change') {
			const receipt = changeReceipt.safeParse(thing.receipt);
			const change = dealChange.safeParse(thing.content);
			// What was left as it was is not written.
			if (!receipt.success || !change.success || (receipt.data.note ?? null) !== null) continue;
			const { properties, stage } = change.data;
			const isMoved = stage !== null && stage === stageIn(thing.receipt);
			const deal = dealOf(receipt.data.id, thing, '');
			deal.written.add({ ...properties, ...(isMoved ? { dealstage: stage } : {}) }, thing.doneAt);
		}
	}
	return [...byId].map(([id, { written, of, url }]) => written.record('deal', of, { id, url }));
}

function stageIn({ stage }: MadeThing['receipt']): Json | undefined {
	return stage;
}

/** The contacts that ought to be there, each with all that any effect wrote to it. */
export function wantedContacts(made: readonly MadeThing[]): WantedRecord[] {
	const byId = new Map<string, { written: WrittenValues; last: MadeThing; url: string }>();
	for (const thing of made) {
		const receipt = recordReceipt.safeParse(thing.receipt);
		const content = contactContent.safeParse(thing.content);
		if (thing.kind !== 'hubspot.contact' || !receipt.success || !content.success) continue;
		const { id, url } = receipt.data;
		const { written } = byId.get(id) ?? { written: new WrittenValues() };
		written.add({ ...content.data.properties, email: content.data.email }, thing.doneAt);
		byId.set(id, { written, last: thing, url });
	}
	return [...byId].map(([id, { written, last, url }]) =>
		written.record('contact', last, { id, url }),
	);
}

/** Collects what was written to one record, in the order in which it was. */
class WrittenValues {
	private readonly values: Record<string, Written[]> = {};
	private writtenAt = new Date(0);

	add(properties: Readonly<Record<string, string>>, at: Date): void {
		for (const [name, value] of Object.entries(properties)) {
			if (!NOT_COMPARED.has(name)) (this.values[name] ??= []).push({ value, at });
		}
		if (at > this.writtenAt) this.writtenAt = at;
	}

	record(
		object: WantedRecord['object'],
		{ key, subject }: MadeThing,
		{ id, url }: { id: string; url: string },
	): WantedRecord {
		return { object, id, url, key, subject, values: this.values, writtenAt: this.writtenAt };
	}
}
