import { MendableError } from '../../domain/errors';
import { shown } from '../../domain/read';
import { isRecord } from '../../domain/webhookItem';
import type { ParameterReader } from '../parameterReader';
import type { EffectDraft, EffectModule } from './effectModule';
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
			displayName: 'Letter Path',
			name: 'mailLetterPath',
			default: '',
			description:
				'Where in the item a letter stands, as Client Milestone writes it; it goes before template and own text, and brings its language',
		}),
		pathField({
			displayName: 'Send At Path',
			name: 'mailSendAtPath',
			default: '',
			description:
				'Where in the item the moment stands before which the e-mail is not sent; empty, or nothing there: it is sent now',
		}),
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
					name: 'As the Item Says',
					value: 'item',
					description: 'The item names one of the other two, at "Purpose Path"',
				},
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
		pathField({
			displayName: 'Purpose Path',
			name: 'mailPurposePath',
			default: 'mail.purpose',
			description:
				'Where in the item the purpose stands, if "Purpose" is left to the item: marketing or transactional',
		}),
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
		if (parameters.text('mailLetterPath') !== '') return letterDraft(parameters);
		const template = parameters.text('mailTemplate');
		return {
			...sendAt(parameters),
			destination: template,
			content: withoutEmpty({
				to: parameters.textAt('mailToPath', 'Recipient Path').toLowerCase(),
				template,
				language: parameters.textAt('mailLanguagePath', 'Language Path'),
				subject: parameters.text('mailSubject'),
				text: parameters.text('mailText'),
				purpose: purposeIn(parameters),
			}),
		};
	},
};

/** A mail that is a letter already: what it is called tells one from another. */
function letterDraft(parameters: ParameterReader): EffectDraft {
	const letter = parameters.at('mailLetterPath');
	if (!isRecord(letter) || typeof letter.name !== 'string') {
		throw new MendableError(
			'effect/no-letter',
			'The effect cannot be prepared.',
			`"Letter Path" points at "${parameters.text('mailLetterPath')}", where the item holds no letter.`,
			'Put Client Milestone before this node, or leave the field empty.',
		);
	}
	return {
		...sendAt(parameters),
		destination: letter.name,
		content: {
			to: parameters.textAt('mailToPath', 'Recipient Path').toLowerCase(),
			letter,
			purpose: purposeIn(parameters),
		},
	};
}

/** The purpose that the field names, or the item where the field leaves it to that. */
function purposeIn(parameters: ParameterReader): string {
	const chosen = parameters.text('mailPurpose') || 'transactional';
	if (chosen !== 'item') return chosen;
	const said = parameters.at('mailPurposePath');
	if (said === 'marketing' || said === 'transactional') return said;
	throw new MendableError(
		'effect/no-purpose',
		'The effect cannot be prepared.',
		`"Purpose" is left to the item, which holds ${shown(said)} at "${parameters.text('mailPurposePath')}".`,
		'Put Follow-up Sequence with "Write What Is Due" before this node, or choose the purpose in the field.',
	);
}

function sendAt(parameters: ParameterReader): Pick<EffectDraft, 'notBefore'> {
	const moment = parameters.text('mailSendAtPath') === '' ? null : parameters.at('mailSendAtPath');
	return typeof moment === 'string' && moment !== '' ? { notBefore: moment } : {};
}
