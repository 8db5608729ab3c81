import type { INodeProperties } from 'n8n-workflow';
import { rulesJson } from '../shared/decisionProperties';

/** What a finding can do to a verdict, as a person chooses it. */
const effectOptions: INodeProperties['options'] = [
	{ name: 'Fail', value: 'fail', description: 'The file goes back' },
	{ name: 'Needs Review', value: 'needs-review', description: 'A person decides' },
	{ name: 'Note', value: 'note', description: 'It is told, and stands in nobody’s way' },
];

/** The fields of Quality Gate on the canvas; what is left alone keeps the shipped rules. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Judge',
		name: 'judge',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Measurements',
				value: 'measurements',
				description: 'Gate 1: what a media check found wrong, or could not measure',
			},
			{
				name: 'Review',
				value: 'review',
				description: 'Gates 2 and 3: what a peer or a senior answered',
			},
		],
		default: 'measurements',
		description: 'What the verdict is made of',
	},
	{
		displayName: 'Media Check Field',
		name: 'mediaCheckField',
		type: 'string',
		default: '',
		placeholder: 'check',
		displayOptions: { show: { judge: ['measurements'] } },
		description:
			'Path to subject, sha256, specs, findings and unmeasured inside the item; empty takes the whole item, which suits the event media.checked',
	},
	{
		displayName: 'Review Field',
		name: 'reviewField',
		type: 'string',
		default: '',
		placeholder: 'review',
		displayOptions: { show: { judge: ['review'] } },
		description:
			'Path to subject, sha256, gate, reviewer and answer inside the item; empty takes the whole item, which suits the event review.answered',
	},
	{
		displayName: 'Known Field',
		name: 'knownField',
		type: 'string',
		default: 'known',
		placeholder: 'known',
		description:
			'Path to what is kept of the file (authors, verdicts, waivers, newest version, brief), as Agency Ledger reads it into the item; where there is nothing, nothing is known, and no review can pass',
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
		description: 'What findings do, who may review, how closely people look, and the checklist',
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
				displayName: 'Full Checklist From',
				name: 'fullFrom',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 3,
				description: 'Points of risk from which people look twice, at everything',
			},
			{
				displayName: 'Longest Waiver',
				name: 'longestWaiverDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 730 },
				default: 90,
				description: 'Most days that a waiver of a whole project can hold',
			},
			{
				displayName: 'Never Waived',
				name: 'neverWaived',
				type: 'string',
				default: '',
				placeholder: 'flashing, true-peak',
				description: 'Rules that nobody can waive',
			},
			{
				displayName: 'Peer Level',
				name: 'peerLevel',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 5 },
				default: 3,
				description: 'Least level of the skill that answers at gate 2',
			},
			{
				displayName: 'Review Skill',
				name: 'reviewSkill',
				type: 'string',
				default: 'review',
				description: 'The skill of the roster that reviewers have',
			},
			{
				displayName: 'Senior Level',
				name: 'seniorLevel',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 5 },
				default: 4,
				description: 'Least level of the skill that answers at gate 3',
			},
			{
				displayName: 'Usual Checklist From',
				name: 'standardFrom',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 1,
				description:
					'Points of risk from which the usual checklist is gone through; below, a short one',
			},
			{
				displayName: 'What Was Not Measured',
				name: 'unmeasured',
				type: 'options',
				options: [
					{ name: 'Fail', value: 'fail', description: 'The file goes back' },
					{ name: 'Needs Review', value: 'needs-review', description: 'A person decides' },
				],
				default: 'needs-review',
				description: 'What becomes of a file that could not be measured in full; it never passes',
			},
		],
	},
	{
		displayName: 'Severities',
		name: 'severities',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Severity',
		default: {},
		displayOptions: { show: { rulesSource: ['fields'] } },
		description: 'What findings of a severity do, where that differs from the default',
		options: [
			{
				displayName: 'Severity',
				name: 'effect',
				values: [
					{
						displayName: 'Severity',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'warning',
						description: 'The word that the check has for it',
					},
					{
						displayName: 'Effect',
						name: 'effect',
						type: 'options',
						options: effectOptions,
						default: 'needs-review',
						description: 'What it does to the verdict',
					},
				],
			},
		],
	},
	{
		displayName: 'Single Rules',
		name: 'findings',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Rule',
		default: {},
		displayOptions: { show: { rulesSource: ['fields'] } },
		description: 'What findings of one rule do, whatever their severity',
		options: [
			{
				displayName: 'Rule',
				name: 'effect',
				values: [
					{
						displayName: 'Rule',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'letterbox',
						description: 'The name that the finding has',
					},
					{
						displayName: 'Effect',
						name: 'effect',
						type: 'options',
						options: effectOptions,
						default: 'note',
						description: 'What it does to the verdict',
					},
				],
			},
		],
	},
	rulesJson('{ "findings": { "letterbox": "note" } }'),
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
				description: 'The language in which the verdict explains itself and asks the reviewer',
			},
			{
				displayName: 'Moment Field',
				name: 'momentField',
				type: 'string',
				default: '',
				placeholder: 'receivedAt',
				description:
					'Path to the moment as of which is decided; empty decides as of the arrival of the event, or of now',
			},
		],
	},
];
