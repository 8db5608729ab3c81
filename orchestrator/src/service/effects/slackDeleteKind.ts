import { z } from 'zod';
import type { Failure } from '../../adapters/outcome';
import { tooLateOf } from '../../adapters/outcome';
import { defineKind } from './kind';
import { madeKey, readMade } from './made';

const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

/** Kinds whose messages may be there twice. */
const KINDS = ['slack.message', 'slack.direct'];

/** Deletes a second copy of a message that an effect posted; the one of its receipt always stays. */
export const slackDelete = defineKind({
	kind: 'slack.delete',
	vendor: 'Slack',
	contentSchema: z
		.object({
			/** Key of the effect that posted it. */
			message: madeKey,
			/** Slack's id of the copy, within the channel of the message. */
			ts: z.string().regex(/^\d+\.\d+$/, 'expected the ts of a message'),
		})
		.strict(),
	preparedSchema: z.object({ message: z.string(), ts: z.string() }),
	receiptSchema: posted.extend({ note: z.string().nullable() }),
	// What is gone already is left alone.
	isRepeatable: true,
	volatile: [],
	prepare: ({ message, ts }) => ({ message, ts }),
	destination: () => ({ pace: 'slackUpdates', name: '' }),
	send: async ({ message: key, ts }, { test, mayStillSend }, { ledger, slack }) => {
		const made = await readMade(ledger, key, { kind: KINDS, test, receipt: posted });
		if (made.result !== 'made') return made;
		const { channel, ts: own } = made.receipt;
		if (ts === own) return refusedOwn(key);
		if (!mayStillSend()) return tooLateOf('Slack');
		const gone = await slack.deleteMessage({ channel, ts, key: made.effect.key });
		if (gone.result !== 'done') return gone;
		return { result: 'done', receipt: { channel, ts, note: gone.receipt.note } };
	},
});

function refusedOwn(key: string): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'effect/own-message',
			what: 'The message was not deleted.',
			why: `It is the one that the ledger knows ${key} by, and what follows changes it.`,
			mend: 'Name the other copy; or delete this one in Slack by hand.',
		},
	};
}
