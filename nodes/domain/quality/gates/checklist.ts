import type { Language } from '../../language';
import type { Depth, GateRules } from './rules';
import type { Brief, ReviewGate } from './schema';
import type { GateTexts } from './texts/gateTexts';

/** One thing that a reviewer looks at. */
export interface ChecklistPoint {
	/** Stable within a file: of the rules, or of the brief and what the machine left open. */
	id: string;
	/** Where the point comes from. */
	from: 'rules' | 'brief' | 'machine';
	text: string;
}

/** What the machine left to people. */
export interface LeftOpen {
	unmeasured: readonly string[];
	waived: ReadonlyArray<{ rule: string; reason: string }>;
}

/**
 * What a reviewer looks at: what the machine could not say, what the brief asks for, and the points of
 * the rules for this gate and depth. A short list leaves out what the brief says of mood, not what it
 * asks for.
 */
export function checklistFor(
	gate: ReviewGate,
	depth: Depth,
	brief: Brief,
	open: LeftOpen,
	rules: GateRules,
	texts: GateTexts,
	language: Language,
): ChecklistPoint[] {
	return [
		...openPoints(open, texts),
		...(gate === 'peer' ? briefPoints(brief, depth, texts) : []),
		...rules.checklist
			.filter(({ gates, depths }) => gates.includes(gate) && depths.includes(depth))
			.map(({ id, text }): ChecklistPoint => ({ id, from: 'rules', text: text[language] })),
	];
}

function openPoints({ unmeasured, waived }: LeftOpen, { brief }: GateTexts): ChecklistPoint[] {
	return [
		...unmeasured.map((what): ChecklistPoint => {
			return { id: `unmeasured/${what}`, from: 'machine', text: brief.unmeasured(what) };
		}),
		...waived.map(({ rule, reason }): ChecklistPoint => {
			return { id: `waived/${rule}`, from: 'machine', text: brief.waived(rule, reason) };
		}),
	];
}

function briefPoints(brief: Brief, depth: Depth, { brief: texts }: GateTexts): ChecklistPoint[] {
	const point = (id: string, text: string): ChecklistPoint => ({ id, from: 'brief', text });
	const one = (
		name: 'goal' | 'audience' | 'tone' | 'callToAction' | 'language',
		depths: readonly Depth[],
	) => {
		const text = brief[name];
		return typeof text === 'string' && depths.includes(depth)
			? [point(`brief/${name}`, texts[name](text))]
			: [];
	};
	const each = (name: string, list: readonly string[], say: (text: string) => string) =>
		list.map((text, place) => point(`brief/${name}/${place + 1}`, say(text)));
	return [
		...one('goal', ['full', 'standard']),
		...one('audience', ['full']),
		...one('tone', ['full', 'standard']),
		...one('language', ['full', 'standard', 'short']),
		...each('mustHave', brief.mustHave, texts.mustHave),
		...each('mustNot', brief.mustNot, texts.mustNot),
		...each('deliverable', brief.deliverables, texts.deliverable),
		...one('callToAction', ['full', 'standard', 'short']),
	];
}
