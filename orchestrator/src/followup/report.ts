import { z } from 'zod';
import { differenceOf } from '../../../nodes/domain/newcombe';
import { wilson } from '../../../nodes/domain/wilson';
import type { ArmCount, ReportFilter } from '../ledger/followUpReport';
import { countAnswers, countArms, countOffers, countSteps } from '../ledger/followUpReport';
import type { Queries } from '../ledger/store';
import { groupOf } from './feedback/giveFeedback';

const count = z.number().int();
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const armSchema = z.object({
	enrolled: count,
	clients: count.describe('Each by the first enrolment of the period whose days are over'),
	ordered: count.describe('Of these, who ordered again within the days'),
	open: count.describe('Clients whose days are not over yet'),
	rate: interval.nullable().describe('With its 95% interval (Wilson); null of nobody'),
});

/** What follow-ups came to. */
export const followUpReportSchema = z.object({
	since: z.string(),
	until: z.string(),
	days: count.describe('Within which an order counts'),
	sequences: z.array(
		z.object({
			sequence: z.string(),
			enrolled: count,
			messages: z.array(z.object({ step: z.string(), sent: count, withheld: count })),
			feedback: z.object({
				answers: count,
				mean: z.number().nullable(),
				nps: z
					.number()
					.nullable()
					.describe('Net Promoter Score, -100 to 100: promoters less detractors, in hundredths'),
				promoters: count,
				passives: count,
				detractors: count,
			}),
			offers: z.array(z.object({ offer: z.string(), sent: count })),
			offered: armSchema.describe('Clients who may get offers'),
			heldOut: armSchema.describe('Clients who get none, to measure by'),
			lift: interval
				.nullable()
				.describe('How many more of a client order again, with its 95% interval (Newcombe)'),
			verdict: z.enum(['too-few', 'no-difference-shown', 'more', 'fewer']),
		}),
	),
});

/** What follow-ups came to. */
export type FollowUpReport = z.infer<typeof followUpReportSchema>;

/** What one sequence came to. */
export type SequenceReport = FollowUpReport['sequences'][number];

/** Clients of the smaller arm below which nothing is said of the lift: a bound of ours. */
export const FEWEST_CLIENTS = 20;

/** Orders of both arms together below which nothing is said of it either. */
export const FEWEST_ORDERS = 5;

/**
 * What the follow-ups of a period came to, and what offers brought: clients who may get them against
 * those who are held out, all as they were drawn at the enrolment, whether or not an offer went out to
 * them, since only then are the two alike but for the offers.
 */
export async function reportFollowUps(
	queries: Queries,
	filter: ReportFilter,
): Promise<FollowUpReport> {
	const arms = await countArms(queries, filter);
	const steps = await countSteps(queries, filter);
	const offers = await countOffers(queries, filter);
	const answers = await countAnswers(queries, filter);
	const names = [...new Set(arms.map(({ sequence }) => sequence))];
	return {
		since: filter.since.toISOString(),
		until: filter.until.toISOString(),
		days: filter.days,
		sequences: names.map((sequence): SequenceReport => {
			const own = <Row extends { sequence: string }>(rows: readonly Row[]) =>
				rows.filter((row) => row.sequence === sequence);
			const [offered, heldOut] = [false, true].map((holdout) =>
				own(arms).find((each) => each.holdout === holdout),
			);
			return {
				sequence,
				enrolled: own(arms).reduce((sum, { enrolled }) => sum + enrolled, 0),
				messages: own(steps).map(({ step, sent, withheld }) => ({ step, sent, withheld })),
				feedback: feedbackOf(own(answers)),
				offers: own(offers).map(({ offer, sent }) => ({ offer, sent })),
				offered: armOf(offered),
				heldOut: armOf(heldOut),
				...liftOf(armOf(offered), armOf(heldOut)),
			};
		}),
	};
}

function armOf(arm: ArmCount | undefined): SequenceReport['offered'] {
	const { enrolled = 0, clients = 0, ordered = 0, open = 0 } = arm ?? {};
	return { enrolled, clients, ordered, open, rate: wilson(ordered, clients) };
}

function liftOf(
	offered: SequenceReport['offered'],
	heldOut: SequenceReport['offered'],
): Pick<SequenceReport, 'lift' | 'verdict'> {
	const countOf = ({ ordered, clients }: SequenceReport['offered']) => ({
		hits: ordered,
		of: clients,
	});
	const lift = differenceOf(countOf(offered), countOf(heldOut));
	const isFew =
		Math.min(offered.clients, heldOut.clients) < FEWEST_CLIENTS ||
		offered.ordered + heldOut.ordered < FEWEST_ORDERS;
	if (lift === null || isFew) return { lift, verdict: 'too-few' };
	if (lift.low > 0) return { lift, verdict: 'more' };
	return { lift, verdict: lift.high < 0 ? 'fewer' : 'no-difference-shown' };
}

function feedbackOf(
	scores: ReadonlyArray<{ score: number; answers: number }>,
): SequenceReport['feedback'] {
	const sumOf = (rows: typeof scores) => rows.reduce((sum, { answers }) => sum + answers, 0);
	const of = (group: ReturnType<typeof groupOf>) =>
		sumOf(scores.filter(({ score }) => groupOf(score) === group));
	const all = sumOf(scores);
	const total = scores.reduce((sum, { score, answers }) => sum + score * answers, 0);
	const [promoters, passives, detractors] = [of('promoter'), of('passive'), of('detractor')];
	return {
		answers: all,
		mean: all === 0 ? null : Math.round((100 * total) / all) / 100,
		nps: all === 0 ? null : Math.round((100 * (promoters - detractors)) / all),
		promoters,
		passives,
		detractors,
	};
}
