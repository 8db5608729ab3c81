import type { ConsentRules } from './consent';

/** Members of the European Union but Denmark, which has a rule of its own. */
const europeanUnion =
	'AT BE BG CY CZ DE EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/**
 * The rules that ship: a starting point that an agency's own lawyer should look at. Sources read
 * November 2026; Venezuela was not researched and falls under the strictest, as any other country.
 */
export const defaultConsentRules: ConsentRules = {
	version: 'consent/0',
	countries: {
		DK: {
			accepts: ['consent', 'existing-customer'],
			untilObjected: false,
			needsEvidence: false,
			source:
				'Denmark: Marketing Practices Act (markedsføringsloven) § 10: consent first, also from traders; own customers may get offers of similar products while they can refuse',
		},
		PE: {
			accepts: ['consent'],
			untilObjected: false,
			needsEvidence: false,
			source: 'Peru: Law 32323 of 9 May 2025: only those who asked and agreed, revocable at once',
		},
		US: {
			accepts: ['consent', 'existing-customer', 'legitimate-interest'],
			untilObjected: true,
			needsEvidence: false,
			source: 'United States: CAN-SPAM Act, 15 U.S.C. 7704: until the recipient objects',
		},
	},
	groups: [
		{
			name: 'European Union',
			countries: europeanUnion,
			rule: {
				accepts: ['consent', 'existing-customer'],
				untilObjected: false,
				needsEvidence: false,
				source:
					'European Union: Directive 2002/58/EC Art. 13(1)-(2) with GDPR Art. 6 and 7; member states may ask for more',
			},
		},
	],
	otherwise: {
		accepts: ['consent'],
		untilObjected: false,
		needsEvidence: false,
		source: 'Not researched: the strictest rule holds',
	},
};
