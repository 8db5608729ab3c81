import type { GateRules } from './rules';
import type { KnownFile, Waiver } from './schema';

/** Before the name of what could not be measured, where that is treated as a finding's rule. */
export const unmeasuredPrefix = 'unmeasured/';

/** What waivers are asked about: the content at hand, and what is known of it. */
export interface WaiverScope {
	sha256: string;
	known: Pick<KnownFile, 'authors' | 'project' | 'waivers'>;
	now: Date;
	rules: GateRules;
}

/**
 * The waiver that lifts a rule from a file at a moment, or null. Of several, the one that holds
 * longest.
 *
 * One of an author lifts nothing from their own file, one that has ended nothing at all. What could not
 * be measured is waived for one file only: nobody knows what the next will hold.
 */
export function waiverFor(rule: string, { known, ...scope }: WaiverScope): Waiver | null {
	const holding = known.waivers.filter((waiver) => holds(waiver, rule, { known, ...scope }));
	return holding.reduce<Waiver | null>(
		(best, waiver) => (best === null || lasts(waiver, best) ? waiver : best),
		null,
	);
}

function holds(waiver: Waiver, rule: string, { sha256, known, now, rules }: WaiverScope): boolean {
	if (waiver.rule !== rule || rules.waivers.never.includes(rule)) return false;
	if (known.authors.includes(waiver.by)) return false;
	const isForFile = waiver.sha256 === sha256;
	const isForProject =
		waiver.project !== null &&
		waiver.project === known.project &&
		!rule.startsWith(unmeasuredPrefix);
	if (!isForFile && !isForProject) return false;
	return Date.parse(waiver.at) <= now.getTime() && endOf(waiver) > now.getTime();
}

/** Whether the first holds longer; of equals the one whose id sorts first. */
function lasts(waiver: Waiver, other: Waiver): boolean {
	const [end, otherEnd] = [endOf(waiver), endOf(other)];
	return end === otherEnd ? waiver.id < other.id : end > otherEnd;
}

function endOf({ expiresAt }: Waiver): number {
	return expiresAt === null ? Infinity : Date.parse(expiresAt);
}
