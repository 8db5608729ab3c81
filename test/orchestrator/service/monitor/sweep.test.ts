import type { MonitorView } from '../../../../orchestrator/src/service/monitor/report';
import type { Message } from '../../../../orchestrator/src/sandbox/slack/model';
import { alertActions } from '../../../../orchestrator/src/texts/alertTexts';
import type { WatchedStudio } from './aWatchedStudio';
import { aWatchedStudio, until } from './aWatchedStudio';

let studio: WatchedStudio;
let count = 0;

beforeAll(async () => {
	studio = await aWatchedStudio();
});
afterAll(async () => await studio.close());

/** A lead with all that its flow makes of it. */
async function aLead() {
	const lead = `lead:2026112${(count += 1)}-aaaa`;
	const contact = await studio.effect(`${lead}/hubspot-contact/1`, 'hubspot.contact', {
		email: `lead${count}@client.test`,
		properties: { firstname: 'Ana', agency_lead_score: '87' },
	});
	const deal = await studio.effect(`${lead}/hubspot-deal/1`, 'hubspot.deal', {
		name: `Deal ${count}`,
		stage: 'hot',
		contactId: contact.id,
		properties: { agency_lead_score: '87' },
	});
	const taskKey = `${lead}/clickup-task/leads/1`;
	const task = await studio.effect(taskKey, 'clickup.task', {
		list: 'leads',
		name: `Call lead ${count}`,
		description: 'Within the hour',
		priority: 2,
	});
	const messageKey = `${lead}/slack-message/sales/1`;
	const message = await studio.effect(messageKey, 'slack.message', {
		channel: 'sales',
		text: `Lead ${count} is hot`,
	});
	return {
		lead,
		contact: String(contact.id),
		deal: String(deal.id),
		task: String(task.id),
		taskKey,
		message: { channel: String(message.channel), ts: String(message.ts), key: messageKey },
	};
}

/** What a view holds about one lead. */
const about = ({ lead }: { lead: string }, { findings }: MonitorView) =>
	findings.filter(({ effect }) => effect.startsWith(`${lead}/`));
/** The alerts about what was found of one lead. */
const alertsAbout = (lead: { lead: string }, view: MonitorView) => {
	const lines = about(lead, view).map(({ ours }) => ours);
	return view.alerts.filter((alert) =>
		lines.some((line) => alert.rule === 'difference' && alert.lines.join().includes(line)),
	);
};
const tasksOf = (key: string) =>
	studio.clickup.state().tasks.filter((task) => Object.values(task.fields).includes(key));
const propertiesOf = (object: 'contacts' | 'deals', id: string) =>
	studio.hubspot.state()[object].find((record) => record.id === id)?.properties ?? {};
const alertsIn = (channel: string) =>
	studio.messages(channel).filter(({ metadata }) => JSON.stringify(metadata).includes('alert:'));
const textOf = (message: Message | undefined) => JSON.stringify(message?.blocks ?? []);

/** The message of a lead once more, as a retry that was taken for lost leaves it. */
function postedAgain({ message }: { message: { channel: string; key: string } }) {
	return studio.byHand(studio.slack, 'POST', '/api/chat.postMessage', {
		channel: message.channel,
		text: 'Lead is hot',
		metadata: { event_type: 'agency_ops_effect', event_payload: { key: message.key } },
	}) as { ts: string };
}

it('says nothing where every service holds what the ledger says', async () => {
	await aLead();
	const view = await studio.sweep();
	expect(view.findings).toEqual([]);
	expect(view.alerts).toEqual([]);
	expect(view.lastSweep).toMatchObject({
		looked: { clickup: 1, slack: 1, hubspot: 2, frameio: 0, ledger: 0 },
		problems: [],
		repaired: [],
	});
	expect(studio.messages('ops')).toEqual([]);
});

