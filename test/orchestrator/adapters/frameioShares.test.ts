import { frameioAdapter } from '../../../orchestrator/src/adapters/frameio/frameio';
import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import type { FakeAnswer } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

const vendor = fakeVendorOfFile();
const { connections } = vendor;

async function read(answer: FakeAnswer) {
	vendor.answers = {
		'/ims/token/v3': { body: { access_token: 'tok', expires_in: 86_399 } },
		'/v4/accounts/acc/shares/s1': answer,
	};
	const frameio = frameioAdapter({
		credentials: { clientId: 'c', clientSecret: 's', scopes: 'x' },
		connections,
		timeoutMs: 2_000,
		bases: { api: vendor.base, ims: vendor.base },
		account: null,
		workspace: null,
		testWorkspace: 'Test',
	});
	return await frameio.readShare({ accountId: 'acc', shareId: 's1' });
}

const given = { id: 's1', name: 'Nordlys #preview', short_url: 'https://f.io/s1' };
const share = { id: 's1', name: 'Nordlys #preview', url: 'https://f.io/s1' };

describe('a share', () => {
	it.each([
		{
			data: {
				...{ ...given, downloading_enabled: false, expiration: '2026-12-24T12:00:00Z' },
				...{ access: 'secure', enabled: false },
			},
			is: {
				...{ ...share, isDownloadable: false, expiresAt: '2026-12-24T12:00:00Z' },
				...{ access: 'secure', isOn: false },
			},
		},
		// What is not said tells no client of anything.
		{
			data: given,
			is: { ...share, isDownloadable: true, expiresAt: null, access: null, isOn: true },
		},
		{
			data: { ...given, name: null, downloading_enabled: false, expiration: 'soon' },
			is: {
				...{ ...share, name: '', isDownloadable: false, expiresAt: null },
				...{ access: null, isOn: true },
			},
		},
	])('is read as $is', async ({ data, is }) => {
		expect(await read({ body: { data } })).toEqual(is);
	});

	it('is null where it is gone, and not guessed where Frame.io does not answer', async () => {
		expect(await read({ status: 404, body: { errors: [{ detail: 'Not Found' }] } })).toBeNull();
		await expect(read({ status: 500, body: {} })).rejects.toThrow(LookUpFailed);
	});
});
