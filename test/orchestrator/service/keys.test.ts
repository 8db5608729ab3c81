import type { KeyScope } from '../../../orchestrator/src/ledger/apiKeys';
import { keyScopes } from '../../../orchestrator/src/ledger/apiKeys';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { hashOfKey, makeApiKey } from '../../../orchestrator/src/service/access/apiKey';
import type { KeyGate } from '../../../orchestrator/src/service/access/keyGate';
import { openKeyGate } from '../../../orchestrator/src/service/access/keyGate';
import { ensureOwnKeys } from '../../../orchestrator/src/service/access/ownKeys';
import {
	createApiKey,
	listApiKeys,
	revokeApiKeys,
	rotateApiKey,
} from '../../../orchestrator/src/ledger/apiKeys';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

const HOUR_MS = 3_600_000;
let store: Store;
let now: Date;
const bugs: unknown[] = [];

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => {
	await store.close();
});
beforeEach(async () => {
	await store.run('DELETE FROM api_keys');
	now = new Date();
	bugs.length = 0;
});

/** Keeps a key and gives it. */
async function aKey(name: string, scopes: KeyScope[], livesMs: number | null = null) {
	const made = makeApiKey();
	await createApiKey(store, { ...made, name, scopes, livesMs });
	return made;
}

function aGate(over: Pick<Store, 'query' | 'run'> = store): KeyGate {
	return openKeyGate({ store: over, now: () => now, onBug: (error) => bugs.push(error) });
}

const resultOf = async (gate: KeyGate, key: string) => (await gate.judge(`Bearer ${key}`)).result;

describe('a key', () => {
	it('has 256 bits and is kept as its digest only', async () => {
		const { key } = await aKey('shop', ['inbox']);
		const rows = await store.query('SELECT * FROM api_keys');

		expect(Buffer.from(key.slice('ao_'.length), 'base64url')).toHaveLength(32);
		expect(JSON.stringify(rows)).not.toContain(key);
		expect(rows).toMatchObject([{ name: 'shop', key_hash: hashOfKey(key) }]);
	});

	it('has a name of its own while it lives', async () => {
		await aKey('shop', ['inbox']);
		const again = { ...makeApiKey(), name: 'shop', scopes: ['inbox'] as const, livesMs: null };

		expect(await createApiKey(store, again)).toBeNull();
		await aKey('boss', ['keys']);
		expect(await revokeApiKeys(store, 'shop')).toMatchObject({ result: 'revoked' });
		expect(await createApiKey(store, again)).toMatchObject({ name: 'shop' });
	});

	it('has a name of its own also when two ask for it at once', async () => {
		const asked = Array.from({ length: 8 }, async () => {
			return await createApiKey(store, {
				...makeApiKey(),
				name: 'shop',
				scopes: ['inbox'],
				livesMs: null,
			});
		});
		expect((await Promise.all(asked)).filter((kept) => kept !== null)).toHaveLength(1);
	});
});

describe('the installation’s own keys', () => {
	const own = { ledgerApiKey: 'first', nodesApiKey: 'second' };

	it('are known once, however often and by however many a service is started', async () => {
		await Promise.all([ensureOwnKeys(store, own), ensureOwnKeys(store, own)]);
		await ensureOwnKeys(store, own);

		expect(await listApiKeys(store)).toMatchObject([
			{ name: expect.any(String) as string, isOwn: true },
			{ name: expect.any(String) as string, isOwn: true },
		]);
		const gate = aGate();
		expect(await gate.judge('Bearer first')).toMatchObject({ key: { scopes: keyScopes } });
		expect(await gate.judge('Bearer second')).toMatchObject({
			key: { scopes: ['effects', 'inbox'] },
		});
	});

	it('stay revoked when a service starts again, and a new one in their place is known', async () => {
		await ensureOwnKeys(store, own);
		await revokeApiKeys(store, 'n8n nodes');
		await ensureOwnKeys(store, { ...own, nodesApiKey: 'third' });

		const gate = aGate();
		expect(await resultOf(gate, 'second')).toBe('revoked');
		expect(await resultOf(gate, 'third')).toBe('known');
	});

	it('stand beside those of another installation over the same ledger, told apart by their ids', async () => {
		await ensureOwnKeys(store, own);
		await ensureOwnKeys(store, { ledgerApiKey: 'other' });

		const revocation = await revokeApiKeys(store, 'installation');
		expect(revocation).toMatchObject({ result: 'ambiguous' });
		const [id = ''] = 'ids' in revocation ? revocation.ids : [];
		expect(await revokeApiKeys(store, id)).toMatchObject({ result: 'revoked', keys: [{ id }] });
	});
});

