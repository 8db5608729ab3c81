import { personOf } from '../../../../nodes/domain/inbox/event';
import type { Json } from '../../ledger/json';
import { normalAddress } from '../../mail/address';
import type { HookCall } from '../signatures/signed';
import type { SourceEvent } from './read';
import { contentId, isObject, objectIn, parseBody, plainName, wordIn } from './read';

/** A meeting that somebody booked. */
export interface Meeting {
	/** Who is to come, in the form addresses are compared in. */
	address: string;
	/** When they booked it, ISO 8601; null where Calendly does not say. */
	bookedAt: string | null;
}

/**
 * Calendly (developer.calendly.com, webhook payload, v2): one event a call, told apart by the invitee's
 * address at Calendly. What is booked and called off again are two events.
 */
export function readCalendly(call: HookCall, now: Date): SourceEvent[] {
	const body = objectIn(parseBody(call.rawBody));
	const invitee = isObject(body.payload) ? body.payload : {};
	const type = plainName(wordIn(body.event) ?? 'event');
	const address = wordIn(invitee.email);
	return [
		{
			source: 'calendly',
			externalId: `${type}/${wordIn(invitee.uri) ?? contentId(body)}`,
			topic: `calendly.${type}`,
			subject: address === undefined ? 'calendly:all' : personOf({ email: address }, now),
			test: false,
			payload: body,
		},
	];
}

/** The meeting that an event tells of; null for one that was called off, moved from, or is none. */
export function meetingIn({ topic, payload }: { topic: string; payload: Json }): Meeting | null {
	if (topic !== 'calendly.invitee.created' || !isObject(payload)) return null;
	const invitee = isObject(payload.payload) ? payload.payload : {};
	const address = wordIn(invitee.email);
	if (address === undefined || !address.includes('@') || invitee.canceled === true) return null;
	const booked = new Date(wordIn(invitee.created_at) ?? wordIn(payload.created_at) ?? NaN);
	const bookedAt = Number.isNaN(booked.getTime()) ? null : booked.toISOString();
	return { address: normalAddress(address), bookedAt };
}
