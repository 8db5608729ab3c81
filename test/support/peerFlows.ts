import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CredentialInput, N8nApi } from '../../orchestrator/src/adapters/n8n/api';
import { n8nApi } from '../../orchestrator/src/adapters/n8n/api';
import type { NormalWorkflow } from '../../orchestrator/src/bundle/normalise';
import { sandboxTokens } from '../../orchestrator/src/sandbox/accounts';
import type { Stack } from '../../orchestrator/src/up/stack';

const folder = path.resolve(__dirname, '../bench/peer');

/**
 * Puts two flows to compare with into the same n8n, with credentials of n8n's own types: the bare
 * webhook (`/webhook/bare`), and the qualification as a good n8n user writes it with n8n's own Code,
 * If, Switch, HTTP Request, ClickUp, Slack and Send Email nodes (`/webhook/peer-lead-intake`).
 */
export async function addPeers({ settings, secrets }: Stack): Promise<void> {
	const api = n8nApi(settings.n8n.url, secrets.n8nApiKey ?? '');
	const made = await Promise.all(
		peerCredentials(settings.sandbox?.smtpPort ?? 0).map(api.createCredential),
	);
	const ids = new Map(
		[...made, ...(await api.listCredentials())].map(({ name, id }) => [name, id]),
	);
	for (const file of ['bare', 'lead-qualification']) {
		await publish(api, path.join(folder, `${file}.workflow.json`), ids);
	}
}

async function publish(api: N8nApi, file: string, ids: Map<string, string>): Promise<void> {
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as NormalWorkflow;
	for (const node of workflow.nodes) {
		for (const credential of Object.values(node.credentials ?? {})) {
			credential.id = ids.get(credential.name) ?? null;
		}
	}
	await api.publishWorkflow(await api.createWorkflow(workflow));
}

function peerCredentials(smtpPort: number): CredentialInput[] {
	return [
		{
			id: 'benchHubSpot0000',
			name: 'HubSpot',
			type: 'hubspotAppToken',
			data: { appToken: sandboxTokens.hubspot },
		},
		{
			id: 'benchClickUp0000',
			name: 'ClickUp',
			type: 'clickUpApi',
			data: { accessToken: sandboxTokens.clickup },
		},
		{
			id: 'benchSlack000000',
			name: 'Slack',
			type: 'slackApi',
			data: { accessToken: sandboxTokens.slack },
		},
		{
			id: 'benchSMTP0000000',
			name: 'SMTP',
			type: 'smtp',
			data: {
				host: '127.0.0.1',
				port: smtpPort,
				secure: false,
				disableStartTls: true,
				user: '',
				password: '',
			},
		},
	];
}