it('finds a deleted task in one sweep, makes it again once, and says so', async () => {
	const lead = await aLead();
	const { task, taskKey } = lead;
	studio.byHand(studio.clickup, 'DELETE', `/api/v2/task/${task}`);
	const view = await studio.sweep();
	const [made] = tasksOf(`${taskKey}/remade/1`);
	expect(made).toMatchObject({ name: expect.stringContaining('Call lead') as string, priority: 2 });
	expect(view.repaired[0]).toMatchObject({
		class: 'missing',
		service: 'clickup',
		effect: taskKey,
		done: expect.stringContaining(made?.id ?? '-') as string,
	});
	expect(about(lead, view)).toEqual([]);
	expect(textOf(await until(() => alertsIn('ops').at(-1)))).toContain('made again');

	// Changes that come later find the new one.
	await studio.effect(`${lead.lead}/clickup-close/1`, 'clickup.close', {
		task: taskKey,
	});
	expect(tasksOf(`${taskKey}/remade/1`)[0]?.closedAt).not.toBeNull();

	expect(about(lead, await studio.sweep())).toEqual([]);
	expect(studio.clickup.state().tasks.filter(({ name }) => name === made?.name)).toHaveLength(1);
});

it('asks a person about a task that is deleted a second time, and makes it at their word', async () => {
	const lead = await aLead();
	const { task, taskKey } = lead;
	studio.byHand(studio.clickup, 'DELETE', `/api/v2/task/${task}`);
	await studio.sweep();
	const remade = tasksOf(`${taskKey}/remade/1`)[0]?.id ?? '';
	studio.byHand(studio.clickup, 'DELETE', `/api/v2/task/${remade}`);
	const view = await studio.sweep();
	expect(about(lead, view)).toEqual([
		expect.objectContaining({ class: 'missing', service: 'clickup', offers: ['remake', 'leave'] }),
	]);
	const alert = await until(() =>
		alertsIn('ops').find((one) => textOf(one).includes('alert_remake')),
	);
	await studio.press(alert, alertActions.remake);
	await until(() => tasksOf(`${taskKey}/remade/2`)[0]);
	await until(async () => about(lead, await studio.sweep()).length === 0);
});

it('leaves a task alone that was closed before somebody deleted it', async () => {
	const made = await aLead();
	const { lead, task, taskKey } = made;
	await studio.effect(`${lead}/clickup-close/1`, 'clickup.close', { task: taskKey });
	studio.byHand(studio.clickup, 'DELETE', `/api/v2/task/${task}`);
	expect(about(made, await studio.sweep())).toEqual([]);
	expect(tasksOf(`${taskKey}/remade/1`)).toEqual([]);
});

it('finds a doubled message in one sweep, and deletes the extra one at a press', async () => {
	const lead = await aLead();
	const extra = postedAgain(lead);
	const before = alertsIn('ops').length;
	const view = await studio.sweep();
	expect(about(lead, view)).toEqual([
		expect.objectContaining({
			class: 'doubled',
			service: 'slack',
			effect: lead.message.key,
			ours: expect.stringContaining('posted once') as string,
			theirs: expect.stringContaining('2 times') as string,
			offers: ['delete-extra', 'leave'],
		}),
	]);
	expect(alertsAbout(lead, view)).toEqual([
		expect.objectContaining({ rule: 'difference', level: 'attention', toldIn: 'ops' }),
	]);
	const alert = await until(() =>
		alertsIn('ops').find((one) => textOf(one).includes('alert_delete_extra')),
	);
	expect(alertsIn('ops')).toHaveLength(before + 1);
	// A second sweep makes no second message.
	await studio.sweep();
	expect(alertsIn('ops')).toHaveLength(before + 1);

	await studio.press(alert, alertActions['delete-extra']);
	await until(() => !studio.messages('sales').some(({ ts }) => ts === extra.ts));
	expect(studio.messages('sales').some(({ ts }) => ts === lead.message.ts)).toBe(true);
	await until(() => textOf(alertsIn('ops').find(({ ts }) => ts === alert.ts)).includes('Over'));
	const after = await studio.sweep();
	expect(about(lead, after)).toEqual([]);
	expect(after.alerts.map(({ lines }) => lines.join())).not.toContain('2 times');
	expect(after.repaired).toContainEqual(
		expect.objectContaining({ done: 'the extra message was deleted', doneBy: 'olivia' }),
	);
});

