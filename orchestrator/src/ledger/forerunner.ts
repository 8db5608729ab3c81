import type { Moment } from './inbox';
import { atMoment } from './inbox';
import type { Queries } from './store';

/**
 * Takes everything out of the hands of a process that is gone, so that nobody has to wait until its
 * leases are over. For the embedded database only, which one process at a time has open: whoever
 * opens it has the proof that its forerunner has ended, and that nothing more is sent by it.
 */
export async function releaseForerunner(queries: Queries, moment: Moment = null): Promise<void> {
	await queries.query(RELEASE, [moment]);
}

// A lease that ended a moment ago is over for everybody, and the look-ups that follow go by the same
// delays as ever. What was being forwarded may be at work in n8n: handed over again, it meets its
// receipts.
const RELEASE = `
WITH clock AS (
	SELECT ${atMoment('$1')} AS now
), left_in_flight AS (
	UPDATE effects SET
		lease_until = clock.now - interval '1 millisecond', sent_by = least(sent_by, clock.now)
	FROM clock WHERE state = 'in_flight' AND lease_until >= clock.now
), left_for_later AS (
	UPDATE effects SET next_at = clock.now
	FROM clock WHERE state IN ('planned', 'unknown') AND next_at > clock.now
), left_on_their_way AS (
	UPDATE inbox SET lease_until = clock.now - interval '1 millisecond'
	FROM clock WHERE state = 'received' AND token IS NOT NULL AND lease_until >= clock.now
)
UPDATE inbox SET next_at = clock.now
FROM clock WHERE state = 'forwarded' AND next_at > clock.now`;
