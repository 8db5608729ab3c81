import fc from 'fast-check';
import { sandboxClickUp } from '../../../../orchestrator/src/sandbox/accounts';
import type { MonitorView } from '../../../../orchestrator/src/service/monitor/report';
import { seeded } from '../../../support/arbitraries';
import type { WatchedStudio } from './aWatchedStudio';
import { aWatchedStudio } from './aWatchedStudio';

let studio: WatchedStudio;
let count = 0;

beforeAll(async () => {
	studio = await aWatchedStudio();
});
afterAll(async () => await studio.close());

/** What people do to what a lead's flow made, one choice for each service. */
const edits = fc.record({
	task: fc.constantFrom('nothing', 'delete', 'double', 'close', 'archive'),
	message: fc.constantFrom('nothing', 'delete', 'double'),
	contact: fc.constantFrom('nothing', 'empty', 'change', 'delete'),
	deal: fc.constantFrom('nothing', 'empty', 'change', 'delete', 'copy'),
});
type Edits = typeof edits extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * What has to come of each, said apart from the code that finds it: `mended` is put right and over, else
 * the class that it is shown as; null where it is nobody's matter.
 */
const outcomes: { [Thing in keyof Edits]: Record<Edits[Thing], string | null> } = {
	task: {
		nothing: null,
		delete: 'mended',
		double: 'doubled clickup',
		close: null,
		archive: 'changed clickup',
	},
	message: { nothing: null, delete: 'missing slack', double: 'doubled slack' },
	contact: {
		nothing: null,
		empty: 'mended',
		change: 'changed hubspot',
		delete: 'missing hubspot',
	},
	deal: {
		nothing: null,
		empty: 'mended',
		change: 'changed hubspot',
		delete: 'missing hubspot',
		copy: 'doubled hubspot',
	},
};

const keysOf = (lead: string) => ({
	task: `${lead}/clickup-task/leads/1`,
	message: `${lead}/slack-message/sales/1`,
	contact: `${lead}/hubspot-contact/1`,
	deal: `${lead}/hubspot-deal/1`,
});

/** A lead with all that its flow makes of it. */
async function aLead() {
	const lead = `lead:edit${(count += 1)}`;
	const keys = keysOf(lead);
	const contact = await studio.effect(keys.contact, 'hubspot.contact', {
		email: `edit${count}@client.test`,
		properties: { firstname: 'Ana', agency_lead_score: '87' },
	});
	const deal = await studio.effect(keys.deal, 'hubspot.deal', {
		name: `Deal ${count}`,
		stage: 'hot',
		contactId: contact.id,
		properties: { agency_lead_score: '87' },
	});
	const task = await studio.effect(keys.task, 'clickup.task', {
		list: 'leads',
		name: `Call ${count}`,
	});
	const message = await studio.effect(keys.message, 'slack.message', {
		channel: 'sales',
		text: `Lead ${count}`,
	});
	return { lead, keys, contact, deal, task, message };
}
type Lead = Awaited<ReturnType<typeof aLead>>;

const byHand: WatchedStudio['byHand'] = (...call) => studio.byHand(...call);

