import { DateTime } from 'luxon';
import type { Share } from '../../../nodes/domain/wilson';
import type { NumbersView, StoryView } from '../service/quality/views';

/** What the agency's plan aims at, read 2026-11-22: more files right at once, fewer rounds. */
const FIRST_PASS_TARGET = 0.8;
const CYCLES_TARGET = 1.5;

/** Approved files from which on their share is worth a warning: one alone says nothing. */
const LEAST_APPROVED = 5;

/** Findings of a rule from which on its precision is worth a word. */
const LEAST_FOUND = 5;

const NAME_WIDTH = 30;
const LINE_WIDTH = 100;

/** What somebody has to do: answer what is overdue, and mend what is surely below the target. */
export function qualityFindings({ open, firstPass, rules }: NumbersView): string[] {
	const late = open
		.filter(({ isOverdue }) => isOverdue)
		.map(({ file, gate, reviewer, lead, dueAt }) => {
			const who = lead === null ? reviewer.name : `${reviewer.name}, then ${lead.name}`;
			return `${file.name || file.fileId} has waited for ${who} (${gate}) since ${timeOf(dueAt)}.`;
		});
	const { share, approved } = firstPass;
	const low =
		share !== null && approved >= LEAST_APPROVED && share.high < FIRST_PASS_TARGET
			? [
					`First-pass approval is below ${percent(FIRST_PASS_TARGET)}: ${shareText(share, approved)}.`,
				]
			: [];
	const doubtful = rules
		.filter(({ kept, found }) => kept !== null && found >= LEAST_FOUND && kept.high < 0.5)
		.map(
			({ rule, found, waived }) =>
				`The rule ${rule} is waived more often than not (${waived} of ${found}): look at its limit.`,
		);
	return [...late, ...low, ...doubtful];
}

/** The numbers for people, within 100 columns. */
export function tellQuality(view: NumbersView, findings: readonly string[]): string {
	const { days, firstPass, cycles, rules, open } = view;
	const first = shareText(firstPass.share, firstPass.approved);
	const rounds =
		cycles.mean === null
			? 'nothing approved yet'
			: `${oneDecimal(cycles.mean)} a file, at most ${cycles.most} (target below ${CYCLES_TARGET}; n = ${cycles.files})`;
	return [
		`The last ${days} days`,
		'',
		`First-pass approval   ${first}${firstPass.share === null ? '' : ` (target above ${percent(FIRST_PASS_TARGET)})`}`,
		`Revision cycles       ${rounds}`,
		'',
		...(rules.length === 0
			? ['No rule found anything.']
			: [
					`${'Rule'.padEnd(NAME_WIDTH)} ${'found'.padStart(6)} ${'waived'.padStart(7)}  kept`,
					...rules.map(
						({ rule, found, waived, kept }) =>
							`${fitted(rule, NAME_WIDTH)} ${String(found).padStart(6)} ${String(waived).padStart(7)}  ${kept === null ? '–' : `${percent(kept.value)} [${percent(kept.low)}, ${percent(kept.high)}]`}`,
					),
				]),
		'',
		...(open.length === 0
			? ['No review is open.']
			: [
					'Open reviews',
					...open.map(({ file, version, gate, reviewer, dueAt, isOverdue }) =>
						cut(
							`${isOverdue ? '!' : ' '} ${fitted(file.name || file.fileId, NAME_WIDTH)} v${version}  ${gate.padEnd(6)}  ${fitted(reviewer.name, 22)}  due ${timeOf(dueAt)}`,
						),
					),
				]),
		...(findings.length === 0 ? [] : ['', ...findings.map((finding) => `! ${finding}`)]),
	].join('\n');
}

/** One file for people: each version with what was said of it, the newest first. */
export function tellStory({ file, authors, versions, waivers }: StoryView): string {
	const head = [
		file.name || file.fileId,
		`${file.lineage}${file.project === null ? '' : `, project ${file.project}`}, made by ${authors.join(', ') || 'nobody knows whom'}`,
	];
	const told = [...versions]
		.reverse()
		.flatMap(({ version, sha256, standing, verdicts, reviews }) => {
			const state = standing.passed
				? 'passed every gate'
				: standing.isCurrent
					? `stands before ${standing.next ?? 'nothing'}`
					: 'has been replaced';
			return [
				'',
				`Version ${version} ${state}`,
				`  SHA-256 ${sha256}`,
				...standing.gates.map(({ gate, passed, because, by, at, specs }) => {
					const who = by ?? (specs.map(({ id, version: of }) => `${id} ${of}`).join(', ') || '–');
					const when = at === null ? '' : `, ${timeOf(at)}`;
					return cut(
						`  ${passed ? '✓' : '✗'} ${gate.padEnd(8)} ${passed ? `${who}${when}` : (because ?? '')}`,
					);
				}),
				...verdicts.flatMap(({ gate, outcome, reasons }) =>
					outcome === 'pass'
						? []
						: [`  ${gate} said ${outcome}:`, ...reasons.map((reason) => cut(`    ${reason}`))],
				),
				...reviews
					.filter(({ state: of }) => of === 'open')
					.map(({ gate, reviewer, dueAt }) =>
						cut(`  waits for ${reviewer.name} (${gate}), due ${timeOf(dueAt)}`),
					),
			];
		});
	const waived = waivers.map(({ rule, by, reason, expiresAt, project }) =>
		cut(
			`  ${rule} by ${by}${project === null ? ', for this file' : `, for ${project}`}${expiresAt === null ? '' : ` until ${timeOf(expiresAt)}`}: ${reason}`,
		),
	);
	return [...head, ...told, ...(waived.length === 0 ? [] : ['', 'Waivers', ...waived])].join('\n');
}

/** `93% [79%, 98%], n = 30`: a share is worth nothing without them. */
function shareText(share: Share | null, of: number): string {
	if (share === null) return 'nothing approved yet';
	return `${percent(share.value)} [${percent(share.low)}, ${percent(share.high)}], n = ${of}`;
}

function percent(share: number): string {
	return `${Math.round(share * 100)}%`;
}

function oneDecimal(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function timeOf(moment: string): string {
	return DateTime.fromISO(moment, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm 'UTC'");
}

function fitted(text: string, width: number): string {
	const characters = [...text];
	return characters.length > width
		? `${characters.slice(0, width - 1).join('')}…`
		: text.padEnd(width);
}

function cut(line: string): string {
	const characters = [...line];
	return characters.length > LINE_WIDTH
		? `${characters.slice(0, LINE_WIDTH - 1).join('')}…`
		: line.trimEnd();
}
