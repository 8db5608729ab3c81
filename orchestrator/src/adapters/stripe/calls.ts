import type Stripe from 'stripe';
import { LookUpFailed } from '../harmless';
import { tooLateOf } from '../outcome';
import { isBrokenReplay, VENDOR } from './failure';

/** Makes calls to Stripe one after the other, as long as they may be made. */
export interface Calls {
	/**
	 * @param key Idempotency-Key; null for what a repeat does not double
	 * @throws LookUpFailed when it is too late to make the call; whatever the SDK throws
	 */
	make<Answer>(
		key: string | null,
		call: (stripe: Stripe, options: Stripe.RequestOptions) => Promise<Answer>,
	): Promise<Answer>;
}

/** Keys that are tried where what broke is kept under the one before. */
const MOST_KEYS = 3;

/** @param mayStillSend asked last before each call */
export function callsTo(stripe: Stripe, mayStillSend: () => boolean): Calls {
	return {
		make: async (key, call) => {
			for (let number = 1; ; number += 1) {
				if (!mayStillSend()) throw new LookUpFailed(tooLateOf(VENDOR));
				const idempotencyKey = number === 1 ? key : `${key}/${number}`;
				try {
					return await call(stripe, idempotencyKey === null ? {} : { idempotencyKey });
				} catch (error) {
					if (key === null || number >= MOST_KEYS || !isBrokenReplay(error)) throw error;
				}
			}
		},
	};
}
