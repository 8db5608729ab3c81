import { z } from 'zod';
import { isLanguage } from '../../../nodes/domain/language';
import { readCountry } from '../../../nodes/domain/lead/countries';
import { zoneOf } from '../../../nodes/domain/zoneOf';
import type { WholeDelivery } from '../ledger/deliveries';
import type { PortalDelivery, PortalDeliveryFacts, PortalFile } from './facts';

/** Days are written in this zone where the client's is not known. */
export const usualZone = 'utc';

/** Where files lie that clients fetch; the archive is the agency's own. */
const CLIENTS_TARGET = 'delivery';

const words = z.string().trim().min(1).nullish().catch(null);

/** What a manifest may say of a file beside what the ledger keeps; whatever it does not is not shown. */
const describedSchema = z
	.object({
		name: z.string(),
		platforms: z.array(z.string()).catch([]),
		aspect: words,
		resolution: words,
	})
	.partial({ platforms: true });
const manifestSchema = z.object({ files: z.array(z.unknown()).catch([]) }).catch({ files: [] });

const namedSchema = z.object({ name: words }).nullish().catch(null);
const factsSchema = z
	.object({ deal: namedSchema, project: namedSchema })
	.catch({ deal: null, project: null });

const recipientSchema = z
	.object({ language: words, country: words })
	.catch({ language: null, country: null });

/** Whether clients see a delivery: once it is stored whole, and until it is taken back. */
export function isForClients({ state }: Pick<WholeDelivery, 'state'>): boolean {
	return state === 'stored' || state === 'delivered';
}

/** A delivery as its client sees it. */
export function portalDelivery(delivery: WholeDelivery, now: Date): PortalDelivery {
	const { id, deal, version, kind, expiresAt, deliveredAt, storedAt, createdAt } = delivery;
	return {
		id,
		deal,
		version,
		kind,
		at: deliveredAt ?? storedAt ?? createdAt,
		expiresAt,
		isOver: expiresAt !== null && expiresAt <= now,
		files: filesOf(delivery),
	};
}

/** A delivery with what the flow that made it knew around it. */
export function deliveryFacts(delivery: WholeDelivery, now: Date): PortalDeliveryFacts {
	const { language, country } = recipientSchema.parse(delivery.recipient);
	return {
		delivery: portalDelivery(delivery, now),
		project: projectName(delivery),
		language: isLanguage(language) ? language : null,
		zone: zoneFor(country ?? null),
	};
}

/** What a delivery's project is called, by the flow that made it. */
export function projectName({ facts }: Pick<WholeDelivery, 'facts'>): string | null {
	const { deal, project } = factsSchema.parse(facts);
	return deal?.name ?? project?.name ?? null;
}

/** The zone of a country's clients; of one with several, and of one unknown, the usual one. */
export function zoneFor(country: string | null): string {
	const code = readCountry(country).value;
	return (code === null ? null : zoneOf(code)) ?? usualZone;
}

function filesOf({ files, manifest }: WholeDelivery): PortalFile[] {
	const described = manifestSchema
		.parse(manifest)
		.files.flatMap((file) => describedSchema.safeParse(file).data ?? []);
	return files
		.filter(({ target, state }) => target === CLIENTS_TARGET && state === 'stored')
		.map(({ name, bytes, mediaType, sha256 }) => {
			const about = described.find((each) => each.name === name);
			return {
				name,
				bytes,
				mediaType,
				sha256,
				platforms: about?.platforms ?? [],
				shape: [about?.aspect, about?.resolution].filter((each) => typeof each === 'string'),
			};
		});
}
