import { addSuppression } from '../../../orchestrator/src/ledger/mailSuppressions';
import { listEffects, readEffect } from '../../../orchestrator/src/ledger/effects';
import type { NewMail } from '../../../orchestrator/src/adapters/mail/mail';
import { resolveOnce } from '../../../orchestrator/src/service/effects/resolver';
import { aMilestone, planned } from '../../support/aMilestone';
import type { TestService } from './support/aService';
import { aRequest, aService, someSettings, willing } from './support/aService';

let service: TestService;

beforeAll(async () => {
	service = await aService();
});
afterAll(async () => await service.close());
beforeEach(async () => {
	service.answering(willing);
	await service.store.run('TRUNCATE mail_suppressions; TRUNCATE effects CASCADE');
});

const { mail } = planned(aMilestone('preview-ready'));
const letter = mail!.letter;
const to = mail!.to;
const aLetter = (changes: object = {}, content: object = {}) =>
	aRequest({ kind: 'mail', content: { to, letter, ...content }, ...changes });

const sent = () => service.calls.map(({ input }) => input as NewMail);

describe('a mail that is a letter', () => {
	it('goes out as the letter says, in the language it is written in', async () => {
		const request = aLetter();
		expect((await service.perform(request)).state).toBe('done');
		expect(sent()).toMatchObject([
			{
				to,
				language: 'es',
				subject: mail!.subject,
				html: mail!.html,
				text: mail!.text,
				unsubscribe: null,
				key: request.key,
			},
		]);
	});

	it('reaches whoever refused marketing, and nobody whose mailbox is gone', async () => {
		const entry = { address: to, reason: 'unsubscribed', note: null, evidence: null } as const;
		await addSuppression(service.store, { id: 'sup_1', scope: 'marketing', ...entry });
		expect((await service.perform(aLetter())).state).toBe('done');
		await addSuppression(service.store, { id: 'sup_2', scope: 'all', ...entry });
		expect(await service.perform(aLetter())).toMatchObject({
			state: 'failed',
			error: { code: 'mail/suppressed' },
		});
		expect(sent()).toHaveLength(1);
	});

	it('shows a way off the list where it is marketing', async () => {
		await service.perform(aLetter({}, { purpose: 'marketing' }));
		const [{ html, text, unsubscribe }] = sent() as [NewMail];
		expect(unsubscribe?.url).toMatch(/^https:\/\/ops\.agency\.test\/unsubscribe\//);
		expect(html).toContain(`href="${unsubscribe?.url}"`);
		expect(text).toContain(unsubscribe?.url);
		expect(html + text).not.toContain('unsubscribe.invalid');
	});

	it('is asked about as it goes out: what speaks against it for good settles it unsent', async () => {
		const asked: string[] = [];
		const perform = service.another(
			{},
			{
				objectionTo: async (key) => {
					asked.push(key);
					return await Promise.resolve({ is: 'final', because: 'The invoice is paid.' });
				},
			},
		);
		const request = aLetter();

		expect(await perform(request)).toMatchObject({
			state: 'done',
			receipt: { messageId: null, note: 'Withheld at the last moment: The invoice is paid.' },
		});
		expect(await service.perform(request)).toMatchObject({ state: 'done', repeated: true });
		await perform(aLetter({ test: true }));
		expect(asked).toEqual([request.key]);
		expect(sent().map(({ key }) => key)).not.toContain(request.key);
	});

	it.each([
		[
			'what speaks against it only now',
			async () => await Promise.resolve({ is: 'forNow' as const, because: 'It is paused.' }),
			'mail/held-back',
		],
		[
			'a ledger that does not answer',
			async () => await Promise.reject(new Error('away')),
			'mail/not-sent',
		],
	])('waits for %s, and goes when that has passed', async (_what, objectionTo, code) => {
		const request = aLetter();
		expect(await service.another({}, { objectionTo })(request)).toMatchObject({
			state: 'planned',
			error: { code },
		});
		expect(sent()).toEqual([]);
		expect((await service.perform(request)).state).toBe('done');
		expect(sent()).toHaveLength(1);
	});

	it.each([
		[
			'a button that runs',
			{ blocks: [{ kind: 'button', text: 'x', label: '', url: 'javascript:alert(1)' }] },
			'mail/link-refused',
		],
		[
			'a button that leads elsewhere',
			{ blocks: [{ kind: 'button', text: 'x', label: '', url: 'https://evil.com/' }] },
			'mail/link-refused',
		],
		[
			'an answer that leads elsewhere',
			{
				blocks: [
					{
						kind: 'scale',
						worst: '',
						best: '',
						answers: ['http://127.0.0.1:5680/feedback/x', 'http://127.0.0.1:5681/feedback/x'].map(
							(url, index) => ({ text: String(index), label: 'x', url }),
						),
					},
				],
			},
			'mail/link-refused',
		],
		['HTML of its own', { blocks: [{ kind: 'html', text: '<b>x</b>' }] }, 'request/invalid'],
		['no subject', { subject: '' }, 'request/invalid'],
	])('is refused with %s', async (_what, changes, code) => {
		const request = aLetter({}, { letter: { ...letter, ...changes } });
		await expect(service.perform(request)).rejects.toMatchObject({ code });
		expect(sent()).toEqual([]);
	});

	it.each([
		['https://ops.agency.test', 'https://ops.agency.test/portal/x', 'done'],
		['http://127.0.0.1:5680', 'http://127.0.0.1:5680/portal/x', 'done'],
	])('of a service at %s may lead to its own pages', async (publicUrl, url, state) => {
		const block = { kind: 'button', text: 'x', label: '', url };
		const request = aLetter({}, { letter: { ...letter, blocks: [block] } });
		const settings = { ...someSettings(), hooks: { publicUrl } };
		const { tools } = service.aResolver();
		const perform = service.another({}, { ...tools, settings });
		expect((await perform(request)).state).toBe(state);
	});

	it('is refused with a text of its own beside it', async () => {
		const request = aLetter({}, { subject: 'x', text: 'y' });
		await expect(service.perform(request)).rejects.toMatchObject({ code: 'request/invalid' });
	});
});

describe('an effect that is not to be done yet', () => {
	const friday = new Date('2026-11-27T23:00:00Z');
	const monday = new Date('2026-11-30T14:00:00Z');
	const just = (before: Date) => new Date(before.getTime() - 1_000);
	const asked = { notBefore: monday.toISOString() };

	it('waits in the ledger, and goes out once when its time has come', async () => {
		const request = aLetter(asked);
		const perform = service.another({ moment: () => friday });
		for (let call = 0; call < 3; call += 1) {
			expect(await perform(request)).toMatchObject({
				state: 'planned',
				error: { code: 'effect/not-before' },
			});
		}
		expect(sent()).toEqual([]);
		await resolveOnce(service.aResolver({}, () => just(monday)));
		expect(sent()).toEqual([]);
		expect((await readEffect(service.store, request.key))?.state).toBe('planned');

		await resolveOnce(service.aResolver({}, () => monday));
		await resolveOnce(service.aResolver({}, () => monday));
		expect(sent()).toHaveLength(1);
		expect((await readEffect(service.store, request.key))?.state).toBe('done');
		expect(await perform(request)).toMatchObject({ state: 'done', repeated: true });
		expect(sent()).toHaveLength(1);
	});

	it('waits for the moment that was asked for last', async () => {
		const request = aLetter(asked);
		await service.another({ moment: () => friday })(request);
		const later = new Date(monday.getTime() + 3_600_000);
		const changed = { ...request, notBefore: later.toISOString() };
		await service.another({ moment: () => friday })(changed);
		await resolveOnce(service.aResolver({}, () => monday));
		expect(sent()).toEqual([]);
		await resolveOnce(service.aResolver({}, () => later));
		expect(sent()).toHaveLength(1);
	});

	it('is done at once where its time is past', async () => {
		const perform = service.another({ moment: () => monday });
		expect((await perform(aLetter(asked))).state).toBe('done');
	});

	it('keeps the first content, or says that it is another', async () => {
		const request = aLetter(asked);
		const perform = service.another({ moment: () => friday });
		await perform(request);
		const other = { ...request, content: { to, letter: { ...letter, subject: 'Other' } } };
		expect(await perform(other)).toMatchObject({ state: 'failed', conflict: true });
		const kept = await perform({ ...other, onConflict: 'keepFirst' });
		expect(kept).toMatchObject({ state: 'planned', conflict: true });
		await resolveOnce(service.aResolver({}, () => monday));
		expect(sent().map(({ subject }) => subject)).toEqual([mail!.subject]);
	});

	it('asks the list when it goes out, not when it was asked for', async () => {
		const request = aLetter(asked, {});
		await service.another({ moment: () => friday })(request);
		const entry = { id: 'sup_1', address: to, note: null, evidence: null } as const;
		await addSuppression(service.store, { ...entry, scope: 'all', reason: 'bounced' });
		await resolveOnce(service.aResolver({}, () => monday));
		expect(sent()).toEqual([]);
		const found = await listEffects(service.store, { subject: null, state: 'failed' });
		expect(found.map(({ key }) => key)).toEqual([request.key]);
	});

	it('has a moment that can be read', () => {
		expect(() => aLetter({ notBefore: 'monday' })).toThrow(
			expect.objectContaining({ code: 'request/invalid' }),
		);
	});
});
