import type { FaultRule } from '../../orchestrator/src/sandbox/types';
import type { FallingStorm } from './fall';
import type { Harm } from './judge';

/** An ordered fault meets one of the next calls. */
const FAULT_ACTS_WITHIN_MS = 60_000;

const ofVendors = ['hubspot.contact', 'hubspot.deal', 'clickup.task', 'slack.message'];

/** In which times which effects had something in their way. */
export function harmsOf({ fallen, faults }: Pick<FallingStorm, 'fallen' | 'faults'>): Harm[] {
	return [
		...fallen.flatMap(({ target, at, readyAt }): Harm[] => {
			const kinds = kindsHarmedBy(target);
			return kinds === undefined ? [] : [{ kinds, from: at, until: readyAt }];
		}),
		...faults.map(({ at, rule }) => ({
			kinds: kindsAt(rule),
			from: at,
			until: at + FAULT_ACTS_WITHIN_MS,
		})),
	];
}

/** null: effects of every kind; undefined: none, since it is not in the way from service to vendor. */
function kindsHarmedBy(target: string): readonly string[] | null | undefined {
	if (target === 'mail') return ['mail'];
	if (target === 'vendors') return ofVendors;
	return /^(service|postgres)/.test(target) ? null : undefined;
}

function kindsAt({ host }: FaultRule): readonly string[] | null {
	if (host === undefined) return null;
	return host === 'smtp' ? ['mail'] : ofVendors;
}
