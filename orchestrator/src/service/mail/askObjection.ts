import { nameOfLetter } from '../../../../nodes/domain/milestone/composeLetter';
import { milestones } from '../../../../nodes/domain/milestone/milestones';
import { LookUpFailed } from '../../adapters/harmless';
import { recheckTouch } from '../../followup/recheckTouch';
import type { AskStripeParts } from '../../invoices/askStripe';
import { askStripe } from '../../invoices/askStripe';
import { recheckReminder } from '../../invoices/recheckReminder';
import { readFollowUp } from '../../ledger/followUps';
import { readInvoice } from '../../ledger/invoices';
import type { AskObjection } from '../../mail/objection';
import { readMailKey } from '../../mail/objection';
import type { DealReader } from '../deals/dealReader';

/** What it is built on. */
export interface ObjectionParts extends AskStripeParts {
	deals: DealReader;
	/** Ids of HubSpot's stages that mean a deal is lost. */
	lostStages: readonly string[];
}

/** Letters of a project that a lost deal takes back; an invoice for what was delivered is owed. */
const ofProjects: ReadonlySet<string> = new Set(
	milestones.filter((milestone) => milestone !== 'invoice').map(nameOfLetter),
);

/**
 * Opens what letters are asked about at the moment of sending: a claim may be hours old, since letters
 * wait for the client's morning, or for a mail server. A reminder of an invoice, a message of a follow-up
 * and the letter of a milestone are known by the key of their effect; others go as they are.
 */
export function openObjections(parts: ObjectionParts): AskObjection {
	const { store, now, moment } = parts;
	return async (key) => {
		const about = readMailKey(key);
		if (about === null) return null;
		const { type, id, name, occurrence } = about;
		switch (type) {
			case 'invoice': {
				if (name !== nameOfLetter('invoice-reminder')) return null;
				await askStripe(id, parts);
				const invoice = await readInvoice(store, id);
				const other = invoice?.state === 'open' ? await lost(invoice.deal, parts) : null;
				return await recheckReminder(store, { id, attempt: occurrence, other }, moment());
			}
			case 'follow-up': {
				const deal = dealIn((await readFollowUp(store, id))?.occurrence ?? '');
				const other = deal === null ? null : await lost(deal, parts);
				return await recheckTouch(store, { id, step: name, other }, now(), moment());
			}
			case 'deal': {
				if (!ofProjects.has(name)) return null;
				const because = await lost(id, parts);
				return because === null ? null : { is: 'final', because };
			}
			default:
				return null;
		}
	};
}

/** The deal that a follow-up is about, as a delivery enrols its client. */
function dealIn(occurrence: string): string | null {
	return /^deal\/(.+)$/.exec(occurrence)?.[1] ?? null;
}

/** Where HubSpot does not say, the letter goes: it was right a moment ago. */
async function lost(deal: string, { deals, lostStages }: ObjectionParts): Promise<string | null> {
	if (lostStages.length === 0) return null;
	try {
		const stage = (await deals.read(deal))?.deal.stage ?? null;
		return stage !== null && lostStages.includes(stage) ? 'The deal is lost.' : null;
	} catch (error) {
		if (error instanceof LookUpFailed) return null;
		throw error;
	}
}
