import type { Flip, Reason } from '../../decision';
import { hashOf } from '../../hash';
import { checklistFor } from './checklist';
import { outcomeOf, stepsOf } from './decision';
import type { GateDecision } from './decision';
import type { GateView } from './judgeMeasurements';
import { remarksOf } from './remarks';
import { riskOf } from './risk';
import { hashOfRules } from './rules';
import type { FindingEffect, GateRules } from './rules';
import { gates } from './schema';
import type { Gate, KnownFile, ReviewAnswer, ReviewerWanted, ReviewGate, Verdict } from './schema';
import { standingOf } from './standing';
import { reviewChecks } from './texts/gateTexts';
import type { GateTexts, ReviewCheck, ReviewWords } from './texts/gateTexts';
import { riskText, textsIn } from './words';

type Level = 'ok' | 'no' | 'unknown';

/** How one check of a review went, and what it does to the verdict. */
interface Checked {
	check: ReviewCheck;
	level: Level;
	effect: FindingEffect;
}

/**
 * Gates 2 and 3: judges what a reviewer answered about a file.
 *
 * Only an approval counts that speaks of the newest content, comes after the gate before, and is given by
 * somebody of the level who neither made the file nor answered at the other gate. Whoever may not
 * approve may not send back either: their answer needs a person.
 *
 * @param known verdicts without the one that is made here
 */
export function judgeReview(
	answer: ReviewAnswer,
	known: KnownFile,
	{ rules, language, now }: GateView,
): GateDecision {
	const texts = textsIn[language];
	const { gate, reviewer } = answer;
	const checked = reviewChecks.map((check) => checkedBy(check, answer, known, rules, now));
	const outcome = outcomeOf(effectsOf(checked));
	const words = wordsOf(answer, known, rules, texts);
	const next = outcome === 'pass' ? (gates[gates.indexOf(gate) + 1] ?? null) : null;
	const cycles = known.cycles + (outcome === 'fail' ? 1 : 0);
	const risk = riskOf(known, rules);
	const machine = lastPassOf(answer, known, 'machine');
	const open = { unmeasured: [], waived: waivedIn(answer, known) };
	const reasons = checked.map(
		({ check, level, effect }): Reason => ({
			rule: check,
			level,
			contribution: stepsOf[effect],
			text: texts.review[check][level](words),
		}),
	);
	const noted = answer.opportunity?.trim() ?? '';
	return {
		outcome,
		score: null,
		probability: null,
		reasons,
		runnerUp: null,
		flips: flipsOf(checked, texts, words),
		ask: null,
		versions: { rules: rules.version, model: null },
		decidedAt: now.toISOString(),
		inputHash: hashOf({
			gate,
			answer,
			// Without what this gate said before: judged again, it is the same decision.
			known: { ...known, verdicts: known.verdicts.filter((said) => said.gate !== gate) },
			rules: hashOfRules(rules),
			language,
		}),
		gate,
		subject: answer.subject,
		sha256: answer.sha256,
		by: reviewer.id,
		specs: machine?.specs ?? [],
		findings: [],
		unmeasured: [],
		remarks: remarksOf({ gate, outcome, against: againstIn(reasons), findings: [] }, texts),
		heldUntil: null,
		next,
		nextReviewer: next === 'senior' ? rules.reviewers.senior : null,
		risk: { ...risk, text: riskText(risk, texts) },
		checklist: checklistFor('senior', risk.depth, known.brief, open, rules, texts, language),
		cycles,
		note: answer.note,
		satisfaction: answer.satisfaction,
		opportunity: noted === '' ? null : noted,
	};
}

function againstIn(reasons: readonly Reason[]): string[] {
	return reasons.filter(({ contribution }) => contribution < 0).map(({ text }) => text);
}

/** What stands in the way of somebody's answer at a gate; null where nothing does. */
export function mayReview(
	gate: ReviewGate,
	reviewer: ReviewAnswer['reviewer'],
	wanted: ReviewerWanted,
	sha256: string,
	known: Pick<KnownFile, 'authors' | 'verdicts'>,
): ReviewCheck | null {
	if (authorLevel(reviewer.id, known) !== 'ok') return 'author';
	if (othersLevel(gate, reviewer.id, sha256, known) !== 'ok') return 'others';
	return levelOf(reviewer, wanted) === 'ok' ? null : 'level';
}