describe('revoking', () => {
	it('leaves the last key that may make keys', async () => {
		await aKey('one', ['keys']);
		await aKey('two', ['keys', 'inbox'], HOUR_MS);
		await aKey('three', ['inbox']);

		expect(await revokeApiKeys(store, 'one')).toMatchObject({ result: 'revoked' });
		expect(await revokeApiKeys(store, 'two')).toEqual({ result: 'lastOfKeys' });
		expect(await revokeApiKeys(store, 'three')).toMatchObject({ result: 'revoked' });
	});

	it.each([
		{ when: 'has expired', beforeMs: 2 * HOUR_MS },
		{ when: 'is good still', beforeMs: 0 },
	])('counts another that $when as what it is', async ({ beforeMs }) => {
		await aKey('lasting', ['keys']);
		await aKey('passing', ['keys'], HOUR_MS);
		const at = new Date(Date.now() + beforeMs);

		expect((await revokeApiKeys(store, 'lasting', at)).result).toBe(
			beforeMs === 0 ? 'revoked' : 'lastOfKeys',
		);
	});

	it('leaves one of two when both are revoked at once', async () => {
		await aKey('one', ['keys']);
		await aKey('two', ['keys']);
		const results = await Promise.all(
			['one', 'two'].map(async (name) => (await revokeApiKeys(store, name)).result),
		);
		expect(results.sort()).toEqual(['lastOfKeys', 'revoked']);
	});

	it('says what it does not know, and what it did before', async () => {
		await aKey('boss', ['keys']);
		const { id } = await aKey('shop', ['inbox']);
		await revokeApiKeys(store, 'shop');

		expect(await revokeApiKeys(store, 'nobody')).toEqual({ result: 'none' });
		expect(await revokeApiKeys(store, id)).toEqual({ result: 'alreadyRevoked' });
	});
});

describe('rotating', () => {
	it('gives a new key the same scopes and life, and lets the old one live on for the overlap', async () => {
		const old = await aKey('shop', ['inbox'], 48 * HOUR_MS);
		const next = makeApiKey();
		const rotation = await rotateApiKey(store, 'shop', next, HOUR_MS);

		expect(rotation).toMatchObject({
			result: 'rotated',
			before: { id: old.id },
			after: { id: next.id, name: 'shop', scopes: ['inbox'], replacedAt: null },
		});
		const gate = aGate();
		expect(await resultOf(gate, old.key)).toBe('known');
		expect(await resultOf(gate, next.key)).toBe('known');
		now = new Date(now.getTime() + 2 * HOUR_MS);
		expect(await resultOf(gate, old.key)).toBe('expired');
		expect(await resultOf(gate, next.key)).toBe('known');
		now = new Date(now.getTime() + 48 * HOUR_MS);
		expect(await resultOf(gate, next.key)).toBe('expired');
	});

	it('does not lengthen the life of a key that ends earlier', async () => {
		const old = await aKey('shop', ['inbox'], HOUR_MS);
		await rotateApiKey(store, 'shop', makeApiKey(), 24 * HOUR_MS);
		now = new Date(now.getTime() + 2 * HOUR_MS);

		expect(await resultOf(aGate(), old.key)).toBe('expired');
	});

	it('lets a revocation by name take both, so that nobody of that name is left', async () => {
		await aKey('boss', ['keys']);
		const old = await aKey('shop', ['inbox']);
		const next = makeApiKey();
		await rotateApiKey(store, 'shop', next, HOUR_MS);
		await revokeApiKeys(store, 'shop');

		const gate = aGate();
		expect(await resultOf(gate, old.key)).toBe('revoked');
		expect(await resultOf(gate, next.key)).toBe('revoked');
		expect(await rotateApiKey(store, 'shop', makeApiKey(), 0)).toEqual({
			result: 'alreadyRevoked',
		});
	});
});

