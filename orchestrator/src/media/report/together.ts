import type { Finding } from '../../../../nodes/domain/quality/finding';

/** Findings that say the same of the same place become one that names all their packs. */
export function together(findings: readonly Finding[]): Finding[] {
	const groups = new Map<string, Finding>();
	for (const finding of findings) {
		const { pack, severity, title, from, to, expected, actual, fix } = finding;
		const key = JSON.stringify([severity, title, from, to, expected, actual, fix]);
		const before = groups.get(key);
		groups.set(
			key,
			before === undefined ? finding : { ...before, pack: `${before.pack}, ${pack}` },
		);
	}
	return [...groups.values()];
}
