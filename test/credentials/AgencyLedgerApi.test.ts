import { AgencyLedgerApi } from '../../credentials/AgencyLedgerApi.credentials';

describe('AgencyLedgerApi', () => {
	const credential = new AgencyLedgerApi();
	const held = { baseUrl: 'http://127.0.0.1:5680/', apiKey: 'k' };

	it('authenticates by a function, since an expression is slow', () => {
		expect(credential.authenticate).toBeInstanceOf(Function);
	});

	it.each([
		{ when: 'no address is given', baseURL: undefined, goesTo: 'http://127.0.0.1:5680' },
		{ when: 'the credential test gives one', baseURL: 'http://other', goesTo: 'http://other' },
	])('adds the key and goes to $goesTo when $when', async ({ baseURL, goesTo }) => {
		const headers = { 'x-trace': '1' };
		const request = { url: '/v1/effects', headers, ...(baseURL === undefined ? {} : { baseURL }) };

		await expect(credential.authenticate(held, request)).resolves.toEqual({
			url: '/v1/effects',
			baseURL: goesTo,
			headers: { 'x-trace': '1', authorization: 'Bearer k' },
		});
		expect(headers).toEqual({ 'x-trace': '1' });
	});

	it('hides the key on the screen', () => {
		const key = credential.properties.find(({ name }) => name === 'apiKey');
		expect(key?.typeOptions).toEqual({ password: true });
	});

	it('is tested at an address that needs the key', () => {
		expect(credential.test.request.url).toBe('/v1/texts');
	});
});
