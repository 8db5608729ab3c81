import type { FollowUpContext } from '../../../nodes/domain/followUp/context';
import { sequenceSchema } from '../../../nodes/domain/followUp/schema';
import type { Sequence } from '../../../nodes/domain/followUp/schema';
import { readDefinition } from '../ledger/followUps';
import type { FollowUp } from '../ledger/followUps';
import type { ClientTouch } from '../ledger/followUpTouches';
import { touchesOfClients } from '../ledger/followUpTouches';
import type { Queries } from '../ledger/store';
import type { CurrentRules } from './currentRules';
import { holidaysBetween } from './daysOff';

/** What every enrolment of a round is decided by. */
export interface Rules {
	contextOf(followUp: FollowUp): Promise<FollowUpContext>;
	/** Takes a message into account that came due in this round. */
	count(touch: ClientTouch): void;
}

/** Milliseconds of the longest window of a cap that is looked back over. */
const LONGEST_MS = 365 * 86_400_000;

/** Days off of a country and a year to the next, made once. */
const daysOff = new Map<string, ReadonlySet<string>>();

/** Gathers what enrolments are decided by; their clients are locked. */
export async function rulesOf(
	queries: Queries,
	followUps: readonly FollowUp[],
	current: CurrentRules,
	now: Date,
): Promise<Rules> {
	const clients = followUps.map(({ client }) => client);
	const longest = Math.max(0, ...current.caps.map(({ days }) => days * 86_400_000));
	const since = new Date(now.getTime() - Math.min(longest, LONGEST_MS));
	const touches = await touchesOfClients(queries, clients, since);
	// Definitions never change, so each is read once a round.
	const definitions = new Map<string, Sequence>();
	const definition = async (sequence: string, version: number) => {
		const key = `${sequence}/${version}`;
		const found = definitions.get(key) ?? (await definitionOf(queries, sequence, version));
		definitions.set(key, found);
		return found;
	};
	return {
		contextOf: async ({ id, client, test, enrolment, sequence, version }) => ({
			sequence: await definition(sequence, version),
			holidays: daysOffOf(enrolment.client.country, now),
			consent: current.consent,
			offers: current.offers,
			caps: current.caps,
			others: touches.filter(
				(touch) => touch.client === client && touch.test === test && touch.followUp !== id,
			),
			language: 'en',
		}),
		count: (touch) => touches.push(touch),
	};
}

/**
 * A definition as enrolments began under it.
 *
 * @throws ZodError when it is not there, which the ledger itself keeps from happening
 */
export async function definitionOf(
	queries: Queries,
	sequence: string,
	version: number,
): Promise<Sequence> {
	return sequenceSchema.parse(await readDefinition(queries, sequence, version));
}

function daysOffOf(country: string | null, now: Date): ReadonlySet<string> {
	const key = `${country} ${now.getUTCFullYear()}`;
	const known = daysOff.get(key);
	if (known !== undefined) return known;
	const found = holidaysBetween(country, now.toISOString(), now.toISOString());
	daysOff.set(key, found);
	return found;
}
