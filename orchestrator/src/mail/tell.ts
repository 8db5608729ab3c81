import { z } from 'zod';
import { suppressionReasons, suppressionScopes } from '../ledger/mailSuppressions';

/** An entry of the list as the service answers it. */
export const suppressionViewSchema = z.object({
	id: z.string(),
	address: z.string(),
	scope: z.enum(suppressionScopes),
	reason: z.enum(suppressionReasons),
	note: z.string().nullable(),
	evidence: z.string().nullable(),
	since: z.string(),
	liftedAt: z.string().nullable(),
	liftedBy: z.string().nullable(),
	liftedBecause: z.string().nullable(),
});
export type SuppressionView = z.infer<typeof suppressionViewSchema>;

/** The list for a person: one line an entry, and under it who lifted it. */
export function tellSuppressions(entries: SuppressionView[]): string {
	if (entries.length === 0) return 'No addresses.';
	return entries
		.map((entry) => {
			const { address, scope, reason, note, evidence, since } = entry;
			const why = note === null ? reason : `${reason}: ${note}`;
			const source = evidence === null ? '' : `, ${evidence}`;
			const head = `${scope.padEnd(9)}  ${address}  (${why}; since ${since}${source})`;
			const { liftedAt, liftedBy, liftedBecause } = entry;
			if (liftedAt === null) return head;
			return `${head}\n           lifted ${liftedAt} by ${liftedBy ?? ''}: ${liftedBecause ?? ''}`;
		})
		.join('\n');
}
