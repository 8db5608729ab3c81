import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { refusalSchema } from '../../domain/ledgerRefusal';
import { askedReviewSchema, readQualityAnswer } from '../../domain/quality/gates/ledgerAnswers';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { asked: 0, passed: 1, notPossible: 2 } as const;

/** Lets the service choose who looks at a file next. */
export const askForReview: Operation = {
	label: 'Ask for a Review',
	description:
		'Let the service choose somebody of the roster who looks at a file, under "review": never whoever made it, nor whoever answered at its other gate',
	action: 'Ask for a review',
	outputs: ['Asked', 'Passed Already', 'Not Possible Now'],
	properties: [
		{
			displayName: 'Gate Path',
			name: 'gatePath',
			type: 'string',
			default: 'decision.next',
			description: 'Where in the item the gate stands: peer or senior',
		},
		{
			displayName: 'SHA-256 Path',
			name: 'shaPath',
			type: 'string',
			default: 'sha256',
			description: 'Where in the item the SHA-256 of the content stands',
		},
		{
			displayName: 'Subject Path',
			name: 'subjectPath',
			type: 'string',
			default: 'subject',
			description: 'Where in the item the subject of the file stands, such as file:4f6c',
		},
		{
			displayName: 'Hours to Answer',
			name: 'hours',
			type: 'number',
			typeOptions: { minValue: 0.25, maxValue: 400 },
			default: 4,
			description:
				'Working hours of the reviewer: half of them later they are reminded, and at their end the lead of their hub takes over',
		},
		{
			displayName: 'Reviewer Path',
			name: 'wantedPath',
			type: 'string',
			default: 'decision.nextReviewer',
			description:
				'Where in the item the skill and the least level of whoever may answer stand; without them it is review at level 3',
		},
		{
			displayName: 'Checklist Path',
			name: 'checklistPath',
			type: 'string',
			default: 'decision.checklist',
			description: 'Where in the item the points stand that the reviewer looks at',
		},
	],
	async run(context, itemIndex, json) {
		const wanted = at(context, itemIndex, json, 'wantedPath');
		const checklist = at(context, itemIndex, json, 'checklistPath');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/reviews',
			body: {
				gate: idAt(context, itemIndex, json, 'gatePath'),
				sha256: idAt(context, itemIndex, json, 'shaPath'),
				subject: idAt(context, itemIndex, json, 'subjectPath'),
				hours: Number(context.getNodeParameter('hours', itemIndex, 4)),
				...(isRecord(wanted) ? { wanted } : {}),
				checklist: Array.isArray(checklist) ? checklist : [],
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const refusal = status === 409 ? refusalSchema.safeParse(body) : null;
		if (refusal?.success) {
			return { output: outputs.notPossible, json: { ...json, refused: { ...refusal.data.error } } };
		}
		const { result, review } = readQualityAnswer(askedReviewSchema, status, body);
		if (result === 'passed' || review === null) return { output: outputs.passed, json };
		return { output: outputs.asked, json: { ...json, review: { ...review } as IDataObject } };
	},
};

function at(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: string,
): unknown {
	const path = textOf(context, itemIndex, name);
	return path === '' ? undefined : readPath(json, path);
}
