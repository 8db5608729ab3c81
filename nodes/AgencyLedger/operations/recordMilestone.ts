import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { readPath } from '../../domain/effect/readPath';
import { readAnswer, recordedSchema } from '../../domain/inbox/inboxAnswer';
import { milestones } from '../../domain/milestone/milestones';
import { isRecord } from '../../domain/webhookItem';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, isTest, runOf, textOf } from './operation';
import type { Operation } from './operation';

const outputs = { recorded: 0, alreadyKnown: 1, notReached: 2 } as const;

/** Records that a deal's project came to a milestone, which its client is then told of. */
export const recordMilestone: Operation = {
	label: 'Record a Milestone',
	description:
		'Record that the project of a deal came to a milestone; the event "milestone.reached" has its client told of it, once for each occurrence',
	action: 'Record a milestone',
	outputs: ['Recorded', 'Already Known', 'Not Reached'],
	properties: [
		{
			displayName: 'Milestone',
			name: 'milestone',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Approved', value: 'approved' },
				{ name: 'Brief Received', value: 'brief-received' },
				{ name: 'Delay', value: 'delay' },
				{ name: 'Delivered', value: 'delivered' },
				{ name: 'Invoice', value: 'invoice' },
				{ name: 'Invoice Reminder', value: 'invoice-reminder' },
				{ name: 'Preview Ready', value: 'preview-ready' },
				{ name: 'Revision Received', value: 'revision-received' },
				{ name: 'Team Assigned', value: 'team-assigned' },
			],
			default: 'preview-ready',
			description: 'What the client is told of',
		},
		{
			displayName: 'Deal Path',
			name: 'dealPath',
			type: 'string',
			default: 'deal.id',
			description: 'Where in the item the ID of the deal stands',
		},
		{
			displayName: 'Occurrence Path',
			name: 'occurrencePath',
			type: 'string',
			default: '',
			placeholder: 'delivery.version',
			description:
				'Where in the item a number stands that tells this one from the last of its kind; the first without it',
		},
		{
			displayName: 'Only With Path',
			name: 'onlyWithPath',
			type: 'string',
			default: '',
			placeholder: 'receipts.invoice.invoiceId',
			description:
				'Where something has to stand in the item, else it leaves by Not Reached and nothing is recorded; empty asks for nothing',
		},
		{
			displayName: 'Link Path',
			name: 'linkPath',
			type: 'string',
			default: '',
			placeholder: 'portal.deliveryUrl, receipts.share.url',
			description:
				'Where in the item the link stands that the mail leads to; of several paths with commas between them the first that leads to something',
		},
		{
			displayName: 'Details',
			name: 'details',
			type: 'fixedCollection',
			placeholder: 'Add Detail',
			typeOptions: { multipleValues: true, sortable: true },
			default: {},
			description: 'What can be said of it, where it is known',
			options: [
				{
					displayName: 'Detail',
					name: 'detail',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'amount.minor',
							description: 'Name of the detail as Client Milestone reads it',
						},
						{
							displayName: 'Path',
							name: 'path',
							type: 'string',
							default: '',
							placeholder: 'receipts.invoice.total',
							description: 'Where in the item it stands; nothing there leaves it out',
						},
					],
				},
			],
		},
	],
	async run(context, itemIndex, json) {
		const text = (name: string) => textOf(context, itemIndex, name);
		const needed = text('onlyWithPath');
		if (needed !== '' && isNothing(readPath(json, needed))) {
			return { output: outputs.notReached, json };
		}
		const deal = idAt(context, itemIndex, json, 'dealPath');
		const milestone = milestones.find((name) => name === text('milestone')) ?? 'preview-ready';
		const occurrence = occurrenceAt(json, text('occurrencePath'));
		const test = isTest(context, json);
		const link = linkAt(json, text('linkPath'));
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/inbox',
			body: {
				source: 'n8n',
				externalId: `milestone/${test ? `test/${runOf(context, json)}/` : ''}${deal}/${milestone}/${occurrence}`,
				topic: 'milestone.reached',
				// What the client is told waits for no other work on the deal.
				subject: `milestones:${deal}`,
				test,
				payload: {
					milestone,
					occurrence,
					deal: { id: deal },
					details: detailsOf(context, itemIndex, json),
					...(link === null ? {} : { link }),
				},
			},
			withinMs: answerWithinMs,
		});
		const { id, repeated } = readAnswer(recordedSchema, status, body);
		return {
			output: repeated ? outputs.alreadyKnown : outputs.recorded,
			json: { ...json, milestone: { name: milestone, occurrence, event: id, repeated } },
		};
	},
};

const detailsSchema = z
	.object({ detail: z.array(z.object({ name: z.string(), path: z.string() })).default([]) })
	.default({});

/** What stands where the paths lead, by names with dots: `amount.minor` is `minor` within `amount`. */
function detailsOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): IDataObject {
	const { detail } = detailsSchema.parse(context.getNodeParameter('details', itemIndex, {}));
	const details: IDataObject = {};
	for (const { name, path } of detail) {
		const value = readPath(json, path);
		const [outer, inner] = name.trim().split('.');
		if (isNothing(value) || outer === '' || outer === '__proto__') continue;
		if (inner === undefined || inner === '') {
			details[outer] = value as IDataObject;
			continue;
		}
		const before = isRecord(details[outer]) ? (details[outer] as IDataObject) : {};
		details[outer] = { ...before, [inner]: value as IDataObject };
	}
	return details;
}

function occurrenceAt(json: IDataObject, path: string): number {
	const found = path === '' ? undefined : readPath(json, path);
	return typeof found === 'number' && Number.isInteger(found) && found >= 1 ? found : 1;
}

function linkAt(json: IDataObject, paths: string): string | null {
	const found = paths
		.split(',')
		.map((path) => (path.trim() === '' ? undefined : readPath(json, path)))
		.find((link) => typeof link === 'string' && link.trim() !== '');
	return typeof found === 'string' ? found : null;
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
