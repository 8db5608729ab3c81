import type { N8nApi } from '../../adapters/n8n/api';
import type { SeedServices } from '../services';

/**
 * The API with the key we hold.
 *
 * @throws Error where there is none: plans make the key first
 */
export function openApi({ n8n }: SeedServices): N8nApi {
	const apiKey = n8n.apiKey();
	if (apiKey !== null) return n8n.open(apiKey);
	throw new Error('The plan changes n8n before it makes an API key.');
}
