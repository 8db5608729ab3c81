import { sandboxFrameio } from '../../../orchestrator/src/sandbox/accounts';
import { FrameioAssets } from '../../../orchestrator/src/sandbox/frameio/assetLinks';
import { ImsStandIn } from '../../../orchestrator/src/sandbox/frameio/ims';
import { FrameioStandIn } from '../../../orchestrator/src/sandbox/frameio/standIn';
import { FrameioStore } from '../../../orchestrator/src/sandbox/frameio/store';
import { FrameioUploads } from '../../../orchestrator/src/sandbox/frameio/uploads';
import type { LimitMode, VendorAnswer } from '../../../orchestrator/src/sandbox/types';
import { aRequest, callStandIn, noon, type CallOptions } from './callStandIn';

const { account, workspaces, clientId, clientSecret } = sandboxFrameio;

/** Path of the account, and of where the projects of its first workspace stand. */
export const accountPath = `/v4/accounts/${account.id}`;
export const projectsPath = `${accountPath}/workspaces/${workspaces[0].id}/projects`;

/** What the service account signs in with. */
export const grant = {
	grant_type: 'client_credentials',
	client_id: clientId,
	client_secret: clientSecret,
	scope: 'openid,AdobeID,frame.s2s.all',
};

/** A thing as Frame.io answers it. */
export type Thing = Record<string, never> & { id: string };

/** Parts of ten bytes: a small file has several. */
const partBytes = 10;

/** The stand-ins around one account, called directly. */
export function anAccount(limits: LimitMode = 'off') {
	const store = new FrameioStore({ partBytes });
	const ims = new ImsStandIn(store);
	const standIn = new FrameioStandIn(limits, store);
	const links = [new FrameioUploads(store), new FrameioAssets(store)];
	const signIn = (form: object, options: CallOptions = {}) =>
		callStandIn(
			ims,
			'POST',
			'/ims/token/v3',
			new URLSearchParams(form as Record<string, string>).toString(),
			options,
		);
	const token = String(signIn(grant).body.access_token);
	const call = (
		method: string,
		url: string,
		body?: unknown,
		{ at = noon, headers }: CallOptions = {},
	) =>
		callStandIn(standIn, method, url, body, {
			at,
			headers: { authorization: `Bearer ${token}`, ...headers },
		});
	const make = (url: string, data: object): Thing => call('POST', url, { data }).body.data as Thing;
	/** Calls an address that Frame.io gave. */
	const follow = (
		method: string,
		link: string,
		body?: Buffer,
		{ at = noon, headers = {} }: CallOptions = {},
	): VendorAnswer => {
		const { host, pathname, search } = new URL(link);
		const owner = links.find((one) => one.host === host);
		if (owner === undefined) throw new Error(`${host} is none of the stand-ins'`);
		const request = aRequest(host, method, `${pathname}${search}`, undefined, { at, headers });
		return owner.handle({ ...request, ...(body === undefined ? {} : { bytes: body }) });
	};
	const upload = (folder: string, name: string, content: Buffer): Thing => {
		const file = make(`${accountPath}/folders/${folder}/files/local_upload`, {
			name,
			file_size: content.length,
		});
		const urls = file.upload_urls as unknown as Array<{ url: string; size: number }>;
		for (const [index, { url, size }] of urls.entries()) {
			const part = content.subarray(index * partBytes, index * partBytes + size);
			follow('PUT', url, part, { headers: putHeaders(String(file.media_type)) });
		}
		return file;
	};
	const aProject = (name = 'Nordlys') => make(projectsPath, { name });
	return { store, ims, standIn, signIn, call, make, follow, upload, aProject };
}

/** What S3 wants of an upload. */
export const putHeaders = (type: string) => ({ 'content-type': type, 'x-amz-acl': 'private' });
