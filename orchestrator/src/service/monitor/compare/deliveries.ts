import { z } from 'zod';
import { isErrorReport } from '../../../../../nodes/domain/errors';
import { LookUpFailed } from '../../../adapters/harmless';
import { planSchema } from '../../../delivery/requestSchema';
import {
	listDeliveriesAfter,
	listDeliveriesNamed,
	listDeliveriesSince,
	listInvoiced,
} from '../../../ledger/comparedDeliveries';
import type { WholeDelivery } from '../../../ledger/deliveries';
import type { DeliveryFile } from '../../../ledger/deliveryFiles';
import type { WantedDelivery, WantedFile } from '../../../monitor/reconcile/compareDeliveries';
import {
	compareDeliveries,
	deliveryEffect,
	objectName,
} from '../../../monitor/reconcile/compareDeliveries';
import type { Compared } from '../../../monitor/reconcile/model';
import type { TargetName } from '../../../storage/openStorage';
import type { StorageTarget, StoredObject } from '../../../storage/target';
import type { CompareParts } from './parts';

/** Where deliveries are, and what is to be known of them. */
export interface DeliveryReaders {
	targets: Partial<Record<TargetName, Pick<StorageTarget, 'look'>>>;
	/** Whether invoices are made here at all. */
	hasInvoices: boolean;
}

/**
 * What one sweep looks at: deliveries of the recent days and unfinished ones, so many of the round through
 * all others, and files that the storage is asked for, one call each.
 */
export const DELIVERY_BUDGET = { recent: 100, round: 10, files: 200 };

/** Compares the deliveries of the recent days, and the next of the round, with the storage. */
export async function compareDeliveriesNow(
	parts: CompareParts,
	{ targets, hasInvoices }: DeliveryReaders,
	after: string,
): Promise<Compared & { place: string }> {
	const { store, recentFrom, now } = parts;
	const recent = await listDeliveriesSince(store, recentFrom, DELIVERY_BUDGET.recent);
	const round = await listDeliveriesAfter(store, after, DELIVERY_BUDGET.round);
	const ids = parts.open.flatMap(({ effect }) => idIn(effect) ?? []);
	const again = await listDeliveriesNamed(store, ids);
	const all = [...new Map([...again, ...round, ...recent].map((one) => [one.id, one])).values()];
	const priced = hasInvoices ? all.filter(isPriced) : [];
	const invoiced = await listInvoiced(store, priced);
	const lacking = new Set(priced.filter(({ id }) => !invoiced.has(id)).map(({ id }) => id));
	const wanted = all.map((one) => wantedOf(one, lacking.has(one.id)));
	const seen = new Map<string, StoredObject | 'gone'>();
	const looked: WantedDelivery[] = [];
	for (const delivery of wanted) {
		const files = delivery.files.filter((file) => isAsked(delivery, file, now));
		// A delivery is looked at whole or not at all: what is not looked at is not over.
		if (seen.size + files.length > DELIVERY_BUDGET.files && seen.size > 0) continue;
		for (const file of files) {
			const target = targets[file.target as TargetName];
			if (target === undefined) continue;
			seen.set(objectName(file), (await ask(target, file.storageKey)) ?? 'gone');
		}
		looked.push(delivery);
	}
	return {
		differences: compareDeliveries(looked, seen, now),
		looked: looked.map(({ id }) => deliveryEffect(id)),
		calls: seen.size,
		place: round.length < DELIVERY_BUDGET.round ? '' : (round.at(-1)?.id ?? ''),
	};
}

function isAsked({ state }: WantedDelivery, { isStored, until }: WantedFile, now: Date): boolean {
	return (
		isStored && (state === 'stored' || state === 'delivered') && (until === null || until > now)
	);
}

async function ask(target: Pick<StorageTarget, 'look'>, key: string): Promise<StoredObject | null> {
	try {
		return await target.look(key);
	} catch (error) {
		if (!(error instanceof Error) || !isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		throw new LookUpFailed({ result: 'notSent', status: null, error: { code, what, why, mend } });
	}
}

/** Id of a delivery that a finding is about; null where it is about something else. */
function idIn(effect: string): string | null {
	const prefix = deliveryEffect('');
	return effect.startsWith(`${prefix}dlv_`) && !effect.includes('/')
		? effect.slice(prefix.length)
		: null;
}

const pricedFacts = z.object({ invoice: z.object({ total: z.number().positive() }) });

function isPriced({ facts }: WholeDelivery): boolean {
	return pricedFacts.safeParse(facts).success;
}

const DAY_MS = 86_400_000;

function wantedOf(delivery: WholeDelivery, lacksInvoice: boolean): WantedDelivery {
	const { files, plan, expiresAt, ...rest } = delivery;
	const wishes = planSchema.safeParse(plan).data?.targets ?? [];
	const untilOf = ({ target, storedAt }: DeliveryFile): Date | null => {
		const days = wishes.find(({ name }) => name === target)?.retentionDays ?? null;
		const kept =
			days === null || storedAt === null ? null : new Date(storedAt.getTime() + days * DAY_MS);
		// What clients fetch has to be there as long as their links work; the archive has no such end.
		if (target === 'archive' || expiresAt === null) return kept;
		return kept !== null && kept < expiresAt ? kept : expiresAt;
	};
	return {
		...rest,
		lacksInvoice,
		files: files.map((file) => {
			const { target, storageKey, sha256, bytes, state } = file;
			const beside = files.filter((one) => one.target === target);
			const place = { place: beside.indexOf(file) + 1, count: beside.length };
			const until = untilOf(file);
			return { target, storageKey, ...place, sha256, bytes, isStored: state === 'stored', until };
		}),
	};
}
