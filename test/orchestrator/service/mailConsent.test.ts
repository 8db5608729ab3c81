import {
	addSuppression,
	liftSuppressions,
} from '../../../orchestrator/src/ledger/mailSuppressions';
import type { NewMail } from '../../../orchestrator/src/adapters/mail/mail';
import type { TestService } from './support/aService';
import { aRequest, aService, contents, willing } from './support/aService';
import { failures } from './support/failures';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => {
	await service.close();
});
beforeEach(async () => {
	service.answering(willing);
	await service.store.run('TRUNCATE mail_suppressions');
});

const to = 'ana@cafeaurora.com';
const aMail = (purpose: string, changes: object = {}) =>
	aRequest({ kind: 'mail', content: { ...contents.mail, purpose }, ...changes });

let count = 0;

async function suppress(
	scope: 'marketing' | 'all',
	reason: 'unsubscribed' | 'bounced' | 'complained' | 'by hand' = 'unsubscribed',
): Promise<void> {
	count += 1;
	const entry = { id: `sup_${count}`, address: to, scope, reason, note: null, evidence: null };
	await addSuppression(service.store, entry);
}

const sent = () => service.calls.map(({ input }) => input as NewMail);

describe('a mail to an address on the list', () => {
	it.each([
		{ purpose: 'marketing', scope: null, state: 'done' },
		{ purpose: 'marketing', scope: 'marketing', state: 'failed' },
		{ purpose: 'marketing', scope: 'all', state: 'failed' },
		{ purpose: 'transactional', scope: null, state: 'done' },
		{ purpose: 'transactional', scope: 'marketing', state: 'done' },
		{ purpose: 'transactional', scope: 'all', state: 'failed' },
	] as const)(
		'for $purpose, suppressed for $scope, is $state',
		async ({ purpose, scope, state }) => {
			if (scope !== null) await suppress(scope);
			const performed = await service.perform(aMail(purpose));

			expect(performed.state).toBe(state);
			expect(sent()).toHaveLength(state === 'done' ? 1 : 0);
			if (state === 'failed') {
				expect(performed.error).toMatchObject({ code: 'mail/suppressed' });
				expect(JSON.stringify(performed.error)).not.toContain('cafeaurora');
			}
		},
	);

	it('goes out in a test run, to the test mailbox, whose own address its link unsubscribes', async () => {
		await suppress('all');
		const performed = await service.perform(aMail('marketing', { test: true }));

		expect(performed.state).toBe('done');
		expect(sent()).toMatchObject([
			{
				to: 'prueba@agency.test',
				unsubscribe: {
					url: `https://ops.agency.test/unsubscribe/es-${'prueba@agency.test'.length}`,
				},
			},
		]);
	});

	it('is found whatever the letters of the address', async () => {
		await suppress('marketing');
		const content = { ...contents.mail, to: 'ANA@CafeAurora.COM', purpose: 'marketing' };
		expect(await service.perform(aRequest({ kind: 'mail', content }))).toMatchObject({
			state: 'failed',
		});
	});

	it('goes out once it is lifted and run again, and the entry stays', async () => {
		await suppress('marketing', 'complained');
		const request = aMail('marketing');
		await service.perform(request);
		const lifting = { address: to, scope: null, by: 'olivia', because: 'asked by phone' };
		expect(await liftSuppressions(service.store, lifting)).toHaveLength(1);
		expect(await liftSuppressions(service.store, lifting)).toHaveLength(0);

		expect(await service.perform({ ...request, retry: true })).toMatchObject({ state: 'done' });
		expect(
			await service.store.query('SELECT reason, lifted_by AS by FROM mail_suppressions'),
		).toEqual([{ reason: 'complained', by: 'olivia' }]);
	});

	it('is refused when the person unsubscribes between two tries', async () => {
		service.answering(async () => {
			await suppress('marketing');
			return failures.notSent;
		});
		expect(await service.perform(aMail('marketing'))).toMatchObject({
			state: 'failed',
			error: { code: 'mail/suppressed' },
		});
		expect(service.calls).toHaveLength(1);
	});

	it('waits while the list cannot be read', async () => {
		const { store } = service;
		const perform = service.another(
			{},
			{
				ledger: {
					...store,
					query: async (sql, values) => {
						if (sql.includes('mail_suppressions')) throw new Error('the ledger is away');
						return await store.query(sql, values);
					},
				},
			},
		);
		expect(await perform(aMail('transactional'))).toMatchObject({ state: 'planned' });
		expect(service.calls).toHaveLength(0);
	});
});

describe('a marketing mail', () => {
	it('shows the way off the list in both parts and in its headers, and keeps no link', async () => {
		await service.perform(
			aMail('marketing', {
				content: { ...contents.mail, purpose: 'marketing', subject: 'News', text: 'Hello' },
			}),
		);
		const [mail] = sent();
		const url = mail?.unsubscribe?.url ?? '';
		expect(url).toMatch(/^https:\/\/ops\.agency\.test\/unsubscribe\//);
		expect(mail?.html).toContain(`href="${url}"`);
		expect(mail?.text).toContain(`Darme de baja de estos correos: ${url}`);
		const kept = await service.store.query<{ content: object }>(
			`SELECT content FROM effects WHERE content->>'subject' = 'News'`,
		);
		expect(JSON.stringify(kept)).not.toContain(url);
	});

	it('is no marketing mail without a link that works: it takes no key', async () => {
		const perform = service.another({}, { unsubscribeLink: () => null });
		await expect(perform(aMail('marketing'))).rejects.toMatchObject({
			code: 'mail/no-unsubscribe-link',
		});
		expect(service.calls).toHaveLength(0);
	});
});

describe('a transactional mail', () => {
	it('has no way off the list, and is the same wish as before purposes were told apart', async () => {
		const request = aMail('transactional');
		await service.perform(request);
		expect(sent()).toMatchObject([{ unsubscribe: null }]);
		expect(sent()[0]?.html).not.toContain('unsubscribe');
		const content = { to, language: 'es' };
		expect(await service.perform({ ...request, content })).toMatchObject({
			repeated: true,
			conflict: false,
		});
		const [kept] = await service.store.query<{ content: object }>(
			'SELECT content FROM effects WHERE key = $1',
			[request.key],
		);
		expect(Object.keys(kept?.content ?? {}).sort()).toEqual([
			'html',
			'language',
			'subject',
			'text',
			'to',
		]);
	});
});
