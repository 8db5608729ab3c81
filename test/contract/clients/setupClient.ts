/** Run by setup.test.ts in a process of its own: what seed writes with, told nothing of the sandbox. */
import { frameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { hubspotSetup } from '../../../orchestrator/src/adapters/hubspot/properties';
import { slackSetup } from '../../../orchestrator/src/adapters/slack/channels';
import { openConnections } from '../../../orchestrator/src/adapters/transport';
import { sandboxFrameio, sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';

const timeoutMs = 10_000;

async function run() {
	const connections = openConnections(timeoutMs);
	const hubspot = hubspotSetup({ token: sandboxTokens.hubspot, tokenEnv: 'H', connections });
	const hot = { id: 'agency_hot', label: 'Hot', probability: '0.4' };
	const won = { id: 'agency_won', label: 'Won', probability: '1.0' };
	await hubspot.createPipeline({ id: 'agency', label: 'Agency', stages: [hot] });
	await hubspot.createStage('agency', won, 1);
	const made = (await hubspot.listPipelines()).find(({ id }) => id === 'agency');
	const hasDeals = await hubspot.hasDeals('agency', 'agency_hot');
	await hubspot.archiveStage('agency', 'agency_hot');
	await hubspot.archivePipeline('agency');
	const hubspotScopes = await hubspot.scopes();
	const newestDealAt = await hubspot.newestDealAt();
	const left = (await hubspot.listPipelines()).map(({ id }) => id);

	const slack = slackSetup({ token: sandboxTokens.slack, tokenEnv: 'S', timeoutMs });
	await slack.create('hub-madrid');
	const channels = await slack.listChannels();
	const madrid = channels.find(({ name }) => name === 'hub-madrid');
	const channel = (await slack.channelId('#hub-madrid')) ?? '';
	const taken = await slack.create('hub-madrid').catch((error: { code: string }) => error.code);
	const users = await slack.listUsers();
	const luis = users.find(({ email }) => email === 'luis@iamazingcontent.space')?.id ?? '';
	await slack.invite(channel, luis);
	const within = await slack.listMembers(channel);
	await slack.remove(channel, luis);
	const without = await slack.listMembers(channel);
	const wiki = { title: 'Wiki', link: 'https://wiki.example/', emoji: ':books:' };
	const bookmark = await slack.bookmarks.add(channel, wiki);
	await slack.bookmarks.edit(channel, bookmark.id, { ...wiki, title: 'Our wiki', emoji: null });
	const links = await slack.bookmarks.list(channel);
	await slack.bookmarks.remove(channel, bookmark.id);
	await slack.bookmarks.remove(channel, bookmark.id);
	const linksLeft = await slack.bookmarks.list(channel);
	const { clientId, clientSecret, scope: scopes } = sandboxFrameio;
	const frameio = frameioAdapter({
		credentials: { clientId, clientSecret, scopes },
		...{ account: null, workspace: null, testWorkspace: 'Test', connections, timeoutMs },
	});
	const fields = await frameio.fields.list();
	const signOff = await frameio.fields.create({ name: 'Sign-off', options: ['Yes', 'No'] });
	const more = [...(signOff.options ?? []), { name: 'Later', color: '#fbd400' }];
	const grown = await frameio.fields.setOptions(signOff, more);
	await frameio.fields.remove(signOff.id);
	await frameio.fields.remove(signOff.id);
	const [own] = fields;
	const refused = await frameio.fields
		.setOptions(own!, own!.options ?? [])
		.catch((error: { code: string }) => error.code);
	const { testWorkspace } = frameioAdapter({
		credentials: { clientId, clientSecret, scopes },
		...{ account: null, workspace: null, testWorkspace: 'Rehearsal', connections, timeoutMs },
	});
	const before = await testWorkspace.find();
	const rehearsal = await testWorkspace.create();
	const isFound = (await testWorkspace.find())?.id === rehearsal.id;
	const isEmpty = await testWorkspace.isEmpty(rehearsal.id);
	await testWorkspace.remove(rehearsal.id);
	await testWorkspace.remove(rehearsal.id);
	const workspaces = [before, isFound, isEmpty, await testWorkspace.find()];
	const fieldsLeft = (await frameio.fields.list()).length - fields.length;
	connections.close();
	return {
		stages: made?.stages.map(({ id }) => id),
		hasDeals,
		mayWriteDeals: hubspotScopes?.includes('crm.objects.deals.write'),
		newestDealAt,
		left,
		isMember: madrid?.isMember,
		taken,
		luis: [within.includes(luis), without.includes(luis)],
		links: links.map(({ title, link }) => `${title} ${link}`),
		linksLeft,
		status: fields.find(({ name }) => name === 'Status')?.options?.map(({ name }) => name),
		grown: grown.options?.map(({ name, color }) => [name, color]),
		keptIds: signOff.options?.every(({ id }, at) => id !== null && grown.options?.[at]?.id === id),
		isOpen: [signOff.isOpen, grown.isOpen],
		refused,
		fieldsLeft,
		workspaces,
		mayMake: (await slack.scopes())?.includes('channels:manage'),
	};
}

run().then(
	(seen) => process.stdout.write(JSON.stringify(seen)),
	(error: Error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	},
);
