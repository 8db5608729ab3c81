import { serviceJournal } from '../../../orchestrator/src/adapters/service/serviceJournal';
import type { StandIn, VendorAnswer } from '../../../orchestrator/src/sandbox/types';
import type { StandInServer } from '../../support/standInServer';
import { serveStandIn } from '../../support/standInServer';

let answer: VendorAnswer;
let server: StandInServer;

beforeAll(async () => {
	const service: Pick<StandIn, 'host' | 'handle'> = { host: 'service', handle: () => answer };
	server = await serveStandIn(service as StandIn);
});
afterAll(async () => await server.close());

const journal = () => serviceJournal({ url: server.url, apiKey: 'k' });
const base = { kind: 'credential' as const, key: 'c', value: {} };
const refusal = { what: 'No.', why: 'Field "bases.0.kind": unknown.', mend: 'Mend.' };

describe('a service of another version', () => {
	it('is named where it does not take what is written', async () => {
		answer = { status: 400, body: { error: { code: 'request/invalid', ...refusal } } };
		await expect(journal().remember('local', [base])).rejects.toMatchObject({
			code: 'service/other-version',
			why: expect.stringContaining('Field "bases.0.kind": unknown.') as string,
		});
	});

	it('is named where its answer cannot be read', async () => {
		answer = { status: 200, body: { bases: [{ ...base, kind: 'to come' }] } };
		await expect(journal().bases('local')).rejects.toMatchObject({
			code: 'service/other-version',
			why: expect.stringContaining('bases.0.kind') as string,
		});
	});

	it('is not what is wrong where the service says something else', async () => {
		answer = { status: 409, body: { error: { code: 'apply/running', ...refusal } } };
		await expect(journal().remember('local', [base])).rejects.toMatchObject({
			code: 'apply/running',
		});
		answer = { status: 200, body: { bases: [base] } };
		expect(await journal().bases('local')).toEqual([base]);
	});
});
