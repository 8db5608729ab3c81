import { MendableError } from '../../../nodes/domain/errors';
import { dataKind, versionIn } from '../data/kinds';
import type { CurrentRules } from './currentRules';
import { rulesFrom } from './currentRules';
import type { FollowUpKind } from './dataFiles';
import { followUpKinds } from './dataFiles';

/** A file of data, as `data pull` gives it. */
export interface RuleFile {
	name: string;
	source: string;
}

/**
 * The shipped rules with those of files in their place, each by the kind that its line `version` names.
 *
 * @throws MendableError `follow-up/data` for a file that cannot be used, with the line of each mistake
 */
export function rulesOfFiles(files: readonly RuleFile[]): CurrentRules {
	const contents = new Map<FollowUpKind, unknown>();
	for (const { name, source } of files) {
		const kind = followUpKinds.find((each) => each === versionIn(source)?.kind);
		if (kind === undefined) {
			throw wrongFile(
				name,
				`It has no line such as "version: ${followUpKinds.join('/3" or "version: ')}/3".`,
			);
		}
		const { value, mistakes } = dataKind(kind).read(source);
		if (value === null) {
			const listed = mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`);
			throw wrongFile(name, listed.join('\n'));
		}
		contents.set(kind, value);
	}
	return rulesFrom((kind) => contents.get(kind) ?? null);
}

function wrongFile(name: string, why: string): MendableError {
	return new MendableError(
		'follow-up/data',
		`The file ${name} cannot be used.`,
		why,
		'Begin with what agency-ops data pull sequences (or consent, offers) prints.',
	);
}
