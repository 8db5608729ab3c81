import type { PGlite } from '@electric-sql/pglite';

/** A value that may stand for a placeholder in SQL; objects go in as JSON text with a cast. */
export type SqlValue = string | number | boolean | Date | null;

/** What can be asked of the database, inside a transaction or outside. */
export interface Queries {
	/** Runs one statement with `$1`, `$2`… and answers its rows. */
	query<Row>(sql: string, values?: SqlValue[]): Promise<Row[]>;
	/** Runs a script of several statements without values. */
	run(script: string): Promise<void>;
}

/** What stands behind a store, for libraries that bring their own SQL. */
export type Engine =
	| {
			kind: 'embedded';
			database: PGlite;
			/** The one connection is everybody's: whatever is asked of it takes its turn. */
			inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
	  }
	/** The address holds the password: never logged, never answered. */
	| { kind: 'server'; url: string };

/**
 * The ledger's database, as small as it can be so that the embedded Postgres and a server are
 * interchangeable behind it: the same SQL runs on both.
 */
export interface Store extends Queries {
	readonly engine: Engine;
	/** Commits when the work resolves, rolls back when it rejects. */
	transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
	close(): Promise<void>;
}
