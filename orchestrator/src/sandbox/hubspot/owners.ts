import { sandboxPeople } from '../accounts';
import { answer } from '../json';
import type { VendorAnswer } from '../types';
import type { Call } from './call';
import { notFound } from './errors';
import { page } from './paging';

const bornAt = '2026-01-05T09:00:00.000Z';

const owners = sandboxPeople.map((person) => ({
	id: person.hubspotOwnerId,
	email: person.email,
	firstName: person.firstName,
	lastName: person.lastName,
	type: 'PERSON',
	userId: person.hubspotUserId,
	userIdIncludingInactive: person.hubspotUserId,
	createdAt: bornAt,
	updatedAt: bornAt,
	archived: false,
}));

/**
 * GET owners, all or the one with the query's e-mail address; 500 a page (secondary: no page
 * checked).
 */
export function listOwners(call: Call): VendorAnswer {
	const email = call.request.query.get('email')?.toLowerCase();
	const wanted = owners.filter((owner) => email === undefined || owner.email === email);
	return answer(
		200,
		page(call.request, wanted, 500, (owner) => owner),
	);
}

/** GET one owner. */
export function readOwner(call: Call): VendorAnswer {
	const id = call.params.ownerId ?? '';
	const owner = owners.find((one) => one.id === id);
	return owner ? answer(200, owner) : notFound(`No owner ${id}`);
}
