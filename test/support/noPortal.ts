import { defaultBrand } from '../../nodes/domain/letter/schema';
import type { Queries } from '../../orchestrator/src/ledger/store';
import { portalPages } from '../../orchestrator/src/portal/pages/pages';
import { portalFactReader } from '../../orchestrator/src/portal/readFacts';
import { openLogger } from '../../orchestrator/src/service/http';
import type { PortalPageParts } from '../../orchestrator/src/service/portal/portalRoutes';
import { readTexts } from '../../orchestrator/src/texts/library';

/** A portal that lets nobody in; a test puts in what it is about. */
export function noPortal(store: Queries): PortalPageParts {
	const now = () => new Date();
	return {
		links: null,
		facts: portalFactReader({
			store,
			hubspot: async () => null,
			wonStages: [],
			lostStages: [],
			now,
		}),
		pages: portalPages(defaultBrand, 'hola@agency.test', readTexts()),
		downloads: { urlFor: async () => await Promise.resolve({ refused: 'unknown' }) },
		basePath: '',
		logger: openLogger(null),
	};
}
