/**
 * The part of a changelog about one version: the lines below its heading, or below the first one where
 * the version has none of its own yet.
 */
export function changesOf(changelog: string, version: string): string[] {
	const lines = changelog.split(/\r?\n/);
	const headings = lines.flatMap((line, at) => (/^## /.test(line) ? [at] : []));
	const named = headings.find((at) => versionIn(lines[at] ?? '') === version);
	const from = named ?? headings[0];
	if (from === undefined) return trimmed(lines.filter((line) => !/^# /.test(line)));
	const until = headings.find((at) => at > from) ?? lines.length;
	return trimmed(lines.slice(from + 1, until));
}

function versionIn(heading: string): string | null {
	return /\d+\.\d+\.\d+[\w.+-]*/.exec(heading)?.[0] ?? null;
}

function trimmed(lines: readonly string[]): string[] {
	const isEmpty = (line: string) => line.trim() === '';
	const from = lines.findIndex((line) => !isEmpty(line));
	if (from === -1) return [];
	const until = lines.findLastIndex((line) => !isEmpty(line));
	return lines.slice(from, until + 1);
}
