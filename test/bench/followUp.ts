import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { advance } from '../../nodes/domain/followUp/advance';
import { afterDelivery } from '../../nodes/domain/followUp/defaultSequences';
import { advanceDue } from '../../orchestrator/src/followup/advanceDue';
import { keepDefinition } from '../../orchestrator/src/ledger/followUps';
import { openLedger } from '../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../orchestrator/src/ledger/store';
import { FOLLOW_UP_ROUND } from '../../orchestrator/src/service/followup/due';
import { aContext, anEnrolment } from '../support/aFollowUp';
import { postgresPrograms, startPostgres } from '../support/postgres';
import type { BenchTable } from './table';
import { median } from './table';

const ROUNDS = 5;
/** Enrolments that are due in a round, whatever there is besides. */
const DUE = 1_000;
const SIZES = [1_000, 100_000, 1_000_000];
/** Rows that one statement writes. */
const PART = 50_000;

/** Friday at ten in Copenhagen: the question how it was is due. */
const now = new Date('2026-11-20T09:00:00Z');

/**
 * The due-queue with a thousand due among more and more: enrolments that went on a second (decided,
 * kept, told to the inbox), and a look that finds nothing; then the core alone.
 */
export async function benchFollowUp(): Promise<BenchTable[]> {
	const most = Number(process.env.FOLLOW_UP_BENCH_MOST ?? SIZES.at(-1));
	const sizes = SIZES.filter((size) => size <= most);
	const folder = mkdtempSync(path.join(tmpdir(), 'agency-bench-'));
	try {
		const tables = [await tableOf('PGlite', path.join(folder, 'ledger'), sizes)];
		if (postgresPrograms === null) console.error('  no postgresql-15: the server is left out');
		else {
			const server = await startPostgres();
			try {
				const place = await server.createDatabase();
				tables.push(await tableOf('a Postgres 15 server', place, sizes));
			} finally {
				await server.stop();
			}
		}
		return [...tables, core()];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function tableOf(name: string, place: string, sizes: readonly number[]): Promise<BenchTable> {
	const store = await openLedger(place);
	const rows: BenchTable['rows'] = [];
	try {
		await keepDefinition(store, afterDelivery, now);
		let filled = 0;
		let base = Number.NaN;
		let baseLook = Number.NaN;
		for (const size of sizes) {
			await fill(store, filled, size);
			filled = size;
			const speeds: number[] = [];
			const looks: number[] = [];
			for (let round = -1; round < ROUNDS; round += 1) {
				await makeDue(store, size);
				const perSecond = await drain(store);
				const look = await emptyLook(store);
				if (round < 0) continue; // the first round warms up
				speeds.push(perSecond);
				looks.push(look);
			}
			const [speed, look] = [median(speeds), median(looks)];
			if (size === sizes[0]) [base, baseLook] = [speed, look];
			rows.push({
				enrolments: size,
				due: DUE,
				'went on/s (median)': speed.toFixed(0),
				'÷ at 1,000': (speed / base).toFixed(2),
				'ms a look that finds nothing': look.toFixed(2),
				'÷ at 1,000 ': (look / baseLook).toFixed(2),
			});
			console.error(`  ${name}: ${size} done`);
		}
	} finally {
		await store.close();
	}
	return {
		name: `Due-queue of follow-ups over ${name}`,
		note: `${DUE} due of all, ${FOLLOW_UP_ROUND} a transaction, each with its row and its event; median of ${ROUNDS} rounds.`,
		rows,
	};
}

/** Adds enrolments that are due long after the round, each of a client of its own. */
async function fill(store: Store, from: number, to: number): Promise<void> {
	const enrolment = JSON.stringify(anEnrolment({ anchorAt: '2026-11-17T13:00:00.000Z' }));
	for (let first = from; first < to; first += PART) {
		const last = Math.min(to, first + PART) - 1;
		await store.query(
			`INSERT INTO follow_ups (id, client, sequence, version, occurrence, test, priority, state, email,
				domain, enrolment, step, sends_next, due_at, created_at, updated_at)
			SELECT 'flw_' || lpad(number::text, 9, '0'), 'client-' || number, 'after-delivery', 1, 'p-1', false,
				50, 'active', 'a@c' || number || '.example', 'c' || number || '.example', $1::jsonb,
				'feedback-request', true, $2::timestamptz + number * interval '1 minute', $2, $2
			FROM generate_series($3::int, $4::int) AS number`,
			[enrolment, new Date('2027-06-01T09:00:00Z'), first, last],
		);
	}
	await store.run('ANALYZE follow_ups');
}

/** Puts a thousand, spread over all, back to where they are due. */
async function makeDue(store: Store, size: number): Promise<void> {
	await store.run('TRUNCATE follow_up_touches, inbox_events, inbox');
	const enrolment = JSON.stringify(anEnrolment({ anchorAt: '2026-11-17T13:00:00.000Z' }));
	await store.query(
		`UPDATE follow_ups SET enrolment = $1::jsonb, step = 'feedback-request', sends_next = true, due_at = $2
		WHERE id IN (SELECT 'flw_' || lpad((number * $3::int)::text, 9, '0')
			FROM generate_series(0, $4::int) AS number)`,
		[enrolment, now, size / DUE, DUE - 1],
	);
}

/** Works until nothing is due. @returns enrolments a second */
async function drain(store: Store): Promise<number> {
	const began = performance.now();
	let all = 0;
	for (;;) {
		const looked = await advanceDue(store, { limit: FOLLOW_UP_ROUND, now, moment: now });
		all += looked;
		if (looked < FOLLOW_UP_ROUND) break;
	}
	const seconds = (performance.now() - began) / 1_000;
	const told = await store.query<{ count: number }>('SELECT count(*)::int AS count FROM inbox');
	// Fast and wrong would be no result.
	if (all !== DUE || told[0]?.count !== DUE)
		throw new Error(`${all} went on, ${told[0]?.count} told`);
	return all / seconds;
}

/** @returns milliseconds */
async function emptyLook(store: Store): Promise<number> {
	const times: number[] = [];
	for (let count = 0; count < 20; count += 1) {
		const began = performance.now();
		await advanceDue(store, { limit: FOLLOW_UP_ROUND, now, moment: now });
		times.push(performance.now() - began);
	}
	return median(times);
}

/** The core beside a JSON round trip of what it decides from. */
function core(): BenchTable {
	const [enrolment, context] = [anEnrolment(), aContext()];
	const calls = {
		advance: () => void advance(enrolment, null, now, context),
		'JSON round trip': () => void JSON.parse(JSON.stringify(enrolment)),
	};
	const timed = Object.entries(calls).map(([what, call]) => {
		const rounds = Array.from({ length: ROUNDS + 1 }, () => {
			const began = performance.now();
			for (let count = 0; count < 5_000; count += 1) call();
			return ((performance.now() - began) * 1_000) / 5_000;
		});
		return { what, microseconds: median(rounds.slice(1)) };
	});
	const base = timed[1]?.microseconds ?? Number.NaN;
	return {
		name: 'One step of a follow-up, in memory',
		note: 'A message that is due: consent, caps, quiet hours, reasons and what comes next.',
		rows: timed.map(({ what, microseconds }) => ({
			what,
			µs: microseconds.toFixed(1),
			ratio: (microseconds / base).toFixed(1),
		})),
	};
}
