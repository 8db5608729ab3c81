import type { Random } from '../../nodes/domain/lead/learning/random';
import { seededRandom } from '../../nodes/domain/lead/learning/random';
import type { Tier } from '../../nodes/domain/lead/schema';

/** A client who writes to the agency. */
export interface StormLead {
	/** Ten letters and digits that stand in everything that is done about the lead, and nowhere else. */
	marker: string;
	/** The tier its kind of lead is known to get. */
	tier: Tier;
	body: Record<string, unknown>;
}

/** Where a lead comes in: n8n's intake webhook, or the service's signed address for forms. */
export type Door = 'intake' | 'forms';

/** One call of a sender. */
export interface Delivery {
	/** Index of the lead. */
	lead: number;
	door: Door;
	/** What the sender knows the event by; sent again, it has the same. */
	eventId: string;
	/** Whether its names stand in another order than the first time. */
	isReordered: boolean;
	/** Place in the order of sending; the first try of a lead stands near its own index. */
	slot: number;
}

/** Everything that markers begin with, so that they are found in any text. */
const MARKER_START = 'zq';
const MARKER_DIGITS = 8;

/** Finds markers in a text, whatever a service made of its letters. */
const markerPattern = new RegExp(`${MARKER_START}[0-9a-z]{${MARKER_DIGITS}}`, 'gi');

/** The markers in a text, each once. */
export function markersIn(text: string): string[] {
	return [...new Set((text.match(markerPattern) ?? []).map((found) => found.toLowerCase()))];
}

interface Sort {
	tier: Tier;
	share: number;
	/** Who it may be, in the languages the agency answers in. */
	people: ReadonlyArray<Record<string, string>>;
}

const sorts: readonly Sort[] = [
	{
		tier: 'hot',
		share: 0.35,
		people: [
			{
				name: 'Ana Quispe',
				domain: 'cafesdelrimac.example',
				company: 'Cafés del Rímac',
				phone: '+51 987 654 321',
				country: 'Perú',
				language: 'es',
				service: 'Video explicativo',
				vertical: 'Comercio electrónico',
				budget: 'USD 1.500',
				timeline: 'en dos semanas',
				source: 'recomendación',
				message:
					'Somos seis cafeterías en Lima y lanzamos la venta de café en grano. La decisión es mía.',
			},
			{
				name: 'Freja Holm',
				domain: 'nordlysenergi.example',
				company: 'Nordlys Energi',
				phone: '+45 31 22 44 66',
				country: 'Danmark',
				language: 'da',
				service: 'Kampagne for et brand',
				vertical: 'Software (SaaS)',
				budget: 'EUR 2.000',
				timeline: 'inden for to uger',
				source: 'anbefaling',
				message: 'Vi lancerer en ny platform i januar og skal bruge en kampagnefilm og tre klip.',
			},
			{
				name: 'Grace Miller',
				domain: 'harborgoods.example',
				company: 'Harbor Goods',
				phone: '+1 202 555 0147',
				country: 'United States',
				language: 'en',
				service: 'Explainer video',
				vertical: 'E-commerce',
				budget: 'USD 1,800',
				timeline: 'in two weeks',
				source: 'referral',
				message: 'We open a second shop and want a film that explains our subscription. I decide.',
			},
		],
	},
	{
		tier: 'warm',
		share: 0.25,
		people: [
			{
				name: 'Jorge Salazar',
				domain: 'casasdelsur.example',
				company: 'Casas del Sur',
				phone: '+51 912 345 678',
				country: 'Perú',
				language: 'es',
				service: 'Video para redes sociales',
				vertical: 'Bienes raíces',
				budget: 'USD 120',
				timeline: 'en tres meses',
				source: 'Instagram',
				message: 'Tenemos dos departamentos nuevos y queremos videos cortos. ¿Cuánto costarían?',
			},
			{
				name: 'Sofie Dahl',
				domain: 'boligdahl.example',
				company: 'Bolig Dahl',
				country: 'Danmark',
				language: 'da',
				service: 'Hurtig redigering',
				vertical: 'Ejendom',
				budget: 'EUR 110',
				timeline: 'om tre måneder',
				source: 'Facebook',
				message: 'Vi har to nye lejligheder og vil gerne have korte klip. Hvad koster det?',
			},
		],
	},
	{
		tier: 'cold',
		share: 0.25,
		people: [
			{
				name: 'Tom Baker',
				domain: 'gmail.com',
				country: 'United Kingdom',
				language: 'en',
				service: 'Quick edit (24 hours)',
				budget: 'about $50',
				timeline: 'Not sure yet',
				source: 'google',
				message: 'Just looking around for now, might need a short clip for my side project.',
			},
			{
				name: 'Lucía Ramos',
				domain: 'gmail.com',
				country: 'Perú',
				language: 'es',
				service: 'Edición rápida (24 horas)',
				budget: 'unos $40',
				timeline: 'Aún no sé',
				source: 'google',
				message: 'Solo estoy mirando por ahora, quizá necesite un clip corto.',
			},
		],
	},
	{
		tier: 'disqualified',
		share: 0.15,
		people: [
			{
				name: 'SEO Growth Team',
				domain: 'mailinator.com',
				language: 'en',
				service: 'Something else',
				source: 'website',
				message:
					'We guarantee you page 1 on Google!!! Buy 10,000 backlinks and casino guest posts at https://seo-offers.example now.',
			},
		],
	},
];

