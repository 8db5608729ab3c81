import { findLead } from '../../inbox/findLead';
import type { Queries } from '../../ledger/store';
import type { DealView } from './dealView';

/** What the ledger knows of a lead, as far as routing looks at it; null where it knows nothing. */
export async function leadOf(queries: Queries, leadId: string): Promise<DealView['lead']> {
	const lead = await findLead(queries, leadId);
	if (lead === null) return null;
	const { id, service, vertical, timeline } = lead;
	return { id, service, vertical, timeline };
}
