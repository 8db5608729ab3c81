import type { DeliveryView } from './view';

/** Deliveries for a person, one line each, the newest first. */
export function tellDeliveries(deliveries: readonly DeliveryView[]): string[] {
	if (deliveries.length === 0) return ['No deliveries.'];
	return deliveries.map(
		({ deal, version, kind, state, progress, files, createdAt, id, problem }) => {
			const names = new Set(files.map(({ name }) => name));
			return [
				`${deal} v${version}`.padEnd(16),
				kind.padEnd(10),
				(state === 'storing' ? `storing ${percentOf(progress)}` : state).padEnd(12),
				`${names.size} ${names.size === 1 ? 'file' : 'files'}`.padEnd(9),
				minuteOf(createdAt),
				`(${id})`,
				...(problem === null ? [] : [problem.why]),
			].join('  ');
		},
	);
}

/** One delivery with its files, and what stands in its way. */
export function tellDelivery(delivery: DeliveryView): string[] {
	const { deal, version, kind, state, test, clientEmail, client, problem, files } = delivery;
	const rows: Array<[string, string | null]> = [
		['client', clientEmail === null ? client : `${client} <${clientEmail}>`],
		['begun', minuteOf(delivery.createdAt)],
		['progress', state === 'storing' ? percentOf(delivery.progress) : null],
		['stored', shown(delivery.storedAt)],
		['delivered', shown(delivery.deliveredAt)],
		['links end', shown(delivery.expiresAt)],
		['id', delivery.id],
	];
	return [
		`Deal ${deal}, version ${version} (${kind}): ${state}${test ? ' (test)' : ''}`,
		...rows.flatMap(([name, text]) => (text === null ? [] : [`  ${name.padEnd(10)}  ${text}`])),
		...files.map(
			({ name, target, state: place, bytes, sha256 }) =>
				`  ${place.padEnd(8)}  ${target.padEnd(8)}  ${name}${bytes === null ? '' : `, ${bytes} bytes`}, SHA-256 ${sha256}`,
		),
		...(problem === null
			? []
			: [
					`  ${problem.what}${problem.file === null ? '' : ` (${problem.file})`}`,
					`  ${problem.why}`,
					`  ${problem.mend}`,
				]),
	];
}

const percentOf = (share: number) => `${Math.floor(share * 100)}%`;
const minuteOf = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`;
const shown = (at: string | null) => (at === null ? null : minuteOf(at));
