import type { FastifyBaseLogger } from 'fastify';
import type { Brand } from '../../../../nodes/domain/letter/schema';
import type { HubspotClients } from '../../adapters/hubspot/clientDeals';
import type { Downloads } from '../../delivery/downloads';
import type { Store } from '../../ledger/store';
import { portalPages } from '../../portal/pages/pages';
import { portalLinks } from '../../portal/portalLink';
import { portalTokens } from '../../portal/portalToken';
import { portalFactReader } from '../../portal/readFacts';
import type { TextLibrary } from '../../texts/library';
import type { PortalSettings } from '../settings';
import { openClientReader } from './clientReader';
import type { PortalPageParts } from './portalRoutes';

/** What the portal needs of a service. */
export interface PortalSurroundings {
	store: Store;
	/** What signs links; null: there are none. */
	secret: string | null;
	settings: PortalSettings;
	/** Address under which clients reach the service, without a slash at its end. */
	publicUrl: string;
	/** Whether plain HTTP will do, since the clients are on this machine. */
	isSandbox: boolean;
	brand: Brand;
	replyTo: string;
	library: TextLibrary;
	hubspot: HubspotClients;
	/** Ids of HubSpot's stages that mean a deal is won. */
	wonStages: readonly string[];
	/** Those that mean it came to nothing. */
	lostStages: readonly string[];
	downloads: Downloads;
	now(): Date;
	logger: FastifyBaseLogger;
}

/** Opens the portal of a running service; it has no links where clients cannot reach it. */
export function openPortal(surroundings: PortalSurroundings): PortalPageParts {
	const { store, secret, settings, publicUrl, isSandbox, wonStages, now } = surroundings;
	const isReachable = publicUrl.startsWith('https://') || isSandbox;
	return {
		links:
			secret === null || !isReachable
				? null
				: portalLinks({ store, tokens: portalTokens(secret), publicUrl, days: settings.days, now }),
		facts: portalFactReader({
			store,
			hubspot: openClientReader(surroundings.hubspot),
			wonStages,
			lostStages: surroundings.lostStages,
			now,
		}),
		pages: portalPages(surroundings.brand, surroundings.replyTo, surroundings.library),
		downloads: surroundings.downloads,
		basePath: new URL(publicUrl).pathname.replace(/\/$/, ''),
		logger: surroundings.logger,
	};
}
