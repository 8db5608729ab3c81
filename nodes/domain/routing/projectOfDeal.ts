import { z } from 'zod';

import { readCountry, readLanguage } from '../lead/countries';
import { moneySchema } from '../money';
import { read } from '../read';
import { MendableError } from '../errors';
import { zoneOf } from '../zoneOf';
import { othersStay } from './movesSaid';
import { projectSchema } from './schema';
import type { Project } from './schema';
import type { RoutingSettings } from './settings';

const words = z.string().nullish();

/** What is read of a deal that was won, as Agency Ledger reads it from HubSpot. */
const wonDealSchema = z.object({
	deal: z.object({
		id: z.string().min(1),
		name: words,
		amount: moneySchema.nullish(),
	}),
	contact: z.object({ id: z.string(), country: words, language: words }).nullish(),
	company: z.object({ id: z.string() }).nullish(),
	lead: z.object({ service: words }).nullish(),
});
type WonDeal = z.infer<typeof wonDealSchema>;

/**
 * The project that a won deal sets up: its type by what the lead asked for, else by words in the name
 * of the deal; the client's zone and language by their contact. It is due after the lead time of its
 * type, since the deal does not promise another date.
 *
 * @throws MendableError `routing/deal`, `routing/deal-type`
 */
export function projectOfDeal(item: unknown, { types }: Pick<RoutingSettings, 'types'>): Project {
	const won = read(wonDealSchema, item, {
		code: 'routing/deal',
		what: 'The item holds no deal that a project could be made of.',
		mend: 'Read the deal with Agency Ledger in a node before this one.',
	});
	const { deal, contact, company } = won;
	const country = readCountry(contact?.country).value;
	return projectSchema.parse({
		id: deal.id,
		type: typeOf(won, Object.keys(types)),
		client: {
			// Without a company, and without a contact, the deal is all that is known of the client.
			id: company ? `company-${company.id}` : contact ? `contact-${contact.id}` : `deal-${deal.id}`,
			zone: country === null ? null : zoneOf(country),
			language: readLanguage(contact?.language).value,
		},
		value: deal.amount ?? null,
		...othersStay(item),
	});
}

function typeOf({ deal, lead }: WonDeal, types: string[]): string {
	const service = plain(lead?.service ?? '');
	const name = plain(deal.name ?? '');
	const known = types.map((type) => ({ type, said: plain(type) }));
	const asked = known.find(({ said }) => service !== '' && isAbout(said, service));
	if (asked !== undefined) return asked.type;
	// The longest, so that "social video" goes before "video".
	const [named] = known
		.flatMap(({ type, said }) => {
			const found = spokenOf(said).find((part) => ` ${name} `.includes(` ${part} `));
			return found === undefined ? [] : [{ type, length: found.length }];
		})
		.sort((a, b) => b.length - a.length);
	if (named !== undefined) return named.type;
	throw new MendableError(
		'routing/deal-type',
		'Nobody can say what kind of project the deal is.',
		`Its lead asked for ${service === '' ? 'nothing that is known' : `"${service}"`}, and "${deal.name ?? ''}" names none of ${types.join(', ')}.`,
		'Put the kind of project into the name of the deal in HubSpot, such as "Nordlys: explainer video", then replay the event.',
	);
}

/** `explainer` asks for `explainer video`, and the other way round. */
function isAbout(type: string, service: string): boolean {
	return spokenOf(type).includes(service) || spokenOf(service).includes(type);
}

/** A type as people say it: whole, and without a last word that they leave out. */
function spokenOf(type: string): string[] {
	const short = type.replace(/ (video|edit)$/, '');
	return short === type || short === 'quick' || short === 'social' ? [type] : [type, short];
}

function plain(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}