function checkedBy(
	check: ReviewCheck,
	answer: ReviewAnswer,
	known: KnownFile,
	rules: GateRules,
	now: Date,
): Checked {
	const { gate, reviewer, sha256 } = answer;
	const isAllowed = (level: Level): Checked => ({
		check,
		level,
		effect: level === 'ok' ? 'note' : 'needs-review',
	});
	switch (check) {
		case 'unchanged':
			if (known.current === null) return { check, level: 'unknown', effect: 'needs-review' };
			return isAllowed(known.current === sha256 ? 'ok' : 'no');
		case 'order':
			return isAllowed(orderLevel(answer, known, now));
		case 'author':
			return isAllowed(authorLevel(reviewer.id, known));
		case 'others':
			return isAllowed(othersLevel(gate, reviewer.id, sha256, known));
		case 'level':
			return isAllowed(levelOf(reviewer, rules.reviewers[gate]));
		case 'checklist': {
			const isRight = (answer.checklist ?? []).every(({ ok }) => ok);
			return { check, level: isRight ? 'ok' : 'no', effect: isRight ? 'note' : 'fail' };
		}
		case 'answer':
			return answer.answer === 'approve'
				? { check, level: 'ok', effect: 'note' }
				: { check, level: 'no', effect: 'fail' };
	}
}

/**
 * What is left to weigh: an answer that may not be given says nothing, so that nothing of it fails the
 * file either.
 */
function effectsOf(checked: readonly Checked[]): FindingEffect[] {
	const barred = checked.some(({ effect }) => effect === 'needs-review');
	return checked.map(({ effect }) => (barred && effect === 'fail' ? 'needs-review' : effect));
}

function orderLevel({ gate, sha256 }: ReviewAnswer, known: KnownFile, now: Date): Level {
	const place = gates.indexOf(gate);
	const { gates: standing } = standingOf(sha256, known, now);
	return standing.slice(0, place).every(({ passed }) => passed) ? 'ok' : 'no';
}

function authorLevel(reviewer: string, { authors }: Pick<KnownFile, 'authors'>): Level {
	if (authors.length === 0) return 'unknown';
	return authors.includes(reviewer) ? 'no' : 'ok';
}

/** Nobody answers at two gates of one content. */
function othersLevel(
	gate: Gate,
	reviewer: string,
	sha256: string,
	{ verdicts }: Pick<KnownFile, 'verdicts'>,
): Level {
	const isTaken = verdicts.some(
		(verdict) => verdict.sha256 === sha256 && verdict.gate !== gate && verdict.by === reviewer,
	);
	return isTaken ? 'no' : 'ok';
}

function levelOf({ skills }: ReviewAnswer['reviewer'], { skill, level }: ReviewerWanted): Level {
	const has = Object.hasOwn(skills, skill) ? skills[skill] : 0;
	return has >= level ? 'ok' : 'no';
}

function wordsOf(
	{ gate, reviewer, note, checklist, sha256 }: ReviewAnswer,
	{ authors, verdicts }: KnownFile,
	{ reviewers }: GateRules,
	{ gates: names }: GateTexts,
): ReviewWords {
	const { skill, level } = reviewers[gate];
	const others = verdicts.filter((verdict) => verdict.sha256 === sha256 && verdict.by !== null);
	return {
		reviewer: reviewer.name ?? reviewer.id,
		gate: names[gate],
		before: names[gates[gates.indexOf(gate) - 1]],
		people: [...authors, ...others.map(({ by }) => by ?? '')].join(', '),
		skill,
		has: String(Object.hasOwn(reviewer.skills, skill) ? reviewer.skills[skill] : 0),
		wants: String(level),
		points: (checklist ?? [])
			.filter(({ ok }) => !ok)
			.map(({ id }) => id)
			.join(', '),
		note: note?.trim() ?? '',
	};
}

/** What alone would change the outcome, where one thing alone stands in the way. */
function flipsOf(
	checked: readonly Checked[],
	{ review }: GateTexts,
	words: ReviewWords,
): Array<Flip<GateDecision['outcome']>> {
	const outcome = outcomeOf(effectsOf(checked));
	return checked.flatMap((one): Array<Flip<GateDecision['outcome']>> => {
		if (one.effect === 'note') return [];
		const others = checked.filter((other) => other !== one);
		const then = outcomeOf(effectsOf(others));
		if (then === outcome) return [];
		return [{ if: lowerFirst(review[one.check].ok(words)), then }];
	});
}

function lastPassOf({ sha256 }: ReviewAnswer, { verdicts }: KnownFile, gate: Gate): Verdict | null {
	return verdicts.filter((each) => each.gate === gate && each.sha256 === sha256).at(-1) ?? null;
}

/** Waivers that are about this file, so that the senior looks at them again. */
function waivedIn(
	{ sha256 }: ReviewAnswer,
	{ waivers, project }: KnownFile,
): Array<{ rule: string; reason: string }> {
	const reasons = new Map<string, string>();
	for (const { rule, reason, ...scope } of waivers) {
		if (scope.sha256 === sha256 || (scope.project !== null && scope.project === project)) {
			reasons.set(rule, reason);
		}
	}
	return [...reasons].map(([rule, reason]) => ({ rule, reason }));
}

function lowerFirst(text: string): string {
	return text.slice(0, 1).toLowerCase() + text.slice(1);
}
