import path from 'node:path';
import { ledgerPlace, loadSettings } from '../../../orchestrator/src/config';

const settings = loadSettings({ file: null, home: '/state', env: {} });
const server = 'postgres://agency@db.example/agency_ops';

describe('ledgerPlace', () => {
	it.each([
		{ place: path.resolve('/state/ledger'), when: 'no server is named', env: {} },
		{ place: path.resolve('/state/ledger'), when: 'it is empty', env: { DATABASE_URL: ' ' } },
		{ place: server, when: 'the variable holds an address', env: { DATABASE_URL: server } },
	])('is $place when $when', ({ place, env }) => {
		expect(ledgerPlace(settings, env)).toBe(place);
	});

	it('looks where the configuration says', () => {
		const elsewhere = { ...settings, ledger: { urlEnv: 'AGENCY_DATABASE' } };

		expect(
			ledgerPlace(elsewhere, { DATABASE_URL: 'postgres://other', AGENCY_DATABASE: server }),
		).toBe(server);
	});
});
