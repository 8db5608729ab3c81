import { formatMoney } from '../money';
import { withinCaps } from './caps';
import type { Cap } from './caps';
import { mayOffer } from './consent';
import { calendarOf } from './context';
import type { FollowUpContext } from './context';
import type { Enrolment } from './enrolment';
import { optedOutAt } from './facts';
import { isHeldOut } from './holdout';
import { chooseOffer } from './offers';
import type { Condition, SendStep } from './schema';
import { followUpTexts, noSkipWords } from './texts/followUpTexts';
import type { SkipRule, SkipWords } from './texts/followUpTexts';

/** What becomes of a message whose time has come. */
export type Weighed =
	| { kind: 'send'; offer: string | null; remarks: Array<{ rule: string; text: string }> }
	| { kind: 'skip'; rule: SkipRule; because: string }
	| { kind: 'later'; moment: number; cap: Cap };

/** When a message was to go, and now. */
export interface SendTimes {
	/** What the wait came to, in milliseconds. */
	wished: number;
	/** From when it counts as late. */
	lateFrom: number;
	clock: number;
}

const dayMs = 86_400_000;

/** Decides whether a message goes out now: by what is known of the client, consent, and caps. */
export function weighSend(
	step: SendStep,
	enrolment: Enrolment,
	{ wished, lateFrom, clock }: SendTimes,
	context: FollowUpContext,
): Weighed {
	const { sequence, caps, others, language } = context;
	const { client, progress, usage } = enrolment;
	const { facts } = progress;
	const texts = followUpTexts(language);
	const skip = (rule: SkipRule, words: Partial<SkipWords> = {}): Weighed => ({
		kind: 'skip',
		rule,
		because: texts.skips[rule]({ ...noSkipWords, ...words }),
	});

	if (step.asksFeedback && facts.feedback !== null) return skip('answered');
	if (step.asksFeedback && facts.optOut.feedback !== null) return skip('no-thanks');
	const missed = step.when.map((each) => missedBy(each, enrolment)).find((each) => each !== null);
	if (missed !== undefined) return skip('condition', { condition: missed ?? '' });

	const remarks: Array<{ rule: string; text: string }> = [];
	if (step.purpose === 'marketing') {
		const country = client.country ?? texts.unknownCountry;
		const consent = mayOffer(
			enrolment.consents,
			client.country,
			optedOutAt(facts),
			context.consent,
		);
		if (!consent.allowed) {
			const { rule, accepts, source } = consent;
			return skip(rule, { country, accepts, source });
		}
		const { ground, source } = consent;
		remarks.push({
			rule: 'consent',
			text:
				ground === null
					? texts.noGround(source)
					: texts.ground(texts.bases[ground.basis], ground.evidence),
		});
		if (heldOut(enrolment, sequence)) return skip('holdout');
	}
	const choice = step.offers ? chooseOffer(usage, context.offers) : null;
	if (choice !== null && choice.offer === null) return skip('no-offer');
	if (clock - lateFrom > sequence.staleAfterDays * dayMs) return skip('stale');

	const free = withinCaps(clock, step.wait.at, {
		caps,
		own: progress.touches.map(({ at }) => Date.parse(at)),
		others,
		sequence: sequence.id,
		priority: sequence.priority,
		clock,
		calendar: calendarOf(enrolment, context),
	});
	if (free.movedBy !== null) {
		const cap = texts.cap(free.movedBy.most, free.movedBy.days);
		const isTooLate = free.moment - wished > sequence.staleAfterDays * dayMs;
		return isTooLate
			? skip('cap', { cap })
			: { kind: 'later', moment: free.moment, cap: free.movedBy };
	}
	if (choice?.offer) {
		const { offer, used, runnerUp } = choice;
		const { from, to, per } = offer.price;
		const price = `${formatMoney(from, language)}–${formatMoney(to, language)} ${texts.per[per]}`;
		const text = texts.offer(offer.id, used ?? 0, texts.usage[offer.usage], price);
		remarks.push({ rule: 'offer', text });
		if (runnerUp !== null) {
			remarks.push({ rule: 'offer-runner-up', text: texts.otherOffer(runnerUp.id) });
		}
	}
	return { kind: 'send', offer: choice?.offer?.id ?? null, remarks };
}

/** Whether a client gets no offers of a sequence, so that what they bring can be measured. */
export function heldOut(
	{ client, holdout }: Pick<Enrolment, 'client' | 'holdout'>,
	sequence: FollowUpContext['sequence'],
): boolean {
	return holdout ?? (sequence.holdout !== null && isHeldOut(client.id, sequence.holdout));
}

/** How a condition fails, e.g. `usage.projects 1 < 3`; null where it holds. */
function missedBy(
	{ field, atLeast, atMost, oneOf }: Condition,
	enrolment: Enrolment,
): string | null {
	const value = factOf(field, enrolment);
	const said = `${field} ${value ?? '?'}`;
	if (oneOf !== undefined && !(typeof value === 'string' && oneOf.includes(value))) {
		return `${said} ≠ ${oneOf.join(', ')}`;
	}
	if (atLeast !== undefined && !(typeof value === 'number' && value >= atLeast)) {
		return `${said} < ${atLeast}`;
	}
	if (atMost !== undefined && !(typeof value === 'number' && value <= atMost)) {
		return `${said} > ${atMost}`;
	}
	return null;
}

function factOf(
	field: Condition['field'],
	{ client, usage, progress }: Enrolment,
): string | number | null {
	switch (field) {
		case 'feedback':
			return progress.facts.feedback?.score ?? null;
		case 'country':
			return client.country;
		case 'language':
			return client.language;
		case 'usage.projects':
			return usage.projects;
		case 'usage.edits':
			return usage.edits;
		case 'usage.assets':
			return usage.assets;
		case 'usage.social':
			return usage.social;
	}
}
