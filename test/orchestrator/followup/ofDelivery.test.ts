import { personOf } from '../../../nodes/domain/inbox/event';
import { defaultRules } from '../../../nodes/domain/lead/defaultRules';
import { readLead } from '../../../nodes/domain/lead/intake';
import { enrol } from '../../../orchestrator/src/followup/enrol';
import type {
	DeliveryRules,
	FollowedFacts,
} from '../../../orchestrator/src/followup/enrolmentOfDelivery';
import { enrolmentOfDelivery } from '../../../orchestrator/src/followup/enrolmentOfDelivery';
import { usageOf } from '../../../orchestrator/src/followup/usageOf';
import { eventId } from '../../../orchestrator/src/inbox/eventId';
import { recordEvents } from '../../../orchestrator/src/ledger/inbox';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aFilm, aRequest, ask, noon, seeFilm } from '../delivery/aDelivery';

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

const rules: DeliveryRules = { zone: 'America/Caracas', existingCustomers: false };
let count = 0;

/** A client of a test's own, with what was delivered to them. */
function aClient() {
	count += 1;
	const id = `client-${count}`;
	const email = `mette@nordlys${count}.test`;
	return {
		id,
		email,
		deal: (number: number) => `deal-${count}-${number}`,
		/** Delivers films to the client. @returns the delivery's id */
		async gets(deal: string, films: string[], changes: Record<string, unknown> = {}) {
			for (const film of films) await seeFilm(store, { fileId: film, project: deal });
			const files = films.map((film) => aFilm(film));
			const { state = 'delivered', ...more } = changes;
			const client = { id, email, name: 'Mette Holm', language: 'da', country: 'DK' };
			const request = aRequest({ deal, project: deal, client, manifest: { files }, ...more });
			const { delivery } = await ask(store, request);
			await store.query(
				`UPDATE deliveries SET state = $2, stored_at = $3, delivered_at = $3, expires_at = $3
				WHERE id = $1`,
				[delivery.id, String(state), noon],
			);
			return delivery.id;
		},
		/** Keeps the form that a deal came from. @returns the lead's id */
		async asked(form: Record<string, Json>, day = '2026-10-05'): Promise<string> {
			const payload = { email, name: 'Mette Holm', ...form };
			const at = new Date(`${day}T09:00:00Z`);
			const event = {
				id: eventId(at),
				source: 'forms',
				externalId: `form-${count}-${JSON.stringify(form)}`,
				topic: 'lead.received',
				subject: personOf(payload, at),
				test: false,
				payload,
			};
			await recordEvents(store, [event], at);
			return readLead(payload, { now: at, rules: defaultRules }).id;
		},
	};
}

async function enrolmentOf(
	delivery: string,
	facts: FollowedFacts = {},
	changes: Partial<DeliveryRules> = {},
) {
	const found = await enrolmentOfDelivery(
		store,
		{ delivery, facts },
		{ ...rules, ...changes },
		noon,
	);
	if ('because' in found) throw new Error(found.because);
	return found.enrolment;
}

