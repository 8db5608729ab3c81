import type { EffectModule } from './effectModule';
import { leadProperties, pairsField, pathField } from './fields';

/** Creates or updates a HubSpot contact, found by its e-mail address. */
export const hubspotContact: EffectModule = {
	label: 'HubSpot Contact',
	description: 'Create the contact, or update it when the e-mail address is known',
	action: 'Write a hub spot contact',
	kind: 'hubspot.contact',
	keyWord: 'hubspot-contact',
	receipt: 'contact',
	properties: [
		pathField({
			displayName: 'Contact E-Mail Path',
			name: 'contactEmailPath',
			default: 'lead.email',
			description: 'Where in the item the e-mail address of the contact stands',
		}),
		pairsField({
			displayName: 'Contact Properties',
			name: 'contactProperties',
			description: 'What is written to the contact',
			rows: {
				firstname: '{{ lead.firstName }}',
				lastname: '{{ lead.lastName }}',
				phone: '{{ lead.phone }}',
				company: '{{ lead.company.name }}',
				website: '{{ lead.company.domain }}',
				country: '{{ lead.country }}',
				hs_language: '{{ lead.language }}',
				lifecyclestage: 'lead',
				...leadProperties,
			},
		}),
	],
	draft: (parameters) => ({
		destination: 'contacts',
		content: {
			email: parameters.textAt('contactEmailPath', 'Contact E-Mail Path').toLowerCase(),
			properties: parameters.pairs('contactProperties'),
		},
	}),
};
