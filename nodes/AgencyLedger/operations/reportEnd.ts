import { endedSchema, readAnswer } from '../../domain/inbox/inboxAnswer';
import { originOf } from '../../domain/inbox/envelope';
import { MendableError } from '../../domain/errors';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, textOf } from './operation';
import type { Operation } from './operation';

/** Says that the work on an event has come to its end, so that it is not started again. */
export const reportEnd: Operation = {
	label: 'Report End',
	description:
		'Say that the work on an event has come to its end; what has no end is started again',
	action: 'Report the end of an event',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'Outcome',
			name: 'outcome',
			type: 'options',
			options: [
				{ name: 'Disqualified', value: 'disqualified', description: 'It was looked at and left' },
				{ name: 'Done', value: 'done', description: 'All that was to be done is done' },
				{
					name: 'Failed',
					value: 'failed',
					description:
						'It cannot be done, and starting it again would not help; a person may replay it',
				},
			],
			default: 'done',
			description: 'How the work ended; the first end that is reported counts',
		},
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			description: 'Why it ended like this, for whoever reads the story of the event',
		},
	],
	async run(context, itemIndex, json) {
		const origin = originOf(json);
		const byHand = context.getMode() === 'manual';
		// A trial on the canvas acts under keys of its own: it must not end the work on the real event.
		if (byHand || (origin === null && json.test === true)) {
			return { output: 0, json: { ...json, end: { state: 'not reported' } } };
		}
		if (origin === null) throw noEvent();
		const reason = textOf(context, itemIndex, 'reason');
		const outcome = textOf(context, itemIndex, 'outcome');
		const answer = await askLedger(context, itemIndex, {
			method: 'POST',
			url: `/v1/inbox/${encodeURIComponent(origin.id)}/end`,
			body: {
				outcome,
				executionId: context.getExecutionId(),
				test: json.test === true,
				...(reason === '' ? {} : { reason }),
			},
			withinMs: answerWithinMs,
		});
		const { state } = readAnswer(endedSchema, answer.status, answer.body);
		return { output: 0, json: { ...json, end: { state, outcome } } };
	},
};

function noEvent(): MendableError {
	return new MendableError(
		'event/no-origin',
		'The end cannot be reported.',
		'The item does not say which event it came from: it holds no "inbox.id".',
		'Start the workflow with Agency Ledger Trigger, and let the nodes in between keep "inbox" in the item.',
	);
}