describe('the gate', () => {
	/** Counts what is read and lets a test stop the ledger from answering. */
	function watched() {
		const watch = { reads: 0, isAway: false };
		const over: Pick<Store, 'query' | 'run'> = {
			run: async (script) => await store.run(script),
			query: async <Row>(sql: string, values?: Parameters<Store['query']>[1]) => {
				if (watch.isAway) throw new Error('away');
				if (sql.startsWith('SELECT')) watch.reads += 1;
				return await store.query<Row>(sql, values);
			},
		};
		return { watch, over };
	}

	it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer wrong'])(
		'knows nobody by %j',
		async (header) => {
			await aKey('shop', ['inbox']);
			expect(await aGate().judge(header)).toEqual({ result: 'unknown' });
		},
	);

	it('asks the ledger for a thousand calls, right and wrong ones, hardly ever', async () => {
		const { key } = await aKey('shop', ['inbox']);
		const { watch, over } = watched();
		const gate = aGate(over);
		const began = performance.now();
		for (let n = 0; n < 500; n += 1) {
			await gate.judge(`Bearer ${key}`);
			await gate.judge(`Bearer wrong-${n}`);
		}
		const mostReads = 2 + (performance.now() - began) / 250;
		expect(watch.reads).toBeLessThanOrEqual(mostReads);
		await gate.settled();
	});

	it('lets a key in that another process made a moment ago, and out soon after it was revoked there', async () => {
		await aKey('boss', ['keys']);
		const gate = aGate();
		await gate.judge('Bearer x');
		const { key } = await aKey('shop', ['inbox']);
		const until = async (wanted: string) =>
			await waitFor(async () => ((await resultOf(gate, key)) === wanted ? true : undefined), {
				what: `the gate to say ${wanted}`,
				deadlineMs: 10_000,
				mend: 'Look at KEYS_AGE_MS.',
			});
		await until('known');
		await revokeApiKeys(store, 'shop');
		await until('revoked');
		await gate.settled();
	});

	it('knows at once what was changed here', async () => {
		await aKey('boss', ['keys']);
		const { key } = await aKey('shop', ['inbox']);
		const gate = aGate();
		await gate.judge(`Bearer ${key}`);
		await revokeApiKeys(store, 'shop');
		gate.forget();

		expect(await resultOf(gate, key)).toBe('revoked');
		await gate.settled();
	});

	it('keeps when a key was used last, once an hour', async () => {
		const { key, id } = await aKey('shop', ['inbox']);
		const gate = aGate();
		const lastUse = async () => {
			await gate.settled();
			return (await listApiKeys(store)).find((each) => each.id === id)?.lastUsedAt ?? null;
		};
		expect(await lastUse()).toBeNull();
		await gate.judge(`Bearer ${key}`);
		const first = await lastUse();
		expect(first).toBeInstanceOf(Date);
		await gate.judge(`Bearer ${key}`);
		expect(await lastUse()).toEqual(first);
	});

	it('goes by what it knew while the ledger is away, and lets nobody in who was unknown', async () => {
		const { key } = await aKey('shop', ['inbox']);
		const { watch, over } = watched();
		const gate = aGate(over);
		await gate.judge(`Bearer ${key}`);
		await gate.settled();
		watch.isAway = true;

		expect(await resultOf(gate, key)).toBe('known');
		await waitFor(
			async () => {
				expect(await resultOf(gate, 'wrong')).toBe('unknown');
				return bugs.length > 0 ? true : undefined;
			},
			{ what: 'a read that fails', deadlineMs: 10_000, mend: 'Look at NEWS_AGE_MS.' },
		);
		expect(await resultOf(gate, key)).toBe('known');
	});

	it('fails when the ledger is away from the start', async () => {
		const { watch, over } = watched();
		watch.isAway = true;
		await expect(aGate(over).judge('Bearer x')).rejects.toThrow('away');
	});
});
