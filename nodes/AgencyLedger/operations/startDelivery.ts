import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readDeliveryAnswer, startedDeliverySchema } from '../../domain/delivery/ledgerAnswers';
import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { refusalSchema } from '../../domain/ledgerRefusal';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, isTest, keptOf, runOf, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { started: 0, notPossible: 1 } as const;

/** Asks for a delivery to be stored; the service fetches the files, never n8n. */
export const startDelivery: Operation = {
	label: 'Start a Delivery',
	description:
		'Let the service store the files of a delivery that Delivery planned; the event "delivery.stored" or "delivery.failed" tells of it. The same files for the same client are the same delivery.',
	action: 'Start a delivery',
	outputs: ['Started', 'Not Possible Now'],
	properties: [
		{
			displayName: 'Plan Path',
			name: 'planPath',
			type: 'string',
			default: 'delivery',
			description: 'Where in the item the plan stands that Delivery made',
		},
		{
			displayName: 'Fields Kept',
			name: 'keep',
			type: 'string',
			default: 'deal, contact, company, editor',
			description:
				'Fields of the item or paths into it, separated by commas, that come back under "facts" with what becomes of the delivery, beside its invoice and where its files lie',
		},
	],
	async run(context, itemIndex, json) {
		const test = isTest(context, json);
		const plan = planOf(context, itemIndex, json);
		const { client, manifest, storagePlan, linkDays } = plan;
		const { invoice, billing, share, completes } = plan;
		const { deal, project, kind } = manifest;
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/deliveries',
			body: {
				deal,
				client,
				project: project ?? null,
				kind,
				manifest: forService(manifest),
				storagePlan: { targets: (storagePlan.targets as IDataObject[]).map(withoutNull) },
				linkDays,
				...(typeof plan.version === 'number' ? { expectedVersion: plan.version } : {}),
				facts: { ...keptOf(context, itemIndex, json), invoice, billing, share, completes },
				test,
				...(test ? { testRun: runOf(context, json) } : {}),
			},
			withinMs: answerWithinMs,
		});
		const refusal = status === 409 ? refusalSchema.safeParse(body) : null;
		// What is out of date is planned anew: the flow stops, and the inbox starts it again.
		if (refusal?.success && refusal.data.error.code !== 'delivery/out-of-date') {
			return { output: outputs.notPossible, json: { ...json, refused: { ...refusal.data.error } } };
		}
		const started = readDeliveryAnswer(startedDeliverySchema, status, body);
		if (cameToNothing.includes(started.state)) {
			return { output: outputs.notPossible, json: { ...json, refused: begunBefore(started) } };
		}
		return { output: outputs.started, json: { ...json, delivery: { ...plan, ...started } } };
	},
};

/** States of a delivery of the very same files that was begun before, and will not come by itself. */
const cameToNothing = ['failed', 'withdrawn'];

function begunBefore({ id, state }: { id: string; state: string }): IDataObject {
	return {
		code: `delivery/${state}`,
		what: 'The delivery was not begun again.',
		why: `The same files were to go before, and that delivery is ${state}.`,
		mend:
			state === 'failed'
				? `Mend what it names, then run agency-ops deliveries retry ${id}.`
				: 'Start another one by hand, with a greater occurrence.',
	};
}

interface Plan extends IDataObject {
	client: IDataObject;
	manifest: IDataObject;
	storagePlan: IDataObject;
}

/** @throws MendableError `delivery/no-plan` */
function planOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): Plan {
	const path = textOf(context, itemIndex, 'planPath');
	const found = readPath(json, path);
	const isPlan =
		isRecord(found) &&
		isRecord(found.client) &&
		isRecord(found.manifest) &&
		isRecord(found.storagePlan) &&
		Array.isArray(found.storagePlan.targets);
	if (isPlan) return found as Plan;
	throw new MendableError(
		'delivery/no-plan',
		'There is no delivery to start.',
		`The path "${path}" leads to ${shown(found)} in this item; a plan of Delivery was expected.`,
		'Put this node behind the output Deliver of Delivery, or correct "Plan Path".',
	);
}

/** Where a file comes from is told without its name, which the manifest has beside it. */
function forService(manifest: IDataObject): IDataObject {
	const files = Array.isArray(manifest.files) ? (manifest.files as IDataObject[]) : [];
	return {
		...manifest,
		files: files.map(({ source, ...file }) => {
			const { kind, accountId, fileId, name } = isRecord(source) ? (source as IDataObject) : {};
			return { ...file, original: name, source: { kind, accountId, fileId } };
		}),
	};
}

function withoutNull(target: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(target).filter(([, value]) => value !== null));
}
