import type { Overlay } from '../contracts/overlay';

/** What the description derived from HubSpot's SDK lacks; each with its reason. */
export const hubspotOverlay: Overlay = {
	repairs: [],
	undescribed: {
		'POST /oauth/v2/private-apps/get/access-token-info':
			'not in the SDK; page of private apps under developers.hubspot.com/docs/api, as found in a stored copy searched 2026-11-26',
	},
	query: {},
	otherAnswers: null,
};
