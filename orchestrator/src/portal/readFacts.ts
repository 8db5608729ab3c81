import { isLanguage } from '../../../nodes/domain/language';
import type { ClientRecords } from '../adapters/hubspot/clientDeals';
import type { ClientLink } from '../ledger/clientLinks';
import { readMilestonesOf, readStartedOf } from '../ledger/clientProjects';
import type { WholeDelivery } from '../ledger/deliveries';
import { readDeliveriesOf, readDelivery } from '../ledger/deliveries';
import type { Invoice } from '../ledger/invoices';
import { readInvoicesOf } from '../ledger/invoices';
import type { Queries } from '../ledger/store';
import { deliveryFacts, isForClients, portalDelivery, projectName, zoneFor } from './deliveryFacts';
import type { PortalDeliveryFacts, PortalFacts, PortalInvoice, PortalProject } from './facts';
import { dueOf, stageOf } from './stage';

/** Whose facts are read. */
export type Whose = Pick<ClientLink, 'client' | 'test' | 'name' | 'language'>;

/** Reads what clients see of their own; nothing is found by anything but the client of the link. */
export interface PortalFactReader {
	/** Everything of a client. */
	of(whose: Whose): Promise<PortalFacts>;
	/** One delivery of a client; null for whatever is not theirs to see. */
	delivery(whose: Whose, id: string): Promise<PortalDeliveryFacts | null>;
}

/** What it is read from. */
export interface PortalSources {
	store: Queries;
	/** A client at HubSpot; `away` where HubSpot did not answer in time. */
	hubspot(client: string): Promise<ClientRecords | null | 'away'>;
	/** Ids of HubSpot's stages that mean a deal is won. */
	wonStages: readonly string[];
	/** Those that mean it came to nothing. */
	lostStages: readonly string[];
	now(): Date;
}

/** Opens it. */
export function portalFactReader({
	store,
	hubspot,
	wonStages,
	lostStages,
	now,
}: PortalSources): PortalFactReader {
	return {
		of: async (whose) => {
			const { client, test } = whose;
			const [records, deliveries, invoices] = await Promise.all([
				hubspot(client),
				readDeliveriesOf(store, { client, test }),
				readInvoicesOf(store, { client, test }),
			]);
			const known = records === 'away' ? null : records;
			const all = (known?.deals ?? []).map(({ id, properties }) => ({
				id,
				name: textOf(properties.dealname),
				isWon: wonStages.includes(properties.dealstage ?? ''),
				isLost: lostStages.includes(properties.dealstage ?? ''),
			}));
			const seen = deliveries.filter(isForClients);
			const asked = invoices.filter(({ state }) => state !== 'draft');
			const linked = all.map(({ id }) => id);
			const told = await readMilestonesOf(store, [...linked, ...dealsOf(seen, asked)], test);
			const lost = new Set(all.filter(({ isLost }) => isLost).map(({ id }) => id));
			// A deal that is not won yet is no project: its name is the agency's own note.
			const ids = new Set([
				...all.filter(({ isWon }) => isWon).map(({ id }) => id),
				...told.map(({ deal }) => deal).filter((deal) => !lost.has(deal)),
				...dealsOf(seen, asked),
			]);
			const started = await readStartedOf(store, [...ids], test);
			const projects = [...ids].map((deal): Dated => {
				const own = seen.filter((each) => each.deal === deal);
				const bills = asked.filter((each) => each.deal === deal);
				const milestones = told.filter((each) => each.deal === deal);
				const shown = own.map((each) => portalDelivery(each, now()));
				const stage = stageOf(
					{
						milestones,
						hasStarted: started.has(deal),
						deliveries: shown,
						invoices: bills.map(({ state }) => state),
					},
					now(),
				);
				const isDone = stage === 'delivered' || stage === 'paid';
				return {
					deal,
					name: all.find(({ id }) => id === deal)?.name ?? nameIn(own),
					stage,
					dueAt: isDone ? null : dueOf(milestones),
					deliveries: shown,
					invoices: bills.map((each) => portalInvoice(each, now())),
					isDone,
					changedAt: latest([
						...milestones.map(({ at }) => at),
						...shown.map(({ at }) => at),
						...bills.map(({ createdAt }) => createdAt),
					]),
				};
			});
			const contact = known?.contact.properties ?? {};
			return {
				name: nameOf(contact) ?? whose.name,
				language: whose.language ?? languageIn(contact),
				zone: zoneFor(textOf(contact.country) ?? countryIn(seen)),
				projects: projects.sort(byNeed).map(shownProject),
				isPartial: records === 'away',
			};
		},
		delivery: async (whose, id) => {
			const found = await readDelivery(store, id);
			if (found === null || !isForClients(found)) return null;
			if (found.client !== whose.client || found.test !== whose.test) return null;
			const facts = deliveryFacts(found, now());
			return { ...facts, language: whose.language ?? facts.language };
		},
	};
}

interface Dated extends PortalProject {
	isDone: boolean;
	/** Milliseconds; 0 where nothing is known. */
	changedAt: number;
}

/** What is at work before what is done; of each the newest first. */
function byNeed(one: Dated, other: Dated): number {
	return (
		Number(one.isDone) - Number(other.isDone) ||
		other.changedAt - one.changedAt ||
		Number(other.deal) - Number(one.deal)
	);
}

function shownProject({ deal, name, stage, dueAt, deliveries, invoices }: Dated): PortalProject {
	return { deal, name, stage, dueAt, deliveries, invoices };
}

function dealsOf(deliveries: readonly WholeDelivery[], invoices: readonly Invoice[]): string[] {
	return [...deliveries, ...invoices].map(({ deal }) => deal);
}

function latest(moments: readonly Date[]): number {
	return Math.max(0, ...moments.map((at) => at.getTime()));
}

function nameIn(deliveries: readonly WholeDelivery[]): string | null {
	return deliveries.map(projectName).find((name) => name !== null) ?? null;
}

function countryIn(deliveries: readonly WholeDelivery[]): string | null {
	const recipients = deliveries.map(({ recipient }) => recipient as { country?: unknown } | null);
	const country = recipients.map((each) => each?.country).find((each) => typeof each === 'string');
	return country ?? null;
}

function portalInvoice(invoice: Invoice, now: Date): PortalInvoice {
	const { number, state, total, currency, dueAt, paidAt, hostedUrl, pdfUrl } = invoice;
	const isOwed = state === 'open' || state === 'uncollectible';
	const isLate = dueAt !== null && dueAt <= now;
	const shown =
		state === 'paid' || state === 'void'
			? state
			: state === 'uncollectible' || isLate
				? 'overdue'
				: 'open';
	return {
		number,
		state: shown,
		total: { minor: total, currency },
		dueAt,
		paidAt,
		payUrl: isOwed ? httpsOnly(hostedUrl) : null,
		pdfUrl: httpsOnly(pdfUrl),
	};
}

function httpsOnly(url: string | null): string | null {
	return url?.startsWith('https://') === true ? url : null;
}

function textOf(value: string | null | undefined): string | null {
	const text = value?.trim() ?? '';
	return text === '' ? null : text;
}

function nameOf(contact: Record<string, string | null>): string | null {
	const parts = [textOf(contact.firstname), textOf(contact.lastname)];
	return textOf(parts.filter((part) => part !== null).join(' '));
}

function languageIn(contact: Record<string, string | null>) {
	// HubSpot writes regions into some, such as "es-mx".
	const short = contact.hs_language?.split(/[-_]/)[0]?.toLowerCase();
	return isLanguage(short) ? short : null;
}
