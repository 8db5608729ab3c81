import fc from 'fast-check';
import { imsTokens } from '../../../orchestrator/src/adapters/frameio/ims';
import { fakeVendorOfFile } from './fakeVendor';

/** A busy machine answers within it; only those that stay silent take all of it. */
const PATIENCE_MS = 2_000;

const MINUTE_MS = 60_000;

const vendor = fakeVendorOfFile();
const { connections } = vendor;

beforeEach(() => {
	grant('tok', 3_600);
});

function grant(token: string, seconds: number): void {
	vendor.answers = { '/ims/token/v3': { body: { access_token: token, expires_in: seconds } } };
}

/** Tokens under a clock that the test moves. */
function tokensAt(clock: { now: number }) {
	return imsTokens({
		credentials: { clientId: 'id', clientSecret: 'secret', scopes: 'openid,frame.s2s.all' },
		connections,
		timeoutMs: PATIENCE_MS,
		base: vendor.base,
		now: () => clock.now,
	});
}

it('asks with id, secret and scopes, as a form', async () => {
	expect(await tokensAt({ now: 0 }).get()).toBe('tok');
	const [request] = vendor.requests;
	expect(request?.headers['content-type']).toContain('application/x-www-form-urlencoded');
	expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
		grant_type: 'client_credentials',
		client_id: 'id',
		client_secret: 'secret',
		scope: 'openid,frame.s2s.all',
	});
});

it('keeps a token until five minutes before it ends', async () => {
	const clock = { now: 0 };
	const tokens = tokensAt(clock);
	await tokens.get();
	clock.now = 55 * MINUTE_MS - 1;
	await tokens.get();
	expect(vendor.requests).toHaveLength(1);

	clock.now = 55 * MINUTE_MS;
	grant('next', 3_600);
	expect(await tokens.get()).toBe('next');
	expect(vendor.requests).toHaveLength(2);
});

it('uses one that lives for a minute for half of it', async () => {
	const clock = { now: 0 };
	const tokens = tokensAt(clock);
	grant('short', 60);
	await tokens.get();
	clock.now = MINUTE_MS / 2 - 1;
	await tokens.get();
	expect(vendor.requests).toHaveLength(1);
	clock.now = MINUTE_MS / 2;
	await tokens.get();
	expect(vendor.requests).toHaveLength(2);
});

it('is asked once by any number of callers at the same moment, and once more when one is refused', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (callers) => {
			vendor.requests.length = 0;
			const tokens = tokensAt({ now: 0 });
			const many = async () =>
				await Promise.all(Array.from({ length: callers }, async () => await tokens.get()));
			expect(new Set(await many())).toEqual(new Set(['tok']));
			expect(vendor.requests).toHaveLength(1);

			for (let caller = 0; caller < callers; caller += 1) tokens.forget('tok');
			grant('next', 3_600);
			await many();
			// A straggler that was refused with the old one does not throw the new one away.
			tokens.forget('tok');
			await many();
			expect(vendor.requests).toHaveLength(2);
			grant('tok', 3_600);
		}),
		{ numRuns: 10, seed: 20_261_126 },
	);
});

it('does not keep a failure', async () => {
	const tokens = tokensAt({ now: 0 });
	vendor.answers = { '/ims/token/v3': 'reset' };
	await expect(tokens.get()).rejects.toMatchObject({ failure: { result: 'notSent' } });

	grant('tok', 3_600);
	expect(await tokens.get()).toBe('tok');
});
