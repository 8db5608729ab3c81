import { z } from 'zod';

import { foreignAnswer, ledgerRefusal } from '../ledgerRefusal';

const draftAnswerSchema = z.object({
	draft: z
		.object({
			id: z.string().min(1),
			/** `asked` while somebody may say yes or no. */
			state: z.string().min(1),
			/** Another one than asked for, where a trial began anew. */
			occurrence: z.number().int().min(1),
		})
		.passthrough(),
});
/** A mail that waits for a yes, as the ledger keeps it. */
export type KeptDraft = z.infer<typeof draftAnswerSchema>['draft'];

/**
 * Reads the service's answer to a draft.
 *
 * @throws MendableError `milestone/…`, or the service's own report when it refused the call
 */
export function readKeptDraft(status: number, body: unknown): KeptDraft {
	if (status < 200 || status > 299) throw ledgerRefusal('milestone', status, body);
	const answer = draftAnswerSchema.safeParse(body);
	if (!answer.success) throw foreignAnswer('milestone', status);
	return answer.data.draft;
}
