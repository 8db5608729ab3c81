import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** A service account in Frame.io: let in by client id and secret, without a person. */
export class FrameIoServerToServerApi implements ICredentialType {
	name = 'frameIoServerToServerApi';

	displayName = 'Frame.io Server-to-Server API';

	icon = { light: 'file:frameIo.svg', dark: 'file:frameIo.dark.svg' } as const;

	documentationUrl = 'https://github.com/iamazing-content/n8n-nodes-agency-ops#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the OAuth Server-to-Server credential in the Adobe Developer Console',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of the same credential',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: 'openid,AdobeID,frame.s2s.all',
			required: true,
			description: 'What the credential lists, separated by commas',
		},
	];

	/** Fetches a token where there is none, or where Frame.io refused the last one. */
	async preAuthentication(
		this: IHttpRequestHelper,
		{ clientId, clientSecret, scopes }: ICredentialDataDecryptedObject,
	): Promise<{ accessToken: string }> {
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			url: 'https://ims-na1.adobelogin.com/ims/token/v3',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: String(clientId),
				client_secret: String(clientSecret),
				scope: String(scopes),
			}),
			json: true,
		})) as { access_token?: unknown };
		return {
			accessToken: typeof answer.access_token === 'string' ? answer.access_token : '',
		};
	}

	/** A function on purpose: the generic form is an n8n expression, which is slow. */
	authenticate: IAuthenticate = async (
		{ accessToken }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...requestOptions,
		headers: {
			...requestOptions.headers,
			authorization: `Bearer ${String(accessToken)}`,
		},
	});

	test: ICredentialTestRequest = {
		request: { baseURL: 'https://api.frame.io', url: '/v4/me' },
	};
}
