import type { Flip, Reason, RunnerUp } from '../../decision';
import { canonicalJson, hashOf } from '../../hash';
import type { Language } from '../../language';
import { checklistFor } from './checklist';
import { outcomeOf, stepsOf } from './decision';
import type { GateDecision, JudgedFinding } from './decision';
import { remarksOf } from './remarks';
import { riskOf } from './risk';
import { effects, hashOfRules } from './rules';
import type { FindingEffect, GateRules } from './rules';
import type { Finding, GateOutcome, KnownFile, MediaCheck, Waiver } from './schema';
import { earliest } from './standing';
import type { GateTexts } from './texts/gateTexts';
import { unmeasuredPrefix, waiverFor } from './waivers';
import { findingText, riskText, specsText, textsIn, waivedText } from './words';

/** One thing that speaks about the file, with what lifts it. */
interface Matter {
	rule: string;
	effect: FindingEffect;
	waiver: Waiver | null;
	text: string;
	/** Null for what is no finding, such as a newer version. */
	finding: Finding | null;
	/** Name of what could not be measured; null elsewhere. */
	unmeasured: string | null;
}

/** What is judged besides the check itself. */
export interface GateView {
	rules: GateRules;
	language: Language;
	/** The moment of the decision. */
	now: Date;
}

/**
 * Gate 1: judges a file's measurements by rules and waivers.
 *
 * A pass speaks of this content and these versions of the packs alone. What could not be measured, what
 * the check found wrong without naming it, and a file with a newer version never pass.
 */
export function judgeMeasurements(
	check: MediaCheck,
	known: KnownFile,
	{ rules, language, now }: GateView,
): GateDecision {
	const texts = textsIn[language];
	const matters = mattersOf(check, known, { rules, language, now });
	const left = matters.filter(({ waiver }) => waiver === null);
	const outcome = outcomeOf(left.map(({ effect }) => effect));
	const used = matters.flatMap(({ waiver }) => (waiver === null ? [] : [waiver]));
	const cycles = known.cycles + (outcome === 'fail' ? 1 : 0);
	const risk = riskOf(known, rules);
	const unmeasured = sortedOnce(check.unmeasured);
	const findings = matters.flatMap(({ finding, effect, waiver, text }): JudgedFinding[] =>
		finding === null ? [] : [{ ...finding, effect, waiver: shownWaiver(waiver), text }],
	);
	return {
		outcome,
		score: null,
		probability: null,
		reasons: reasonsOf(check, matters, texts),
		runnerUp: runnerUpOf(outcome, matters, texts),
		flips: flipsOf(outcome, matters, texts),
		ask: askOf(left, texts),
		versions: { rules: rules.version, model: null },
		decidedAt: now.toISOString(),
		inputHash: hashOf({
			gate: 'machine',
			check,
			// What gates said says nothing of the measurements: judged again, it is the same decision.
			known: { ...known, verdicts: [] },
			rules: hashOfRules(rules),
			language,
		}),
		gate: 'machine',
		subject: check.subject,
		sha256: check.sha256,
		by: null,
		specs: check.specs,
		findings,
		unmeasured,
		remarks: remarksOf({ gate: 'machine', outcome, against: againstIn(left), findings }, texts),
		heldUntil: earliest(used.map(({ expiresAt }) => expiresAt)),
		next: outcome === 'pass' ? 'peer' : null,
		nextReviewer: outcome === 'pass' ? rules.reviewers.peer : null,
		risk: { ...risk, text: riskText(risk, texts) },
		checklist: checklistFor(
			'peer',
			risk.depth,
			known.brief,
			{ unmeasured, waived: waivedOnce(matters) },
			rules,
			texts,
			language,
		),
		cycles,
		note: null,
		satisfaction: null,
		opportunity: null,
	};
}

/** What stands against the file, in words; what is only told does not. */
function againstIn(left: readonly Matter[]): string[] {
	return left.filter(({ effect }) => effect !== 'note').map(({ text }) => text);
}

/** Everything that speaks about the file, the worst first; the order of the input decides nothing. */
function mattersOf(check: MediaCheck, known: KnownFile, { rules, language, now }: GateView) {
	const texts = textsIn[language];
	const scope = { sha256: check.sha256, known, now, rules };
	const found = check.findings.map((finding): Matter => {
		const waiver = waiverFor(finding.rule, scope);
		const plain = findingText(finding, texts);
		const text = waiver === null ? plain : waivedText(plain, waiver, texts);
		const effect = effectBy(finding.rule, finding.severity, rules);
		return { rule: finding.rule, effect, waiver, text, finding, unmeasured: null };
	});
	const dark = neededOf(check, rules).map((what): Matter => {
		const rule = `${unmeasuredPrefix}${what}`;
		const waiver = waiverFor(rule, scope);
		const plain = texts.unmeasured(what);
		const text = waiver === null ? plain : waivedText(plain, waiver, texts);
		return { rule, effect: rules.unmeasured, waiver, text, finding: null, unmeasured: what };
	});
	const whole = (rule: string, text: string): Matter => {
		const effect = 'needs-review';
		return { rule, effect, waiver: null, text, finding: null, unmeasured: null };
	};
	const said = check.verdict;
	const weighs = [...found, ...dark].some(({ effect }) => effect !== 'note');
	const matters = [
		...found,
		...dark,
		...(check.specs.length === 0 ? [whole('unchecked', texts.unchecked)] : []),
		...(check.moreFindings > 0 ? [whole('more', texts.more(check.moreFindings))] : []),
		...(said !== null && said !== 'pass' && !weighs
			? [whole('unexplained', texts.unexplained(texts.outcomes[said]))]
			: []),
		...(known.current !== null && known.current !== check.sha256
			? [whole('changed', texts.changed)]
			: []),
	];
	return matters
		.map((matter) => ({ matter, key: keyOf(matter) }))
		.sort((a, b) => (a.key < b.key ? -1 : 1))
		.map(({ matter }) => matter);
}

