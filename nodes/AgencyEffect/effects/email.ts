import type { EffectModule } from './effectModule';
import { pathField, textField, withoutEmpty } from './fields';

/** Sends one e-mail. */
export const email: EffectModule = {
	label: 'E-Mail',
	description: 'Send an e-mail to a person',
	action: 'Send an e mail',
	kind: 'mail',
	keyWord: 'mail',
	receipt: 'mail',
	properties: [
		pathField({
			displayName: 'Recipient Path',
			name: 'mailToPath',
			default: 'lead.email',
			description: 'Where in the item the e-mail address of the recipient stands',
		}),
		{
			displayName: 'Text Template',
			name: 'mailTemplate',
			type: 'string',
			default: 'lead-acknowledgement',
			description:
				'Name of the text of the Agency Ops service that makes the e-mail; it also tells one e-mail to the same person from another',
		},
		pathField({
			displayName: 'Language Path',
			name: 'mailLanguagePath',
			default: 'lead.language',
			description: 'Where in the item the language of the recipient stands: es, en or da',
		}),
		{
			displayName: 'Purpose',
			name: 'mailPurpose',
			type: 'options',
			options: [
				{
					name: 'Marketing',
					value: 'marketing',
					description:
						'News and offers, for people who asked for them; carries a way to unsubscribe',
				},
				{
					name: 'Transactional',
					value: 'transactional',
					description: 'What the person needs to know about their own request or project',
				},
			],
			default: 'transactional',
			description:
				'Whether the person may refuse such e-mails. Who unsubscribed gets no marketing e-mail: it leaves by Failed.',
		},
		textField({
			displayName: 'Own Subject',
			name: 'mailSubject',
			default: '',
			description: 'Subject instead of the one of the template; leave empty to use the template',
		}),
		textField({
			displayName: 'Own Text',
			name: 'mailText',
			default: '',
			rows: 6,
			description: 'Text instead of the one of the template; leave empty to use the template',
		}),
	],
	draft(parameters) {
		const template = parameters.text('mailTemplate');
		return {
			destination: template,
			content: withoutEmpty({
				to: parameters.textAt('mailToPath', 'Recipient Path').toLowerCase(),
				template,
				language: parameters.textAt('mailLanguagePath', 'Language Path'),
				subject: parameters.text('mailSubject'),
				text: parameters.text('mailText'),
				purpose: parameters.text('mailPurpose') || 'transactional',
			}),
		};
	},
};
