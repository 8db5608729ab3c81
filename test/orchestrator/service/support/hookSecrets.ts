import type { HookSecrets } from '../../../../orchestrator/src/config/hookSecrets';
import { hookSources } from '../../../../orchestrator/src/config/hookSecrets';

/** The secrets of those who call the hooks of a test; all others have none. */
export const hookSecretsOf = (known: Partial<HookSecrets>): HookSecrets => ({
	...(Object.fromEntries(hookSources.map((source) => [source, []])) as unknown as HookSecrets),
	...known,
});
