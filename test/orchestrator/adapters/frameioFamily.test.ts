import { frameioAdapter, noFrameio } from '../../../orchestrator/src/adapters/frameio/frameio';
import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import type { FakeVendor } from './fakeVendor';
import { fakeVendorOfFile } from './fakeVendor';

const vendor = fakeVendorOfFile();
const { connections } = vendor;

const file = '/v4/accounts/acc/files/f2?include=creator';
const versions = '/v4/accounts/acc/version_stacks/s1/children?page_size=100';
const found = { parent_id: 's1', creator: { email: ' Luis@Agency.test ' } };
const none = { status: 404, body: { errors: [{ detail: 'Not Found' }] } };
const list = (...ids: string[]) => ({
	body: { data: ids.map((id) => ({ id })), links: { next: null } },
});

async function family(answers: FakeVendor['answers']) {
	vendor.answers = {
		'/ims/token/v3': { body: { access_token: 'tok', expires_in: 86_399 } },
		...answers,
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
	return await frameio.family({ accountId: 'acc', fileId: 'f2' });
}

const alone = { creatorEmail: null, versionStackId: null, versionIds: ['f2'] };
const byLuis = { ...alone, creatorEmail: 'luis@agency.test' };

describe('the family of a file', () => {
	it('is its stack, the oldest first, with who uploaded it', async () => {
		const answers = { [file]: { body: { data: found } }, [versions]: list('f3', 'f2', 'f1') };
		expect(await family(answers)).toEqual({
			creatorEmail: 'luis@agency.test',
			versionStackId: 's1',
			versionIds: ['f1', 'f2', 'f3'],
		});
	});

	it('is itself alone in a folder', async () => {
		expect(await family({ [file]: { body: { data: found } }, [versions]: none })).toEqual(byLuis);
	});

	it('is itself alone when it was taken out of the stack in between', async () => {
		const answers = { [file]: { body: { data: found } }, [versions]: list('f3', 'f1') };
		expect(await family(answers)).toEqual(byLuis);
	});

	it('is itself alone when it is gone', async () => {
		expect(await family({ [file]: none })).toEqual({ ...alone, isGone: true });
	});

	it('is not guessed when Frame.io does not answer as it should', async () => {
		await expect(family({ [file]: { status: 500, body: {} } })).rejects.toThrow(LookUpFailed);
		const away = { [file]: { body: { data: found } }, [versions]: { status: 503, body: {} } };
		await expect(family(away)).rejects.toThrow(LookUpFailed);
	});

	it('is itself alone without credentials', async () => {
		const frameio = noFrameio(['A', 'B']);
		expect(await frameio.family({ accountId: null, fileId: 'f2' })).toEqual(alone);
	});
});
