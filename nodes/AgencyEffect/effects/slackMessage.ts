import type { EffectModule } from './effectModule';
import { languageOptions, textField, withoutEmpty } from './fields';

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
			],
			default: 'nobody',
			description: 'Who is called by name, so that Slack tells them at once',
		},
		{
			displayName: 'Language',
			name: 'slackLanguage',
			type: 'options',
			options: languageOptions,
			default: 'en',
			description: 'Language the team reads',
		},
	],
	draft(parameters) {
		const channel = parameters.text('slackChannel');
		const text = parameters.text('slackText');
		return {
			destination: channel,
			content: withoutEmpty({
				channel,
				...(text === '' ? { template: parameters.text('slackTemplate') } : { text }),
				mention: parameters.text('slackMention') === 'closer' ? 'closer' : null,
				language: parameters.text('slackLanguage'),
			}),
		};
	},
};
