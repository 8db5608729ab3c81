import type { EffectModule } from './effectModule';
import { languageOptions, pathField, textAtOr, textField, withoutEmpty } from './fields';
import { personIn } from './person';
import { stepField, withStep } from './step';

/** Posts one message to a Slack channel. */
export const slackMessage: EffectModule = {
	label: 'Slack Message',
	description: 'Post a message to a channel',
	action: 'Post a slack message',
	kind: 'slack.message',
	keyWord: 'slack-message',
	receipt: 'message',
	properties: [
		{
			displayName: 'Channel',
			name: 'slackChannel',
			type: 'string',
			default: 'sales',
			description:
				'Channel the message goes to: a name of slack.channels in agency.config.yaml, or the ID of a channel',
		},
		pathField({
			displayName: 'Channel Path',
			name: 'slackChannelPath',
			default: '',
			description:
				'Where in the item the name of the channel stands, such as assignment.hub; it goes before the channel above, which takes what has none',
		}),
		stepField('slackStepPath', 'messages'),
		{
			displayName: 'Text Template',
			name: 'slackTemplate',
			type: 'string',
			default: 'lead-alert',
			description: 'Name of the text of the Agency Ops service that makes the message',
		},
		textField({
			displayName: 'Own Text',
			name: 'slackText',
			default: '',
			rows: 4,
			description: 'Text that is posted instead of the template; leave empty to use the template',
		}),
		{
			displayName: 'Mention',
			name: 'slackMention',
			type: 'options',
			options: [
				{ name: 'Closer on Duty', value: 'closer' },
				{ name: 'Nobody', value: 'nobody' },
				{ name: 'Person of the Item', value: 'person' },
			],
			default: 'nobody',
			description: 'Who is called by name, so that Slack tells them at once',
		},
		pathField({
			displayName: 'Person Path',
			name: 'slackPersonPath',
			default: 'assignment',
			description:
				'Where in the item the person stands who is called, with a slackId or an email; nobody is called where neither is known',
		}),
		{
			displayName: 'Language',
			name: 'slackLanguage',
			type: 'options',
			options: languageOptions,
			default: 'en',
			description: 'Language the team reads',
		},
		pathField({
			displayName: 'Language Path',
			name: 'slackLanguagePath',
			default: '',
			description:
				'Where in the item the language of the team stands; it goes before the language above',
		}),
	],
	draft(parameters) {
		const channel = textAtOr(parameters, 'slackChannelPath', parameters.text('slackChannel'));
		const mention = parameters.text('slackMention');
		const text = parameters.text('slackText');
		return {
			destination: withStep(parameters, channel, 'slackStepPath'),
			content: withoutEmpty({
				channel,
				...(text === '' ? { template: parameters.text('slackTemplate') } : { text }),
				mention: mention === 'closer' ? mention : null,
				person: mention === 'person' ? personIn(parameters.at('slackPersonPath')) : undefined,
				language: textAtOr(parameters, 'slackLanguagePath', parameters.text('slackLanguage')),
			}),
		};
	},
};
