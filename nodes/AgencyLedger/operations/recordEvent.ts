import { eventOf } from '../../domain/inbox/event';
import { readAnswer, recordedSchema } from '../../domain/inbox/inboxAnswer';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { recorded: 0, alreadyKnown: 1 } as const;

/** Keeps what came in, before anybody works on it. */
export const recordEvent: Operation = {
	label: 'Record Event',
	description: 'Keep what came in until its work has ended; the flow for its topic is started',
	action: 'Record an event',
	outputs: ['Recorded', 'Already Known'],
	properties: [
		{
			displayName: 'Topic',
			name: 'topic',
			type: 'string',
			default: 'lead.received',
			required: true,
			description:
				'What the event is about; the workflow whose Agency Ledger Trigger has the same topic works on it',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: 'n8n',
			required: true,
			description: 'Who sent it; with the ID of the event it tells one event from another',
		},
		{
			displayName: 'Event ID Path',
			name: 'externalIdPath',
			type: 'string',
			default: '',
			placeholder: 'headers.idempotency-key',
			description:
				"Where in the item the sender's own ID of the event stands. When empty, or when nothing is there, the same content on the same day is the same event.",
		},
		{
			displayName: 'E-Mail Path',
			name: 'emailPath',
			type: 'string',
			default: '',
			placeholder: 'customer.email',
			description:
				"Where in what was sent the person's e-mail stands, since events of one person are worked on one after the other. When empty, it is looked for under its usual names.",
		},
		{
			displayName: 'Payload Path',
			name: 'payloadPath',
			type: 'string',
			default: '',
			placeholder: 'body.order',
			description:
				'Which part of the item is kept. When empty, it is the whole; of a Webhook node the body alone, since headers hold secrets.',
		},
	],
	async run(context, itemIndex, json) {
		const text = (name: string) => textOf(context, itemIndex, name);
		const event = eventOf(json, {
			topic: text('topic'),
			source: text('source'),
			externalIdPath: text('externalIdPath'),
			emailPath: text('emailPath'),
			payloadPath: text('payloadPath'),
			byHand: context.getMode() === 'manual',
			run: context.getExecutionId(),
			now: new Date(),
		});
		const answer = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/inbox',
			body: event,
			withinMs: answerWithinMs,
		});
		const { id, repeated } = readAnswer(recordedSchema, answer.status, answer.body);
		return {
			output: repeated ? outputs.alreadyKnown : outputs.recorded,
			json: { ...json, inbox: { id, repeated } },
		};
	},
};
