import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJournal } from '../../../orchestrator/src/apply/openJournal';
import { ensureSecrets, loadSettings } from '../../../orchestrator/src/config';
import { dataKind } from '../../../orchestrator/src/data/kinds';
import { pushDocument } from '../../../orchestrator/src/ledger/dataDocuments';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { takeFreePort } from '../../../orchestrator/src/up/ports';
import { emptyLedgerPlace, layEmptyLedger } from '../../support/ledgerPlace';
import { anInterface } from '../service/support/anInterface';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-journal-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const anApply = {
	id: 'app_1',
	target: 'local',
	kind: 'seed' as const,
	undoes: null,
	source: 'agency-ops 1.0.0',
	by: 'olivia',
	holder: 'a process',
};

/** Settings of an installation in a folder of its own, whose service is at that port. */
const settingsAt = (port: number) => {
	const settings = loadSettings({ file: null, home, env: {} });
	return { ...settings, service: { ...settings.service, url: `http://127.0.0.1:${port}` } };
};

/** Puts a roster with one person in force. */
async function pushRoster(store: Store): Promise<void> {
	const { shipped, read } = dataKind('roster');
	const { people } = read(shipped).value as { people: object[] };
	await pushDocument(store, {
		kind: 'roster',
		source: 'of a test',
		content: { version: 'roster/1', people: [{ ...people[0], email: 'Ana@Example.com' }] } as Json,
		pushedBy: 'a test',
		reason: 'to see',
		expectedVersion: 0,
	});
}

describe('the journal of an installation', () => {
	it('knows the people of the hubs: the pushed ones, else the made up ones of the sandbox', async () => {
		const settings = settingsAt(await takeFreePort());
		const inSandbox = openJournal(settings, {});
		expect(await inSandbox.hubPeople()).toContainEqual({
			name: 'Luis Mendoza',
			email: 'luis@iamazingcontent.space',
			hub: 'caracas',
		});
		await inSandbox.close();
		const real = openJournal({ ...settings, sandbox: null }, {});
		expect(await real.hubPeople()).toEqual([]);
		await real.close();
		expect(existsSync(path.join(home, 'ledger'))).toBe(false);

		const store = await openLedger(await layEmptyLedger(path.join(home, 'ledger')));
		await pushRoster(store);
		await store.close();
		const pushed = openJournal(settings, {});
		expect(await pushed.hubPeople()).toMatchObject([{ email: 'ana@example.com' }]);
		await pushed.close();
	});

	it('is in its own ledger while no service runs, and is not made by reading it', async () => {
		const settings = settingsAt(await takeFreePort());
		const reading = openJournal(settings, {});
		expect(await reading.bases('local')).toEqual([]);
		expect(await reading.list('local', 5)).toEqual([]);
		expect(await reading.read('app_1')).toBeNull();
		await reading.close();
		expect(existsSync(path.join(home, 'ledger'))).toBe(false);

		const writing = openJournal(settings, {});
		await writing.begin(anApply);
		await writing.close();
		const again = openJournal(settings, {});
		expect(await again.list('local', 5)).toMatchObject([{ id: 'app_1', state: 'running' }]);
		await again.close();
	});

	it('is asked of the service where that runs, which alone has the ledger open', async () => {
		const store = await openLedger(await emptyLedgerPlace());
		const { ledgerApiKey, nodesApiKey } = ensureSecrets(home);
		const app = await anInterface(store, {}, () => undefined, { ledgerApiKey, nodesApiKey });
		const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
		const journal = openJournal(settingsAt(Number(url.port)), {});
		await journal.begin(anApply);
		expect(await journal.read('app_1')).toMatchObject({ apply: { by: 'olivia' }, steps: [] });
		expect(await journal.hubPeople()).toHaveLength(5);
		await pushRoster(store);
		expect(await journal.hubPeople()).toMatchObject([{ email: 'ana@example.com' }]);
		await journal.close();
		expect(existsSync(path.join(home, 'ledger'))).toBe(false);
		await app.close();
		await store.close();
	});
});
