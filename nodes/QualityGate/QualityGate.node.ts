import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { judgeMeasurements } from '../domain/quality/gates/judgeMeasurements';
import { judgeReview } from '../domain/quality/gates/judgeReview';
import {
	readKnownFile,
	readMediaCheck,
	readReviewAnswer,
} from '../domain/quality/gates/readGateInputs';
import { gateOutcomes } from '../domain/quality/gates/schema';
import { asJson } from '../shared/asJson';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import { knownIn, momentIn, readSettings, subjectIn } from './settings';
import type { QualityGateSettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the outcomes. A failed item leaves by the last: a person looks at it. */
const outputs = { count: gateOutcomes.length, onError: gateOutcomes.indexOf('needs-review') };

/** Judges each item's file at a gate and sends it out by the verdict, with a decision that explains itself. */
export class QualityGate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Quality Gate',
		name: 'qualityGate',
		icon: { light: 'file:qualityGate.svg', dark: 'file:qualityGate.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { measurements: "gate 1: the measurements", review: "gates 2 and 3: a review" }[$parameter["judge"]] }}',
		description:
			'Decide whether a file passes a gate: measurements against spec packs, or a review by somebody who did not make it, bound to the very content by its SHA-256',
		defaults: { name: 'Quality Gate' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main],
		outputNames: ['Pass', 'Fail', 'Needs Review'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: QualityGateSettings | undefined;
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const { rules, language, judge, test } = settings;
			const known = readKnownFile(knownIn(json, settings));
			const view = { rules, language, now: momentIn(json, settings, now) };
			const given = subjectIn(json, settings);
			const decision =
				judge === 'measurements'
					? judgeMeasurements(readMediaCheck(given), known, view)
					: judgeReview(readReviewAnswer(given), known, view);
			return {
				output: gateOutcomes.indexOf(decision.outcome),
				json: asJson({ ...json, decision, test: test || json.test === true }),
			};
		});
	}
}
