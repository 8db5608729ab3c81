import type { ErrorReport } from '../../../nodes/domain/errors';
import type { Json } from './json';

/** Where an effect stands; only `done` has a receipt. */
export type EffectState = (typeof effectStates)[number];

/** Every state, in the order an effect may go through them. */
export const effectStates = ['planned', 'in_flight', 'done', 'failed', 'unknown'] as const;

/** Why an effect is not done, with the HTTP or SMTP status of the vendor where it gave one. */
export interface EffectError extends ErrorReport {
	serviceStatus: number | null;
	/** Milliseconds the vendor asked us to wait, when it did. */
	retryAfterMs?: number;
	/** Why the vendor could not be asked for it afterwards, when it could not. */
	lookUpFailed?: string;
}

/** An effect as it is kept. */
export interface Effect {
	key: string;
	kind: string;
	subject: string;
	test: boolean;
	fingerprint: string;
	/** Everything that is sent, placeholders filled: a later attempt sends exactly this. */
	content: Json;
	state: EffectState;
	/** How often somebody began to do it. */
	attempts: number;
	/** How often the key came with other content. */
	conflicts: number;
	receipt: Json;
	error: EffectError | null;
	source: Json;
	createdAt: Date;
	updatedAt: Date;
}
