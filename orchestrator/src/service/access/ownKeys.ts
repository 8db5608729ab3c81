import type { KeyScope } from '../../ledger/apiKeys';
import { ensureApiKey, keyScopes } from '../../ledger/apiKeys';
import type { Queries } from '../../ledger/store';
import { hashOfKey, newKeyId } from './apiKey';

/** Keys that an installation made for itself. */
export interface OwnKeys {
	/** For the command line: it may do everything. */
	ledgerApiKey: string;
	/** For n8n; an installation of an earlier version has none. */
	nodesApiKey?: string | undefined;
}

/** What the nodes do: ask for effects, record events, report ends, read both. */
const nodesScopes: readonly KeyScope[] = ['effects', 'inbox'];

/** Makes the installation's own keys known to the ledger, each once. */
export async function ensureOwnKeys(queries: Queries, own: OwnKeys): Promise<void> {
	const keys = [
		{ name: 'installation', key: own.ledgerApiKey, scopes: keyScopes },
		{ name: 'n8n nodes', key: own.nodesApiKey, scopes: nodesScopes },
	];
	for (const { name, key, scopes } of keys) {
		if (key === undefined) continue;
		await ensureApiKey(queries, { id: newKeyId(), name, hash: hashOfKey(key), scopes });
	}
}
