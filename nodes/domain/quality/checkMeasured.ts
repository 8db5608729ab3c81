import { fillFix } from './fix';
import type { Finding, MediaReport, MediaVerdict, Unchecked } from './finding';
import type { Breach } from './judgeLimit';
import { judgeLimit } from './judgeLimit';
import type { MeasuredFile } from './measured';
import type { Limit, PackName, Severity, SpecPack } from './specPack';
import { packName, severities, unitOf } from './specPack';
import { timecode } from './timecode';

/** Findings and gaps that come from elsewhere than a pack's limits, such as the brand's. */
export interface MoreFindings {
	/** Whose they are, as the report names it beside the packs. */
	spec: PackName;
	findings: readonly Finding[];
	unchecked: readonly Unchecked[];
}

/** What may be told beside the measurements. */
export interface CheckOptions {
	/** Name of the file, for the commands of fixes. */
	fileName?: string | null;
	/** The brand's findings; they count like those of a pack. */
	brand?: MoreFindings | null;
}

/** The pack that findings about any file name. */
export const FILE_PACK = 'file';

/**
 * Judges a file by any number of packs at once. An error fails it; a warning, or a rule that could not
 * be judged, asks a person; without either it passes. What was not measured never passes.
 */
export function checkMeasured(
	measured: MeasuredFile,
	packs: readonly SpecPack[],
	{ fileName = null, brand = null }: CheckOptions = {},
): MediaReport {
	const judged = packs.map((pack) => judgePack(pack, measured, fileName));
	const all: Part[] = [damageOf(measured), ...judged, ...(brand === null ? [] : [brand])];
	const findings = sorted(all.flatMap((part) => part.findings));
	const unchecked = all.flatMap((part) => part.unchecked);
	const isAsked = packs.length > 0 || brand !== null;
	const unmeasured = new Set([...measured.unmeasured, ...unchecked.map(({ path }) => path)]);
	return {
		findings,
		verdict: verdictOf(findings, unchecked, isAsked),
		unmeasured: [...unmeasured].filter((path) => path !== '').sort(),
		unchecked,
		specs: [
			...packs.map(({ id, version }) => ({ id, version })),
			...(brand === null ? [] : [brand.spec]),
		],
	};
}

type Part = Pick<MoreFindings, 'findings' | 'unchecked'>;

function verdictOf(
	findings: readonly Finding[],
	unchecked: readonly Unchecked[],
	isAsked: boolean,
): MediaVerdict {
	const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
	if (has('error')) return 'fail';
	// A note would have told something only; that it is not known changes nothing.
	const isOpen = unchecked.some(({ severity }) => severity !== 'note');
	return has('warning') || isOpen || !isAsked ? 'needs-review' : 'pass';
}

function judgePack(
	pack: SpecPack,
	measured: MeasuredFile,
	fileName: string | null,
): { findings: Finding[]; unchecked: Unchecked[] } {
	const name = packName(pack);
	const findings: Finding[] = [];
	const unchecked: Unchecked[] = [];
	let isAnyFor = false;
	for (const limit of pack.limits) {
		const judged = judgeLimit(limit, measured);
		if (judged.result !== 'notApplicable') isAnyFor = true;
		if (judged.result === 'unmeasured') {
			const because = becauseOf(measured, judged.path);
			const { rule, severity } = limit;
			unchecked.push({ rule, pack: name, severity, path: judged.path, because });
		}
		if (judged.result === 'broken') {
			const { breaches, expected } = judged;
			findings.push(
				...breaches.map((breach) =>
					findingOf(limit, breach, { expected, measured, fileName, pack: name }),
				),
			);
		}
	}
	if (!isAnyFor) {
		const because = 'None of its limits is for a file such as this.';
		unchecked.push({ rule: 'any', pack: name, severity: 'error', path: '', because });
	}
	return { findings, unchecked };
}

function findingOf(
	limit: Limit,
	{ from, to, actual, nearest, value }: Breach,
	told: { expected: string; measured: MeasuredFile; fileName: string | null; pack: string },
): Finding {
	const { rule, title, severity, fix } = limit;
	const { expected, measured, fileName, pack } = told;
	const unit = unitOf(limit);
	const isLevel = unit === 'lufs' || unit === 'dbtp' || unit === 'dbfs';
	const gainDb = isLevel && nearest !== null && value !== null ? nearest - value : null;
	return {
		rule,
		title,
		severity,
		from,
		to,
		timecode: timecodeOf(from, to, measured),
		expected,
		actual,
		fix: fillFix(fix, { fileName, expected, actual, gainDb, from, to }),
		pack,
	};
}

/** A span as timecode; the frame rate is the picture's. */
export function timecodeOf(
	from: number | null,
	to: number | null,
	{ video }: Pick<MeasuredFile, 'video'>,
): Finding['timecode'] {
	if (from === null) return null;
	const frameRate = video?.frameRate ?? null;
	return { from: timecode(from, frameRate), to: timecode(to ?? from, frameRate) };
}

/** Files that do not decode as they should are no good for anybody. */
function damageOf(measured: MeasuredFile): { findings: Finding[]; unchecked: Unchecked[] } {
	const findings = measured.damage.map(({ kind, at, where, text }): Finding => {
		return {
			rule: `damage-${kind}`,
			title: 'Damaged file',
			severity: 'error',
			from: at,
			to: at,
			timecode: timecodeOf(at, at, measured),
			expected: 'decodes from start to end',
			actual: `${where}: ${text}`,
			fix:
				kind === 'truncated'
					? 'Copy or upload the file again: its end is missing. If it stays so, export it again.'
					: 'Export the file again from the editor; repairing it would only hide what is lost.',
			pack: FILE_PACK,
		};
	});
	return { findings, unchecked: [] };
}

function becauseOf({ unmeasured, unmeasuredBecause }: MeasuredFile, path: string): string {
	const place = unmeasured.findIndex((named) => named === path || path.startsWith(`${named}.`));
	return unmeasuredBecause[place] ?? 'The file does not say.';
}

/** The worst first, then as they come in the file; of equal ones the order of the packs stays. */
function sorted(findings: readonly Finding[]): Finding[] {
	const rank = ({ severity }: Finding) => severities.indexOf(severity);
	return [...findings].sort((a, b) => rank(a) - rank(b) || (a.from ?? -1) - (b.from ?? -1));
}
