import { serviceJournal } from '../../../orchestrator/src/adapters/service/serviceJournal';
import type { ApplyJournal, JournalStep } from '../../../orchestrator/src/apply/journal';
import { ledgerJournal } from '../../../orchestrator/src/apply/ledgerJournal';
import { readRememberedId } from '../../../orchestrator/src/ledger/applies';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { anInterface, ownKeys } from '../service/support/anInterface';
import { memoryJournal } from '../apply/memoryJournal';

let store: Store;
let app: Awaited<ReturnType<typeof anInterface>>;
let journals: Record<string, ApplyJournal>;

beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	app = await anInterface(store);
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	journals = {
		'in memory': memoryJournal(() => new Date()),
		'in the ledger': ledgerJournal(store),
		'by the service': serviceJournal({ url, apiKey: ownKeys.ledgerApiKey }),
	};
});
afterAll(async () => {
	await app.close();
	await store.close();
});

const step = (number: number, more: Partial<JournalStep> = {}): JournalStep => ({
	number,
	target: { service: 'Slack', kind: 'channel', key: `#c${number}`, name: `#c${number}` },
	kind: 'update',
	because: 'the bot is no member yet',
	state: 'planned',
	error: null,
	...more,
});
const base = (key: string, value: JournalStep['before'] = { fingerprint: key }) => ({
	kind: 'workflow' as const,
	key,
	value: value ?? null,
});

describe.each(['in memory', 'in the ledger', 'by the service'])('the journal %s', (where) => {
	const target = where.replaceAll(' ', '-');
	const journal = () => journals[where]!;
	const anApply = (id: string) => ({
		id: `app_${id}_${target}`,
		target,
		kind: 'seed' as const,
		undoes: null,
		source: 'agency-ops 1.0.0',
		by: 'olivia on studio-mac',
		holder: 'studio-mac 1 1',
	});

	it('keeps an apply with its steps and what is remembered, and knows nothing from null', async () => {
		const apply = anApply('1');
		const { id, holder } = apply;
		await journal().begin(apply);
		await journal().write(id, holder, { steps: [step(1), step(2)] });
		await journal().write(id, holder, { steps: [step(1, { state: 'started', before: null })] });
		const after = { isMember: true, text: 'a“b' };
		await journal().write(id, holder, {
			steps: [step(1, { state: 'done', after })],
			bases: [base('w1'), base('w2')],
		});

		const story = await journal().read(id);
		expect(story?.apply).toMatchObject({ ...apply, state: 'running', endedAt: null });
		expect(story?.steps).toEqual([step(1, { state: 'done', before: null, after }), step(2)]);
		expect(await journal().bases(target)).toEqual([base('w1'), base('w2')]);
		await journal().remember(target, [base('w1', null), base('w3')]);
		expect(await journal().bases(target)).toEqual([base('w2'), base('w3')]);
		await journal().end(id, holder, 'done');
	});

	it('lets one at a time change an installation', async () => {
		const first = anApply('2');
		await journal().begin(first);
		await expect(journal().begin(anApply('3'))).rejects.toMatchObject({
			code: 'apply/running',
			why: expect.stringContaining('olivia on studio-mac') as string,
		});
		await journal().begin({ ...anApply('4'), target: `${target}-2` });

		expect(await journal().takeOver(first.id, 'somebody else', 'me')).toBe(false);
		expect(await journal().takeOver(first.id, first.holder, 'me')).toBe(true);
		const late = journal().write(first.id, first.holder, { steps: [step(1)] });
		await expect(late).rejects.toMatchObject({ code: 'apply/taken-over' });
		await journal().write(first.id, 'me', { steps: [step(1)] });
		await journal().end(first.id, 'me', 'failed');
		await expect(journal().end(first.id, 'me', 'done')).rejects.toMatchObject({
			code: 'apply/taken-over',
		});
	});

	it('lists the newest first, and marks what was put back', async () => {
		const apply = anApply('5');
		await journal().begin(apply);
		await journal().markUndone(apply.id);
		expect((await journal().list(target, 1))[0]).toMatchObject({ state: 'running' });
		await journal().end(apply.id, apply.holder, 'done');
		await journal().markUndone(apply.id);

		const [newest, ...older] = await journal().list(target, 2);
		expect(newest).toMatchObject({ id: apply.id, state: 'undone' });
		expect(newest?.endedAt).not.toBeNull();
		expect(older.map(({ id }) => id)).toEqual([anApply('2').id]);
		expect(await journal().read('app_none')).toBeNull();
	});
});

it('the number of a place is remembered for its installation alone, until it is forgotten', async () => {
	const journal = ledgerJournal(store);
	const place = { kind: 'list' as const, key: 'Agency / Sales / Leads' };
	const known = async (target: string) => await readRememberedId(store, target, place);
	await journal.remember('studio', [{ ...place, value: { id: '301', name: 'Leads' } }]);
	expect(await known('studio')).toBe('301');
	expect(await known('elsewhere')).toBeNull();
	await journal.remember('studio', [{ ...place, value: null }]);
	expect(await known('studio')).toBeNull();
});