const hands: { [Thing in keyof Edits]: Partial<Record<Edits[Thing], (lead: Lead) => unknown>> } = {
	task: {
		delete: ({ task }) => byHand(studio.clickup, 'DELETE', `/api/v2/task/${String(task.id)}`),
		close: ({ task }) =>
			byHand(studio.clickup, 'PUT', `/api/v2/task/${String(task.id)}`, { status: 'complete' }),
		archive: ({ task }) =>
			byHand(studio.clickup, 'PUT', `/api/v2/task/${String(task.id)}`, { archived: true }),
		double: ({ task, keys }) => {
			const own = studio.clickup.state().tasks.find(({ id }) => id === task.id);
			const [field = ''] =
				Object.entries(own?.fields ?? {}).find(([, value]) => value === keys.task) ?? [];
			const list = sandboxClickUp.lists[0]?.id ?? '';
			byHand(studio.clickup, 'POST', `/api/v2/list/${list}/task`, {
				name: 'Copy',
				custom_fields: [{ id: field, value: keys.task }],
			});
		},
	},
	message: {
		delete: ({ message: { channel, ts } }) =>
			byHand(studio.slack, 'POST', '/api/chat.delete', { channel, ts }),
		double: ({ message: { channel }, keys }) =>
			byHand(studio.slack, 'POST', '/api/chat.postMessage', {
				channel,
				text: 'Again',
				metadata: { event_type: 'agency_ops_effect', event_payload: { key: keys.message } },
			}),
	},
	contact: {
		empty: ({ contact }) => setIn('contacts', contact.id, { agency_lead_score: '' }),
		change: ({ contact }) => setIn('contacts', contact.id, { firstname: 'Anna' }),
		delete: ({ contact }) =>
			byHand(studio.hubspot, 'DELETE', `/crm/v3/objects/contacts/${String(contact.id)}`),
	},
	deal: {
		empty: ({ deal }) => setIn('deals', deal.id, { agency_lead_score: '' }),
		change: ({ deal }) => setIn('deals', deal.id, { agency_lead_score: '12' }),
		delete: ({ deal }) =>
			byHand(studio.hubspot, 'DELETE', `/crm/v3/objects/deals/${String(deal.id)}`),
		copy: ({ keys }) =>
			byHand(studio.hubspot, 'POST', '/crm/v3/objects/deals', {
				properties: { dealname: 'Copy', dealstage: 'closedlost', agency_ops_key: keys.deal },
			}),
	},
};

function setIn(object: 'contacts' | 'deals', id: unknown, properties: Record<string, string>) {
	byHand(studio.hubspot, 'PATCH', `/crm/v3/objects/${object}/${String(id)}`, { properties });
}

const things = ['task', 'message', 'contact', 'deal'] as const;

/** What is open about some leads, as `class service key`. */
function openAbout(leads: ReadonlyArray<Pick<Lead, 'lead'>>, { findings }: MonitorView): string[] {
	return findings
		.filter(({ effect }) => leads.some(({ lead }) => effect.startsWith(`${lead}/`)))
		.map(({ class: sort, service, effect }) => `${sort} ${service} ${effect}`)
		.sort();
}

/** Leads of one round, and rounds: each is a dozen effects and two sweeps. */
const LEADS = 4;
const rounds = fc.sample(fc.array(edits, { minLength: LEADS, maxLength: LEADS }), {
	seed: seeded.seed,
	numRuns: 3,
});

it.each(rounds.map((round) => [round]))(
	'finds what people did, and nothing else, and mends only what it may (%#)',
	async (round) => {
		const leads: Lead[] = [];
		const expected: string[] = [];
		let mended = 0;
		for (const choice of round) {
			const lead = await aLead();
			leads.push(lead);
			for (const thing of things) {
				const hand = (hands[thing] as Record<string, ((lead: Lead) => unknown) | undefined>)[
					choice[thing]
				];
				hand?.(lead);
				const outcome = (outcomes[thing] as Record<string, string | null>)[choice[thing]];
				if (outcome === 'mended') mended += 1;
				else if (typeof outcome === 'string') expected.push(`${outcome} ${lead.keys[thing]}`);
			}
		}
		const first = await studio.sweep();
		expect(openAbout(leads, first)).toEqual([...expected].sort());
		expect(first.lastSweep?.repaired).toHaveLength(mended);
		// A second sweep finds the same, and does nothing more.
		const second = await studio.sweep();
		expect(openAbout(leads, second)).toEqual([...expected].sort());
		expect(second.lastSweep?.repaired).toEqual([]);
		// Of every lead there is one task and one message, but where people made another.
		for (const [index, lead] of leads.entries()) {
			const made = studio.clickup
				.state()
				.tasks.filter(({ fields }) =>
					Object.values(fields).some((value) => String(value).startsWith(lead.keys.task)),
				);
			expect(made).toHaveLength(round[index]?.task === 'double' ? 2 : 1);
		}
	},
	180_000,
);
