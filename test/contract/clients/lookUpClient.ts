/** Run by lookUps.test.ts in a process of its own: our adapters, told nothing of the sandbox. */
import { clickupAdapter } from '../../../orchestrator/src/adapters/clickup/clickup';
import { clickupProjectPlaces } from '../../../orchestrator/src/adapters/clickup/projectPlaces';
import type { FrameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { frameioClient } from '../../../orchestrator/src/adapters/frameio/http';
import { hubspotDeals } from '../../../orchestrator/src/adapters/hubspot/deals';
import { hubspotAdapter } from '../../../orchestrator/src/adapters/hubspot/hubspot';
import { hubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { slackAdapter } from '../../../orchestrator/src/adapters/slack/slack';
import type { Connections } from '../../../orchestrator/src/adapters/transport';
import { openConnections } from '../../../orchestrator/src/adapters/transport';
import { textMark } from '../../../orchestrator/src/service/effects/mark';
import { wantedValues } from '../../../orchestrator/src/service/deals/dealView';
import { sandboxFrameio, sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';

const timeoutMs = 3_000;
const property = 'agency_ops_key';
const key = 'lead:1/effect/somewhere/1';
const since = new Date();

async function run() {
	const connections = openConnections(timeoutMs);
	const slack = slackAdapter({ token: sandboxTokens.slack, timeoutMs });
	const clickup = clickupAdapter({
		token: sandboxTokens.clickup,
		keyField: 'Agency Ops key',
		connections,
		timeoutMs,
	});
	const places = clickupProjectPlaces({ token: sandboxTokens.clickup, connections, timeoutMs });
	const { clientId, clientSecret, scope } = sandboxFrameio;
	const frameio = frameioAdapter({
		credentials: { clientId, clientSecret, scopes: `openid,${scope}` },
		account: null,
		workspace: null,
		testWorkspace: 'Test',
		connections,
		timeoutMs,
	});
	const access = { token: sandboxTokens.hubspot, portalId: '1', connections, timeoutMs };
	const hubspot = hubspotAdapter(access);
	const deals = hubspotDeals(access, async () => await Promise.resolve());
	const setup = hubspotSetup({ token: sandboxTokens.hubspot, tokenEnv: 'T', connections });
	await setup.createProperty('deals', {
		name: property,
		label: 'Key',
		description: '',
		groupName: 'dealinformation',
		type: 'string',
		fieldType: 'text',
		hasUniqueValue: false,
	});
	const contact = await hubspot.upsertContact('ana@cafe.com', {});
	const contactId = contact.result === 'done' ? contact.receipt.id : '';
	const list = '901100000001';
	const task = { name: 'x', description: '', dueAt: null, priority: null, tags: [] };
	const folder = '90130000001';
	const inProjects = { space: 'Projects', name: 'Nordlys (a1b2c3)' };
	const newList = { folder, name: 'Work', description: '', onlyIn: null };

	// The parent has ordered one fault for each of these, after the work.
	const sent: Array<{ result: string }> = [
		await slack.postMessage({ channel: '#sales', text: 'x', blocks: null, key }),
		await clickup.createTask({ list, key, assigneeEmail: null, ...task }),
		await hubspot.createDeal({
			contactId,
			properties: {
				dealname: 'x',
				pipeline: 'default',
				dealstage: 'qualifiedtobuy',
				[property]: key,
				hubspot_owner_id: '41000001',
			},
		}),
		await places.createFolder(inProjects),
		await places.createList({ ...newList, key }),
		await frameio.createProject({ name: key, test: false }),
	];
	const { fileId, projectId } = await fileIn(frameio, connections);
	const onFile = { accountId: null, fileId, timestamp: 30, durationFrames: 5, page: null };
	const inProject = { accountId: null, projectId, name: `For Nordlys ${key}` };
	const mayStillSend = () => true;
	const share = { access: 'public', isDownloadable: false, expiresAt: null, mayStillSend } as const;
	sent.push(
		await frameio.createComment({ ...onFile, text: `Too loud\n${textMark(key)}`, mayStillSend }),
		await frameio.createShare({ ...inProject, ...share, assetIds: [fileId] }),
	);
	const lookUp = async (wanted: string) => [
		await slack.findMessage({ channel: '#sales', key: wanted, since }),
		await clickup.findTask({ list, key: wanted }),
		await hubspot.findDeal(property, wanted),
		await places.findFolder({ ...inProjects, name: wanted === key ? inProjects.name : wanted }),
		await places.findList({ folder, key: wanted }),
		await frameio.findProject({ name: wanted, test: false }),
		await frameio.findComment({ accountId: null, fileId, mark: textMark(wanted) }),
		await frameio.findShare({ ...inProject, name: `For Nordlys ${wanted}` }),
	];
	const found = await lookUp(key);
	const other = await lookUp('lead:1/effect/somewhere/2');
	const status = { accountId: null, fileId, field: 'status', value: 'approved', mayStillSend };
	const set = [await frameio.setValue(status), await frameio.setValue(status)];
	const deal = await hubspot.findDeal(property, key);
	const dealId = deal.result === 'found' ? deal.receipt.id : '';
	const whole = await deals.read(dealId, wantedValues);
	const none = await deals.read('1', wantedValues);
	connections.close();
	return {
		sent: sent.map(({ result }) => result),
		found: found.map((each) => (each.result === 'found' ? Object.keys(each.receipt) : each)),
		whole: [whole?.contact?.properties.email, whole?.ownerEmail, none],
		status: set.map((each) => (each.result === 'done' ? each.receipt.changed : each)),
		other: other.map(({ result }) => result),
	};
}

/** A file in the project that was just made, by hand: the adapter makes no files. */
async function fileIn(
	frameio: FrameioAdapter,
	connections: Connections,
): Promise<{ fileId: string; projectId: string }> {
	const made = await frameio.findProject({ name: key, test: false });
	if (made.result !== 'found') throw new Error('the project is not there');
	const { id: projectId, rootFolderId } = made.receipt;
	const { accountId } = await frameio.workspace(false);
	const { clientId, clientSecret, scope } = sandboxFrameio;
	const client = frameioClient({
		credentials: { clientId, clientSecret, scopes: scope },
		connections,
		timeoutMs,
	});
	const { data } = await client.send(
		'POST',
		`/v4/accounts/${accountId}/folders/${rootFolderId}/files/local_upload`,
		{ name: 'cut.mp4', file_size: 10 },
		() => true,
	);
	return { fileId: (data as { data: { id: string } }).data.id, projectId };
}

void run().then((seen) => console.log(JSON.stringify(seen)));
