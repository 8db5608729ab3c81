import type { Offers } from './offers';

/** Whole US dollars. */
function usd(amount: number) {
	return { minor: amount * 100, currency: 'USD' };
}

/**
 * What is offered to whom: repeat projects speak for a subscription, many edits for the express pack,
 * many assets for the brand library, work for social media for its management. Prices are those of the
 * growth plan; the amounts of use are a starting point of our own, to be corrected by what sells.
 */
export const defaultOffers: Offers = {
	version: 'offers/0',
	offers: [
		{
			id: 'content-subscription',
			service: 'subscription',
			usage: 'projects',
			atLeast: 3,
			price: { from: usd(300), to: usd(800), per: 'month' },
		},
		{
			id: 'express-pack',
			service: 'quick-edit',
			usage: 'edits',
			atLeast: 5,
			price: { from: usd(25), to: usd(75), per: 'edit' },
		},
		{
			id: 'brand-library',
			service: 'asset-library',
			usage: 'assets',
			atLeast: 10,
			price: { from: usd(100), to: usd(300), per: 'month' },
		},
		{
			id: 'social-management',
			service: 'social-management',
			usage: 'social',
			atLeast: 1,
			price: { from: usd(200), to: usd(500), per: 'month' },
		},
	],
};
