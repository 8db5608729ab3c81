import { listClientLinks } from '../../../../orchestrator/src/ledger/clientLinks';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { portalLinks } from '../../../../orchestrator/src/portal/portalLink';
import { hashOfToken, portalTokens } from '../../../../orchestrator/src/portal/portalToken';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';
import { noPortal } from '../../../support/noPortal';
import { anInterface, ownKeys } from '../support/anInterface';

const DAY_MS = 86_400_000;
let store: Store;
let at: Date;
let app: Awaited<ReturnType<typeof anInterface>>;
/** Where the interface listens. */
let url: string;

const openLinks = (secret = 'whsec_portal') =>
	portalLinks({
		store,
		tokens: portalTokens(secret),
		publicUrl: 'https://ops.agency.test',
		days: 30,
		now: () => at,
	});
let count = 0;
/** A client nobody had before. */
const aClient = () => {
	count += 1;
	return { client: `c-${count}`, email: `c${count}@cafe.test`, test: false };
};
const tokenIn = (url: string) => url.replace('https://ops.agency.test/portal/', '');

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	app = await anInterface(store, {
		portal: { ...noPortal(store), links: openLinks() },
		now: () => at,
	});
	url = await app.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(() => {
	at = new Date('2026-11-26T10:00:00.000Z');
});
afterAll(async () => {
	await app.close();
	await store.close();
});

describe('a link', () => {
	it('lets its client in until it is over, and the ledger keeps no way in', async () => {
		const wish = { ...aClient(), name: 'Mette', language: 'da' as const };
		const { id, url, expiresAt } = await openLinks().linkFor(wish);
		const token = tokenIn(url);
		expect(expiresAt).toEqual(new Date(at.getTime() + 30 * DAY_MS));
		expect(await openLinks().open(token)).toMatchObject({
			result: 'living',
			link: { id, ...wish, lastSeenAt: null },
		});

		const kept = await store.query('SELECT * FROM client_links WHERE id = $1', [id]);
		expect(JSON.stringify(kept)).not.toContain(token);
		expect(kept).toMatchObject([{ token_hash: hashOfToken(token) }]);

		at = new Date(expiresAt.getTime() - 1);
		expect((await openLinks().open(token)).result).toBe('living');
		at = expiresAt;
		expect((await openLinks().open(token)).result).toBe('over');
	});

	it('is given again while it is nearly new, also to those who ask at once', async () => {
		const wish = aClient();
		const links = openLinks();
		const asked = await Promise.all([1, 2, 3, 4].map(async () => await links.linkFor(wish)));
		const first = asked[0]!;
		expect(new Set(asked.map(({ url }) => url))).toEqual(new Set([first.url]));

		at = new Date(at.getTime() + 7.5 * DAY_MS);
		expect((await links.linkFor({ ...wish, email: ` ${wish.email.toUpperCase()} ` })).url).toBe(
			first.url,
		);
		at = new Date(at.getTime() + 1);
		const next = await links.linkFor(wish);
		expect(next.url).not.toBe(first.url);
		expect((await links.open(tokenIn(first.url))).result).toBe('living');
	});

	it('is another for a test, another address, another client', async () => {
		const wish = aClient();
		const links = openLinks();
		const wishes = [
			wish,
			{ ...wish, test: true },
			{ ...wish, email: 'other@cafe.test' },
			{ ...aClient(), email: wish.email },
		];
		const urls = new Set<string>();
		for (const each of wishes) urls.add((await links.linkFor(each)).url);
		expect(urls.size).toBe(4);
	});

	it('is dead under another secret, which gives a new one', async () => {
		const wish = aClient();
		const { url } = await openLinks().linkFor(wish);
		const after = openLinks('whsec_rotated');
		expect((await after.open(tokenIn(url))).result).toBe('none');
		const next = await after.linkFor(wish);
		expect((await after.open(tokenIn(next.url))).result).toBe('living');
	});

	it.each([
		['turned to another client', `client = 'c-else'`],
		['given a later end', `expires_at = expires_at + interval '1 year'`],
		['turned from a test to production', 'test = NOT test'],
	])('is none once its row was %s', async (_name, change) => {
		const { id, url } = await openLinks().linkFor(aClient());
		await store.query(`UPDATE client_links SET ${change} WHERE id = $1`, [id]);
		expect((await openLinks().open(tokenIn(url))).result).toBe('none');
	});

	it('knows to the hour when it was opened last', async () => {
		const wish = aClient();
		const { url } = await openLinks().linkFor(wish);
		const seen = async () => {
			await openLinks().open(tokenIn(url));
			const filter = { client: wish.client, withOver: true, test: false, limit: 5 };
			return (await listClientLinks(store, filter, at))[0]?.lastSeenAt;
		};
		const first = await seen();
		expect(first).toEqual(at);
		at = new Date(at.getTime() + 30 * 60_000);
		expect(await seen()).toEqual(first);
		at = new Date(at.getTime() + 31 * 60_000);
		expect(await seen()).toEqual(at);
	});
});

describe('the routes of links', () => {
	async function call(path: string, body?: object, key = ownKeys.ledgerApiKey) {
		const answer = await fetch(`${url}${path}`, {
			...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
			headers: {
				authorization: `Bearer ${key}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
		});
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
	}

	it('give a link with the page of a delivery, list it without a way in, and revoke it', async () => {
		const { client, email } = aClient();
		const wish = { client, email, language: 'xx', name: 'N'.repeat(500), delivery: 'dlv_1' };
		const made = await call('/v1/portal-links', wish, ownKeys.nodesApiKey);
		const { id, url: link = '', deliveryUrl } = made.body as Record<string, string>;
		expect(made.status).toBe(200);
		expect(deliveryUrl).toBe(`${link}/deliveries/dlv_1`);

		// The interface lists by the machine's clock, the link was made by this test's.
		const listed = await call(`/v1/portal-links?client=${client}&all=true`);
		expect(listed.body.links).toMatchObject([{ id, client, email, language: null }]);
		expect(JSON.stringify(listed.body)).not.toContain(tokenIn(link));

		const other = await call('/v1/portal-links', { ...aClient() });
		const { body: revoked } = await call('/v1/portal-links/revoke', { client, by: 'olivia' });
		expect(revoked.links).toMatchObject([{ id, revokedBy: 'olivia' }]);
		expect((await openLinks().open(tokenIn(link))).result).toBe('over');
		const { url: others } = other.body as { url: string };
		expect((await openLinks().open(tokenIn(others))).result).toBe('living');
	});

	it('let n8n give links, and only operators see and revoke them', async () => {
		const key = ownKeys.nodesApiKey;
		expect((await call('/v1/portal-links', undefined, key)).status).toBe(403);
		const revoke = { client: 'c-1', by: 'n8n' };
		expect((await call('/v1/portal-links/revoke', revoke, key)).status).toBe(403);
	});

	it.each([
		['/v1/portal-links', { client: 'c' }, 400],
		['/v1/portal-links', { client: 'c', email: 'nobody' }, 400],
		['/v1/portal-links', { client: 'c', email: 'a@b.co', days: 900 }, 400],
		['/v1/portal-links/revoke', { by: 'olivia' }, 400],
		['/v1/portal-links/revoke', { id: 'lnk_1', client: 'c', by: 'olivia' }, 400],
		['/v1/portal-links/revoke', { id: 'lnk_none', by: 'olivia' }, 404],
	])('answer %s of %j with %i', async (path, body, status) => {
		expect((await call(path, body)).status).toBe(status);
	});
});
