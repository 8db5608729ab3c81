import type { DestinationStream } from 'pino';
import type { StripeOptions } from '../adapters/stripe/client';
import type { DeliverySources } from '../delivery/openSource';
import type { MediaSource } from '../media/checks/mediaSource';
import type { Measurer } from '../media/checks/measurer';
import type { ResolverPolicy } from './effects/resolver';
import type { InboxOptions } from './inbox';
import type { Paces } from './pacing/paces';
import type { Patience, ServiceSecrets, ServiceSettings } from './settings';

/** How to start the service. */
export interface ServiceOptions {
	settings: ServiceSettings;
	secrets: ServiceSecrets;
	/** Address of a Postgres server or folder of the embedded one; in memory without one. */
	ledger?: string | null;
	/** Where events go and who may send them; without it they are kept only. */
	inbox?: InboxOptions;
	/** 0 takes a free one; default: the settings'. */
	port?: number;
	/** Address listened on; default loopback. */
	host?: string;
	/** Clock of what is due; default: the machine's. */
	now?: () => Date;
	/** Milliseconds by which the sandbox is ahead of it; absent: none. */
	aheadMs?: () => number;
	patience?: Partial<Patience>;
	/** In place of the published ones. */
	paces?: Partial<Paces>;
	/** How effects are gone on with in the background. */
	resolver?: Partial<ResolverPolicy>;
	/** In place of the table of the vendors' delays; a test's. */
	indexingDelaysMs?: Readonly<Record<string, number>>;
	/** Addresses of the vendors' APIs, in place of their own. */
	bases?: { hubspot?: string; slack?: string; clickup?: string; frameio?: string; ims?: string };
	/** What sends calls to Stripe, in place of the connections; a test's. */
	stripe?: Pick<StripeOptions, 'httpClient'>;
	/** Where media files are fetched, in place of Frame.io; a test's. */
	mediaSource?: MediaSource;
	/** Where files of deliveries are fetched, in place of Frame.io; a test's. */
	deliverySources?: DeliverySources;
	/** What measures them, in place of ffmpeg; a test's. */
	openMeasurer?: () => Promise<Measurer>;
	/** Ends when balancers may be expected to have heard that the service stops; default: the settings' time. */
	drain?: () => Promise<void>;
	/** Where log lines go; nowhere without it. */
	log?: DestinationStream;
}

/** A service that runs. */
export interface Service {
	/** Address without a slash at its end. */
	url: string;
	/** Says that it is not ready, lets calls in progress end, then closes everything. */
	stop(): Promise<void>;
}
