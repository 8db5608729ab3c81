import type { Delivery } from '../../ledger/deliveries';
import type { StoredObject } from '../../storage/target';
import type { Difference } from './model';
import { shortMoment } from './model';

/** A file of a delivery at one of its places. */
export interface WantedFile {
	target: string;
	storageKey: string;
	/** Among the files of its target, from 1: its name is the client's business. */
	place: number;
	/** How many files the target has of the delivery. */
	count: number;
	/** Hex. */
	sha256: string;
	bytes: number | null;
	isStored: boolean;
	/** Until when it has to be there; null: for good. */
	until: Date | null;
}

/** A delivery as the ledger has it. */
export interface WantedDelivery
	extends Pick<
		Delivery,
		| 'id'
		| 'deal'
		| 'version'
		| 'state'
		| 'attempt'
		| 'progress'
		| 'createdAt'
		| 'storedAt'
		| 'deliveredAt'
		| 'withdrawnAt'
	> {
	files: readonly WantedFile[];
	/** Whether something is to be paid for it that no invoice asks for. */
	lacksInvoice: boolean;
}

/** What the storage has, as far as it was asked: by target and key. */
export type SeenObjects = ReadonlyMap<string, StoredObject | 'gone'>;

/** Name of an object among those that were seen. */
export const objectName = ({ target, storageKey }: Pick<WantedFile, 'target' | 'storageKey'>) =>
	`${target}/${storageKey}`;

/** What findings about a delivery stand under: they are of no single effect. */
export const deliveryEffect = (id: string) => `delivery:${id}`;

/** How long storing may take before somebody looks, in milliseconds: a film of 500 GB needs some hours. */
const STORING_MS = 6 * 3_600_000;

/** How long the flow may take from one step of handing over to the next, in milliseconds. */
const FLOW_MS = 3_600_000;

/** Compares deliveries; files that the storage was not asked for say nothing. */
export function compareDeliveries(
	wanted: readonly WantedDelivery[],
	seen: SeenObjects,
	now: Date,
): Difference[] {
	return wanted.flatMap((delivery): Difference[] => [
		...stuck(delivery, now),
		...withoutInvoice(delivery, now),
		...delivery.files.flatMap((file) => fileOf(delivery, file, seen.get(objectName(file)), now)),
	]);
}

const base = ({ id }: WantedDelivery) =>
	({ service: 'storage', effect: deliveryEffect(id), subject: deliveryEffect(id) }) as const;

const nobodyDoes = { repair: null, offers: ['leave'] } as const;

const named = ({ id, deal, version }: WantedDelivery) => `${id} (deal ${deal}, version ${version})`;

function isOver(since: Date | null, bound: number, now: Date): boolean {
	return since !== null && now.getTime() - since.getTime() > bound;
}

function stuck(delivery: WantedDelivery, now: Date): Difference[] {
	const { id, state, attempt, progress, createdAt, storedAt, withdrawnAt, files } = delivery;
	const late = (ours: string, theirs: string): Difference[] => [
		{
			...base(delivery),
			name: `late/storage/${id}`,
			class: 'late',
			thing: 'delivery',
			ours: { says: ours },
			theirs: { says: theirs },
			...nobodyDoes,
		},
	];
	if ((state === 'planned' || state === 'storing') && isOver(createdAt, STORING_MS, now)) {
		const share = `${Math.floor(progress * 100)}%`;
		const tries = attempt === 1 ? '' : `, attempt ${attempt}`;
		return late(
			`${named(delivery)}: asked for ${shortMoment(createdAt)}`,
			`not stored yet: ${share}${tries}`,
		);
	}
	if (state === 'stored' && storedAt !== null && isOver(storedAt, FLOW_MS, now)) {
		return late(
			`${named(delivery)}: stored ${shortMoment(storedAt)}`,
			'not handed over: the flow did not come to its end, and the client may know of nothing',
		);
	}
	const left = files.filter(({ target, isStored }) => isStored && target !== 'archive').length;
	if (
		state === 'withdrawn' &&
		left > 0 &&
		withdrawnAt !== null &&
		isOver(withdrawnAt, FLOW_MS, now)
	) {
		return late(
			`${named(delivery)}: withdrawn ${shortMoment(withdrawnAt)}`,
			`${left} of its files are still in storage`,
		);
	}
	return [];
}

function withoutInvoice(delivery: WantedDelivery, now: Date): Difference[] {
	const { id, state, deliveredAt, lacksInvoice } = delivery;
	if (state !== 'delivered' || !lacksInvoice || !isOver(deliveredAt, FLOW_MS, now)) return [];
	return [
		{
			...base(delivery),
			service: 'stripe',
			name: `missing/stripe/delivery/${id}`,
			class: 'missing',
			thing: 'invoice',
			ours: { says: `${named(delivery)} was handed over, and something is to be paid for it` },
			theirs: { says: 'no invoice was made for it' },
			...nobodyDoes,
		},
	];
}

function fileOf(
	delivery: WantedDelivery,
	file: WantedFile,
	found: StoredObject | 'gone' | undefined,
	now: Date,
): Difference[] {
	const isWanted = delivery.state === 'stored' || delivery.state === 'delivered';
	const isPast = file.until !== null && file.until <= now;
	if (found === undefined || !isWanted || !file.isStored || isPast) return [];
	const { target, place, count, bytes, sha256 } = file;
	const difference = (sort: 'missing' | 'changed', theirs: string): Difference => ({
		...base(delivery),
		name: `${sort}/storage/${delivery.id}/${target}/${place}`,
		class: sort,
		thing: 'file',
		ours: {
			says: `${named(delivery)}: file ${place} of ${count} at "${target}", ${bytes ?? 0} bytes, SHA-256 ${sha256.slice(0, 12)}…`,
		},
		theirs: { says: theirs },
		...nobodyDoes,
	});
	if (found === 'gone') return [difference('missing', 'no such file: it was deleted')];
	if (bytes !== null && found.bytes !== bytes) {
		return [difference('changed', `another file is in its place: ${found.bytes} bytes`)];
	}
	if (found.sha256 !== sha256) {
		return [difference('changed', 'it was put there by somebody else, or written over')];
	}
	return [];
}
