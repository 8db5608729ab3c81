import type { EffectModule } from './effectModule';
import { languageOptions, pathField, textAtOr, textField, withoutEmpty } from './fields';

/** Templates that do not say their language themselves. */
const languageNamed = ['assignment-answer', 'moves-answer', 'review-answer'];

/** Changes a message that an effect posted earlier. */
export const slackUpdate: EffectModule = {
	label: 'Slack Message Change',
	description: 'Change a message that was posted by an effect',
	action: 'Change a slack message',
	kind: 'slack.update',
	keyWord: 'slack-update',
	receipt: 'messageChange',
	properties: [
		pathField({
			displayName: 'Message Key Path',
			name: 'updateMessagePath',
			default: 'receipts.message.key',
			description:
				'Where in the item the key of the effect stands that posted the message; its receipt holds it. Nothing there: nothing changes.',
		}),
		{
			displayName: 'Text Template',
			name: 'updateTemplate',
			type: 'options',
			options: [
				{
					name: 'Answer to an Assignment',
					value: 'assignment-answer',
					description:
						'Who accepted the work, declined it or did not answer, in place of the buttons',
				},
				{
					name: 'Answer to a Lead',
					value: 'lead-answer',
					description:
						'Who took the lead, gave it back or said that it does not fit, in place of the buttons',
				},
				{
					name: 'Answer to a Review',
					value: 'review-answer',
					description: 'Who approved the file or asked for changes, in place of the buttons',
				},
				{
					name: 'Decision About Moves',
					value: 'moves-answer',
					description: 'Who said yes or no to moving work, in place of the buttons',
				},
			],
			default: 'lead-answer',
			description: 'What the message says from then on',
		},
		textField({
			displayName: 'Own Text',
			name: 'updateText',
			default: '',
			rows: 4,
			description: 'Text in place of the whole message; leave empty to use the template',
		}),
		{
			displayName: 'Language',
			name: 'updateLanguage',
			type: 'options',
			options: languageOptions,
			default: 'en',
			displayOptions: { show: { updateTemplate: languageNamed } },
			description: 'Language the team reads',
		},
		{
			...pathField({
				displayName: 'Language Path',
				name: 'updateLanguagePath',
				default: '',
				description: 'Where in the item the language stands; it goes before the language above',
			}),
			displayOptions: { show: { updateTemplate: languageNamed } },
		},
	],
	draft(parameters) {
		const text = parameters.text('updateText');
		const template = parameters.text('updateTemplate');
		return {
			destination: text === '' ? template : 'own-text',
			content: withoutEmpty({
				message: parameters.at('updateMessagePath'),
				...(text === '' ? { template } : { text }),
				language: languageNamed.includes(template)
					? textAtOr(parameters, 'updateLanguagePath', parameters.text('updateLanguage'))
					: undefined,
			}),
		};
	},
};
