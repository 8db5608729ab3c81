import type { ErrorReport } from '../../../../nodes/domain/errors';
import type { Effect } from '../../ledger/effects';
import type { Performed } from './perform';
import { CONFLICT } from './perform';
import type { EffectRequest } from './request';

/** An answer of the service: HTTP status and JSON. */
export interface Answer {
	status: number;
	body: object;
}

/** What the caller is told of an effect: 200 done, 202 not done yet or unknown, 409 conflict, 422 refused. */
export function answerOf({ key, kind }: EffectRequest, performed: Performed): Answer {
	const { state, receipt, error, repeated, conflict } = performed;
	switch (state) {
		case 'done':
			return { status: 200, body: { key, kind, state, receipt, repeated, conflict } };
		case 'failed':
			if (error?.code === CONFLICT) return { status: 409, body: { error: reportOf(error) } };
			return {
				status: 422,
				body: {
					key,
					kind,
					state,
					error: error === null ? null : reportOf(error),
					serviceStatus: error?.serviceStatus ?? null,
					repeated,
					conflict,
				},
			};
		case 'planned':
		case 'unknown':
		case 'in_flight': {
			const retryAfterMs = error?.retryAfterMs ?? null;
			const detail =
				error === null
					? 'It is being done; its receipt comes to whoever asks again.'
					: `${error.what} ${error.why}`;
			return { status: 202, body: { key, kind, state, detail, error, retryAfterMs, conflict } };
		}
	}
}

/** The four parts of an error that are for people. */
export function reportOf({ code, what, why, mend }: ErrorReport): ErrorReport {
	return { code, what, why, mend };
}

/** An effect as a list shows it: without its content, which is somebody's personal data. */
export function summaryOf(effect: Effect): object {
	const { key, kind, subject, test, state, receipt, error, attempts, conflicts } = effect;
	const { source, createdAt, updatedAt } = effect;
	return {
		key,
		kind,
		subject,
		test,
		state,
		receipt,
		error,
		attempts,
		conflicts,
		source,
		createdAt: createdAt.toISOString(),
		updatedAt: updatedAt.toISOString(),
	};
}
