import type { Connections } from '../transport';
import type { FrameioAdapter } from './frameio';
import { frameioAdapter, noFrameio } from './frameio';

/** What the configuration says of Frame.io. */
export interface FrameioSettings {
	/** Name or id; absent where the service account sees only one. */
	account?: string | undefined;
	/** Name or id; absent where there is only one besides the test workspace. */
	workspace?: string | undefined;
	/** Name or id of the workspace that takes every project of a test run. */
	testWorkspace: string;
	/** Of the service account, separated by commas. */
	scopes: string;
	/** Names of the variables with the service account's id and secret. */
	clientIdEnv: string;
	clientSecretEnv: string;
}

/** Opens the adapter; without a service account, one that says how to make it. */
export function openFrameio(
	settings: FrameioSettings,
	account: { clientId: string; clientSecret: string } | null,
	by: { connections: Connections; timeoutMs: number; bases?: { api?: string; ims?: string } },
): FrameioAdapter {
	const { scopes, testWorkspace, clientIdEnv, clientSecretEnv } = settings;
	if (account === null) return noFrameio([clientIdEnv, clientSecretEnv]);
	return frameioAdapter({
		credentials: { ...account, scopes },
		account: settings.account ?? null,
		workspace: settings.workspace ?? null,
		testWorkspace,
		...by,
	});
}
