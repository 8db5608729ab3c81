import { domainOf, mailKind } from '../../../nodes/domain/lead/readContact';
import type { FollowUpTarget } from '../ledger/followUps';
import { normalAddress } from '../mail/address';

/** The enrolments behind addresses: whose own they are, and colleagues' at the same company. */
export function addressTarget(addresses: readonly string[]): FollowUpTarget {
	const normal = addresses.map(normalAddress);
	const domains = normal.filter((each) => mailKind(each) === 'company').map(domainOf);
	return { addresses: normal, domains };
}
