import type { Store } from '../../orchestrator/src/ledger/store';
import { defaultRules } from '../../orchestrator/src/monitor/alerts/rules';
import type { HttpParts } from '../../orchestrator/src/service/http';
import type { Texts } from '../../orchestrator/src/texts/texts';

/** The monitor of an interface that sweeps nothing. */
export function anIdleMonitor(store: Store, texts: Texts): HttpParts['monitor'] {
	const audience = {
		rules: defaultRules,
		quiet: null,
		channels: ['ops'],
		languages: {},
		language: 'en',
		mails: [],
		escalatesTo: [],
	} as const;
	return {
		parts: { store, texts, audience, everyMs: null, now: () => new Date(), moment: () => null },
		sweepNow: () => undefined,
		tokens: null,
		publicUrl: 'http://127.0.0.1:5680',
		agency: 'IAmazing Content',
	};
}
