import type { Finding, MediaReport } from '../../../../nodes/domain/quality/finding';
import type { MeasuredFile } from '../../../../nodes/domain/quality/measured';
import { packName } from '../../../../nodes/domain/quality/specPack';
import { valueText } from '../../../../nodes/domain/quality/valueText';
import type { FramePicture } from '../../ledger/mediaChecks';
import { escapeHtml, oneLine, truncate } from '../../texts/escape';
import { readableOn } from '../../../../nodes/domain/readableOn';
import { pictureTime } from '../checks/pictureTimes';
import { describeFinding, severityWords, verdictWords } from './words';
import { factsOf } from './facts';
import { reportStyle } from './style';
import { together } from './together';

/** What a report is made from. */
export interface ReportInput {
	/** Whom it is from; null for a check by hand. */
	agency: { name: string; colour: string } | null;
	fileName: string;
	/** Hex. */
	sha256: string;
	report: MediaReport;
	measured: MeasuredFile | null;
	pictures: readonly FramePicture[];
	checkedAt: Date | null;
}

/** Findings that are shown; of more, nobody reads each. */
const MOST_CARDS = 200;

/** Longest text from outside that is shown in one place. */
const MOST_SHOWN = 1_500;

/**
 * Writes the report as one HTML page that runs nothing and loads nothing: style inline, pictures as
 * data. Everything of the file, its name included, is escaped.
 */
export function reportPage(input: ReportInput): string {
	const { agency, fileName, sha256, report, measured, checkedAt } = input;
	const { verdict, specs } = report;
	const name = shown(fileName);
	const words = verdictWords[verdict];
	const packs = specs.map(packName).map(shown).join(', ');
	const when =
		checkedAt === null ? '' : `${checkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex,nofollow">
<title>${shown(words.title)}: ${name}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${agency === null ? '' : brandOf(agency)}<header class="card ${verdict}">
<p class="verdict"><span aria-hidden="true">${words.sign}</span> ${shown(words.title)}</p>
<h1>${name}</h1>
<p class="quiet">${shown(summaryOf(report))}</p>
<dl class="facts">
${factRow('Checked for', packs === '' ? 'nothing' : packs)}${when === '' ? '' : factRow('Checked', when)}${factRow('SHA-256', `<code class="hash">${shown(sha256)}</code>`)}
</dl>
</header>
${findingsSection(input)}${uncheckedSection(report)}${measured === null ? '' : measuredSection(measured)}</main>
</body>
</html>
`;
}

function brandOf({ name, colour }: { name: string; colour: string }): string {
	// A colour comes from the configuration, as # and six hex digits; anything else is left out.
	const isColour = /^#[0-9a-f]{6}$/i.test(colour);
	const style = isColour ? ` style="background:${colour};color:${readableOn(colour)}"` : '';
	return `<p class="brand"${style}>${shown(name)}</p>\n`;
}

function findingsSection(input: ReportInput): string {
	const findings = together(input.report.findings);
	if (findings.length === 0) return '';
	const cards = findings.slice(0, MOST_CARDS).map((finding) => findingCard(finding, input));
	const more = findings.length - cards.length;
	const rest = more > 0 ? `\n<p class="card">And ${more} more of the same kind.</p>` : '';
	return section('What to put right', cards.join('\n') + rest);
}

function section(title: string, inner: string): string {
	return `<section>\n<h2>${shown(title)}</h2>\n${inner}\n</section>\n`;
}

function findingCard(finding: Finding, { pictures, measured }: ReportInput): string {
	const { severity, title, timecode, expected, actual, fix, pack } = finding;
	const duration = measured?.container.durationSeconds ?? null;
	const time = pictureTime(finding, duration);
	const picture = time === null ? undefined : pictures.find(({ at }) => Math.abs(at - time) < 0.05);
	const span =
		timecode === null
			? ''
			: `<p class="time">${shown(timecode.from === timecode.to ? timecode.from : `${timecode.from} – ${timecode.to}`)}</p>\n`;
	return `<article class="card finding ${severity}">
<h3><span class="chip">${shown(severityWords[severity])}</span> ${shown(title)}</h3>
${span}${picture === undefined ? '' : pictureOf(picture, finding)}<dl>
${factRow('Is', shown(actual))}${factRow('Should be', shown(expected))}${factRow('For', shown(pack))}
</dl>
<p class="label">How to put it right</p>
<pre tabindex="0" aria-label="How to put it right">${shown(fix)}</pre>
</article>`;
}

function pictureOf({ at, jpeg }: FramePicture, finding: Finding): string {
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(jpeg)) return '';
	const alt = `Frame at ${valueText(at, 'seconds')}: ${describeFinding(finding)}`;
	return `<img src="data:image/jpeg;base64,${jpeg}" alt="${shown(alt)}">\n`;
}

function uncheckedSection({ unchecked }: MediaReport): string {
	if (unchecked.length === 0) return '';
	const rows = unchecked.map(
		({ rule, pack, path, because }) =>
			`<li><strong>${shown(rule)}</strong> (${shown(pack)}): ${shown(because)}${path === '' ? '' : ` <code>${shown(path)}</code>`}</li>`,
	);
	return section(
		'What could not be judged',
		`<div class="card"><p>Nobody may take these for fine: they were not measured.</p>\n<ul>\n${rows.join('\n')}\n</ul></div>`,
	);
}

function measuredSection(measured: MeasuredFile): string {
	const rows = factsOf(measured).map(({ name, value }) => factRow(name, shown(value)));
	const { version, ffmpeg } = measured.measuredBy;
	const by = `Measured by ${version}${ffmpeg === null ? '' : `, ffmpeg ${ffmpeg}`}.`;
	return section(
		'What was measured',
		`<div class="card"><dl class="facts">\n${rows.join('')}</dl>\n<p class="quiet">${shown(by)}</p></div>`,
	);
}

/** @param html escaped already */
function factRow(name: string, html: string): string {
	return `<div><dt>${shown(name)}</dt><dd>${html}</dd></div>\n`;
}

/** How many of what, in a sentence. */
export function summaryOf({ findings, unchecked }: MediaReport): string {
	const count = (severity: Finding['severity'], one: string, more: string) => {
		const found = findings.filter((finding) => finding.severity === severity).length;
		return found === 0 ? [] : [`${found} ${found === 1 ? one : more}`];
	};
	const parts = [
		...count('error', 'error', 'errors'),
		...count('warning', 'warning', 'warnings'),
		...count('note', 'note', 'notes'),
		...(unchecked.length === 0 ? [] : [`${unchecked.length} not judged`]),
	];
	return parts.length === 0 ? 'Nothing was found.' : `${parts.join(', ')}.`;
}

function shown(text: string): string {
	return escapeHtml(truncate(oneLine(text), MOST_SHOWN));
}
