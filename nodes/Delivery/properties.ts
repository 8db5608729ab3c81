import type { INodeProperties } from 'n8n-workflow';
import { momentField, rulesJson } from '../shared/decisionProperties';

/** The fields of Delivery on the canvas; what is left alone keeps the shipped rules. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Facts Field',
		name: 'factsField',
		type: 'string',
		default: '',
		placeholder: 'facts',
		description:
			'Path to deal, contact, company, files and deliveries inside the item; empty takes the whole item, as Agency Ledger fills it with Read a HubSpot Deal and Read Files of a Deal',
	},
	{
		displayName: 'Order Field',
		name: 'orderField',
		type: 'string',
		default: 'order',
		placeholder: 'order',
		description:
			'Path to what the client ordered: deliverables with languages, platforms and captions, price, add-ons, discount, deposits, purchase order. Where nothing is, it is every file of the project at the amount of the deal.',
	},
	{
		displayName: 'Rules',
		name: 'rulesSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Default', value: 'default', description: 'The rules that ship with the node' },
			{
				name: 'Default With Changes',
				value: 'fields',
				description: 'The shipped rules with what is set below',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Any part of the rules as JSON; what it leaves out keeps its default',
			},
		],
		default: 'default',
		description: 'How files are named and stored, when a part may go alone, and how it is invoiced',
	},
	{
		displayName: 'Changes',
		name: 'rules',
		type: 'collection',
		placeholder: 'Add Change',
		default: {},
		displayOptions: { show: { rulesSource: ['fields'] } },
		options: [
			{
				displayName: 'Alphabet of Names',
				name: 'alphabet',
				type: 'options',
				options: [
					{ name: 'Any Letters', value: 'letters', description: 'Letters of every alphabet stay' },
					{ name: 'Latin', value: 'ascii', description: 'Everything is written in a to z' },
				],
				default: 'ascii',
				description: 'What the names of files may be written in',
			},
			{
				displayName: 'Client',
				name: 'client',
				type: 'options',
				options: [
					{
						name: 'Is Not Asked',
						value: 'is-not-asked',
						description: 'What passed its gates goes out',
					},
					{
						name: 'Says Yes First',
						value: 'approves',
						description: 'They look at every file and approve it in Frame.io before it goes out',
					},
				],
				default: 'approves',
				description: 'Whether the client looks at the files before they are delivered',
			},
			{
				displayName: 'Days of Links',
				name: 'linkDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 3650 },
				default: 30,
				description: 'Days for which downloads work, from the moment that the files are stored',
			},
			{
				displayName: 'Days Until Due',
				name: 'dueDays',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 365 },
				default: 14,
				description: 'Days until an invoice is due, where the order says nothing',
			},
			{
				displayName: 'Invoice of a Part',
				name: 'partialInvoice',
				type: 'options',
				options: [
					{ name: 'Everything', value: 'first', description: 'The first part brings all of it' },
					{
						name: 'Its Share',
						value: 'share',
						description: 'Each part brings what it is of the whole',
					},
					{ name: 'Nothing Yet', value: 'last', description: 'The last part brings all of it' },
				],
				default: 'share',
				description: 'How much is invoiced when a part of the order goes out',
			},
			{
				displayName: 'Least Share',
				name: 'leastShare',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 50,
				description:
					'Hundredths of the order that go out together at least, by Policy From a Share On',
			},
			{
				displayName: 'Name of Files',
				name: 'namePattern',
				type: 'string',
				default: '',
				placeholder: '{project}_{deliverable}_{platform}_{aspect}_{language}_v{version}',
				description:
					'Parts in braces among project, client, deliverable, platform, aspect, resolution, language, version and date; a part that is not known is left out',
			},
			{
				displayName: 'Policy',
				name: 'policy',
				type: 'options',
				options: [
					{ name: 'Each by Itself', value: 'each', description: 'Whatever is ready goes out' },
					{
						name: 'From a Share On',
						value: 'share',
						description: 'A part goes out once it is large enough',
					},
					{
						name: 'Whole',
						value: 'whole',
						description: 'Everything that was ordered goes out together',
					},
				],
				default: 'whole',
				description: 'When something may go out, where the order says nothing',
			},
			{
				displayName: 'Tax Code',
				name: 'taxCode',
				type: 'string',
				default: '',
				description: 'Tax code of the invoicing service for lines that have none of their own',
			},
			{
				displayName: 'Without a Price',
				name: 'withoutPrice',
				type: 'options',
				options: [
					{
						name: 'Deliver',
						value: 'deliver',
						description: 'It goes out, and is invoiced by hand',
					},
					{ name: 'Wait', value: 'wait', description: 'It waits until somebody has set the price' },
				],
				default: 'wait',
				description: 'What becomes of a delivery whose price is not known',
			},
		],
	},
	rulesJson('{ "policy": { "kind": "each" } }'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Language of Reasons',
				name: 'language',
				type: 'options',
				options: [
					{ name: 'Danish', value: 'da' },
					{ name: 'English', value: 'en' },
					{ name: 'Spanish', value: 'es' },
				],
				default: 'en',
				description: 'The language of the decision and of the line for Slack',
			},
			momentField,
		],
	},
];
