import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { FrameIoOAuth2Api } from '../../credentials/FrameIoOAuth2Api.credentials';
import { FrameIoServerToServerApi } from '../../credentials/FrameIoServerToServerApi.credentials';

const held = {
	accessToken: '',
	clientId: 'id',
	clientSecret: 'very secret',
	scopes: 'openid,frame.s2s.all',
};

/** What the credential asks, answered with that body. */
function aHelper(body: unknown) {
	const requests: IHttpRequestOptions[] = [];
	const helper = {
		helpers: {
			httpRequest: async (request: IHttpRequestOptions) => {
				requests.push(request);
				return await Promise.resolve(body);
			},
		},
	} as unknown as IHttpRequestHelper;
	return { helper, requests };
}

describe('FrameIoServerToServerApi', () => {
	const credential = new FrameIoServerToServerApi();

	it('signs in at Adobe by a form, and keeps the token in its hidden field', async () => {
		const { helper, requests } = aHelper({ access_token: 'tok', expires_in: 86_399 });

		expect(await credential.preAuthentication.call(helper, held)).toEqual({ accessToken: 'tok' });
		const [{ method, url, body }] = requests;
		expect([method, url]).toEqual(['POST', 'https://ims-na1.adobelogin.com/ims/token/v3']);
		expect(Object.fromEntries(body as URLSearchParams)).toEqual({
			grant_type: 'client_credentials',
			client_id: 'id',
			client_secret: 'very secret',
			scope: 'openid,frame.s2s.all',
		});
		const [field] = credential.properties.filter(({ typeOptions }) => typeOptions?.expirable);
		expect(field).toMatchObject({ name: 'accessToken', type: 'hidden', default: '' });
	});

	it('has no token where Adobe gave none', async () => {
		const { helper } = aHelper({ error: 'invalid_client' });
		expect(await credential.preAuthentication.call(helper, held)).toEqual({ accessToken: '' });
	});

	it('sends the token and nothing else, by a function, since an expression is slow', async () => {
		const headers = { 'x-trace': '1' };
		const authenticate = credential.authenticate as (
			given: object,
			request: IHttpRequestOptions,
		) => Promise<IHttpRequestOptions>;
		const request = await authenticate({ ...held, accessToken: 'tok' }, { url: '/v4/me', headers });

		expect(request).toEqual({
			url: '/v4/me',
			headers: { 'x-trace': '1', authorization: 'Bearer tok' },
		});
		expect(headers).toEqual({ 'x-trace': '1' });
	});

	it('hides its secret on the screen', () => {
		const field = credential.properties.find(({ name }) => name === 'clientSecret');
		expect(field?.typeOptions).toEqual({ password: true });
	});

	it('is tested by asking who it is', () => {
		expect(credential.test.request).toEqual({ baseURL: 'https://api.frame.io', url: '/v4/me' });
	});
});

describe('FrameIoOAuth2Api', () => {
	const values = Object.fromEntries(
		new FrameIoOAuth2Api().properties.map(({ name, default: value }) => [name, value]),
	);

	it('signs a person in at Adobe, by a code, for longer than a day', () => {
		expect(new FrameIoOAuth2Api().extends).toEqual(['oAuth2Api']);
		expect(values).toMatchObject({
			grantType: 'authorizationCode',
			authUrl: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
			accessTokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
		});
		expect(String(values.scope).split(',')).toContain('offline_access');
	});
});
