import type { Failure } from './outcome';
import { areaOf } from './outcome';

/** A question that could not be answered; it carries what that means for what was to be done. */
export class LookUpFailed extends Error {
	readonly name = 'LookUpFailed';

	constructor(readonly failure: Failure) {
		super(failure.error.why);
	}
}

/** What goes wrong with a question changes nothing: what was to be done after it was not sent. */
export function harmless(vendor: string, failure: Failure): Failure {
	if (failure.result !== 'unknown') return failure;
	const error = {
		...failure.error,
		code: `${areaOf(vendor)}/not-sent`,
		what: `Nothing was sent to ${vendor}.`,
	};
	return { ...failure, result: 'notSent', error };
}
