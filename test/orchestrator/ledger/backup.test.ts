import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { writeBackup } from '../../../orchestrator/src/ledger/backup';
import { migrate, readMigrations, tablesOf } from '../../../orchestrator/src/ledger/migrate';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { openPgliteStore } from '../../../orchestrator/src/ledger/pgliteStore';
import { restoreBackup } from '../../../orchestrator/src/ledger/restore';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const now = new Date('2026-11-22T10:00:00.000Z');
const tables = tablesOf(readMigrations());
let folder: string;
let file: string;
/** In memory. */
let embedded: Store;
/** The store of this run: in memory too, or on a server. */
let other: Store;

beforeAll(async () => {
	embedded = await openLedger(null);
	other = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => {
	await embedded.close();
	await other.close();
});
beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'agency-backup-'));
	file = path.join(folder, 'ledger.jsonl.gz');
	for (const store of [embedded, other]) await empty(store);
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** Takes every row out, which is far quicker than a TRUNCATE that makes each of many tables anew. */
async function empty(store: Store): Promise<void> {
	await store.run(
		tables
			.map((table) => `DELETE FROM ${table}`)
			.reverse()
			.join(';'),
	);
}

/** Everything in a ledger, as text. */
async function contentOf(store: Store): Promise<unknown> {
	const content: Record<string, unknown> = {};
	for (const table of tables) {
		content[table] = await store.query(
			`SELECT row_to_json(held)::text AS row FROM ${table} AS held ORDER BY 1`,
		);
	}
	return content;
}

async function keep(store: Store, key: string, text: string, content: unknown): Promise<void> {
	await store.query(
		`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts)
		VALUES ($1, 'mail', $2, false, 'f', $3::jsonb, 'planned', gen_random_uuid(), 0)`,
		[key, text, JSON.stringify(content)],
	);
	await store.query(
		`INSERT INTO effect_events (key, attempt, state, detail) VALUES ($1, 1, 'planned', $2::jsonb)`,
		[key, JSON.stringify(content)],
	);
}

/** Text that Postgres can hold: all but the character with number 0 and halves of pairs. */
const someText = fc
	.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u2028', '\r\n', '"', '\\n', '', '[1,2]'))
	.map((text) => Buffer.from(text).toString().replaceAll('\0', ''));

const someContent = fc.oneof(
	someText,
	fc.constant(null),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.dictionary(someText, someText),
	fc.array(fc.option(someText)),
);

describe('a backup', () => {
	it('restored into either store is the ledger it was made of', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.tuple(someText, someText, someContent), {
					maxLength: 40,
					selector: ([key]) => key,
				}),
				fc.boolean(),
				async (rows, isFromOther) => {
					const [from, to] = isFromOther ? [other, embedded] : [embedded, other];
					for (const store of [from, to]) await empty(store);
					for (const [key, text, content] of rows) await keep(from, key, text, content);
					rmSync(file, { force: true });

					const written = await writeBackup(from, file, now);
					const restored = await restoreBackup(to, file);

					expect(restored).toEqual(written);
					expect(written.rows).toMatchObject({ effects: rows.length, effect_events: rows.length });
					expect(await contentOf(to)).toEqual(await contentOf(from));
				},
			),
			{ numRuns: 8, seed: 20_261_122 },
		);
	});

	it('has every table of the ledger, more rows than come at a time, and goes on counting', async () => {
		const found = await other.query<{ name: string }>(
			`SELECT relname AS name FROM pg_class
			WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'migrations'`,
		);
		expect(found.map(({ name }) => name).sort()).toEqual([...tables].sort());
		await embedded.run(
			`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts)
			SELECT 'k' || n, 'mail', 's', false, 'f', '{}', 'planned', gen_random_uuid(), 0
			FROM generate_series(1, 1201) AS n;
			INSERT INTO effect_events (key, attempt, state) VALUES ('k1', 1, 'planned'), ('k1', 2, 'done')`,
		);
		await writeBackup(embedded, file, now);

		expect((await restoreBackup(other, file)).rows).toMatchObject({ effects: 1_201 });
		const next = await other.query<{ id: number }>(
			`INSERT INTO effect_events (key, attempt, state) VALUES ('k1', 3, 'done') RETURNING id`,
		);
		const before = await other.query<{ id: number }>('SELECT max(id) AS id FROM effect_events');
		expect(next).toEqual(before);
	});

	it('of an older schema is brought up to date', async () => {
		const [first, ...later] = readMigrations();
		const old = await openPgliteStore(null);
		await migrate(old, first === undefined ? [] : [first]);
		await keep(old, 'lead:1/mail/a/1', 'from long ago', { text: 'ñ' });
		await writeBackup(old, file, now, first === undefined ? [] : [first]);
		await old.close();

		expect(await restoreBackup(other, file)).toMatchObject({ schema: 1, rows: { effects: 1 } });
		expect(await other.query('SELECT subject, content FROM effects')).toEqual([
			{ subject: 'from long ago', content: { text: 'ñ' } },
		]);
		expect(await migrate(other)).toEqual([]);
		expect(later.length).toBeGreaterThan(0);
	});

	it('is readable by its owner alone, and never takes the place of another file', async () => {
		await writeBackup(embedded, file, now);

		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder)).toEqual(['ledger.jsonl.gz']);
		await expect(writeBackup(embedded, file, now)).rejects.toMatchObject({ code: 'backup/exists' });
	});

	it('leaves a ledger that holds something alone, unless that is to be replaced', async () => {
		await keep(embedded, 'lead:1/mail/a/1', 'backed up', {});
		await writeBackup(embedded, file, now);
		await keep(other, 'lead:2/mail/a/1', 'there already', {});
		const before = await contentOf(other);

		await expect(restoreBackup(other, file)).rejects.toMatchObject({
			code: 'ledger/not-empty',
			why: expect.stringContaining('effects'),
		});
		expect(await contentOf(other)).toEqual(before);

		await restoreBackup(other, file, { isReplacing: true });
		expect(await contentOf(other)).toEqual(await contentOf(embedded));
	});
});

