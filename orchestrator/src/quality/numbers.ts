import type { Share } from '../../../nodes/domain/wilson';
import { wilson } from '../../../nodes/domain/wilson';
import type { GateOutcome } from '../../../nodes/domain/quality/gates/schema';
import type { Queries } from '../ledger/store';

/** A content as numbers are made from it. */
export interface CountedContent {
	lineage: string;
	version: number;
	/** Rules that its last check found broken. */
	rules: string[];
	/** Those of them that somebody waived, for it or for its project. */
	waived: string[];
	/** What its gates said. */
	outcomes: Array<{ gate: string; outcome: GateOutcome }>;
}

/** How good the work is, and how good the rules are. */
export interface QualityNumbers {
	/** Files that were approved, and how many of them in their first version. */
	firstPass: { approved: number; first: number; share: Share | null };
	/** Versions that were sent back, for each approved file. */
	cycles: { files: number; mean: number | null; most: number };
	/** How often people let a rule's finding stand: what is waived often is no good rule. */
	rules: Array<{ rule: string; found: number; waived: number; kept: Share | null }>;
}

/** Contents that are looked at for one set of numbers; the newest. */
const MOST_CONTENTS = 20_000;

/** Works out the numbers; the order of the contents decides nothing. */
export function qualityNumbers(contents: readonly CountedContent[]): QualityNumbers {
	const files = new Map<string, CountedContent[]>();
	for (const content of contents) {
		const held = files.get(content.lineage);
		if (held === undefined) files.set(content.lineage, [content]);
		else held.push(content);
	}
	const approved = [...files.values()].filter((versions) => versions.some(isApproved));
	const backs = approved.map((versions) => versions.filter(isSentBack).length);
	const first = backs.filter((count) => count === 0).length;
	const sum = backs.reduce((total, count) => total + count, 0);
	return {
		firstPass: { approved: approved.length, first, share: wilson(first, approved.length) },
		cycles: {
			files: approved.length,
			mean: approved.length === 0 ? null : sum / approved.length,
			most: Math.max(0, ...backs),
		},
		rules: rulesIn(contents),
	};
}

function rulesIn(contents: readonly CountedContent[]): QualityNumbers['rules'] {
	const counts = new Map<string, { found: number; waived: number }>();
	for (const { rules, waived } of contents) {
		for (const rule of new Set(rules)) {
			const { found, waived: before } = counts.get(rule) ?? { found: 0, waived: 0 };
			const isWaived = waived.includes(rule);
			counts.set(rule, { found: found + 1, waived: before + (isWaived ? 1 : 0) });
		}
	}
	return [...counts]
		.map(([rule, { found, waived }]) => ({
			rule,
			found,
			waived,
			kept: wilson(found - waived, found),
		}))
		.sort((a, b) => b.found - a.found || (a.rule < b.rule ? -1 : 1));
}

const isApproved = ({ outcomes }: CountedContent) =>
	outcomes.some(({ gate, outcome }) => gate === 'senior' && outcome === 'pass');

const isSentBack = ({ outcomes }: CountedContent) =>
	outcomes.some(({ outcome }) => outcome === 'fail');

/** Reads what the numbers are made from: every version of files that were seen since a moment. */
export async function readCounted(
	queries: Queries,
	since: Date,
	test: boolean,
): Promise<CountedContent[]> {
	return await queries.query<CountedContent>(
		`WITH seen AS (
			SELECT id, lineage, version, sha256, project,
				coalesce(jsonb_path_query_array(media_check, 'lax $.findings[*].rule'), '[]'::jsonb) AS rules
			FROM quality_files
			WHERE test = $2 AND lineage IN (
				SELECT lineage FROM quality_files WHERE test = $2 AND updated_at >= $1)
			ORDER BY id DESC LIMIT ${MOST_CONTENTS}
		)
		SELECT lineage, version, rules,
			coalesce((SELECT jsonb_agg(DISTINCT given.rule) FROM quality_waivers AS given
				WHERE given.test = $2 AND (given.sha256 = seen.sha256 OR given.project = seen.project)),
				'[]'::jsonb) AS waived,
			coalesce((SELECT jsonb_agg(jsonb_build_object('gate', said.gate, 'outcome', said.outcome))
				FROM quality_verdicts AS said WHERE said.file = seen.id), '[]'::jsonb) AS outcomes
		FROM seen`,
		[since, test],
	);
}