/** What could not be measured and matters: of a limit that would only have told something, it does not. */
function neededOf({ unmeasured, unchecked }: MediaCheck, rules: GateRules): string[] {
	if (unchecked === null) return sortedOnce(unmeasured);
	return sortedOnce(
		unchecked
			.filter(({ rule, severity }) => effectBy(rule, severity, rules) !== 'note')
			.map(({ path, pack, rule }) => (path === '' ? `${pack}/${rule}` : path)),
	);
}

/** What the rules say of a finding: its own entry, or its severity's; a person's where neither is known. */
function effectBy(
	rule: string,
	severity: string,
	{ findings, severities }: GateRules,
): FindingEffect {
	if (Object.hasOwn(findings, rule)) return findings[rule];
	return Object.hasOwn(severities, severity) ? severities[severity] : 'needs-review';
}

/** Sorts what is left before what is waived, then by weight, time in the file and name. */
function keyOf({ waiver, effect, finding, rule }: Matter): string {
	const from = String(Math.round((finding?.from ?? 0) * 1_000)).padStart(12, '0');
	const place = `${waiver === null ? 0 : 1}${effects.indexOf(effect)}`;
	return `${place} ${from} ${rule} ${canonicalJson(finding)}`;
}

function reasonsOf(check: MediaCheck, matters: readonly Matter[], texts: GateTexts): Reason[] {
	if (matters.length === 0) {
		const text = texts.clean(specsText(check.specs));
		return [{ rule: 'clean', level: 'pass', contribution: 0, text }];
	}
	return matters.map(({ rule, effect, waiver, text }) => ({
		rule,
		level: waiver === null ? effect : 'waived',
		contribution: waiver === null ? stepsOf[effect] : 0,
		text,
	}));
}

/** The next better outcome and what stands before it; of a pass, what would hold without waivers. */
function runnerUpOf(
	outcome: GateOutcome,
	matters: readonly Matter[],
	texts: GateTexts,
): RunnerUp<GateOutcome> | null {
	if (outcome === 'pass') {
		const waived = matters.filter(({ waiver, effect }) => waiver !== null && effect !== 'note');
		if (waived.length === 0) return null;
		const without = outcomeOf(waived.map(({ effect }) => effect));
		return { outcome: without, by: texts.byWaivers(waived.length) };
	}
	const left = matters.filter(({ waiver }) => waiver === null);
	const worst = left.filter(({ effect }) => effect === outcome);
	const rest = left.filter(({ effect }) => effect !== outcome);
	return { outcome: outcomeOf(rest.map(({ effect }) => effect)), by: texts.by(worst.length) };
}

/** What would change the outcome by itself: one rule mended, one thing measured, one waiver at its end. */
function flipsOf(
	outcome: GateOutcome,
	matters: readonly Matter[],
	texts: GateTexts,
): Array<Flip<GateOutcome>> {
	const rules = [...new Set(matters.map(({ rule }) => rule))];
	return rules.flatMap((rule): Array<Flip<GateOutcome>> => {
		const of = matters.filter((matter) => matter.rule === rule);
		const [{ waiver, unmeasured, finding }] = of;
		const ends = waiver !== null && waiver.expiresAt !== null;
		if (waiver === null && finding === null && unmeasured === null) return [];
		if (waiver !== null && !ends) return [];
		const others = matters.filter((matter) => matter.rule !== rule && matter.waiver === null);
		const without = outcomeOf([...others, ...(ends ? of : [])].map(({ effect }) => effect));
		if (without === outcome) return [];
		if (ends) return [{ if: texts.flips.waiverEnds(rule), then: without }];
		const text = unmeasured === null ? texts.flips.mended(rule) : texts.flips.measured(unmeasured);
		return [{ if: text, then: without }];
	});
}

function askOf(left: readonly Matter[], texts: GateTexts): GateDecision['ask'] {
	const what = left.find(({ unmeasured }) => unmeasured !== null)?.unmeasured ?? null;
	return what === null ? null : { field: what, because: texts.ask(what) };
}

function waivedOnce(matters: readonly Matter[]): Array<{ rule: string; reason: string }> {
	const reasons = new Map<string, string>();
	for (const { rule, waiver } of matters) if (waiver !== null) reasons.set(rule, waiver.reason);
	return [...reasons].map(([rule, reason]) => ({ rule, reason }));
}

function shownWaiver(waiver: Waiver | null): JudgedFinding['waiver'] {
	if (waiver === null) return null;
	const { id, by, reason, expiresAt } = waiver;
	return { id, by, reason, expiresAt };
}

function sortedOnce(names: readonly string[]): string[] {
	return [...new Set(names)].sort();
}
