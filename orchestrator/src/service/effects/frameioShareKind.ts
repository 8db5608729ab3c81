import { z } from 'zod';
import { failureFrom } from '../../adapters/frameio/http';
import { LEFT_ALONE } from './frameioPlaces';
import { defineKind } from './kind';
import { markedName } from './mark';

/** Longest name of a share, and most assets of one (Frame.io's own description of V4, July 2026). */
const NAME_LIMIT = 175;
const MOST_ASSETS = 100;

/**
 * Shares assets of a project. Frame.io has no idempotency and keeps nothing of ours with a share but its
 * name, so the name ends with a mark of the key.
 */
export const frameioShare = defineKind({
	kind: 'frameio.share',
	vendor: 'Frame.io',
	contentSchema: z
		.object({
			/** Absent for the account of the configuration. */
			accountId: z.string().min(1).nullish(),
			projectId: z.string().min(1, 'expected the id of a project'),
			name: z.string().trim().min(1, 'expected a name'),
			/** Ids of files, folders and version stacks. */
			assetIds: z
				.array(z.string().min(1))
				.min(1, 'expected at least one asset')
				.max(MOST_ASSETS, `expected at most ${MOST_ASSETS} assets`),
			access: z.enum(['public', 'secure']).default('public'),
			isDownloadable: z.boolean().default(false),
			expiresAt: z.string().datetime({ offset: true }).nullish(),
		})
		.strict(),
	preparedSchema: z.object({
		accountId: z.string().nullable(),
		projectId: z.string(),
		name: z.string(),
		assetIds: z.array(z.string()),
		access: z.enum(['public', 'secure']),
		isDownloadable: z.boolean(),
		expiresAt: z.string().nullable(),
	}),
	receiptSchema: z.object({
		/** null where a test run left a project alone. */
		id: z.string().min(1).nullable(),
		name: z.string(),
		url: z.string().url().nullable(),
		/** Why nothing was made, when nothing was. */
		note: z.string().nullable(),
	}),
	isRepeatable: false,
	volatile: [],
	prepare: (content, request, { texts }) => {
		const filled = texts.fill('line', content.name, request.data, 'en');
		return {
			accountId: content.accountId ?? null,
			projectId: content.projectId,
			name: markedName(`${request.test ? '[TEST] ' : ''}${filled}`, request.key, NAME_LIMIT),
			assetIds: [...new Set(content.assetIds)],
			access: content.access,
			isDownloadable: content.isDownloadable,
			expiresAt: content.expiresAt ?? null,
		};
	},
	destination: () => ({ pace: 'frameioCreate', name: 'shares' }),
	send: async (prepared, { test, mayStillSend }, { frameio }) => {
		const { accountId, projectId, name } = prepared;
		try {
			if (test && !(await frameio.isForTests({ accountId, projectId }))) {
				return { result: 'done', receipt: { id: null, name, url: null, note: LEFT_ALONE } };
			}
		} catch (error) {
			return failureFrom(error);
		}
		const outcome = await frameio.createShare({ ...prepared, mayStillSend });
		if (outcome.result !== 'done') return outcome;
		return { result: 'done', receipt: { ...outcome.receipt, note: null } };
	},
	lookUp: {
		destination: () => ({ pace: 'frameioRead', name: 'shares' }),
		ask: async ({ accountId, projectId, name }, _asked, { frameio }) => {
			const found = await frameio.findShare({ accountId, projectId, name });
			if (found.result !== 'found') return found;
			return { result: 'found', receipt: { ...found.receipt, note: null } };
		},
	},
});
