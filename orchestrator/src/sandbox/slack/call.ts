import type { JsonObject } from '../types';
import type { SlackStore } from './store';

/** One call of a method. */
export interface Call {
	store: SlackStore;
	values: JsonObject;
	/** Milliseconds since 1970. */
	at: number;
}

/** Carries out a method; the answer without `ok`. Throws SlackError for `ok: false`. */
export type Method = (call: Call) => JsonObject | Record<string, unknown>;
