/**
 * Points of a probability: 0 to 100, higher is better.
 *
 * Points compare odds: 100 × odds ÷ (odds + odds of the base rate). A lead as likely to buy as the
 * average one has 50, one with three times its odds 75, nine times 90. The points rise with the
 * probability and do not depend on anything else.
 *
 * @param baseRate share of leads that become clients, above 0 and below 1
 */
export function scoreOfProbability(probability: number, baseRate: number): number {
	const forIt = probability * (1 - baseRate);
	const against = (1 - probability) * baseRate;
	return Math.round((100 * forIt) / (forIt + against));
}

/** The probability that has these log-odds. */
export function probabilityOf(logOdds: number): number {
	return 1 / (1 + Math.exp(-logOdds));
}

/** The log-odds of a probability; infinite at 0 and 1. */
export function logOddsOf(probability: number): number {
	return Math.log(probability / (1 - probability));
}
