import { effectKey } from '../../../nodes/domain/effect/effectKey';

/** The effect that sends a message of a follow-up in earnest, as the workflow names it. */
export function messageKeyOf(followUp: string, step: string): string {
	return effectKey({
		subjectType: 'follow-up',
		subjectId: followUp,
		effect: 'mail',
		destination: step,
		occurrence: 1,
		testRun: null,
	});
}

/** The enrolment whose message an effect sends; null for any other effect. */
export function followUpOfKey(key: string): string | null {
	return /^follow-up:(flw_[0-9A-Za-z]+)\/mail\//.exec(key)?.[1] ?? null;
}
