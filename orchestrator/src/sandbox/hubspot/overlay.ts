import type { Overlay } from '../contracts/overlay';

/** What the description derived from HubSpot's SDK lacks; each with its reason. */
export const hubspotOverlay: Overlay = {
	repairs: [],
	undescribed: {},
	query: {},
	otherAnswers: null,
};
