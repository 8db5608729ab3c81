import fc from 'fast-check';
import {
	aClientAtHubspot,
	putDelivery,
	putInvoice,
	putMilestone,
	daysOn,
} from '../../../support/aPortal';
import type { TestPortal } from '../../../support/aPortalPage';
import { aPortalPage } from '../../../support/aPortalPage';

let portal: TestPortal;

beforeAll(async () => {
	portal = await aPortalPage({
		limits: { callsPerMinute: 60_000, hooksPerMinute: 60_000 },
	});
});
afterAll(async () => await portal.close());

/** What a world is drawn from: who has what, with words that are each one client's alone. */
interface World {
	clients: Array<{
		test: boolean;
		deals: Array<{ deliveries: number; invoices: number; stage: string }>;
	}>;
}

const world: fc.Arbitrary<World> = fc.record({
	clients: fc.array(
		fc.record({
			test: fc.boolean(),
			deals: fc.array(
				fc.record({
					deliveries: fc.integer({ min: 0, max: 2 }),
					invoices: fc.integer({ min: 0, max: 2 }),
					stage: fc.constantFrom('closedwon', 'qualifiedtobuy'),
				}),
				{ minLength: 1, maxLength: 3 },
			),
		}),
		{ minLength: 2, maxLength: 4 },
	),
});

/** A client of a world, with every address that is theirs and every word that nobody else may read. */
interface Built {
	token: string;
	/** Under `/portal/TOKEN`. */
	places: string[];
	secrets: string[];
}

let worlds = 0;

async function build({ clients }: World): Promise<Built[]> {
	worlds += 1;
	const built: Built[] = [];
	for (const [index, { test, deals }] of clients.entries()) {
		const client = `${worlds}000${index}`;
		const secrets: string[] = [];
		const places: string[] = [''];
		const records = [];
		for (const [number, { deliveries, invoices, stage }] of deals.entries()) {
			const deal = `${client}00${number}`;
			const name = `secret-deal-${deal}`;
			records.push({ id: deal, name, stage });
			secrets.push(name);
			await putMilestone(portal.store, 'approved', deal, daysOn(-1), { test });
			for (let each = 0; each < deliveries; each += 1) {
				const id = `dlv_${deal}x${each}`;
				const file = `secret-file-${deal}-${each}.mp4`;
				await putDelivery(portal.store, { id, deal, client, test, name, files: [{ name: file }] });
				places.push(`/deliveries/${id}`, `/deliveries/${id}/files/${file}`);
				secrets.push(id, file);
			}
			for (let each = 0; each < invoices; each += 1) {
				const number_ = `secret-invoice-${deal}-${each}`;
				await putInvoice(portal.store, { id: number_, deal, client, test, number: number_ });
				secrets.push(number_);
			}
		}
		portal.hubspot.set(
			client,
			aClientAtHubspot(client, records, { firstname: `secret-${client}` }),
		);
		const { url } = await portal.links.linkFor({ client, email: `${client}@x.test`, test });
		built.push({ token: url.slice(url.lastIndexOf('/') + 1), places, secrets });
	}
	return built;
}

async function get(path: string) {
	const answer = await fetch(`${portal.url}${path}`, { redirect: 'manual' });
	return {
		status: answer.status,
		page: await answer.text(),
		location: answer.headers.get('location'),
	};
}

it('shows each client all of their own and not a word of another’s, whatever the address', async () => {
	const nothing = await get('/portal/none');
	await fc.assert(
		fc.asyncProperty(world, async (drawn) => {
			const clients = await build(drawn);
			for (const me of clients) {
				const others = clients.filter((each) => each !== me);
				const strange = others.flatMap(({ secrets }) => secrets);
				for (const place of me.places) {
					const own = await get(`/portal/${me.token}${place}`);
					expect(own.status).toBe(place.includes('/files/') ? 302 : 200);
					for (const word of strange) expect(own.page + (own.location ?? '')).not.toContain(word);
				}
				for (const place of others.flatMap(({ places }) => places.slice(1))) {
					const path = `/portal/${me.token}${place}`;
					portal.asked.length = 0;
					const theirs = await get(path);
					// One and the same answer, so that nobody learns what there is.
					expect(theirs).toEqual(nothing);
					expect(portal.asked).toEqual([]);
				}
			}
		}),
		{ numRuns: 4, seed: 20261126 },
	);
});

it('lets nobody in by a token that was changed, cut, lengthened or made up', async () => {
	const nothing = await get('/portal/none');
	const [client] = await build({
		clients: [{ test: false, deals: [{ deliveries: 1, invoices: 1, stage: 'closedwon' }] }],
	});
	const { token = '', places = [] } = client ?? {};
	const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
	const changed = fc
		.tuple(fc.nat({ max: token.length - 1 }), fc.constantFrom(...alphabet))
		.map(([at, other]) => `${token.slice(0, at)}${other}${token.slice(at + 1)}`)
		.filter((each) => each !== token);
	const cut = fc.nat({ max: token.length - 1 }).map((length) => token.slice(0, length));
	const longer = fc
		.constantFrom(...alphabet, '=', '%00', '%20', '.', '%2e')
		.map((end) => token + end);
	const madeUp = fc
		.array(fc.constantFrom(...alphabet), { minLength: 43, maxLength: 43 })
		.map((parts) => parts.join(''));
	const wrong = fc.oneof(changed, cut, longer, madeUp, fc.constant(token.toLowerCase()));
	await fc.assert(
		fc.asyncProperty(wrong, fc.constantFrom(...places), async (tried, place) => {
			expect(await get(`/portal/${tried}${place}`)).toEqual(nothing);
		}),
		{ numRuns: 50, seed: 20261126 },
	);
});
