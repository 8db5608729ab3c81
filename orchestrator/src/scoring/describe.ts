import type { Backtest } from '../../../nodes/domain/lead/learning/backtest';
import type { Measures, Share } from '../../../nodes/domain/lead/learning/metrics';
import type { LeadModel } from '../../../nodes/domain/lead/learning/model';
import type { LeadDecision } from '../../../nodes/domain/lead/scoreLead';

function percent(share: number): string {
	const value = 100 * share;
	return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(1)}%`;
}

function shareText({ value, low, high, of }: Share): string {
	return `${percent(value)} of ${of} (95%: ${percent(low)} to ${percent(high)})`;
}

function signed(value: number): string {
	return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function measureLine(name: string, { auc, topTenth, brier, logLoss }: Measures): string {
	const figures = [
		`AUC ${auc === null ? 'unknown' : auc.toFixed(3)}`,
		`top tenth ${percent(topTenth)}`,
		`Brier ${brier.toFixed(4)}`,
		`log-loss ${logLoss.toFixed(4)}`,
	];
	return `  ${name.padEnd(14)}${figures.join(', ')}`;
}

/** A decision about a lead as lines for a person. */
export function describeDecision(decision: LeadDecision): string[] {
	const { tier, cell, score, probability, reasons, runnerUp, flips, ask } = decision;
	const chance = `${percent(probability.low)} to ${percent(probability.high)}`;
	const lines = [
		`${tier.toUpperCase()}, ${score} of 100, cell ${cell}: ${percent(probability.value)} likely to become a client (95%: ${chance}).`,
		'',
		'Why, in log-odds:',
		...reasons.map(({ contribution, text }) => `  ${signed(contribution)}  ${text}`),
	];
	if (runnerUp !== null) lines.push('', `Next would be ${runnerUp.outcome}, by ${runnerUp.by}.`);
	if (flips.length > 0) {
		lines.push('', 'What would change it:');
		lines.push(...flips.map((flip) => `  ${flip.then} if ${flip.if}`));
	}
	if (ask !== null) lines.push('', `Ask next: ${ask.question} (${ask.because})`);
	const { rules, model } = decision.versions;
	lines.push(
		'',
		`Rules ${rules}${model === null ? '' : `, model ${model}`}, ${decision.decidedAt}.`,
	);
	return lines;
}

/** What was learnt, as lines for a person. */
export function describeFit(
	{ id, columns, training }: LeadModel,
	out: string,
	seconds: number,
): string[] {
	const { rows, positives, outOfFold, notes } = training;
	const lines = [
		`Fitted to ${rows} leads, ${positives} of them successes (${percent(positives / rows)}), by ${columns.length} columns in ${seconds} s.`,
	];
	if (outOfFold !== null) lines.push(measureLine('out of fold', outOfFold));
	lines.push(...notes.map((note) => `  ${note}`));
	lines.push(`Model ${id}`, `Written to ${out}.`);
	return lines;
}

/** How a replay of the past came out, as lines for a person. */
export function describeBacktest(result: Backtest): string[] {
	const { blocks, model, reference, baseRate, topTenth, isRecommended, because } = result;
	const lines = ['Each block of leads, foretold by a model fitted to the leads before it:'];
	for (const block of blocks) {
		lines.push(
			`  after ${String(block.trainRows).padStart(6)} leads: successes ${shareText(block.successes)}, log-loss ${block.logLoss.toFixed(4)} (${reference.name} ${block.referenceLogLoss.toFixed(4)})`,
		);
	}
	lines.push('Over all blocks:', measureLine('new model', model));
	if (reference.name !== 'base rate') lines.push(measureLine(reference.name, reference.measures));
	lines.push(measureLine('base rate', baseRate));
	lines.push(`Successes in the tenth that the new model put first: ${shareText(topTenth)}.`);
	lines.push(`${isRecommended ? 'Recommended' : 'Not recommended'}: ${because}`);
	return lines;
}