describe('the enrolment that a delivery calls for', () => {
	it('is of its client, once for its deal, in the words of who knows best', async () => {
		const { id, email, deal, gets } = aClient();
		const first = await gets(deal(1), ['a1', 'a2'], { facts: { deal: { name: 'Old name' } } });
		const facts = {
			deal: { name: 'Julefilm', leadId: null },
			contact: { name: 'Mette B. Holm', zone: 'Europe/Copenhagen' },
		};
		const enrolment = await enrolmentOf(first, facts);
		expect(enrolment).toMatchObject({
			client: {
				id,
				email,
				name: 'Mette B. Holm',
				country: 'DK',
				language: 'da',
				zone: 'Europe/Copenhagen',
			},
			occurrence: `deal/${deal(1)}`,
			projectName: 'Julefilm',
			deliveredAt: noon.toISOString(),
			usage: { projects: 1, assets: 2, edits: null, social: null, has: [] },
			consents: [],
		});
		const { followUp } = await enrol(store, { enrolment, test: false }, noon, noon);
		const again = await gets(deal(1), ['a3'], { kind: 'redelivery' });
		const second = await enrol(
			store,
			{ enrolment: await enrolmentOf(again, facts), test: false },
			noon,
			noon,
		);
		expect(second).toMatchObject({ repeated: true, followUp: { id: followUp.id } });
	});

	it('goes by the clock of the country, else by that of the agency', async () => {
		const { deal, gets } = aClient();
		const id = await gets(deal(1), ['b1']);
		const zoneOf = async (contact: FollowedFacts['contact']) =>
			((await enrolmentOf(id, { contact })).client as { zone: string }).zone;
		expect(await zoneOf({})).toBe('Europe/Copenhagen');
		expect(await zoneOf({ country: 'Peru' })).toBe('America/Lima');
		expect(await zoneOf({ country: 'Atlantis' })).toBe('America/Caracas');
	});

	it('counts deals and files of a year, and what the leads of the deals say', async () => {
		const { deal, gets, asked } = aClient();
		const edit = await asked({ service: 'Quick edit', marketingConsent: true });
		const social = await asked({ service: 'Social media management' }, '2026-11-02');
		await gets(deal(1), ['c1', 'c2'], { facts: { deal: { leadId: edit } } });
		await gets(deal(2), ['c3'], { facts: { deal: { leadId: social } } });
		await gets(deal(3), ['c9'], { state: 'withdrawn' });
		const id = await gets(deal(4), ['c1', 'c4']);
		const { usage } = await enrolmentOf(id, { deal: { leadId: edit } });
		expect(usage).toEqual({
			projects: 3,
			assets: 4,
			edits: 2,
			social: 1,
			has: ['social-management'],
		});
	});

	it.each([
		[true, false, [{ basis: 'consent' }]],
		[true, true, [{ basis: 'consent' }, { basis: 'existing-customer' }]],
		[false, true, [{ withdrawnAt: '2026-10-05T00:00:00.000Z' }]],
		[undefined, true, [{ basis: 'existing-customer' }]],
		[undefined, false, []],
	])('has its grounds: box %j, told customers %j', async (box, existingCustomers, grounds) => {
		const { deal, gets, asked } = aClient();
		const lead = await asked(box === undefined ? {} : { marketingConsent: box });
		const id = await gets(deal(1), [`d${count}`]);
		const facts = { deal: { leadId: lead } };
		const { consents } = await enrolmentOf(id, facts, { existingCustomers });
		expect(consents).toMatchObject(grounds);
		for (const ground of consents as Array<Record<string, unknown>>) {
			if ('basis' in ground) expect(ground.evidence).toEqual(expect.stringMatching(/lead|deal/));
		}
		const enrolment = await enrolmentOf(id, facts, { existingCustomers });
		const { followUp } = await enrol(store, { enrolment, test: false }, noon, noon);
		const { optOut } = followUp.enrolment.progress.facts;
		expect(optOut.marketing !== null).toBe(box === false);
	});

	it('is made for the part that completes an order', async () => {
		const { id, deal, gets } = aClient();
		const last = { kind: 'partial', facts: { completes: deal(1) } };
		const enrolment = await enrolmentOf(await gets(deal(1), [`e${count}`], last));
		expect(enrolment).toMatchObject({ client: { id }, occurrence: `deal/${deal(1)}` });
	});

	it.each([
		['a part', { kind: 'partial', facts: { completes: null } }, /part/],
		['a client without an address', { client: { id: 'x', email: null } }, /address/],
	])('is none for %s, and says why', async (_what, changes, because) => {
		const { deal, gets } = aClient();
		const id = await gets(deal(1), [`e${count}`], changes);
		expect(await enrolmentOfDelivery(store, { delivery: id, facts: {} }, rules, noon)).toEqual({
			because: expect.stringMatching(because),
		});
	});

	it('is refused for a delivery that nobody knows', async () => {
		await expect(enrolmentOf('dlv_none')).rejects.toMatchObject({
			code: 'follow-up/unknown-delivery',
		});
	});
});

describe('the use of a client', () => {
	const film = (sha256: string, role = 'deliverable') => ({ sha256, role });
	const delivered = (deal: string, daysAgo: number, files = [film(deal)]) => ({
		deal,
		kind: 'full' as const,
		state: 'delivered' as const,
		storedAt: null,
		deliveredAt: new Date(noon.getTime() - daysAgo * 86_400_000),
		files,
	});

	it('is that of the last 365 days, both ends counted, and of the deal at hand', () => {
		const deliveries = [delivered('a', 365), delivered('b', 365.01), delivered('now', 400)];
		expect(usageOf({ deliveries, services: new Map() }, 'now', noon)).toMatchObject({
			projects: 2,
			assets: 2,
		});
	});

	it('counts a file once, wherever it went, and captions not at all', () => {
		const files = [film('x'), film('x'), film('y'), film('z', 'captions')];
		const { assets } = usageOf(
			{ deliveries: [delivered('a', 1, files), delivered('b', 2, files)], services: new Map() },
			'a',
			noon,
		);
		expect(assets).toBe(2);
	});
});
