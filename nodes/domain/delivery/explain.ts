import type { Reason } from '../decision';
import type { Language } from '../language';
import { formatMoney } from '../money';
import { oneLine, truncate } from '../plainText';
import type { DeliveryDecision, FileStanding, Manifest } from './decision';
import { refusalText } from './partStates';
import type { JudgedFile } from './partStates';
import type { Findings } from './planDelivery';
import type { DeliveryWhy } from './why/why';

/** What a decision says of itself, beside when and by which rules it was made. */
export type Explained = Omit<DeliveryDecision, 'versions' | 'decidedAt' | 'inputHash'>;

/** Longest list of things that are missing, in a line for Slack. */
const mostTold = 4;

/** Puts what was found into a decision with its reasons. */
export function explainDelivery(
	findings: Findings,
	manifest: Manifest | null,
	why: DeliveryWhy,
	language: Language,
): Explained {
	const { outcome, missing, kind, version, policy, share, states, going, invoiced } = findings;
	const files = findings.files.map((file) => standingOf(file, findings, manifest, why));
	const [first] = missing;
	return {
		outcome,
		score: null,
		probability: null,
		reasons: [
			policyReason(findings, why),
			...missing.map(({ field, because, isOnItsWay }) =>
				reason('missing', field, isOnItsWay ? -1 : -2, because),
			),
			...files.map(({ state, text }) => reason('file', state, state === 'new' ? 1 : 0, text)),
			...(outcome === 'deliver' ? [moneyReason(findings, why, language)] : []),
		],
		runnerUp: null,
		flips: flipsOf(findings, manifest, why),
		ask: first === undefined ? null : { field: first.field, because: first.because },
		kind,
		version,
		isPartial: going.length > 0 && states.some(({ state }) => state === 'missing'),
		policy,
		share,
		files,
		missing,
		credit: invoiced?.credit ?? null,
	};
}

/** One line for Slack. */
export function noteOf(
	{ outcome, missing, kind, version, invoiced, states, unseen }: Findings,
	manifest: Manifest | null,
	project: string,
	why: DeliveryWhy,
	language: Language,
): string {
	const told = missing.slice(0, mostTold).map(({ because }) => truncate(oneLine(because), 200));
	const more = missing.length - told.length;
	const because = [...told, ...(more > 0 ? [`+${more}`] : [])].join('. ');
	const invoice = invoiced?.invoice ?? null;
	const words = {
		project,
		kind: kind === null ? '' : why.kinds[kind],
		version,
		files: manifest?.files.length ?? unseen.length,
		total:
			invoice === null
				? ''
				: formatMoney({ minor: invoice.total, currency: invoice.currency }, language),
		because,
		later: because,
	};
	const isDone = states.length > 0 && missing.length === 0 && outcome === 'waiting';
	return isDone ? why.note.nothingNew(words) : why.note[outcome](words);
}

function reason(rule: string, level: string, contribution: number, text: string): Reason {
	return { rule, level, contribution, text };
}

function policyReason(
	{ policy, states, readyShare, outcome, missing }: Findings,
	why: DeliveryWhy,
): Reason {
	const ready = states.filter(({ state }) => state !== 'missing').length;
	const contribution = outcome === 'deliver' ? 1 : 0;
	if (outcome === 'waiting' && states.length > 0 && missing.length === 0) {
		return reason('policy', 'nothing-new', 0, why.nothingNew);
	}
	if (policy.kind !== 'share') {
		const text = why.policy[policy.kind](ready, states.length);
		return reason('policy', policy.kind, contribution, text);
	}
	const percent = (part: number) => String(Math.round(part * 1_000) / 10);
	const text = why.policy.share(percent(readyShare), percent(policy.least));
	return reason('policy', 'share', contribution, text);
}

function moneyReason({ invoiced }: Findings, why: DeliveryWhy, language: Language): Reason {
	if (invoiced === null) {
		return reason('invoice', 'no-price', 0, why.invoice.waits);
	}
	const { invoice, credit } = invoiced;
	if (credit !== null) {
		return reason('invoice', 'credit', 0, why.invoice.credit(formatMoney(credit, language)));
	}
	if (invoice === null) return reason('invoice', 'nothing', 0, why.invoice.none);
	const total = formatMoney({ minor: invoice.total, currency: invoice.currency }, language);
	return reason('invoice', 'made', 0, why.invoice.made(total, invoice.lines.length));
}

function standingOf(
	{ given, refusal }: JudgedFile,
	{ states, going }: Findings,
	manifest: Manifest | null,
	why: DeliveryWhy,
): FileStanding {
	const { sha256 } = given;
	const { fileId, name } = given.file;
	const base = { fileId, name, sha256, gate: null, because: null };
	if (refusal !== null) {
		const text = why.file.refused(name, refusalText(refusal, why));
		return { ...base, state: 'refused', gate: refusal.gate, because: refusal.because, text };
	}
	const listed = manifest?.files.find((file) => file.source.fileId === fileId) ?? null;
	if (listed !== null && going.length > 0) {
		const words = listed.replaces === null ? why.file.new : why.file.replaced;
		return { ...base, state: 'new', text: words(name, listed.name) };
	}
	if (states.some(({ had }) => had.at(-1) === sha256)) {
		return { ...base, state: 'delivered', text: why.file.delivered(name) };
	}
	const isWanted = states.some(({ file }) => file?.given.file.fileId === fileId);
	const text = isWanted ? why.file.notYet(name) : why.file.left(name);
	return { ...base, state: 'left', text };
}

/** What alone would turn the decision round. */
function flipsOf(
	{ outcome, missing, policy, going }: Findings,
	manifest: Manifest | null,
	why: DeliveryWhy,
): DeliveryDecision['flips'] {
	if (outcome !== 'deliver') {
		const [only, ...others] = missing;
		if (only === undefined || others.length > 0) return [];
		return [{ if: why.flips.missing(only.field), then: 'deliver' }];
	}
	const [file] = manifest?.files ?? [];
	const isAlone = policy.kind === 'whole' || going.length === 1;
	if (file === undefined || !isAlone || file.replaces !== null) return [];
	return [{ if: why.flips.withdrawn(file.source.name), then: 'waiting' }];
}