describe('a file that is not the backup it was', () => {
	/** Unpacks, changes and packs it again, as somebody would who wants to. */
	function rewrite(change: (lines: string[]) => string[]): void {
		const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
		writeFileSync(file, gzipSync(change(lines).join('\n')));
	}

	const first = (change: (head: Record<string, unknown>) => unknown) => (lines: string[]) => [
		JSON.stringify(change(JSON.parse(lines[0] ?? '') as Record<string, unknown>)),
		...lines.slice(1),
	];

	beforeEach(async () => {
		await keep(embedded, 'lead:1/mail/a/1', 'backed up', { text: 'a'.repeat(500) });
		await writeBackup(embedded, file, now);
		await keep(other, 'lead:2/mail/a/1', 'there already', {});
	});

	async function refusal(): Promise<unknown> {
		const before = await contentOf(other);
		const error = await restoreBackup(other, file, { isReplacing: true }).catch(
			(reason: unknown) => reason,
		);
		expect(await contentOf(other)).toEqual(before);
		return error;
	}

	it.each([
		{
			was: 'changed in one value',
			how: (lines: string[]) => lines.map((line) => line.replace('backed up', 'made up')),
			code: 'backup/damaged',
		},
		{
			was: 'robbed of a row',
			how: (lines: string[]) => lines.filter((line) => !line.startsWith('[1,')),
			code: 'backup/damaged',
		},
		{
			was: 'robbed of its end',
			how: (lines: string[]) => [...lines.slice(0, -2), ''],
			code: 'backup/damaged',
		},
		{
			was: 'cut in the middle of a line',
			how: (lines: string[]) => [lines.join('\n').slice(0, -20)],
			code: 'backup/damaged',
		},
		{
			was: 'made in a newer format',
			how: first((head) => ({ ...head, version: 2 })),
			code: 'backup/newer',
			why: 'has format 2, this version reads up to 1.',
		},
		{
			was: 'made with a newer schema',
			how: first((head) => ({
				...head,
				migrations: [
					...(head.migrations as unknown[]),
					{ number: 9_999, name: 'later', checksum: '' },
				],
			})),
			code: 'backup/newer',
			why: `has schema 9999, this version knows up to ${readMigrations().at(-1)?.number}.`,
		},
		{
			was: 'made with an edited schema',
			how: first((head) => ({
				...head,
				migrations: [{ number: 1, name: 'effects', checksum: 'x' }],
			})),
			code: 'backup/other-history',
		},
		{ was: 'something else', how: () => ['{"hello":"world"}', ''], code: 'backup/none' },
		{ was: 'empty', how: () => [], code: 'backup/none' },
	])('is refused when it was $was', async ({ how, code, why = '' }) => {
		rewrite(how);

		expect(await refusal()).toMatchObject({ code, why: expect.stringContaining(why) });
	});

	it.each([
		{ is: 'not packed', bytes: Buffer.from('hello'), code: 'backup/none' },
		{ is: 'not there', bytes: null, code: 'backup/missing' },
	])('is refused when it is $is', async ({ bytes, code }) => {
		rmSync(file);
		if (bytes !== null) writeFileSync(file, bytes);

		expect(await refusal()).toMatchObject({ code });
	});

	it('is refused wherever it is cut off or has one byte changed, or it is still whole', async () => {
		const whole = readFileSync(file);
		await fc.assert(
			fc.asyncProperty(
				fc.nat(whole.length - 1),
				fc.boolean(),
				fc.integer({ min: 1, max: 255 }),
				async (place, isCut, change) => {
					const bytes = Buffer.from(isCut ? whole.subarray(0, place) : whole);
					if (!isCut) bytes[place] = (bytes[place] ?? 0) ^ change;
					writeFileSync(file, bytes);

					const restoring = restoreBackup(other, file, { isReplacing: true });

					const code = await restoring.then(
						async () => {
							expect(await contentOf(other)).toEqual(await contentOf(embedded));
							return 'whole';
						},
						(error: { code?: string }) => error.code,
					);
					expect(isCut ? ['backup/none', 'backup/damaged'] : HARMLESS_OR_NOT).toContain(code);
				},
			),
			{ numRuns: 60, seed: 20_261_122 },
		);
	});
});

/** A date or a flag in gzip's own head changes nothing of what is packed. */
const HARMLESS_OR_NOT = ['backup/none', 'backup/damaged', 'whole'];
