import { sandboxPortal, sandboxTokens } from '../accounts';
import { answer } from '../json';
import type { Handler } from './call';
import { hubspotError } from './errors';

/** What a private app's token may do. */
export const readTokenInfo: Handler = ({ body }) =>
	body.tokenKey === sandboxTokens.hubspot
		? answer(200, {
				userId: 48_000_101,
				hubId: Number(sandboxPortal.id),
				appId: 48_000_201,
				scopes: [...sandboxPortal.scopes],
			})
		: hubspotError(400, 'VALIDATION_ERROR', 'The token is not known');
