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
const dealChange = values.extend({ deal: z.string(), stage: z.string().nullable() });
const contactContent = values.extend({ email: z.string() });

/** The tasks that ought to be there: of one that was made again, the newest. */
export function wantedTasks(about: readonly MadeThing[]): WantedTask[] {
	const closed = new Set(
		about.flatMap(({ kind, content }) => {
			const read = kind === 'clickup.close' ? namedTask.safeParse(content) : null;
			return read?.success ? [firstKeyOf(read.data.task)] : [];
		}),
	);
	return newestOf(about, 'clickup.task').flatMap(({ thing, remakes }): WantedTask[] => {
		const receipt = taskReceipt.safeParse(thing.receipt);
		if (!receipt.success) return [];
		const { key, subject, doneAt: madeAt } = thing;
		const isClosed = closed.has(firstKeyOf(key));
		return [{ key, subject, ...receipt.data, madeAt, isClosed, remakes }];
	});
}

/** The messages that ought to be there: of one that was posted again, the newest. */
export function wantedMessages(about: readonly MadeThing[]): WantedMessage[] {
	return newestOf(about, 'slack.message').flatMap(({ thing }): WantedMessage[] => {
		const receipt = messageReceipt.safeParse(thing.receipt);
		if (!receipt.success) return [];
		const { channel, ts, url = null } = receipt.data;
		return [{ key: thing.key, subject: thing.subject, channel, ts, url, postedAt: thing.doneAt }];
	});
}

function newestOf(about: readonly MadeThing[], kind: string) {
	const newest = new Map<string, { thing: MadeThing; remakes: number }>();
	for (const thing of about) {
		if (thing.kind !== kind) continue;
		const remakes = Number(REMADE.exec(thing.key)?.[1] ?? 0);
		const before = newest.get(firstKeyOf(thing.key));
		if (before === undefined || before.remakes < remakes) {
			newest.set(firstKeyOf(thing.key), { thing, remakes });
		}
	}
	return [...newest.values()];
}

/** The deals that ought to be there, with all that was written to them since. */
export function wantedDeals(about: readonly MadeThing[]): WantedRecord[] {
	const changes = about.filter(({ kind }) => kind === 'hubspot.deal-change');
	return about.flatMap((thing): WantedRecord[] => {
		if (thing.kind !== 'hubspot.deal') return [];
		const receipt = recordReceipt.safeParse(thing.receipt);
		const made = values.safeParse(thing.content);
		if (!receipt.success || !made.success) return [];
		const written = new WrittenValues();
		written.add({ ...made.data.properties, [KEY_PROPERTY]: thing.key }, thing.doneAt);
		for (const change of changes) {
			const read = dealChange.safeParse(change.content);
			if (!read.success || read.data.deal !== thing.key) continue;
			const { properties, stage } = read.data;
			// What was left as it was is not written.
			const isWritten = stage !== null && stage === stageIn(change.receipt);
			written.add({ ...properties, ...(isWritten ? { dealstage: stage } : {}) }, change.doneAt);
		}
		return [written.record('deal', thing, receipt.data)];
	});
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
