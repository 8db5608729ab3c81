import { defaultBrand } from '../../nodes/domain/letter/schema';
import type { ClientRecords } from '../../orchestrator/src/adapters/hubspot/clientDeals';
import { openLedger } from '../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../orchestrator/src/ledger/store';
import { portalPages } from '../../orchestrator/src/portal/pages/pages';
import type { PortalLinks } from '../../orchestrator/src/portal/portalLink';
import { portalLinks } from '../../orchestrator/src/portal/portalLink';
import { portalTokens } from '../../orchestrator/src/portal/portalToken';
import { portalFactReader } from '../../orchestrator/src/portal/readFacts';
import type { HttpParts } from '../../orchestrator/src/service/http';
import type { Downloads } from '../../orchestrator/src/delivery/downloads';
import { readTexts } from '../../orchestrator/src/texts/library';
import { anInterface } from '../orchestrator/service/support/anInterface';
import { portalNow } from './aPortal';
import { emptyLedgerPlace } from './ledgerPlace';
import { noPortal } from './noPortal';

/** A portal that answers on loopback, over a ledger of its own. */
export interface TestPortal {
	url: string;
	store: Store;
	links: PortalLinks;
	/** What HubSpot knows, by client; `away` lets it be away for everybody. */
	hubspot: Map<string, ClientRecords | 'away'>;
	/** Files that were asked for, as delivery and name. */
	asked: Array<[delivery: string, file: string]>;
	/** Moves the clock. */
	setNow(now: Date): void;
	/** What the storage says from now on; null: where the file lies. */
	storing(says: Downloads['urlFor'] | null): void;
	close(): Promise<void>;
}

/**
 * Opens it.
 *
 * @param basePath what a proxy before the service takes off addresses
 */
export async function aPortalPage(
	changes: Partial<HttpParts> = {},
	basePath = '',
): Promise<TestPortal> {
	const store = await openLedger(await emptyLedgerPlace());
	let at = portalNow;
	const now = () => at;
	const hubspot: TestPortal['hubspot'] = new Map();
	const asked: TestPortal['asked'] = [];
	const usual: Downloads['urlFor'] = async (delivery, file) => ({
		url: `https://files.agency.test/${delivery}/${encodeURIComponent(file)}?X-Amz-Signature=abc`,
		expiresAt: portalNow,
	});
	let urlFor = usual;
	const links = portalLinks({
		store,
		tokens: portalTokens('whsec_portal'),
		publicUrl: 'https://ops.agency.test',
		days: 30,
		now,
	});
	const app = await anInterface(store, {
		now,
		...changes,
		portal: {
			...noPortal(store),
			basePath,
			links,
			facts: portalFactReader({
				store,
				hubspot: async (client) => hubspot.get(client) ?? null,
				wonStages: ['closedwon'],
				lostStages: ['closedlost'],
				now,
			}),
			pages: portalPages(defaultBrand, 'hola@agency.test', readTexts()),
			downloads: {
				urlFor: async (delivery, file) => {
					asked.push([delivery, file]);
					return await urlFor(delivery, file);
				},
			},
		},
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		store,
		links,
		hubspot,
		asked,
		setNow: (next) => {
			at = next;
		},
		storing: (next) => {
			urlFor = next ?? usual;
		},
		close: async () => {
			await app.close();
			await store.close();
		},
	};
}
