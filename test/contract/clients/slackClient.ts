/** Run by sdks.test.ts in a process of its own: Slack's client, told nothing of the sandbox. */
import { WebClient } from '@slack/web-api';
import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';

async function run() {
	const client = new WebClient(sandboxTokens.slack);
	const identity = await client.auth.test();
	const posted = await client.chat.postMessage({
		channel: '#sales-hot',
		text: 'New lead',
		blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*New lead*' } }],
		metadata: { event_type: 'agency_ops_effect', event_payload: { key: 'lead:1' } },
	});
	const history = await client.conversations.history({
		channel: posted.channel ?? '',
		include_all_metadata: true,
	});
	const names: string[] = [];
	for await (const page of client.paginate('conversations.list', { limit: 2 })) {
		for (const { name } of (page as { channels?: Array<{ name: string }> }).channels ?? [])
			names.push(name);
	}
	const person = await client.users.lookupByEmail({ email: 'diego@iamazingcontent.space' });
	const refused = await client.chat
		.postMessage({
			channel: '#sales',
			blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
			text: 'x',
		})
		.catch((error: { data: { error: string } }) => error);
	return {
		team: identity.team,
		metadata: history.messages?.[0]?.metadata?.event_payload,
		names,
		person: person.user?.real_name,
		refused: 'data' in refused ? (refused.data as { error: string }).error : null,
	};
}

run().then(
	(seen) => process.stdout.write(JSON.stringify(seen)),
	(error: Error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	},
);
