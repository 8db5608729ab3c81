import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '../../../orchestrator/src/ledger/folderLock';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'agency-ledger-'));
});
afterEach(() => {
	rmSync(home, { recursive: true, force: true });
});

describe('openLedger', () => {
	it('finds again what was kept, and serves one at a time', async () => {
		const folder = path.join(home, 'ledger');
		const first = await openLedger(folder);
		await first.query(`INSERT INTO records (id, key, type, subject, test, text, content)
			VALUES (gen_random_uuid(), 'k', 'note', 's', false, 'kept', '{}')`);

		await expect(openLedger(folder)).rejects.toMatchObject({ code: 'ledger/in-use' });
		await first.close();

		const second = await openLedger(folder);
		expect(await second.query('SELECT text FROM records')).toEqual([{ text: 'kept' }]);
		await second.close();
	});
});

describe('lockFolder', () => {
	it.each([
		{ of: 'a process that is gone', lock: '999999999 1' },
		{ of: 'another process with a number used again', lock: `${process.pid} 1` },
		{ of: 'nobody, for it is empty', lock: '' },
	])('takes over the lock of $of', ({ lock }) => {
		writeFileSync(path.join(home, 'ledger.lock'), lock);

		const unlock = lockFolder(path.join(home, 'ledger'));

		expect(() => lockFolder(path.join(home, 'ledger'))).toThrow(/one process at a time/);
		unlock();
		expect(existsSync(path.join(home, 'ledger.lock'))).toBe(false);
	});
});
