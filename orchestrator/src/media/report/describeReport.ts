import type { Finding, MediaReport } from '../../../../nodes/domain/quality/finding';
import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import { packName } from '../../../../nodes/domain/quality/specPack';
import { oneLine } from '../../texts/escape';
import { factsOf } from './facts';
import { summaryOf } from './reportPage';
import { together } from './together';
import { severityWords, verdictWords } from './words';

/** Columns that a line keeps to; a word that is longer stands alone. */
const WIDTH = 100;

/** Findings that are printed; the JSON and the report have them all. */
const MOST_FINDINGS = 50;

/** What a check found, as lines for a terminal of 100 columns. */
export function describeReport(
	fileName: string,
	sha256: string,
	report: MediaReport,
	measured: MeasuredFile,
): string[] {
	const { verdict, specs, unchecked } = report;
	const findings = together(report.findings);
	const { sign, title } = verdictWords[verdict];
	const packs = specs.map(packName);
	const more = findings.length - MOST_FINDINGS;
	return [
		...wrapped(`${sign} ${oneLine(fileName)}: ${title.toLowerCase()}. ${summaryOf(report)}`, ''),
		...(packs.length === 0 ? [] : wrapped(`Checked for ${packs.join(', ')}`, '  ')),
		`  SHA-256 ${sha256}`,
		...findings.slice(0, MOST_FINDINGS).flatMap((finding) => ['', ...findingLines(finding)]),
		...(more > 0 ? ['', `And ${more} more: --json and --report have them all.`] : []),
		...(unchecked.length === 0 ? [] : ['', 'Not judged, and so not passed:']),
		...unchecked.flatMap(({ rule, pack, path, because }) =>
			wrapped(`${rule} (${pack}): ${oneLine(because)}${path === '' ? '' : ` [${path}]`}`, '  '),
		),
		'',
		'Measured:',
		...factsOf(measured).flatMap(({ name, value }) =>
			wrapped(`${`${name}:`.padEnd(10)} ${oneLine(value)}`, '  '),
		),
	];
}

const signs: Readonly<Record<Finding['severity'], string>> = {
	error: '✕',
	warning: '!',
	note: 'i',
};

function findingLines({
	severity,
	title,
	timecode,
	expected,
	actual,
	fix,
	pack,
}: Finding): string[] {
	const span =
		timecode === null
			? ''
			: timecode.from === timecode.to
				? `  at ${timecode.from}`
				: `  ${timecode.from} – ${timecode.to}`;
	return [
		`${signs[severity]} ${severityWords[severity]}: ${title}${span}`,
		...wrapped(`is ${oneLine(actual)}, should be ${oneLine(expected)} (${pack})`, '    '),
		...fixLines(oneLine(fix)),
	];
}

/** A command is broken so that a shell still takes it whole; other advice as prose. */
function fixLines(fix: string): string[] {
	const indent = '    ';
	if (!/^ffmpeg /.test(fix)) return wrapped(`→ ${fix}`, indent);
	const words = fix.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [fix];
	const lines: string[] = [];
	let line = `${indent}→ `;
	for (const word of words) {
		if (line.length + word.length + 3 > WIDTH && line.trim() !== '→' && line.trim() !== '') {
			lines.push(`${line.trimEnd()} \\`);
			line = `${indent}    `;
		}
		line += `${word} `;
	}
	return [...lines, line.trimEnd()];
}

/** Breaks a text at blanks; what follows the first line is set in a little more. */
function wrapped(text: string, indent: string): string[] {
	const lines: string[] = [];
	let line = indent;
	let isEmpty = true;
	for (const word of text.split(' ').filter((one) => one !== '')) {
		if (!isEmpty && line.length + 1 + word.length > WIDTH) {
			lines.push(line);
			line = `${indent}  `;
			isEmpty = true;
		}
		line += isEmpty ? word : ` ${word}`;
		isEmpty = false;
	}
	return [...lines, line];
}
