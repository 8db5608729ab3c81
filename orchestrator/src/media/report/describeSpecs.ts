import type { Limit, SpecPack } from '../../../../nodes/domain/quality/specPack';
import { packName, unitOf } from '../../../../nodes/domain/quality/specPack';
import { wantedText } from '../../../../nodes/domain/quality/judgeLimit';

/** What packs check, as people and programs list it. */
export function listSpecs(packs: readonly SpecPack[]) {
	return packs.map(({ id, version, title, limits }) => ({
		id,
		version,
		title,
		checks: limits.map(
			({ rule, title: about, path, severity, expect, unit: given, when, source }) => ({
				rule,
				title: about,
				path,
				severity,
				expect,
				unit: unitOf({ path, unit: given }),
				...(when === undefined ? {} : { when }),
				expected: wantedText(expect, unitOf({ path, unit: given })),
				source,
			}),
		),
	}));
}

/** The same as lines for a terminal. */
export function describeSpecs(packs: readonly SpecPack[]): string[] {
	return packs.flatMap((pack, index) => [
		...(index === 0 ? [] : ['']),
		`${packName(pack)}  ${pack.title}`,
		...pack.limits.map(limitLine),
		'  Sources:',
		...sourcesOf(pack.limits).map((line) => `    ${line}`),
	]);
}

function limitLine(limit: Limit): string {
	const { title, severity, expect, when } = limit;
	const only = when === undefined ? '' : ' (of some files only)';
	return `  ${severity.padEnd(8)} ${title}: ${wantedText(expect, unitOf(limit))}${only}`;
}

function sourcesOf(limits: readonly Limit[]): string[] {
	const lines = limits.map(({ source: { name, url, asOf, secondary } }) => {
		const place = url === null ? '' : ` ${url}`;
		return `${name}, read ${asOf}${secondary === true ? ', secondary' : ''}${place}`;
	});
	return [...new Set(lines)];
}
