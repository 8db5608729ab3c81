import type { EventType } from '../../../nodes/domain/followUp/events';
import type { ToldEvent } from '../../../nodes/domain/followUp/readEvents';

/** An event of the service's own, that says nothing but its type and that it is now. */
export function bareEvent(id: string, type: EventType, now: Date): ToldEvent {
	const at = now.toISOString();
	return {
		id,
		type,
		at,
		knownAt: at,
		from: null,
		score: null,
		isAutomatic: false,
		scope: 'marketing',
		reference: null,
		step: null,
		until: null,
		isSoft: false,
		basis: null,
		evidence: null,
	};
}
