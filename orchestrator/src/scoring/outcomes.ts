import { z } from 'zod';
import type { CsvTable } from './csv';

const rowSchema = z.object({
	/** Id of the lead. */
	lead: z.string(),
	/** ISO 8601, UTC. */
	receivedAt: z.string().datetime(),
	/** 1 became a client, 0 did not; null: nobody knows yet. */
	won: z.union([z.literal(0), z.literal(1)]).nullable(),
	/** The level of each rule of the scorecard; empty is unknown. */
	levels: z.record(z.string()),
});
/** A lead with its outcome, as the service answers it. */
export type OutcomeRow = z.infer<typeof rowSchema>;

/** A page of them. */
export const outcomePageSchema = z.object({
	rows: z.array(rowSchema),
	/** What to ask for the page after it by; null at the end. */
	next: z.string().nullable(),
});

/** Columns that are no rule's. */
const OWN = ['lead', 'receivedAt', 'won'] as const;

/**
 * The table that `score fit` and `score backtest` take: a lead a row, oldest first, a rule of the
 * scorecard a column. A lead that came in twice on a day is one lead.
 *
 * @param withUnanswered whether leads whose outcome nobody knows are listed, with an empty label
 */
export function outcomeTable(given: OutcomeRow[], withUnanswered: boolean): CsvTable {
	const first = new Map<string, OutcomeRow>();
	for (const row of given) if (!first.has(row.lead)) first.set(row.lead, row);
	const rows = [...first.values()]
		.filter(({ won }) => withUnanswered || won !== null)
		.sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
	const rules = [...new Set(rows.flatMap(({ levels }) => Object.keys(levels)))].filter(
		(rule) => !OWN.some((name) => name === rule),
	);
	return {
		header: [...OWN, ...rules],
		columns: [
			rows.map(({ lead }) => lead),
			rows.map(({ receivedAt }) => receivedAt),
			rows.map(({ won }) => (won === null ? '' : String(won))),
			...rules.map((rule) => rows.map(({ levels }) => levels[rule] ?? '')),
		],
		rows: rows.length,
		separator: ',',
	};
}
