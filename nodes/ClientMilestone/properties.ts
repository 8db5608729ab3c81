import type { INodeProperties } from 'n8n-workflow';
import { momentField } from '../shared/decisionProperties';

/** Languages that texts are written in. */
const languageOptions = [
	{ name: 'Danish', value: 'da' },
	{ name: 'English', value: 'en' },
	{ name: 'Spanish', value: 'es' },
];

/** The fields of Client Milestone on the canvas; what is left alone keeps what ships. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Milestone',
		name: 'milestone',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Approved', value: 'approved', description: 'The client said yes to the work' },
			{ name: 'Brief Received', value: 'brief-received', description: 'The project can begin' },
			{
				name: 'Delay',
				value: 'delay',
				description: 'A promised date cannot be kept; needs approval, and the new date',
			},
			{ name: 'Delivered', value: 'delivered', description: 'The files are there; needs a link' },
			{
				name: 'Invoice',
				value: 'invoice',
				description: 'Needs a link to pay at, the amount and the date it is due',
			},
			{
				name: 'Invoice Reminder',
				value: 'invoice-reminder',
				description: 'Needs the same; says how late it is, firmer each time',
			},
			{ name: 'Named by the Item', value: 'item', description: 'Its field "milestone" says which' },
			{
				name: 'Preview Ready',
				value: 'preview-ready',
				description: 'There is something to look at; needs a link',
			},
			{
				name: 'Revision Received',
				value: 'revision-received',
				description: 'The notes of the client have arrived',
			},
			{
				name: 'Team Assigned',
				value: 'team-assigned',
				description: 'People have said yes to the work; needs their names',
			},
		],
		default: 'item',
		description: 'What the client hears of',
	},
	{
		displayName: 'Project Comes From',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Deal',
				value: 'deal',
				description: 'Deal, contact and company, as Agency Ledger reads them into the item',
			},
			{
				name: 'Field',
				value: 'field',
				description: 'Project, client, link and details, as they stand in the item',
			},
		],
		default: 'deal',
		description: 'Where client and project stand',
	},
	{
		displayName: 'Event Field',
		name: 'eventField',
		type: 'string',
		default: '',
		placeholder: 'event',
		displayOptions: { show: { source: ['field'] } },
		description:
			'Path to milestone, project, client, link and details inside the item; empty takes the whole item',
	},
	{
		displayName: 'Link Path',
		name: 'linkPath',
		type: 'string',
		default: '',
		placeholder: 'receipts.share.url',
		description:
			'Where in the item the address stands that the mail leads to; empty takes the field "link"',
	},
	{
		displayName: 'Agency',
		name: 'agency',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Address',
				name: 'address',
				type: 'string',
				default: '',
				description: 'One line under the mail',
			},
			{
				displayName: 'Colour',
				name: 'colour',
				type: 'color',
				default: '#3b2f8f',
				description: 'Of the head and the button',
			},
			{
				displayName: 'Hosts of Links',
				name: 'linkHosts',
				type: 'string',
				default: '',
				placeholder: 'next.frame.io, *.example.com',
				description:
					'Where mails may lead, separated by commas; *. before a host stands for all under it. Empty allows Frame.io, Stripe and the agency.',
			},
			{
				displayName: 'Logo',
				name: 'logo',
				type: 'string',
				default: '',
				placeholder: 'https://example.com/logo.png',
				description: 'Address of a picture, shown 140 pixels wide; empty shows the name',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: 'IAmazing Content',
				description: 'Who writes to the client',
			},
		],
		description: 'How the agency shows itself in the mail',
	},
	{
		displayName: 'Working Hours',
		name: 'hours',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Days',
				name: 'days',
				type: 'multiOptions',
				options: [
					{ name: 'Friday', value: 5 },
					{ name: 'Monday', value: 1 },
					{ name: 'Saturday', value: 6 },
					{ name: 'Sunday', value: 7 },
					{ name: 'Thursday', value: 4 },
					{ name: 'Tuesday', value: 2 },
					{ name: 'Wednesday', value: 3 },
				],
				default: [1, 2, 3, 4, 5],
				description: 'Days on which clients work',
			},
			{
				displayName: 'From',
				name: 'from',
				type: 'string',
				default: '09:00',
				description: 'First minute of the day, by the clock of the client',
			},
			{
				displayName: 'Holidays',
				name: 'holidays',
				type: 'string',
				default: '',
				placeholder: '2026-12-24, 2026-12-25',
				description: "Days on which no client works, beside the item's own field holidays",
			},
			{
				displayName: 'To',
				name: 'to',
				type: 'string',
				default: '18:00',
				description: 'End of the day, by the clock of the client; the minute itself is too late',
			},
			{
				displayName: 'Zone',
				name: 'zone',
				type: 'string',
				default: 'America/Lima',
				description: 'Of clients of whom neither zone nor country is known',
			},
		],
		description: 'When mails go out that are not urgent',
	},
	{
		displayName: 'Texts JSON',
		name: 'texts',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{}',
		placeholder: '{ "languages": { "en": { "milestones": { "approved": { "subject": "…" } } } } }',
		description:
			'Any part of the texts; what it leaves out is as the ledger keeps it, else as it ships. See them with "agency-ops mail preview --texts".',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Language of the Team',
				name: 'language',
				type: 'options',
				options: languageOptions,
				default: 'en',
				description: 'In which the decision explains itself, and the line for Slack is written',
			},
			{
				displayName: 'Language Without One',
				name: 'clientLanguage',
				type: 'options',
				options: languageOptions,
				default: 'en',
				description: 'Of clients of whom neither language nor country is known',
			},
			momentField,
			{
				displayName: 'Texts Field',
				name: 'textsField',
				type: 'string',
				default: 'milestoneTexts',
				description:
					'Path to the texts that the ledger keeps ("agency-ops data pull milestones"), as Agency Ledger adds them with the deal; without any the node writes with those that ship',
			},
			{
				displayName: 'Urgent',
				name: 'urgent',
				type: 'boolean',
				default: false,
				description: 'Whether it goes out at once, whatever the time is with the client',
			},
		],
	},
];
