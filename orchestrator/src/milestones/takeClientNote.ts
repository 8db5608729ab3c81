import { freeMailDomains } from '../../../nodes/domain/lead/mailDomains';
import type { ReadComment } from '../adapters/frameio/comments';
import { keepClientNote } from '../ledger/clientNotes';
import type { Moment } from '../ledger/moment';
import { findFiles } from '../ledger/qualityFiles';
import { listReservations } from '../ledger/reservations';
import type { Queries, Store } from '../ledger/store';
import { readCommentAnswer } from '../quality/commentAnswer';
import { dealIn } from '../reservations/told';
import { currentRoster } from '../roster/currentRoster';

/** E-mail address of whom a deal is for; null where nobody knows it. */
export type ContactOf = (deal: string) => Promise<string | null>;

/** What a comment was. `elsewhere`: not of a client, or of nothing that we know. */
export type TakenNote = 'note' | 'approve' | 'elsewhere';

/** Contents of a file that are looked at, the one seen last first. */
const MOST_CONTENTS = 10;

/**
 * Takes a comment in Frame.io for what a client says of their file: a note, or `#approve` (in any of the
 * languages). Of the client's is whoever writes from the address of the deal's contact or from the same
 * company's; whom Frame.io does not name is nobody. Taken again it changes nothing.
 *
 * @throws LookUpFailed where HubSpot cannot be asked
 */
export async function takeClientNote(
	store: Store,
	{ id, fileId, text, authorEmail }: ReadComment & { id: string },
	contactOf: ContactOf,
	now: Date,
	moment: Moment = null,
): Promise<TakenNote> {
	if (authorEmail === null) return 'elsewhere';
	const found = await findFiles(store, fileId, false, MOST_CONTENTS);
	const file = found.find(({ file: place }) => place.fileId === fileId);
	if (file === undefined || file.project === null) return 'elsewhere';
	const { people } = await currentRoster(store, now);
	if (people.some(({ email }) => email?.toLowerCase() === authorEmail)) return 'elsewhere';
	const deal = await dealOfProject(store, file.project);
	if (deal === null || !isOf(authorEmail, await contactOf(deal))) return 'elsewhere';
	const said = readCommentAnswer(text)?.answer === 'approve' ? 'approve' : 'note';
	const { project, sha256 } = file;
	await keepClientNote(store, { id, deal, project, fileId, sha256, said }, moment);
	return said;
}

/** The deal that a project was set up for; a project that is named by its deal is that one's. */
export async function dealOfProject(queries: Queries, project: string): Promise<string | null> {
	const [held] = await listReservations(queries, {
		project,
		person: null,
		state: null,
		test: false,
		since: null,
		withReleased: true,
		limit: 1,
	});
	const deal = held === undefined ? null : dealIn(held.context);
	return deal ?? (/^\d+$/.test(project) ? project : null);
}

/** The contact, or somebody of their company: an address that everybody can have says nothing. */
function isOf(author: string, contact: string | null): boolean {
	const email = contact?.trim().toLowerCase() ?? '';
	if (email === '') return false;
	const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);
	const domain = domainOf(email);
	return author === email || (domainOf(author) === domain && !freeMailDomains.has(domain));
}