it('asks about a message that somebody deleted, and takes "leave it so" for good', async () => {
	const lead = await aLead();
	const { channel, ts } = lead.message;
	studio.byHand(studio.slack, 'POST', '/api/chat.delete', { channel, ts });
	const view = await studio.sweep();
	expect(about(lead, view)).toEqual([
		expect.objectContaining({ class: 'missing', service: 'slack', offers: ['remake', 'leave'] }),
	]);
	const alert = await until(() =>
		alertsIn('ops').find(
			(one) => textOf(one).includes(alertActions.leave) && !textOf(one).includes('Over'),
		),
	);
	await studio.press(alert, alertActions.leave);
	await until(() => textOf(alertsIn('ops').find((one) => one.ts === alert.ts)).includes('Over'));
	expect(about(lead, await studio.sweep())).toEqual([]);
});

it('writes back what is empty in HubSpot, and leaves what people changed to them', async () => {
	const lead = await aLead();
	const { contact, deal } = lead;
	studio.byHand(studio.hubspot, 'PATCH', `/crm/v3/objects/contacts/${contact}`, {
		properties: { agency_lead_score: '', firstname: 'Anna' },
	});
	studio.byHand(studio.hubspot, 'PATCH', `/crm/v3/objects/deals/${deal}`, {
		properties: { dealstage: 'closedlost' },
	});
	const view = await studio.sweep();
	expect(propertiesOf('contacts', contact)).toMatchObject({
		agency_lead_score: '87',
		firstname: 'Anna',
	});
	expect(propertiesOf('deals', deal)).toMatchObject({ dealstage: 'closedlost' });
	expect(view.repaired[0]).toMatchObject({ thing: 'contact: agency_lead_score' });
	const changed = about(lead, view).filter(({ class: sort }) => sort === 'changed');
	expect(changed.map(({ thing }) => thing).sort()).toEqual([
		'contact: firstname',
		'deal: dealstage',
	]);
	// They are theirs to change: nobody is told.
	expect(alertsAbout(lead, view)).toEqual([]);
	// Values are nobody's business.
	expect(JSON.stringify(view)).not.toMatch(/Anna|client\.test/);
});

it('asks about a deal that was deleted, and about one that was copied with its key', async () => {
	const { lead, deal } = await aLead();
	studio.byHand(studio.hubspot, 'POST', '/crm/v3/objects/deals', {
		properties: {
			dealname: 'Copy',
			dealstage: 'closedlost',
			agency_ops_key: `${lead}/hubspot-deal/1`,
		},
	});
	const other = await aLead();
	studio.byHand(studio.hubspot, 'DELETE', `/crm/v3/objects/deals/${other.deal}`);
	const view = await studio.sweep();
	const shown = view.findings.filter(({ effect }) =>
		[lead, other.lead].some((one) => effect.startsWith(one)),
	);
	expect(shown.map(({ class: sort, effect }) => `${sort} ${effect}`).sort()).toEqual([
		`doubled ${lead}/hubspot-deal/1`,
		`missing ${other.lead}/hubspot-deal/1`,
	]);
	expect(deal).not.toBe(other.deal);
	// What is found stays found while it is so, though it changes no more.
	const again = await studio.sweep();
	expect([...about({ lead }, again), ...about(other, again)]).toHaveLength(shown.length);
});

it('shows the page by a link or a key, without anything about people', async () => {
	const { body } = await studio.ask('POST', '/v1/status-links', { hours: 2 });
	const { url } = body as { url: string };
	const path = new URL(url).pathname;
	const page = await (await fetch(`${studio.service.url}${path}`)).text();
	expect(page).toContain('Differences from the ledger');
	expect(page).toContain('name="viewport"');
	expect(page).not.toMatch(/client\.test|Ana|<script/);
	expect((await studio.ask('GET', '/status')).body).toContain('<h1>');
	expect((await fetch(`${studio.service.url}/status`)).status).toBe(401);
	expect((await fetch(`${studio.service.url}${path.slice(0, -1)}`)).status).toBe(404);
});
