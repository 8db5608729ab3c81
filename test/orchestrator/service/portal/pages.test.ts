import { defaultLimits } from '../../../../orchestrator/src/service/settings';
import {
	aClientAtHubspot,
	daysOn,
	portalNow,
	putDelivery,
	putInvoice,
	putMilestone,
	putShowcase,
} from '../../../support/aPortal';
import type { TestPortal } from '../../../support/aPortalPage';
import { aPortalPage } from '../../../support/aPortalPage';

let portal: TestPortal;
let mine: string;

async function pathFor(client: string, test = false): Promise<string> {
	const { url } = await portal.links.linkFor({
		client,
		email: `${client}@nordlys.test`,
		language: 'en',
		test,
	});
	return new URL(url).pathname;
}

async function get(path: string, headers: Record<string, string> = {}) {
	const answer = await fetch(`${portal.url}${path}`, { redirect: 'manual', headers });
	return { status: answer.status, headers: answer.headers, page: await answer.text() };
}

beforeAll(async () => {
	portal = await aPortalPage();
	portal.hubspot.set('5012', await putShowcase(portal.store, '5012'));
	mine = await pathFor('5012');
});
afterAll(async () => await portal.close());
beforeEach(() => {
	portal.asked.length = 0;
});

const files = 'deliveries/dlv_second/files';
const film = 'nordlys_spring-launch_16x9_v3.mp4';

