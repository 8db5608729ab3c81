import type { EffectModule } from './effectModule';
import { pathField } from './fields';

/** Makes a person the owner of a deal and its contact, or nobody. */
export const hubspotOwner: EffectModule = {
	label: 'HubSpot Owner',
	description: 'Make a person the owner of a deal and its contact, or nobody',
	action: 'Set the owner in hub spot',
	kind: 'hubspot.owner',
	keyWord: 'hubspot-owner',
	receipt: 'owner',
	properties: [
		{
			displayName: 'Owner',
			name: 'ownerChange',
			type: 'options',
			options: [
				{ name: 'A Person', value: 'person' },
				{ name: 'Nobody', value: 'nobody' },
			],
			default: 'person',
			description: 'Who owns them from then on',
		},
		pathField({
			displayName: 'Owner Path',
			name: 'ownerPersonPath',
			default: 'person',
			description:
				'Where in the item the person stands, with a slackId or an email; whoever has no account in HubSpot changes nothing',
		}),
		pathField({
			displayName: 'Deal Key Path',
			name: 'ownerDealPath',
			default: 'receipts.deal.key',
			description:
				'Where in the item the key of the effect stands that opened the deal; nothing there: no deal',
		}),
		pathField({
			displayName: 'Contact Key Path',
			name: 'ownerContactPath',
			default: 'receipts.contact.key',
			description:
				'Where in the item the key of the effect stands that wrote the contact; nothing there: no contact',
		}),
	],
	draft: (parameters) => ({
		destination: 'owner',
		content: {
			deal: parameters.at('ownerDealPath'),
			contact: parameters.at('ownerContactPath'),
			person: parameters.text('ownerChange') === 'nobody' ? null : parameters.at('ownerPersonPath'),
		},
	}),
};
