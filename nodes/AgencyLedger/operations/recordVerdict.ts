import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { refusalSchema } from '../../domain/ledgerRefusal';
import { keptVerdictSchema, readQualityAnswer } from '../../domain/quality/gates/ledgerAnswers';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { authorsField, authorsOf, fileField, fileOf, projectField, projectOf } from './fileOf';
import { answerWithinMs, isTest, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { recorded: 0, approved: 1, notPossible: 2 } as const;

/** What of a media check is kept, to be judged again when a finding is waived. */
const checkFields = [
	'checkId',
	'specs',
	'findings',
	'moreFindings',
	'verdict',
	'unmeasured',
	'unchecked',
	'reportUrl',
] as const;

/** Keeps what a gate decided. */
export const recordVerdict: Operation = {
	label: 'Record a Verdict',
	description:
		'Keep what Quality Gate decided of a file; a content that has now passed all three gates leaves by its own output',
	action: 'Record a verdict',
	outputs: ['Recorded', 'File Approved', 'Not Possible Now'],
	properties: [
		{
			displayName: 'Decision Path',
			name: 'decisionPath',
			type: 'string',
			default: 'decision',
			description: 'Where in the item the decision of Quality Gate stands',
		},
		{
			displayName: 'Media Check Path',
			name: 'checkPath',
			type: 'string',
			default: '',
			description:
				'Where in the item the media check stands that gate 1 judged; empty takes the whole item, which suits the event media.checked',
		},
		fileField,
		authorsField('known.authors'),
		projectField,
	],
	async run(context, itemIndex, json) {
		const decision = decisionOf(context, itemIndex, json);
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/verdicts',
			body: {
				decision,
				file: fileOf(context, itemIndex, json),
				authors: authorsOf(context, itemIndex, json),
				...projectOf(context, itemIndex, json),
				...(decision.gate === 'machine' ? { check: checkOf(context, itemIndex, json) } : {}),
				context: isRecord(json.context) ? (json.context as IDataObject) : {},
				test: isTest(context, json),
			},
			withinMs: answerWithinMs,
		});
		const refusal = status === 409 ? refusalSchema.safeParse(body) : null;
		if (refusal?.success) {
			return { output: outputs.notPossible, json: { ...json, refused: { ...refusal.data.error } } };
		}
		const verdict = readQualityAnswer(keptVerdictSchema, status, body);
		const { isApproved, standing, ...kept } = verdict;
		return {
			output: isApproved ? outputs.approved : outputs.recorded,
			json: { ...json, verdictKept: { ...kept, isApproved }, standing: standing as IDataObject },
		};
	},
};

function decisionOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): IDataObject {
	const path = textOf(context, itemIndex, 'decisionPath');
	const found = readPath(json, path);
	if (isRecord(found)) return found as IDataObject;
	throw new MendableError(
		'quality/no-decision',
		'There is no verdict to keep.',
		`The path "${path}" leads to ${shown(found)} in this item; a decision of Quality Gate was expected.`,
		'Put this node behind Quality Gate, or correct "Decision Path".',
	);
}

function checkOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): IDataObject {
	const path = textOf(context, itemIndex, 'checkPath');
	const found = path === '' ? json : readPath(json, path);
	if (!isRecord(found)) return {};
	return Object.fromEntries(
		checkFields.flatMap((name) =>
			found[name] === undefined ? [] : [[name, found[name] as IDataObject] as const],
		),
	);
}
