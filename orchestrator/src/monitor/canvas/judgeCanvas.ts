import type { Check } from '../check';
import { judgeAddresses } from './addresses';
import { judgeRetries } from './retries';
import { judgeSecrets } from './secretsInJson';
import type { SeenWorkflow } from './seen';
import { judgeSettings } from './settings';

/** Judges every workflow of an n8n, whoever made it. Pure. */
export function judgeCanvas(seen: readonly SeenWorkflow[], bundled: ReadonlySet<string>): Check[] {
	return [
		...judgeSettings(seen),
		...judgeRetries(seen),
		...judgeAddresses(seen, bundled),
		...judgeSecrets(seen),
	];
}
