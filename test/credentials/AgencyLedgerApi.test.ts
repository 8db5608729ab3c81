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

	it.each(['apiKey', 'triggerSecret'])('hides %s on the screen', (hidden) => {
		const field = credential.properties.find(({ name }) => name === hidden);
		expect(field?.typeOptions).toEqual({ password: true });
	});

	it('sends no more than the key', async () => {
		const given = { ...held, triggerSecret: 'never sent' };
		const request = await credential.authenticate(given, { url: '/v1/effects' });
		expect(JSON.stringify(request)).not.toContain('never sent');
	});

	it('is tested at an address that needs the key', () => {
		expect(credential.test.request.url).toBe('/v1/texts');
	});
});
