import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { readKeptDraft } from '../../domain/milestone/draftAnswers';
import { milestones } from '../../domain/milestone/milestones';
import { read } from '../../domain/read';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, isTest } from './operation';
import type { Operation } from './operation';

const outputs = { kept: 0, decided: 1 } as const;

/** What Client Milestone leaves in the item of a mail that waits for a yes, and what its event said. */
const draftItemSchema = z.object({
	milestone: z.enum(milestones),
	occurrence: z.number().int().min(1).default(1),
	mail: z.object({
		to: z.string(),
		language: z.string(),
		subject: z.string(),
		words: z.string(),
	}),
	details: z.record(z.unknown()).nullish(),
	link: z.string().nullish(),
	holidays: z.array(z.string()).nullish(),
	urgent: z.boolean().nullish(),
});

const readAs = {
	code: 'milestone/no-draft',
	what: 'There is no mail to wait for a yes.',
	mend: 'Put the node behind the output Needs Approval of Client Milestone.',
};

/** Keeps a mail that waits for a yes, so that buttons in Slack can send it. */
export const keepDraft: Operation = {
	label: 'Keep a Draft',
	description:
		'Keep a mail of Client Milestone that waits for a yes, under "draft", so that somebody can send or change it in Slack; older drafts of the same can be sent no more',
	action: 'Keep a draft of a mail',
	outputs: ['Kept', 'Decided'],
	properties: [
		{
			displayName: 'Deal Path',
			name: 'dealPath',
			type: 'string',
			default: 'deal.id',
			description: 'Where in the item the ID of the deal stands',
		},
	],
	async run(context, itemIndex, json) {
		const { milestone, occurrence, mail, details, ...event } = read(draftItemSchema, json, readAs);
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/milestone-drafts',
			body: {
				deal: idAt(context, itemIndex, json, 'dealPath'),
				milestone,
				occurrence,
				mail,
				details: (details ?? {}) as IDataObject,
				event: Object.fromEntries(
					Object.entries(event).filter(([, value]) => value !== null && value !== undefined),
				),
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const draft = readKeptDraft(status, body);
		const output = draft.state === 'asked' ? outputs.kept : outputs.decided;
		const kept = { draft: draft as IDataObject, occurrence: draft.occurrence };
		return { output, json: { ...json, ...kept } };
	},
};
