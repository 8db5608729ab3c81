import { lossOf } from './metrics';
import { logit, sigmoid } from './newton';

/** A rising line of corners that turns a model's log-odds into calibrated ones. */
export interface Calibration {
	/** Ascending log-odds of the model. */
	from: number[];
	/** Calibrated log-odds at each corner, ascending. */
	to: number[];
}

const groups = 20;
const leastOutcomes = 300;
const leastSlope = 0.05;

/** Isotonic regression by pooling neighbours that fall: the nearest values that never decrease. */
export function poolFalling(values: readonly number[], weights: readonly number[]): number[] {
	const pools: Array<{ sum: number; weight: number; count: number }> = [];
	values.forEach((value, index) => {
		let pool = { sum: value * weights[index]!, weight: weights[index]!, count: 1 };
		let last = pools[pools.length - 1];
		while (last !== undefined && last.sum / last.weight >= pool.sum / pool.weight) {
			pool = {
				sum: pool.sum + last.sum,
				weight: pool.weight + last.weight,
				count: pool.count + last.count,
			};
			pools.pop();
			last = pools[pools.length - 1];
		}
		pools.push(pool);
	});
	return pools.flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight));
}

/** Fits an isotonic calibration to log-odds that were foretold out of fold. */
export function fitCalibration(
	logOdds: ArrayLike<number>,
	outcomes: ArrayLike<number>,
): Calibration {
	const order = Array.from({ length: logOdds.length }, (_, row) => row);
	order.sort((a, b) => logOdds[a]! - logOdds[b]! || a - b);
	const corners: Array<{ from: number; rate: number; rows: number }> = [];
	for (let group = 0; group < groups; group++) {
		const start = Math.floor((group * order.length) / groups);
		const rows = order.slice(start, Math.floor(((group + 1) * order.length) / groups));
		if (rows.length === 0) continue;
		const positives = rows.reduce((sum, row) => sum + outcomes[row]!, 0);
		const expected = rows.reduce((sum, row) => sum + sigmoid(logOdds[row]!), 0) / rows.length;
		const from = rows.reduce((sum, row) => sum + logOdds[row]!, 0) / rows.length;
		// One lead's worth of belief in the uncalibrated value keeps a group without successes off 0.
		corners.push({ from, rate: (positives + expected) / (rows.length + 1), rows: rows.length });
	}
	const rates = poolFalling(
		corners.map(({ rate }) => rate),
		corners.map(({ rows }) => rows),
	);
	const calibration: Calibration = { from: [], to: [] };
	corners.forEach(({ from }, index) => {
		const before = calibration.from[calibration.from.length - 1];
		if (before !== undefined && from - before < 1e-6) return;
		const floor =
			before === undefined
				? -Infinity
				: calibration.to[calibration.to.length - 1]! + leastSlope * (from - before);
		calibration.from.push(from);
		calibration.to.push(Math.max(floor, logit(rates[index]!)));
	});
	return calibration;
}

/** Calibrated log-odds: straight lines between corners, and beyond the ends the same shift as there. */
export function calibrate(calibration: Calibration | null, logOdds: number): number {
	if (calibration === null) return logOdds;
	const { from, to } = calibration;
	const last = from.length - 1;
	if (last < 0) return logOdds;
	if (logOdds <= from[0]!) return logOdds - from[0]! + to[0]!;
	if (logOdds >= from[last]!) return logOdds - from[last]! + to[last]!;
	let corner = 1;
	while (from[corner]! < logOdds) corner++;
	const share = (logOdds - from[corner - 1]!) / (from[corner]! - from[corner - 1]!);
	return to[corner - 1]! + share * (to[corner]! - to[corner - 1]!);
}

/**
 * The calibration of out-of-fold log-odds, or null where it does not help.
 *
 * It must have 300 of either outcome, and lower the loss beyond noise on stretches of the rows that
 * it was not fitted to. The stretches are in file order, so a market that moves counts against it.
 */
export function chooseCalibration(logOdds: Float64Array, outcomes: Uint8Array): Calibration | null {
	const rows = outcomes.length;
	const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
	if (Math.min(positives, rows - positives) < leastOutcomes) return null;
	const stretches = 5;
	const gains = new Float64Array(rows);
	for (let stretch = 0; stretch < stretches; stretch++) {
		const isHeld = (row: number) => Math.floor((row * stretches) / rows) === stretch;
		const seen = Array.from({ length: rows }, (_, row) => row).filter((row) => !isHeld(row));
		const calibration = fitCalibration(
			seen.map((row) => logOdds[row]!),
			seen.map((row) => outcomes[row]!),
		);
		for (let row = 0; row < rows; row++) {
			if (!isHeld(row)) continue;
			const calibrated = sigmoid(calibrate(calibration, logOdds[row]!));
			gains[row] =
				lossOf(sigmoid(logOdds[row]!), outcomes[row]!) - lossOf(calibrated, outcomes[row]!);
		}
	}
	const mean = gains.reduce((sum, gain) => sum + gain, 0) / rows;
	const error = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)) / rows;
	return mean > 2 * error && mean > 0 ? fitCalibration(logOdds, outcomes) : null;
}
