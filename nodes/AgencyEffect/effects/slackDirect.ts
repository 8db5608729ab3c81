import type { EffectModule } from './effectModule';
import { languageOptions, pathField, textAtOr, textField, withoutEmpty } from './fields';
import { personIn } from './person';
import { stepField, withStep } from './step';

/** Tells one person something in Slack. */
export const slackDirect: EffectModule = {
	label: 'Slack Direct Message',
	description: 'Tell one person something, and nobody else',
	action: 'Send a slack direct message',
	kind: 'slack.direct',
	keyWord: 'slack-direct',
	receipt: 'direct',
	properties: [
		pathField({
			displayName: 'Recipient Path',
			name: 'directPersonPath',
			default: 'assignment',
			description:
				'Where in the item the person stands who is told, with a slackId or an email; where neither is known, nobody is told',
		}),
		stepField('directStepPath', 'messages'),
		{
			displayName: 'Text Template',
			name: 'directTemplate',
			type: 'string',
			default: 'assignment-offer',
			description: 'Name of the text of the Agency Ops service that makes the message',
		},
		textField({
			displayName: 'Own Text',
			name: 'directText',
			default: '',
			rows: 4,
			description: 'Text that is sent instead of the template; leave empty to use the template',
		}),
		{
			displayName: 'Language',
			name: 'directLanguage',
			type: 'options',
			options: languageOptions,
			default: 'en',
			description: 'Language of a person of whom no other is known',
		},
		pathField({
			displayName: 'Language Path',
			name: 'directLanguagePath',
			default: '',
			description:
				'Where in the item the language of the person stands, such as assignment.language; it goes before the language above',
		}),
	],
	draft(parameters) {
		const text = parameters.text('directText');
		return {
			destination: withStep(parameters, 'person', 'directStepPath'),
			content: withoutEmpty({
				person: personIn(parameters.at('directPersonPath')),
				...(text === '' ? { template: parameters.text('directTemplate') } : { text }),
				language: textAtOr(parameters, 'directLanguagePath', parameters.text('directLanguage')),
			}),
		};
	},
};
