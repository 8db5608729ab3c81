import type { IDataObject } from 'n8n-workflow';

import { readMediaAnswer, toldCheckSchema } from '../../domain/quality/mediaAnswers';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt } from './operation';
import type { Operation } from './operation';

const outputs = { done: 0, underWay: 1, notChecked: 2 } as const;

/** Reads how a media check stands, with its findings once it is done. */
export const readMediaCheck: Operation = {
	label: 'Read a Media Check',
	description:
		'Add how a media check stands under "mediaCheck": findings, verdict and report once it is done, else how far it is or why it failed',
	action: 'Read a media check',
	outputs: ['Done', 'Under Way', 'Not Checked'],
	properties: [
		{
			displayName: 'Check Path',
			name: 'checkPath',
			type: 'string',
			default: 'mediaCheck.checkId',
			description: 'Where in the item the ID of the check stands',
		},
	],
	async run(context, itemIndex, json) {
		const id = idAt(context, itemIndex, json, 'checkPath');
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'GET',
			url: `/v1/media-checks/${encodeURIComponent(id)}`,
			withinMs: answerWithinMs,
		});
		const { check } = readMediaAnswer(toldCheckSchema, status, body);
		return { output: outputOf(check.state), json: { ...json, mediaCheck: check as IDataObject } };
	},
};

function outputOf(state: string): number {
	if (state === 'done') return outputs.done;
	return state === 'waiting' || state === 'running' ? outputs.underWay : outputs.notChecked;
}