describe('the overview', () => {
	it('shows projects by what is left to do, with stage, date, deliveries and invoices', async () => {
		const { status, page } = await get(mine);
		expect(status).toBe(200);
		const titles = [...page.matchAll(/<h2 id="[^"]+">([^<]+)<\/h2>/g)].map(([, title]) => title);
		expect(titles).toEqual([
			'Nordlys: social media, December',
			'Nordlys: onboarding explainer',
			'Nordlys: spring launch, three films',
			'Nordlys: autumn film',
		]);
		expect(page).toContain('Planned for 2 December 2026');
		expect(page).toContain('Was due on 23 November 2026');
		expect(page).toContain('Paid on 7 October 2026');
	});

	it('keeps the agency’s own notes to itself: deals that are not won', async () => {
		const { page } = await get(mine);
		expect(page).not.toContain('Upsell');
		portal.hubspot.set(
			'1',
			aClientAtHubspot('1', [{ id: '11', name: 'Lost', stage: 'closedlost' }]),
		);
		expect((await get(await pathFor('1'))).page).toContain('There is nothing here yet');
	});

	it('shows no project that came to nothing, unless something of it was delivered', async () => {
		const client = '640';
		for (const deal of ['641', '642']) {
			await putMilestone(portal.store, 'brief-received', deal, daysOn(-3));
		}
		await putDelivery(portal.store, { deal: '642', client });
		portal.hubspot.set(
			client,
			aClientAtHubspot(client, [
				{ id: '641', name: 'Called off', stage: 'closedlost' },
				{ id: '642', name: 'Called off later', stage: 'closedlost' },
			]),
		);
		const { page } = await get(await pathFor(client));
		expect(page).not.toContain('>Called off<');
		expect(page).toContain('>Called off later<');
	});

	it('shows what the ledger knows while HubSpot is away, and says that the rest is late', async () => {
		const client = '600';
		await putDelivery(portal.store, { deal: '601', client, name: 'Teaser' });
		await putInvoice(portal.store, { id: 'inv-600', deal: '601', client });
		portal.hubspot.set(client, 'away');
		const { status, page } = await get(await pathFor(client));
		expect(status).toBe(200);
		expect(page).toContain('role="status"');
		expect(page).toContain('>Teaser</h2>');
		expect(page).toContain('Invoice 2026-0147');
	});

	it('does not show what is on its way, failed, taken back, or a draft', async () => {
		const client = '610';
		for (const state of ['planned', 'storing', 'failed', 'withdrawn'] as const) {
			await putDelivery(portal.store, { id: `dlv_${state}`, deal: '611', client, state });
		}
		await putInvoice(portal.store, { id: 'inv-610', deal: '611', client, state: 'draft' });
		const path = await pathFor(client);
		expect((await get(path)).page).toContain('There is nothing here yet');
		expect((await get(`${path}/deliveries/dlv_withdrawn`)).status).toBe(404);
	});

	it('tells of no delay that nobody has said yes to, and of nothing that was discarded', async () => {
		const client = '620';
		portal.hubspot.set(client, aClientAtHubspot(client, [{ id: '621', name: 'Explainer' }]));
		const dueAt = daysOn(5).toISOString();
		await putMilestone(portal.store, 'team-assigned', '621', daysOn(-3), { details: { dueAt } });
		const expectedAt = daysOn(9).toISOString();
		await putMilestone(portal.store, 'delay', '621', daysOn(-1), {
			details: { dueAt, expectedAt },
		});
		await putMilestone(portal.store, 'approved', '621', daysOn(-1));
		await portal.store.query(
			`UPDATE inbox SET state = 'discarded' WHERE subject = 'milestones:621' AND payload->>'milestone' = 'approved'`,
		);
		const { page } = await get(await pathFor(client));
		expect(page).toContain('<p class="stage">Team assigned');
		expect(page).toContain('Planned for 1 December 2026');
	});

	it('speaks the language that is chosen, else the client’s, else the browser’s', async () => {
		const { url } = await portal.links.linkFor({ client: '630', email: 'x@y.test', test: false });
		const unknown = new URL(url).pathname;
		const spoken = async (path: string, accepted = 'da-DK,da;q=0.9') =>
			/<html lang="(\w+)"/.exec((await get(path, { 'accept-language': accepted })).page)?.[1];
		expect(await spoken(`${mine}?lang=es`)).toBe('es');
		expect(await spoken(mine)).toBe('en');
		expect(await spoken(unknown)).toBe('da');
		expect(await spoken(`${unknown}?lang=xx`)).toBe('da');
		portal.hubspot.set('630', aClientAtHubspot('630', [], { hs_language: 'es-mx' }));
		expect(await spoken(unknown)).toBe('es');
		expect(await spoken('/portal/none')).toBe('da');
	});
});

describe('a file', () => {
	it('is fetched where the storage says, asked each time', async () => {
		for (let time = 1; time <= 2; time += 1) {
			const { status, headers } = await get(`${mine}/${files}/${film}`);
			expect(status).toBe(302);
			expect(headers.get('location')).toMatch(/^https:\/\/files\.agency\.test\/dlv_second\//);
			expect(headers.get('cache-control')).toBe('no-store');
			expect(headers.get('referrer-policy')).toBe('no-referrer');
			expect(portal.asked).toHaveLength(time);
		}
	});

	it.each([
		['unknown', 404],
		['not-stored', 404],
		['withdrawn', 404],
		['expired', 410],
	] as const)('that the storage refuses as %s is answered with %i', async (refused, status) => {
		portal.storing(async () => ({ refused }));
		const answer = await get(`${mine}/${files}/${film}`);
		expect(answer.status).toBe(status);
		expect(answer.headers.get('location')).toBeNull();
		expect(answer.page).toContain(status === 404 ? 'does not work' : 'The downloads ended on');
		portal.storing(null);
	});

	it('is not given out while the storage does not answer, and the page says so', async () => {
		portal.storing(async () => await Promise.reject(new Error('no storage')));
		expect(await get(`${mine}/${files}/${film}`)).toMatchObject({ status: 503 });
		portal.storing(null);
	});

	it.each([
		'other.mp4',
		'NORDLYS_SPRING-LAUNCH_16X9_V3.MP4',
		encodeURIComponent(`../${film}`),
		encodeURIComponent(`x/../${film}`),
		`..%2f..%2f${film}`,
		`${film}%00`,
		`%2e%2e`,
		`${film}/`,
		`./${film}/../other`,
		encodeURIComponent('__proto__'),
	])('of another name is not there: %s', async (name) => {
		expect((await get(`${mine}/${files}/${name}`)).status).toBe(404);
		expect(portal.asked).toEqual([]);
	});

	it('that lies in the archive alone, or is not stored yet, is not there', async () => {
		await putDelivery(portal.store, {
			id: 'dlv_places',
			deal: '902',
			client: '5012',
			kind: 'partial',
			files: [
				{ name: 'project.zip', target: 'archive' },
				{ name: 'late.mp4', state: 'waiting' },
				{ name: 'there.mp4' },
			],
		});
		const at = (name: string) => `${mine}/deliveries/dlv_places/files/${name}`;
		expect((await get(at('project.zip'))).status).toBe(404);
		expect((await get(at('late.mp4'))).status).toBe(404);
		expect((await get(at('there.mp4'))).status).toBe(302);
	});
});

describe('a link', () => {
	it('that is over or revoked gets the page of one that is none, with a status of its own', async () => {
		const none = await get('/portal/none?lang=en');
		const { id, url } = await portal.links.linkFor({
			client: '700',
			email: 'a@b.test',
			test: false,
		});
		const path = new URL(url).pathname;
		expect((await get(path)).status).toBe(200);

		portal.setNow(daysOn(30));
		const over = await get(`${path}?lang=en`);
		expect([over.status, none.status]).toEqual([410, 404]);
		expect(over.page).toBe(none.page);

		portal.setNow(portalNow);
		expect((await get(path)).status).toBe(200);
		await portal.store.query(
			`UPDATE client_links SET revoked_at = $2, revoked_by = 'olivia' WHERE id = $1`,
			[id, portalNow],
		);
		const revoked = await get(`${path}?lang=en`);
		expect([revoked.status, revoked.page]).toEqual([410, none.page]);
	});

	it('of a test shows what tests made, and production never does', async () => {
		const client = '710';
		await putDelivery(portal.store, { id: 'dlv_real', deal: '711', client, name: 'Real' });
		await putDelivery(portal.store, {
			id: 'dlv_test',
			deal: '711',
			client,
			name: 'Trial',
			test: true,
		});
		const [real, trial] = [await pathFor(client), await pathFor(client, true)];
		expect((await get(real)).page).toContain('>Real</h2>');
		expect((await get(trial)).page).toContain('>Trial</h2>');
		expect((await get(`${real}/deliveries/dlv_test`)).status).toBe(404);
		expect((await get(`${trial}/deliveries/dlv_real`)).status).toBe(404);
		expect((await get(`${trial}/deliveries/dlv_test/files/film.mp4`)).status).toBe(302);
		expect((await get(`${trial}/deliveries/dlv_real/files/film.mp4`)).status).toBe(404);
	});

	it('is told to nobody: not kept by a browser, a proxy, a search engine or another page', async () => {
		for (const path of [
			mine,
			`${mine}/deliveries/dlv_second`,
			'/portal/none',
			'/portal',
			'/portal/a/b',
		]) {
			const { headers } = await get(path);
			expect(Object.fromEntries(headers)).toMatchObject({
				'cache-control': 'no-store',
				'referrer-policy': 'no-referrer',
				'x-robots-tag': 'noindex, nofollow',
				'x-content-type-options': 'nosniff',
				'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
			});
		}
	});
});

it('bounds how often an address may look, and says when to come back', async () => {
	const busy = await aPortalPage({ limits: { ...defaultLimits, hooksPerMinute: 2 } });
	const seen = [];
	for (let time = 0; time < 4; time += 1) {
		const answer = await fetch(`${busy.url}/portal/${time < 2 ? 'none' : 'a/b/c'}`);
		seen.push([answer.status, Number(answer.headers.get('retry-after')) > 0]);
		expect(await answer.text()).toContain('<!doctype html>');
	}
	await busy.close();
	expect(seen).toEqual([
		[404, false],
		[404, false],
		[429, true],
		[429, true],
	]);
});

it('keeps to the part of an address that a proxy takes off', async () => {
	const behind = await aPortalPage({}, '/agency');
	const client = '720';
	await putDelivery(behind.store, { id: 'dlv_720', deal: '721', client });
	const { url } = await behind.links.linkFor({ client, email: 'a@b.test', test: false });
	const token = url.slice(url.lastIndexOf('/') + 1);
	const linksOf = async (path: string) => {
		const page = await (await fetch(`${behind.url}${path}`)).text();
		return [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, link]) => link);
	};
	const delivery = `/portal/${token}/deliveries/dlv_720`;
	expect(await linksOf(`/portal/${token}`)).toEqual([`/agency${delivery}`]);
	expect(await linksOf(delivery)).toEqual([
		`/agency/portal/${token}`,
		`/agency${delivery}/files/film.mp4`,
	]);
	await behind.close();
});
