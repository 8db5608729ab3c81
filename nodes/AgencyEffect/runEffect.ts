import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { effectKey } from '../domain/effect/effectKey';
import type { EffectAnswer } from '../domain/effect/effectAnswer';
import { MendableError } from '../domain/errors';
import { originOf } from '../domain/inbox/envelope';
import { effects } from './effects';
import type { EffectModule } from './effects/effectModule';
import { parameterReader } from './parameterReader';
import type { ParameterReader } from './parameterReader';
import { sendEffect } from './sendEffect';
import type { StopsAt } from './sendEffect';

/** The node's outputs in their order on the canvas. */
export const outputs = { done: 0, failed: 1, unknown: 2 } as const;

/** How long a flow that goes on anyway waits for a receipt, in seconds. */
const WAIT_BEFORE_GOING_ON = 10;

/** The longest a flow may say that it waits, in seconds: the call itself is given up after 120. */
const LONGEST_WAIT = 100;

/**
 * Does the effect that the node's fields describe for one item, and says by which output it leaves.
 *
 * @throws MendableError when the fields or the item do not give an effect, when the service refuses
 * the call, and, under "Stop the Execution", when the effect was not done; under "Go On" when it was
 * refused
 * @throws NodeOperationError when the service cannot be reached
 */
export async function runEffect(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
): Promise<{ output: number; json: IDataObject }> {
	const parameters = parameterReader(context, itemIndex, json);
	const effect = effectNamed(parameters.text('effect'));
	const mode = context.getMode();
	const byHand = mode === 'manual';
	const test = byHand || json.test === true;
	const origin = originOf(json);
	const { destination, content, notBefore } = effect.draft(parameters);
	const whenNotDone = parameters.text('whenNotDone');
	const waitMs = waitMsOf(context, itemIndex, whenNotDone);

	const answer = await sendEffect(context, itemIndex, {
		key: effectKey({
			subjectType: parameters.text('subjectType'),
			subjectId: parameters.textAt('subjectPath', 'Subject Path'),
			effect: effect.keyWord,
			destination,
			occurrence: occurrenceOf(parameters),
			// A test that came through the inbox may be fired again and then meets its own receipts.
			testRun: test ? ((byHand ? null : origin?.id) ?? context.getExecutionId()) : null,
		}),
		kind: effect.kind,
		test,
		onConflict: parameters.text('onConflict') === 'keepFirst' ? 'keepFirst' : 'fail',
		retry: mode === 'retry' || origin?.retry === true,
		content,
		data: json,
		...(waitMs === null ? {} : { waitMs }),
		// A person who tries the flow wants to see it now.
		...(notBefore === undefined || byHand ? {} : { notBefore }),
		// A trial on the canvas holds up no real event.
		...(origin === null || byHand
			? {}
			: { event: { id: origin.id, stopsAt: stopsAtOf(whenNotDone) } }),
	});

	if (answer.outcome !== 'done' && whenNotDone === 'stop') throw notDone(answer);
	if (answer.outcome === 'failed' && whenNotDone === 'goOn') throw notDone(answer);
	if (answer.outcome === 'unknown' && whenNotDone === 'goOn') {
		const { key, state } = answer.state;
		return goOn(effect, test ? { ...json, test } : json, { pending: true, state, key });
	}
	// The mark keeps what follows in the test room too, also when n8n retries this run later.
	return leave(effect, test ? { ...json, test } : json, answer);
}

/** Which time it is, by the item where a path is given. */
function occurrenceOf(parameters: ParameterReader): number {
	if (parameters.text('options.occurrencePath') !== '') {
		return Number(parameters.textAt('options.occurrencePath', 'Occurrence Path'));
	}
	return parameters.number('options.occurrence') || 1;
}

/** What stops the flow at the effect, for the inbox: it fires nothing again that cannot get past it. */
function stopsAtOf(whenNotDone: string): StopsAt {
	if (whenNotDone === 'stop') return 'notDone';
	return whenNotDone === 'goOn' ? 'refused' : 'nothing';
}

function effectNamed(name: string): EffectModule {
	const effect = (effects as Record<string, EffectModule | undefined>)[name];
	if (effect !== undefined) return effect;
	throw new MendableError(
		'effect/unknown-kind',
		'The effect is not known.',
		`"${name}" is none of: ${Object.keys(effects).join(', ')}.`,
		'Choose the effect from the list, or update the node pack if the workflow is newer than it.',
	);
}

/** How long this flow waits, in milliseconds; null: as long as the service tries. */
function waitMsOf(
	context: IExecuteFunctions,
	itemIndex: number,
	whenNotDone: string,
): number | null {
	const fallback = whenNotDone === 'goOn' ? WAIT_BEFORE_GOING_ON : -1;
	const seconds = Number(context.getNodeParameter('options.waitAtMost', itemIndex, fallback));
	return seconds >= 0 ? Math.round(Math.min(seconds, LONGEST_WAIT) * 1_000) : null;
}

/** Leaves as done with a receipt that says what it is not yet. */
function goOn(
	effect: EffectModule,
	json: IDataObject,
	receipt: IDataObject,
): { output: number; json: IDataObject } {
	return { output: outputs.done, json: withReceipt(effect, json, receipt) };
}

function withReceipt(
	{ receipt: name }: EffectModule,
	json: IDataObject,
	receipt: object,
): IDataObject {
	return { ...json, receipts: { ...(json.receipts as IDataObject), [name]: receipt } };
}

function leave(
	effect: EffectModule,
	json: IDataObject,
	answer: EffectAnswer,
): { output: number; json: IDataObject } {
	switch (answer.outcome) {
		case 'done':
			return { output: outputs.done, json: withReceipt(effect, json, answer.receipt) };
		case 'failed':
			return { output: outputs.failed, json: { ...json, effectError: { ...answer.error } } };
		case 'unknown':
			return { output: outputs.unknown, json: { ...json, effectUnknown: { ...answer.state } } };
	}
}

function notDone(answer: Exclude<EffectAnswer, { outcome: 'done' }>): MendableError {
	if (answer.outcome === 'failed') {
		const { code, what, why, mend } = answer.error;
		return new MendableError(code, what, why, `${mend} Then retry this execution.`);
	}
	const { key, state, detail } = answer.state;
	return state !== 'unknown'
		? new MendableError(
				'effect/not-yet-done',
				'The effect is not done yet.',
				`${detail || 'The service on the other side is busy.'} Its key is ${key}.`,
				'Retry this execution later: it goes on from this step, and repeats nothing that is done.',
			)
		: new MendableError(
				'effect/unknown',
				'Nobody can say whether the effect happened.',
				`${detail || 'The service on the other side broke off without an answer.'} Its key is ${key}.`,
				'Look for it at the service itself before anything is sent again.',
			);
}
