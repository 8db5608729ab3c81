import type { FastifyBaseLogger } from 'fastify';
import type { HookSecrets } from '../config/hookSecrets';
import type { RecordCall } from '../ledger/eventRecorder';
import type { Store } from '../ledger/store';
import type { Clock } from './clock';

/** What the routes of the inbox are built on. */
export interface InboxParts extends Clock {
	store: Store;
	/** Keeps the events of one call; calls at the same time share a statement. */
	keep: RecordCall;
	hookSecrets: HookSecrets;
	/** Address under which senders reach the service, without a slash at its end. */
	publicUrl: string;
	/** Ids of HubSpot's stages that mean a deal is won. */
	wonStages: readonly string[];
	/** Tells the forwarder that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}
