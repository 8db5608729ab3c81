import { isErrorReport, MendableError } from '../../../nodes/domain/errors';
import type { DeliveryProblem } from '../ledger/deliveries';

/** What a delivery or one of its files failed with, as people are told of it. */
export function problemOf(
	error: unknown,
	file: string | null,
	onBug: (error: unknown) => void,
): DeliveryProblem {
	if (isErrorReport(error)) {
		const { code, what, why, mend } = error;
		return { code, what, why, mend, file };
	}
	// What goes wrong without a report of ours is the network's, or a bug's; its words stay in the log.
	onBug(error);
	return {
		code: 'delivery/broke-off',
		what: 'Storing broke off.',
		why: 'Something failed that should not; the log of the service says what.',
		mend: 'It is begun again; if it keeps failing, send the log to whoever looks after the service.',
		file,
	};
}

/** A target that was set up when the delivery was started and is no longer. */
export function noTarget(target: string): MendableError {
	return new MendableError(
		'storage/not-configured',
		'The file cannot be stored.',
		`Storage is not set up for the target "${target}".`,
		`Name its bucket by "storage.${target}.bucket" in agency.config.yaml, set the variables with its keys, start the service again and let the delivery be retried.`,
	);
}

/** What brought a delivery to nothing so many times. */
export function gaveUp(tries: number, last: DeliveryProblem | null): DeliveryProblem {
	return {
		code: 'delivery/gave-up',
		what: 'The delivery was not stored.',
		why: `It was begun ${tries} times and came to no end${last === null ? '' : `; the last time: ${last.why}`}`,
		mend:
			last?.mend ?? 'Look into the log of the service for what stopped it, then let it be retried.',
		file: last?.file ?? null,
	};
}
