import type { INodeProperties } from 'n8n-workflow';

const show = { operation: ['write'] };

/** The fields of "Write What Is Due"; what is left alone keeps what ships. */
export const writeProperties: INodeProperties[] = [
	{
		displayName: 'Agency',
		name: 'agency',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: { show },
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
				placeholder: 'example.com, *.example.com',
				description:
					'Where the two links may lead, separated by commas; *. before a host stands for all under it. Empty allows Frame.io, Stripe and the agency.',
			},
			{
				displayName: 'Link to Offers',
				name: 'offerLink',
				type: 'string',
				default: '',
				placeholder: 'https://example.com/plans',
				description: "Where an offer leads; empty leads to the client's portal",
			},
			{
				displayName: 'Link to Reviews',
				name: 'reviewLink',
				type: 'string',
				default: '',
				placeholder: 'https://example.com/review',
				description: 'Where clients write a review; empty asks for it as a reply',
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
		description: 'How the agency shows itself, and where its mails lead',
	},
	{
		displayName: 'Language of the Team',
		name: 'teamLanguage',
		type: 'options',
		options: [
			{ name: 'Danish', value: 'da' },
			{ name: 'English', value: 'en' },
			{ name: 'Spanish', value: 'es' },
		],
		default: 'en',
		displayOptions: { show },
		description: 'In which tasks and the line for Slack are written',
	},
	{
		displayName: 'Texts JSON',
		name: 'texts',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{}',
		displayOptions: { show },
		placeholder: '{ "languages": { "en": { "letters": { "upsell-offer": { "title": "…" } } } } }',
		description:
			'Any part of the texts; what it leaves out is as the ledger keeps it, else as it ships. See them with "agency-ops mail preview --follow-up all".',
	},
];
