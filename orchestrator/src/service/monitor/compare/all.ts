import { LookUpFailed } from '../../../adapters/harmless';
import type { ClickupTasks } from '../../../adapters/clickup/tasks';
import type { HubspotRecords } from '../../../adapters/hubspot/records';
import type { SlackHistory } from '../../../adapters/slack/history';
import type { StripeInvoices } from '../../../adapters/stripe/invoices';
import type { Moment } from '../../../ledger/moment';
import type { Compared, ComparedService } from '../../../monitor/reconcile/model';
import { nothingCompared } from '../../../monitor/reconcile/model';
import type { Position } from '../position';
import { compareClickup } from './clickup';
import type { DeliveryReaders } from './deliveries';
import { compareDeliveriesNow } from './deliveries';
import type { FrameioReader } from './frameio';
import { compareFrameio } from './frameio';
import { compareHubspot } from './hubspot';
import { compareLedger } from './ledger';
import { compareMail } from './mail';
import type { CompareParts, Swept } from './parts';
import { compareSlack } from './slack';
import { compareStripe } from './stripe';
import type { HookedService, WebhookReader } from './webhooks';
import { compareWebhooks, hookedServices } from './webhooks';

/** What services are read with. */
export interface Readers {
	clickup: ClickupTasks;
	slack: SlackHistory;
	hubspot: HubspotRecords;
	frameio: FrameioReader;
	/** Waits for a turn to read Frame.io. */
	frameioTurn(): Promise<void>;
	/** Null without a key. */
	stripe: StripeInvoices | null;
	targets: DeliveryReaders['targets'];
	hooks: Record<HookedService, WebhookReader>;
}

/** What of the position says how far the changes of a service were read. */
export type ReadPosition = 'clickup' | 'contact' | 'deal' | 'stripe';

/** What a comparison of one service came to; `why` is null where it came to its end. */
export interface OfService {
	/** Null where nothing is kept of how far it was read. */
	position: ReadPosition | null;
	service: ComparedService;
	result: Compared;
	readTo: Date | null;
	/** Where its own round through everything goes on; null where it has none, or did not end. */
	place: string | null;
	why: string | null;
}

interface Work {
	service: ComparedService;
	position?: ReadPosition;
	run(): Promise<Swept | (Compared & { place?: string })>;
}

/** Where services are read from, and whose webhooks they are. */
export interface CompareSurroundings {
	readers: Readers;
	/** Address that webhooks call us at, without a slash at its end. */
	publicUrl: string;
	moment(): Moment;
}

/** Compares everything. Services are read side by side: each has limits of its own. */
export async function compareAll(
	{ readers, publicUrl, moment }: CompareSurroundings,
	compare: CompareParts,
	position: Position,
): Promise<OfService[]> {
	const { stripe } = readers;
	const since = (name: ReadPosition) => new Date(position[name] ?? compare.recentFrom);
	const work: Work[] = [
		{
			service: 'clickup',
			position: 'clickup',
			run: async () => await compareClickup(compare, readers.clickup, since('clickup')),
		},
		{ service: 'slack', run: async () => await compareSlack(compare, readers.slack) },
		...(['contact', 'deal'] as const).map(
			(object): Work => ({
				service: 'hubspot',
				position: object,
				run: async () => await compareHubspot(compare, readers.hubspot, object, since(object)),
			}),
		),
		{
			service: 'frameio',
			run: async () => await compareFrameio(compare, readers.frameio, readers.frameioTurn),
		},
		{
			service: 'stripe',
			position: 'stripe',
			run: async () =>
				stripe === null ? nothingCompared : await compareStripe(compare, stripe, since('stripe')),
		},
		{
			service: 'storage',
			run: async () =>
				await compareDeliveriesNow(
					compare,
					{ targets: readers.targets, hasInvoices: stripe !== null },
					position.deliveries,
				),
		},
		...hookedServices.map(
			(service): Work => ({
				service,
				run: async () => await compareWebhooks(service, readers.hooks[service], publicUrl),
			}),
		),
		{ service: 'mail', run: async () => await compareMail(compare) },
		{ service: 'ledger', run: async () => await compareLedger(compare, moment()) },
	];
	return await Promise.all(work.map(outcomeOf));
}

async function outcomeOf({ service, position: kept, run }: Work): Promise<OfService> {
	const position = kept ?? null;
	try {
		const result = await run();
		const readTo = 'readTo' in result ? result.readTo : null;
		const place = 'place' in result ? (result.place ?? null) : null;
		return { position, service, result, readTo, place, why: null };
	} catch (error) {
		if (!(error instanceof LookUpFailed)) throw error;
		// What it had read up to then says nothing: the next sweep begins there again.
		const why = error.failure.error.why;
		return { position, service, result: nothingCompared, readTo: null, place: null, why };
	}
}