/** How many different people the leads are made after. */
export const everybody = sorts.flatMap(({ tier, people }) =>
	people.map((person) => ({ tier, person })),
);

/**
 * Draws leads of every tier in three languages, each with a name and an address of its own.
 *
 * @param receivedAt moment that the forms give as their own
 */
export function drawLeads(count: number, seed: number, receivedAt: Date): StormLead[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, (_, index) => {
		const { tier, people } = sortAt(random());
		const person = people[Math.floor(random() * people.length)];
		return {
			marker: markerOf(seed, index),
			tier,
			body: bodyOf(person, markerOf(seed, index), receivedAt),
		};
	});
}

/** A form as this person fills it in. */
export function bodyOf(
	{ domain, ...said }: Record<string, string>,
	marker: string,
	receivedAt: Date,
): Record<string, unknown> {
	const company = said.company === undefined ? {} : { company: `${said.company} ${marker}` };
	return {
		...said,
		...company,
		name: `${said.name} ${marker}`,
		email: `${marker}@${domain}`,
		receivedAt: receivedAt.toISOString(),
	};
}

function markerOf(seed: number, index: number): string {
	const number = (seed >>> 0) * 100_003 + index;
	return `${MARKER_START}${number.toString(36).padStart(MARKER_DIGITS, '0').slice(-MARKER_DIGITS)}`;
}

function sortAt(share: number): Sort {
	let left = share;
	return sorts.find((sort) => (left -= sort.share) < 0) ?? sorts[0];
}

/** How far from its place in the order a first delivery may stand, in leads. */
const SHUFFLE = 8;
/** How much later a sender repeats itself, in leads at most. */
const REPEATED_WITHIN = 60;

/**
 * Draws how the leads are sent: by either door, out of order, and a third of them again: the same
 * call, the same form sent twice, or by the other door as well.
 *
 * @returns in the order of sending
 */
export function drawDeliveries(count: number, seed: number): Delivery[] {
	// Of another source than the leads: more of one must not change the other.
	const random = seededRandom(seed ^ 0x5eed);
	const deliveries = Array.from({ length: count }, (_, lead) => deliveriesOf(lead, random)).flat();
	return deliveries.sort((a, b) => a.slot - b.slot);
}

function deliveriesOf(lead: number, random: Random): Delivery[] {
	const door: Door = random() < 0.5 ? 'intake' : 'forms';
	const slot = lead + random() * SHUFFLE;
	const first: Delivery = { lead, door, eventId: `storm-${lead}-1`, isReordered: false, slot };
	const repeats = random() < 1 / 3 ? 1 + Math.floor(random() * 3) : 0;
	return [
		first,
		...Array.from({ length: repeats }, (_, index) => repeatOf(first, index + 2, random)),
	];
}

function repeatOf(first: Delivery, number: number, random: Random): Delivery {
	const slot = Math.max(0, first.slot + (random() * REPEATED_WITHIN - SHUFFLE));
	const kind = random();
	// A vendor's own repeat, or one that overtakes the first.
	if (kind < 0.5) return { ...first, isReordered: false, slot };
	const eventId = `storm-${first.lead}-${number}`;
	if (kind < 0.75) return { ...first, eventId, isReordered: true, slot };
	return {
		...first,
		door: first.door === 'forms' ? 'intake' : 'forms',
		eventId,
		isReordered: false,
		slot,
	};
}

/** What a delivery says, byte for byte. */
export function textOf({ body }: StormLead, { isReordered }: Delivery): string {
	const entries = Object.entries(body);
	return JSON.stringify(Object.fromEntries(isReordered ? entries.reverse() : entries));
}
