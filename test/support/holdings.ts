import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { readFirstLead } from '../../orchestrator/src/up/firstLead';

/** A lead as it is posted. */
export type LeadBody = Record<string, unknown> & { email: string };

/** The fixture's client under another address; the rest of the lead decides the tier. */
export function leadFrom(email: string, more: Record<string, unknown> = {}): LeadBody {
	return { ...readFirstLead(new Date()), email, ...more };
}

/** The id that the lead gets. */
export function leadIdOf(body: LeadBody): string {
	return scoreLead(body, { now: new Date() }).lead.id;
}

/**
 * How many contacts, deals, tasks, messages and mails the services hold of each lead, in the order of
 * the leads.
 */
export function countHoldings(state: SandboxState, leads: readonly LeadBody[]): number[][] {
	const contacts = state.hubspot.contacts.map(({ properties }) => properties.email);
	const deals = state.hubspot.deals.map(({ properties }) => properties.agency_lead_id);
	const tasks = state.clickup.tasks.map((task) => JSON.stringify(task));
	const messages = Object.values(state.slack.messages)
		.flat()
		.map((message) => JSON.stringify(message));
	const mails = state.mail.messages.flatMap(({ envelope }) => envelope.to);
	return leads.map((lead) => {
		const id = leadIdOf(lead);
		const carriesKey = (text: string) => text.includes(`lead:${id}/`);
		return [
			contacts.filter((email) => email === lead.email).length,
			deals.filter((dealOf) => dealOf === id).length,
			tasks.filter(carriesKey).length,
			messages.filter(carriesKey).length,
			mails.filter((to) => to === lead.email).length,
		];
	});
}
