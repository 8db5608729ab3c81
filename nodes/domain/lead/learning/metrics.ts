/** How well probabilities foretold outcomes. */
export interface Measures {
	rows: number;
	positives: number;
	/** Area under the ROC curve, 0 to 1, ties counted half; null where only one outcome occurs. */
	auc: number | null;
	/** Share of successes in the tenth of rows with the highest probabilities, ties in row order. */
	topTenth: number;
	/** Mean of (probability - outcome)², lower is better. */
	brier: number;
	/** Mean of -ln(probability given to what happened), lower is better. */
	logLoss: number;
	/** Mean distance between probability and share of successes over ten equal groups by probability. */
	calibrationError: number;
}

/** Area under the ROC curve by ranks, ties counted half; null where only one outcome occurs. */
export function aucOf(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number | null {
	const order = Array.from({ length: scores.length }, (_, row) => row).sort(
		(a, b) => scores[a]! - scores[b]!,
	);
	let positives = 0;
	let rankSum = 0;
	for (let from = 0; from < order.length; ) {
		let to = from;
		while (to < order.length && scores[order[to]!]! === scores[order[from]!]!) to++;
		const rank = (from + 1 + to) / 2;
		for (let i = from; i < to; i++) {
			if (outcomes[order[i]!]! === 1) {
				positives++;
				rankSum += rank;
			}
		}
		from = to;
	}
	const negatives = order.length - positives;
	if (positives === 0 || negatives === 0) return null;
	return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Rows from the highest score to the lowest, ties in row order. */
function ranking(scores: ArrayLike<number>): number[] {
	return Array.from({ length: scores.length }, (_, row) => row).sort(
		(a, b) => scores[b]! - scores[a]! || a - b,
	);
}

/** Share of successes in the tenth (rounded down, at least one row) with the highest scores. */
export function topTenthOf(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number {
	const top = ranking(scores).slice(0, Math.max(1, Math.floor(scores.length / 10)));
	return top.reduce((sum, row) => sum + outcomes[row]!, 0) / top.length;
}

/** Mean squared distance between probability and outcome. */
export function brierOf(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number {
	let sum = 0;
	for (let row = 0; row < probabilities.length; row++)
		sum += (probabilities[row]! - outcomes[row]!) ** 2;
	return sum / probabilities.length;
}

/** The loss of one probability in nats, with probabilities kept 1e-12 away from 0 and 1. */
export function lossOf(probability: number, outcome: number): number {
	const kept = Math.min(1 - 1e-12, Math.max(1e-12, probability));
	return -Math.log(outcome === 1 ? kept : 1 - kept);
}

/** Measures probabilities against outcomes, row by row. */
export function measure(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): Measures {
	const rows = probabilities.length;
	let positives = 0;
	let loss = 0;
	for (let row = 0; row < rows; row++) {
		positives += outcomes[row]!;
		loss += lossOf(probabilities[row]!, outcomes[row]!);
	}
	const order = ranking(probabilities);
	let calibrationError = 0;
	const groups = Math.min(10, rows);
	for (let group = 0; group < groups; group++) {
		const from = Math.floor((group * rows) / groups);
		const to = Math.floor(((group + 1) * rows) / groups);
		let gap = 0;
		for (let i = from; i < to; i++) gap += probabilities[order[i]!]! - outcomes[order[i]!]!;
		calibrationError += Math.abs(gap) / rows;
	}
	return {
		rows,
		positives,
		auc: aucOf(probabilities, outcomes),
		topTenth: topTenthOf(probabilities, outcomes),
		brier: brierOf(probabilities, outcomes),
		logLoss: loss / rows,
		calibrationError,
	};
}

/** A share of cases, 0 to 1, with its 95% interval. */
export interface Share {
	value: number;
	low: number;
	high: number;
	/** Number of cases it is a share of. */
	of: number;
}

/** A share with Wilson's 95% interval (E. B. Wilson, 1927): honest for few cases and near 0 and 1. */
export function wilson(count: number, of: number): Share {
	if (of === 0) return { value: 0, low: 0, high: 1, of };
	const z2 = 1.959964 ** 2;
	const value = count / of;
	const middle = (value + z2 / (2 * of)) / (1 + z2 / of);
	const half =
		(Math.sqrt(z2) / (1 + z2 / of)) * Math.sqrt((value * (1 - value)) / of + z2 / (4 * of * of));
	return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), of };
}
