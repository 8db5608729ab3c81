import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../orchestrator/src/sandbox';
import { sandboxClickUp, sandboxFrameio } from '../../orchestrator/src/sandbox/accounts';
import {
	throughProxy,
	type ProxyAnswer,
	type ProxyClient,
} from '../orchestrator/sandbox/throughProxy';
import { describeWithSpecs, specsFolder } from '../support/sharedData';

const hubspot = 'https://api.hubapi.com';
const slack = 'https://slack.com/api';
const clickup = 'https://api.clickup.com/api/v2';

let home: string;
let sandbox: Sandbox;
let client: ProxyClient;

/** Calls in order; each may use the answers before it. A text is a GET. */
type Step = string | [method: string, url: string, body?: unknown];
type Walk = (last: (index: number) => Record<string, never>) => Step;

async function walk(steps: Walk[]): Promise<ProxyAnswer[]> {
	const answers: ProxyAnswer[] = [];
	for (const step of steps) {
		const made = step((index) => answers[index].body as Record<string, never>);
		const [method, url, body] = typeof made === 'string' ? ['GET', made] : made;
		answers.push(await client.call(method, url, body));
	}
	return answers;
}

describeWithSpecs('the stand-ins against the vendors’ descriptions', () => {
	beforeAll(async () => {
		home = mkdtempSync(path.join(os.tmpdir(), 'agency-ops-contract-'));
		sandbox = await startSandbox({ home, persist: false, limits: 'off', specs: specsFolder });
		client = throughProxy(sandbox);
	});

	afterAll(async () => {
		client.close();
		await sandbox.stop();
		rmSync(home, { recursive: true, force: true });
	});

	beforeEach(() => sandbox.reset());

	it('hold for a contact and a deal from the first write to the end', async () => {
		const objects = `${hubspot}/crm/v3/objects`;
		const answers = await walk([
			() => ['POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } }],
			() => ['POST', `${objects}/contacts`, { properties: { email: 'a@x.com' } }],
			() => [
				'POST',
				`${objects}/contacts/batch/upsert`,
				{ inputs: [{ id: 'b@x.com', idProperty: 'email', properties: { firstname: 'B' } }] },
			],
			(last) => [
				'POST',
				`${objects}/contacts/batch/read`,
				{
					properties: ['email'],
					propertiesWithHistory: [],
					inputs: [{ id: last(0).id }, { id: '9' }],
				},
			],
			(last) => [
				'POST',
				`${objects}/deals`,
				{
					properties: { dealname: 'D', dealstage: 'qualifiedtobuy', amount: '1500' },
					associations: [
						{
							to: { id: last(0).id },
							types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
						},
					],
				},
			],
			(last) => `${objects}/deals/${last(4).id}?properties=dealname&associations=contacts`,
			(last) => ['PATCH', `${objects}/deals/${last(4).id}`, { properties: { amount: '' } }],
			() => `${objects}/contacts?limit=1`,
			() => `${objects}/contacts/a@x.com?idProperty=email`,
			() => [
				'POST',
				`${objects}/deals/search`,
				{
					filterGroups: [{ filters: [{ propertyName: 'dealname', operator: 'EQ', value: 'd' }] }],
					sorts: ['-createdate'],
					properties: ['dealname'],
					limit: 5,
				},
			],
			(last) => [
				'PUT',
				`${hubspot}/crm/v4/objects/deals/${last(4).id}/associations/default/contacts/${last(0).id}`,
			],
			(last) => `${hubspot}/crm/v4/objects/deals/${last(4).id}/associations/contacts`,
			(last) => [
				'POST',
				`${hubspot}/crm/v4/associations/deals/contacts/batch/read`,
				{ inputs: [{ id: last(4).id }] },
			],
			(last) => ['DELETE', `${objects}/contacts/${last(0).id}`],
			(last) => `${objects}/contacts/${last(0).id}`,
		]);
		expect(answers.map(({ status }) => status)).toEqual([
			201, 409, 200, 207, 201, 200, 200, 200, 200, 200, 200, 200, 200, 204, 404,
		]);
		expect(sandbox.violations()).toEqual([]);
	});

	it('hold for the set-up of a HubSpot portal', async () => {
		const properties = `${hubspot}/crm/v3/properties/deals`;
		const property = {
			name: 'agency_ops_key',
			label: 'Agency Ops key',
			type: 'string',
			fieldType: 'text',
			groupName: 'agency_ops',
			hasUniqueValue: true,
		};
		await walk([
			() => ['POST', `${properties}/groups`, { name: 'agency_ops', label: 'Agency Ops' }],
			() => `${properties}/groups`,
			() => ['POST', properties, property],
			() => ['POST', properties, property],
			() => properties,
			() => `${properties}/agency_ops_key`,
			() => ['PATCH', `${properties}/agency_ops_key`, { label: 'Key' }],
			() => `${hubspot}/crm/v3/pipelines/deals`,
			() => `${hubspot}/crm/v3/pipelines/deals/default`,
			() => `${hubspot}/crm/v3/pipelines/deals/default/stages`,
			() => `${hubspot}/crm/v3/owners?email=camila@iamazingcontent.space`,
			() => `${hubspot}/crm/v3/owners/41000001`,
		]);
		expect(sandbox.violations()).toEqual([]);
	});

	it('hold for a ClickUp task and the places around it', async () => {
		const { teamId, spaceId, folderId, keyField } = sandboxClickUp;
		const list = `${clickup}/list/901100000001`;
		const filter = JSON.stringify([{ field_id: keyField.id, operator: '=', value: 'k' }]);
		await walk([
			() => `${clickup}/user`,
			() => `${clickup}/team`,
			() => `${clickup}/team/${teamId}/space?archived=false`,
			() => `${clickup}/space/${spaceId}`,
			() => `${clickup}/space/${spaceId}/folder`,
			() => `${clickup}/folder/${folderId}`,
			() => `${clickup}/folder/${folderId}/list`,
			() => ['POST', `${clickup}/folder/${folderId}/list`, { name: 'Clients' }],
			() => list,
			() => `${list}/member`,
			() => `${list}/field`,
			() => [
				'POST',
				`${list}/task`,
				{
					name: 'Call Ana',
					description: 'Budget $1,500',
					assignees: [70000001],
					tags: ['hot'],
					priority: 2,
					due_date: 1795348110896,
					due_date_time: true,
					custom_fields: [{ id: keyField.id, value: 'k' }],
				},
			],
			(last) => `${clickup}/task/${last(11).id}`,
			(last) => [
				'PUT',
				`${clickup}/task/${last(11).id}`,
				{ status: 'in progress', assignees: { add: [70000002], rem: [70000001] } },
			],
			() => `${list}/task?page=0&include_closed=true&custom_fields=${encodeURIComponent(filter)}`,
			() => `${clickup}/team/${teamId}/task?page=0&list_ids[]=901100000001`,
			(last) => ['POST', `${clickup}/task/${last(11).id}/field/${keyField.id}`, { value: 'k2' }],
			(last) => [
				'POST',
				`${clickup}/task/${last(11).id}/comment`,
				{ comment_text: 'Called', notify_all: false },
			],
			(last) => `${clickup}/task/${last(11).id}/comment`,
			() => [
				'POST',
				`${clickup}/team/${teamId}/webhook`,
				{ endpoint: 'https://ops.example/in', events: ['taskCreated'] },
			],
			() => `${clickup}/team/${teamId}/webhook`,
			(last) => ['DELETE', `${clickup}/webhook/${last(19).id}`],
			(last) => ['DELETE', `${clickup}/task/${last(11).id}`],
			(last) => `${clickup}/task/${last(11).id}`,
		]);
		expect(sandbox.violations()).toEqual([]);
	});

	it('hold for the ClickUp places of a project', async () => {
		const [, projects] = sandboxClickUp.spaces;
		await walk([
			() => ['POST', `${clickup}/space/${projects.id}/folder`, { name: 'Nordlys' }],
			() => `${clickup}/space/${projects.id}/folder?archived=false`,
			() => `${clickup}/space/${projects.id}/folder?archived=true`,
			(last) => `${clickup}/folder/${last(0).id}`,
			(last) => [
				'POST',
				`${clickup}/folder/${last(0).id}/list`,
				{ name: 'Work', content: 'Three films' },
			],
			(last) => `${clickup}/folder/${last(0).id}/list?archived=false`,
			(last) => [
				'POST',
				`${clickup}/list/${last(4).id}/task`,
				{
					name: 'Storyboard',
					markdown_content: 'Six frames',
					start_date: 1795348110896,
					start_date_time: true,
					time_estimate: 7_200_000,
				},
			],
			(last) => ['POST', `${clickup}/list/${last(4).id}/task`, { name: 'x', parent: last(6).id }],
			(last) => `${clickup}/list/${last(4).id}/task?subtasks=true`,
			() => ['POST', `${clickup}/space/${projects.id}/folder`, { name: 'Nordlys' }],
		]);
		expect(sandbox.violations()).toEqual([]);
	});

	it('hold for ClickUp spaces, folders, lists and webhooks that are made and taken away', async () => {
		const { teamId } = sandboxClickUp;
		const enabled = { enabled: true };
		const answers = await walk([
			() => [
				'POST',
				`${clickup}/team/${teamId}/space`,
				{
					name: 'Studio',
					multiple_assignees: true,
					features: {
						due_dates: {
							enabled: true,
							start_date: true,
							remap_due_dates: false,
							remap_closed_due_date: false,
						},
						time_tracking: enabled,
						tags: enabled,
						time_estimates: enabled,
						checklists: enabled,
						custom_fields: enabled,
						remap_dependencies: enabled,
						dependency_warning: enabled,
						portfolios: enabled,
					},
				},
			],
			(last) => ['POST', `${clickup}/space/${last(0).id}/folder`, { name: 'Sales' }],
			(last) => ['POST', `${clickup}/folder/${last(1).id}/list`, { name: 'Leads' }],
			(last) => ['POST', `${clickup}/space/${last(0).id}/list`, { name: 'Loose' }],
			(last) => `${clickup}/list/${last(2).id}`,
			(last) => `${clickup}/space/${last(0).id}/list?archived=false`,
			(last) => `${clickup}/space/${last(0).id}/field`,
			(last) => `${clickup}/list/${last(2).id}/field`,
			(last) => ['DELETE', `${clickup}/list/${last(2).id}`, {}],
			(last) => ['DELETE', `${clickup}/folder/${last(1).id}`],
			(last) => ['DELETE', `${clickup}/space/${last(0).id}`],
			() => [
				'POST',
				`${clickup}/team/${teamId}/webhook`,
				{ endpoint: 'https://ops.example/hooks/clickup', events: ['taskDeleted'] },
			],
			(last) => [
				'PUT',
				`${clickup}/webhook/${last(11).id}`,
				{
					endpoint: 'https://ops.example/hooks/clickup',
					events: ['taskDeleted', 'taskUpdated'],
					status: 'active',
				},
			],
			() => `${clickup}/team/${teamId}/webhook`,
			() => [
				'POST',
				`${clickup}/team/${teamId}/webhook`,
				{
					endpoint: 'https://ops.example/hooks/clickup',
					events: ['*'],
					space_id: Number(sandboxClickUp.spaceId),
				},
			],
		]);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		expect(answers[13]?.body).toMatchObject({
			webhooks: [{ events: ['taskDeleted', 'taskUpdated'], health: { status: 'active' } }],
		});
		expect(sandbox.violations()).toEqual([]);
	});

	it('hold for Slack messages, channels, people and views', async () => {
		const blocks = [
			{ type: 'header', text: { type: 'plain_text', text: 'Ana Díaz', emoji: true } },
			{
				type: 'section',
				text: { type: 'mrkdwn', text: '*Score 87*' },
				fields: [{ type: 'mrkdwn', text: '*Budget*\n$1,500' }],
			},
			{
				type: 'actions',
				elements: [
					{
						type: 'button',
						text: { type: 'plain_text', text: 'Open' },
						url: 'https://app.hubspot.com/contacts/1',
						action_id: 'open',
					},
				],
			},
			{ type: 'divider' },
			{ type: 'context', elements: [{ type: 'mrkdwn', text: 'Agency Ops' }] },
		];
		const metadata = { event_type: 'agency_ops_effect', event_payload: { key: 'k' } };
		await walk([
			() => [
				'POST',
				`${slack}/chat.postMessage`,
				{ channel: '#sales', text: 'x', blocks, metadata },
			],
			() => ['POST', `${slack}/chat.postMessage`, { channel: 'C0NOWHERE', text: 'x' }],
			(last) => [
				'POST',
				`${slack}/chat.update`,
				{ channel: last(0).channel, ts: last(0).ts, text: 'y' },
			],
			(last) => `${slack}/chat.getPermalink?channel=C0SALES&message_ts=${last(0).ts}`,
			() => `${slack}/conversations.list?limit=2&types=public_channel&exclude_archived=true`,
			() => `${slack}/conversations.info?channel=C0SALES`,
			() => `${slack}/conversations.history?channel=C0SALES&include_all_metadata=true&limit=5`,
			() => `${slack}/conversations.history?channel=C0OPS`,
			() => ['POST', `${slack}/conversations.join`, { channel: 'C0SALES' }],
			() => ['POST', `${slack}/conversations.create`, { name: 'launches' }],
			() => `${slack}/conversations.members?channel=C0SALES`,
			() => `${slack}/users.lookupByEmail?email=camila@iamazingcontent.space`,
			() => `${slack}/users.list`,
			() => ['POST', `${slack}/auth.test`, {}],
			() => `${slack}/users.info?user=U0CAMILA01`,
			() => [
				'POST',
				`${slack}/views.open`,
				{
					trigger_id: '1.2.3', // of no press: refused, in Slack's own words
					view: { type: 'modal', title: { type: 'plain_text', text: 'Claim' }, blocks: [] },
				},
			],
			(last) => ['POST', `${slack}/chat.delete`, { channel: 'C0SALES', ts: last(0).ts }],
		]);
		expect(sandbox.violations()).toEqual([]);
	});

	it.each<{ says: string; method: string; url: string; body?: unknown }>([
		{
			says: 'properties/amount must be string',
			method: 'POST',
			url: `${hubspot}/crm/v3/objects/deals`,
			body: { properties: { dealname: 'D', dealstage: 'closedwon', amount: 1500 } },
		},
		{
			says: "must have required property 'inputs'",
			method: 'POST',
			url: `${hubspot}/crm/v3/objects/contacts/batch/upsert`,
			body: { input: [] },
		},
		{
			says: 'query: "idproperty" is not described',
			method: 'GET',
			url: `${hubspot}/crm/v3/objects/contacts/1?idproperty=email`,
		},
		{
			says: 'is not described',
			method: 'GET',
			url: `${hubspot}/crm/v3/objects/contacts/1/associations/deals`,
		},
		{
			says: '/priority must be integer,null',
			method: 'POST',
			url: `${clickup}/list/901100000001/task`,
			body: { name: 'T', priority: 'high' },
		},
		{
			says: 'must NOT have additional properties ("colour")',
			method: 'POST',
			url: `https://api.frame.io/v4/accounts/${sandboxFrameio.account.id}/workspaces/${sandboxFrameio.workspaces[0].id}/projects`,
			body: { data: { name: 'A', colour: 'red' } },
		},
		{
			says: '/unfurl_links must be boolean',
			method: 'POST',
			url: `${slack}/chat.postMessage`,
			body: { channel: '#ops', text: 'x', unfurl_links: 'no' },
		},
		{
			says: 'must NOT have additional properties ("colour")',
			method: 'POST',
			url: `${slack}/chat.postMessage`,
			body: { channel: '#ops', blocks: [{ type: 'divider', colour: 'red' }] },
		},
		{
			says: 'chat.postMesage is not described',
			method: 'POST',
			url: `${slack}/chat.postMesage`,
			body: {},
		},
	])('show a call that departs from them: $says', async ({ says, method, url, body }) => {
		await client.call(method, url, body);
		expect(sandbox.violations().join('\n')).toContain(says);
		expect(sandbox.requests()[0].violations).not.toEqual([]);
	});
});
