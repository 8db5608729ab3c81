import type { SandboxState } from '../../../orchestrator/src/sandbox';
import { sandboxFrameio, sandboxHosts } from '../../../orchestrator/src/sandbox/accounts';
import { sandboxCaFile } from '../../../orchestrator/src/up/environment';
import type { Stack } from '../../../orchestrator/src/up/stack';
import { throughProxy } from '../../orchestrator/sandbox/throughProxy';

const { account, clientId, clientSecret } = sandboxFrameio;

/** Address of everything of the sandbox's account. */
export const frameioApi = `https://${sandboxHosts.frameio}/v4/accounts/${account.id}`;

/** What a person does in Frame.io's own page. */
export interface FrameioPage {
	call(method: string, url: string, data?: object): Promise<Record<string, never>>;
	/** Begins an upload; the file is there once its parts have come. */
	begin(folder: string, name: string, content: Buffer): Promise<Upload>;
	close(): void;
}

/** An upload that has begun. */
export interface Upload {
	id: string;
	finish(): Promise<void>;
}

/** Signs in at the sandbox's Frame.io. */
export async function openFrameioPage(stack: Stack): Promise<FrameioPage> {
	const client = throughProxy({
		proxyUrl: `http://127.0.0.1:${stack.settings.sandbox?.proxyPort}`,
		caFile: sandboxCaFile(stack.settings),
	});
	const grant = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		scope: 'openid,AdobeID,frame.s2s.all',
	});
	const signedIn = await client.call(
		'POST',
		`https://${sandboxHosts.ims}/ims/token/v3`,
		grant.toString(),
		{ authorization: '' },
	);
	const token = String(signedIn.body.access_token);
	const call: FrameioPage['call'] = async (method, url, data) => {
		const body = data === undefined ? undefined : { data };
		const { status, body: answer } = await client.call(method, url, body, {
			authorization: `Bearer ${token}`,
		});
		if (status >= 300) throw new Error(`${method} ${url} answered ${status}`);
		return answer.data as Record<string, never>;
	};
	const begin: FrameioPage['begin'] = async (folder, name, content) => {
		const made = await call('POST', `${frameioApi}/folders/${folder}/files/local_upload`, {
			name,
			file_size: content.length,
		});
		const { id, media_type: type, upload_urls: urls } = made as unknown as BegunUpload;
		const finish = async () => {
			let at = 0;
			for (const { url, size } of urls) {
				const headers = { 'content-type': type, 'x-amz-acl': 'private', authorization: '' };
				const part = content.subarray(at, at + size);
				const { status } = await client.call('PUT', url, part, headers);
				if (status !== 200) throw new Error(`A part of ${name} answered ${status}`);
				at += size;
			}
		};
		return { id, finish };
	};
	return { call, begin, close: () => client.close() };
}

interface BegunUpload {
	id: string;
	media_type: string;
	upload_urls: Array<{ url: string; size: number }>;
}

/** Whether a file has a status in Frame.io. */
export function hasStatus(
	{ frameio: { assets, fields } }: SandboxState,
	id: string,
	name: string,
): true | undefined {
	const options = fields.flatMap(({ configuration }) =>
		Array.isArray(configuration.options) ? configuration.options : [],
	) as Array<{ id: string; display_name: string }>;
	const option = options.find(({ display_name: shown }) => shown === name)?.id ?? name;
	const asset = JSON.stringify(assets.find((each) => each.id === id));
	return asset.includes(option) ? true : undefined;
}
