import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { effectListSchema, receiptsOf } from '../../domain/effect/receiptsOf';
import { readPath } from '../../domain/effect/readPath';
import { dealReadSchema, readAnswer, toldSchema } from '../../domain/inbox/inboxAnswer';
import { milestones } from '../../domain/milestone/milestones';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import type { ItemAnswer } from '../../shared/runPerItem';
import { answerWithinMs, idAt, textOf } from './operation';
import type { Operation } from './operation';

/** Milliseconds; the service may wait for its turn at HubSpot, and asks it up to four times. */
const dealWithinMs = 60_000;

/** Reads what the ledger knows of an event or a subject, or a deal as HubSpot has it now. */
export const read: Operation = {
	label: 'Read',
	description:
		'Read an event with its story, what was done about a subject, or a HubSpot deal with whom it is for',
	action: 'Read an event, effects or a deal',
	outputs: ['Done'],
	properties: [
		{
			displayName: 'What',
			name: 'what',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Effects of a Subject', value: 'effects' },
				{ name: 'Event', value: 'event' },
				{ name: 'HubSpot Deal', value: 'deal' },
				{ name: 'Receipts of a Subject', value: 'receipts' },
			],
			default: 'event',
			description:
				'What is read; the answer stands in the item under "ledger", a deal under "deal", "contact", "company" and, where the ledger knows it, "lead", receipts under "receipts"',
		},
		{
			displayName: 'Event Path',
			name: 'eventPath',
			type: 'string',
			default: 'inbox.id',
			displayOptions: { show: { what: ['event'] } },
			description: 'Where in the item the ID of the event stands',
		},
		{
			displayName: 'Deal Path',
			name: 'dealPath',
			type: 'string',
			default: 'deal.id',
			displayOptions: { show: { what: ['deal'] } },
			description: 'Where in the item the ID of the deal stands',
		},
		{
			displayName: 'With Texts of the Milestone',
			name: 'withTexts',
			type: 'boolean',
			default: false,
			displayOptions: { show: { what: ['deal'] } },
			description:
				'Whether to add what people pushed for the milestone that the item names in its field "milestone", under "milestoneTexts", as Client Milestone takes it; nothing is added where the texts that ship are in force',
		},
		{
			displayName: 'Subject Type',
			name: 'subjectType',
			type: 'string',
			default: 'lead',
			displayOptions: { show: { what: ['effects', 'receipts'] } },
			description: 'Kind of thing the effects are about',
		},
		{
			displayName: 'Subject Path',
			name: 'subjectPath',
			type: 'string',
			default: 'lead.id',
			displayOptions: { show: { what: ['effects', 'receipts'] } },
			description: 'Where in the item the ID of that thing stands',
		},
		{
			displayName: 'Step Path',
			name: 'stepPath',
			type: 'string',
			default: '',
			displayOptions: { show: { what: ['receipts'] } },
			description:
				'Where in the item the name of the step stands whose receipts are wanted, beside those of no step; such as the piece of work',
		},
	],
	async run(context, itemIndex, json) {
		const what = textOf(context, itemIndex, 'what');
		if (what === 'deal') return await readDeal(context, itemIndex, json);
		if (what === 'receipts') return await readReceipts(context, itemIndex, json);
		const answer = await askLedger(context, itemIndex, {
			method: 'GET',
			...(what === 'effects'
				? { url: '/v1/effects', query: { subject: subjectIn(context, itemIndex, json) } }
				: { url: `/v1/inbox/${encodeURIComponent(idAt(context, itemIndex, json, 'eventPath'))}` }),
			withinMs: answerWithinMs,
		});
		const ledger = readAnswer(toldSchema, answer.status, answer.body) as IDataObject;
		return { output: 0, json: { ...json, ledger } };
	},
};

/** What was done about a subject goes into the item as its own flow left it there. */
async function readReceipts(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): Promise<ItemAnswer> {
	const path = textOf(context, itemIndex, 'stepPath');
	const step = path === '' ? null : readPath(json, path);
	const { status, body } = await askLedger(context, itemIndex, {
		method: 'GET',
		url: '/v1/effects',
		query: { subject: subjectIn(context, itemIndex, json) },
		withinMs: answerWithinMs,
	});
	const list = readAnswer(effectListSchema, status, body);
	const test = json.test === true || context.getMode() === 'manual';
	const receipts = receiptsOf(list, typeof step === 'string' ? step : null, test);
	return { output: 0, json: { ...json, receipts: receipts as IDataObject } };
}

/** What the item holds of the deal already, such as when it was won, stays in it. */
async function readDeal(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): Promise<ItemAnswer> {
	const id = idAt(context, itemIndex, json, 'dealPath');
	const milestone = milestoneFor(context, itemIndex, json);
	const { status, body } = await askLedger(context, itemIndex, {
		method: 'GET',
		url: `/v1/hubspot/deals/${encodeURIComponent(id)}`,
		...(milestone === null ? {} : { query: { texts: milestone } }),
		withinMs: dealWithinMs,
	});
	const { deal, contact, company, lead, milestoneTexts } = readAnswer(
		dealReadSchema,
		status,
		body,
	) as {
		deal: IDataObject;
		contact: IDataObject | null;
		company: IDataObject | null;
		lead: IDataObject | null;
		milestoneTexts?: IDataObject | null;
	};
	const before = isRecord(json.deal) ? (json.deal as IDataObject) : {};
	return {
		output: 0,
		json: {
			...json,
			deal: { ...before, ...deal },
			contact,
			company,
			...(lead === null ? {} : { lead }),
			...(isRecord(milestoneTexts) ? { milestoneTexts } : {}),
		},
	};
}

/** The milestone whose texts are wanted; null where none are, or where the item names none. */
function milestoneFor(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): string | null {
	if (context.getNodeParameter('withTexts', itemIndex, false) !== true) return null;
	return milestones.find((each) => each === json.milestone) ?? null;
}

function subjectIn(context: IExecuteFunctions, itemIndex: number, json: IDataObject): string {
	const type = textOf(context, itemIndex, 'subjectType');
	return `${type}:${idAt(context, itemIndex, json, 'subjectPath')}`;
}
