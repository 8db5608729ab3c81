import { startService } from '../../orchestrator/src/service';
import { startFakeVendor } from '../orchestrator/adapters/fakeVendor';
import { someSettings } from '../orchestrator/service/support/aService';
import { benchOptions, serveUntilParentEnds } from './benchProcess';

/** How one half of the effects bench is started. */
export type EffectServerOptions =
	| { part: 'vendor' }
	| { part: 'service'; vendor: string; ledger: string; apiKey: string };

/** Address of the vendor that answers at once, or of the service that acts on it. */
export interface EffectServerReady {
	url: string;
}

async function serve(options: EffectServerOptions): Promise<void> {
	if (options.part === 'vendor') {
		const vendor = await startFakeVendor();
		const at = '2026-11-22T10:00:00.000Z';
		const contact = { id: '101', new: true, properties: {}, createdAt: at, updatedAt: at };
		vendor.answers = {
			'chat.postMessage': { body: { ok: true, channel: 'C0SALESHOT', ts: '1.2' } },
			'auth.test': { body: { ok: true, url: 'https://agency.slack.com/' } },
			'/contacts/batch/upsert': {
				body: { status: 'COMPLETE', startedAt: at, completedAt: at, results: [contact] },
			},
		};
		serveUntilParentEnds({ url: vendor.base }, async () => await vendor.stop());
		return;
	}
	const { vendor, ledger, apiKey } = options;
	const service = await startService({
		// The vendors' limits are not what is measured.
		settings: { ...someSettings(), sandbox: { limits: 'off' } },
		secrets: {
			ledgerApiKey: apiKey,
			hubspotToken: 'h',
			slackToken: 's',
			clickupToken: 'c',
			smtpUrl: 'smtp://127.0.0.1:1',
		},
		ledger,
		bases: { slack: `${vendor}/api/`, hubspot: vendor },
		port: 0,
	});
	serveUntilParentEnds({ url: service.url }, async () => await service.stop());
}

void serve(benchOptions<EffectServerOptions>());
