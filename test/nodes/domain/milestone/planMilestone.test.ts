import fc from 'fast-check';

import { milestones } from '../../../../nodes/domain/milestone/milestones';
import { milestoneOfDeal, readMilestone } from '../../../../nodes/domain/milestone/readMilestone';
import { resolveMilestoneSettings } from '../../../../nodes/domain/milestone/settings';
import { aMilestone, planned, thursdayMorning } from '../../../support/aMilestone';

const reasonOf = ({ decision }: ReturnType<typeof planned>, rule: string) =>
	decision.reasons.find((reason) => reason.rule === rule);

describe('planMilestone', () => {
	it('sends a milestone in working hours at once, and says so in one line', () => {
		const plan = planned(aMilestone('preview-ready'));
		expect(plan.decision).toMatchObject({
			outcome: 'send',
			language: 'es',
			zone: 'America/Lima',
			sendAt: thursdayMorning.toISOString(),
			isLater: false,
			missing: [],
			ask: null,
		});
		expect(plan.mail).toMatchObject({
			to: 'ana@cafesdelrimac.pe',
			subject: 'Ya puedes verlo: Cafés del Rímac: explainer video',
			purpose: 'transactional',
			name: 'milestone-preview-ready',
		});
		expect(plan.note).toBe(
			'Preview ready: Ana Quispe, Cafés del Rímac is told now, in Spanish (Cafés del Rímac: explainer video)',
		);
	});

	describe('the language', () => {
		it.each([
			['es', { language: 'Español', country: 'DK' }, 'client'],
			['en', { language: 'en-GB' }, 'client'],
			['da', { language: null, country: 'Denmark' }, 'country'],
			['es', { language: 'Klingon', country: 'PE' }, 'country'],
			['en', { language: null, country: null }, 'default'],
		])('is %s for %j', (language, client, level) => {
			const plan = planned(aMilestone('approved', { client }));
			expect(plan.decision.language).toBe(language);
			expect(reasonOf(plan, 'language')?.level).toBe(level);
		});
	});

	describe('the time', () => {
		it.each([
			['the client’s own zone', { zone: 'Asia/Tokyo' }, '2026-11-27T00:00:00.000Z', 'hour'],
			[
				'the zone of their country',
				{ zone: null, country: 'DK' },
				'2026-11-26T15:00:00.000Z',
				'open',
			],
			['the usual zone', { zone: 'Mars/Base', country: 'US' }, '2026-11-26T15:00:00.000Z', 'open'],
		])('goes by %s', (_what, client, sendAt, level) => {
			const plan = planned(aMilestone('approved', { client }));
			expect(plan.decision.sendAt).toBe(sendAt);
			expect(plan.mail?.sendAt).toBe(sendAt);
			expect(reasonOf(plan, 'hours')?.level).toBe(level);
		});

		it('passes over the holidays of the event and of the settings', () => {
			const settings = resolveMilestoneSettings({ holidays: ['2026-11-27'] });
			const plan = planned(aMilestone('approved', { holidays: ['2026-11-26', '2026-11-30'] }), {
				settings,
			});
			expect(plan.decision.sendAt).toBe('2026-12-01T14:00:00.000Z');
			expect(plan.note).toContain('Tue 1 Dec, 09:00 (their time)');
			expect(plan.decision.flips).toEqual([{ if: 'it is urgent', then: 'send' }]);
		});

		it('is now where it is urgent, also in the night', () => {
			const now = new Date('2026-11-29T06:00:00Z');
			const plan = planned(aMilestone('approved', { urgent: true }), { now });
			expect(plan.decision).toMatchObject({ sendAt: now.toISOString(), isLater: false });
		});
	});

	describe('what is missing', () => {
		it.each([
			['no address', 'approved', { client: { email: null } }, ['client.email']],
			['no link to a preview', 'preview-ready', { link: null }, ['link']],
			['no link to a delivery', 'delivered', { link: ' ' }, ['link']],
			['nobody in the team', 'team-assigned', { details: { people: [' '] } }, ['details.people']],
			[
				'an invoice of nothing',
				'invoice',
				{ details: { amount: null, dueAt: null }, link: null },
				['link', 'details.amount', 'details.dueAt'],
			],
			[
				'no name of the project',
				'approved',
				{ project: { id: '1', name: ' \n' } },
				['project.name'],
			],
			['no new date', 'delay', { details: { expectedAt: null } }, ['details.expectedAt']],
			[
				'a new date that is not later',
				'delay',
				{ details: { expectedAt: '2026-12-04T23:30:00Z' } },
				['details.expectedAt'],
			],
			['a link elsewhere', 'approved', { link: 'https://evil.com/frame.io' }, ['link']],
			['a link that runs', 'approved', { link: 'javascript:alert(1)' }, ['link']],
		] as const)(
			'refuses a mail with %s, and says which field',
			(_what, milestone, changes, fields) => {
				const { decision, mail, note } = planned(
					aMilestone(milestone, changes as Record<string, unknown>),
				);
				expect(mail).toBeNull();
				expect(decision.outcome).toBe('refuse');
				expect(decision.sendAt).toBeNull();
				expect(decision.missing.map(({ field }) => field)).toEqual(fields);
				expect(decision.ask).toEqual(decision.missing[0]);
				expect(note).toContain('NOT told');
				expect(note).toContain(decision.missing[0]?.because);
			},
		);

		it.each([
			'ana@cafes.pe, eve@evil.com',
			'ana@cafes.pe\r\nBcc: eve@evil.com',
			'ana@cafes.pe\nSubject: x',
			'Ana <ana@cafes.pe>',
			'ana@cafes.pe;eve@evil.com',
			'ana',
			'@',
		])('takes %j for no address', (email) => {
			const { decision, mail } = planned(aMilestone('approved', { client: { email } }));
			expect(mail).toBeNull();
			expect(decision.missing.map(({ field }) => field)).toEqual(['client.email']);
			expect(decision.missing[0]?.because).not.toMatch(/[\r\n]/);
		});

		it.each([
			['approved', null, 'https://ops.agency.test/portal/t'],
			['approved', 'https://next.frame.io/share/x', 'https://next.frame.io/share/x'],
			[
				'delivered',
				'https://ops.agency.test/portal/t/deliveries/d',
				'https://ops.agency.test/portal/t/deliveries/d',
			],
			['delivered', null, null],
			['preview-ready', null, null],
			['invoice', null, null],
			['approved', 'https://ops.agency.evil/portal/t', null],
		] as const)('leads at %s with the link %j and a portal to %j', (milestone, link, url) => {
			const portal = 'https://ops.agency.test/portal/t';
			const { mail } = planned(aMilestone(milestone, { link, portal }));
			expect(mail?.letter.blocks.find(({ kind }) => kind === 'button') ?? null).toEqual(
				url === null ? null : expect.objectContaining({ url }),
			);
		});

		it.each([
			['es', null, 'Ver tus proyectos'],
			['da', null, 'Se dine projekter'],
			['es', 'https://next.frame.io/share/x', 'Ver lo aprobado'],
		])('says in %s with the link %j where it leads: %s', (language, link, text) => {
			const portal = 'https://ops.agency.test/portal/t';
			const { mail } = planned(aMilestone('approved', { link, portal, client: { language } }));
			expect(mail?.letter.blocks).toContainEqual(expect.objectContaining({ kind: 'button', text }));
		});

		it('leads to no portal that is not reached by HTTPS, and says no word of it', () => {
			const portal = 'http://ops.agency.test/portal/t';
			const { mail, decision } = planned(aMilestone('approved', { link: null, portal }));
			expect(decision.outcome).toBe('send');
			expect(mail?.letter.blocks.some(({ kind }) => kind === 'button')).toBe(false);
		});

		it('does not repeat a link that holds a secret', () => {
			const link = 'https://me:pass@evil.com/?token=abc';
			const plan = planned(aMilestone('approved', { link }));
			expect(JSON.stringify(plan)).not.toMatch(/token=abc|me:pass/);
		});

		it('leaves out what is not known, and sends the rest', () => {
			const { mail } = planned(
				aMilestone('preview-ready', {
					details: { version: null, files: null, roundsLeft: null, answerBy: null },
				}),
			);
			expect(mail?.letter.blocks.map(({ kind }) => kind)).toEqual([
				'paragraph',
				'paragraph',
				'steps',
				'button',
				'paragraph',
			]);
		});
	});

	describe('a delay', () => {
		it('is a draft until somebody says yes to it', () => {
			const draft = planned(aMilestone('delay', { approvedBy: null }));
			expect(draft.decision.outcome).toBe('draft');
			expect(draft.decision.flips[0]).toEqual({
				if: 'somebody says yes to it (approvedBy)',
				then: 'send',
			});
			expect(draft.note).toContain('waits for your yes');
			const sent = planned(aMilestone('delay', { approvedBy: 'Camila' }));
			expect(sent.decision.outcome).toBe('send');
			expect(sent.mail?.text).toBe(draft.mail?.text);
			expect(sent.mail?.text).toContain('The music licence takes two days longer.');
		});

		it.each(['es', 'en', 'da'])('in %s gives its sentences to be put otherwise', (language) => {
			const client = { language };
			const { mail } = planned(aMilestone('delay', { approvedBy: null, client }));
			const sentences = (mail?.words ?? '').split('\n\n');
			expect(sentences).toHaveLength(3);
			for (const sentence of sentences) expect(mail?.html).toContain(sentence.slice(0, 20));
			expect(mail?.words).not.toContain('Ana');
			// Put back as they were they make the same sentences, before the dates.
			const again = planned(aMilestone('delay', { client, words: mail?.words }));
			const texts = (letter: typeof mail) =>
				letter?.letter.blocks.flatMap((block) => ('text' in block ? [block.text] : [])).sort();
			expect(texts(again.mail)).toEqual(texts(mail));
			expect(planned(aMilestone('delay', { client })).mail).not.toHaveProperty('words');
		});

		it('goes out in somebody’s own words, with the dates, as plain text', () => {
			const words = 'La música <b>tarda</b> {project}.\n\n\nGracias & hasta pronto.\n';
			const { mail, decision } = planned(aMilestone('delay', { words }));
			const paragraphs = mail?.letter.blocks.filter(({ kind }) => kind === 'paragraph');
			expect(paragraphs?.slice(1, -1)).toEqual([
				{ kind: 'paragraph', text: 'La música <b>tarda</b> {project}.' },
				{ kind: 'paragraph', text: 'Gracias & hasta pronto.' },
			]);
			expect(mail?.html).toContain('La música &lt;b&gt;tarda&lt;/b&gt; {project}.');
			expect(mail?.letter.blocks.map(({ kind }) => kind)).toContain('facts');
			expect(mail?.text).not.toContain('The music licence');
			expect(decision.reasons).toContainEqual(
				expect.objectContaining({ rule: 'words', level: 'own' }),
			);
		});

		it('is refused where these words lead where mails may not', () => {
			const { decision } = planned(aMilestone('delay', { words: 'Pague en evil.example/x' }));
			expect(decision.missing).toEqual([
				{ field: 'words', because: 'The words name "evil.example/x", where mails may not lead' },
			]);
		});
	});

	describe('days and money', () => {
		it.each([
			['en', 'Europe/London', 'Friday 4 December', '$1,800.50', '15 January 2027'],
			['es', 'America/Lima', 'viernes, 4 de diciembre', '1.800,50 USD', '15 de enero de 2027'],
			['da', 'Europe/Copenhagen', 'fredag 4. december', '1.800,50 USD', '15. januar 2027'],
		])('are written as people of %s read them', (language, zone, due, amount, year) => {
			const client = { language, zone };
			const invoice = planned(aMilestone('invoice', { client })).mail;
			expect(invoice?.subject).toContain(amount);
			expect(invoice?.text.replace('den ', '')).toContain(due);
			expect(planned(aMilestone('delivered', { client })).mail?.text).toContain(year);
		});

		it('are days of the client: what is Friday evening in Lima is Saturday in Tokyo', () => {
			const details = { dueAt: '2026-12-05T00:30:00Z' };
			const text = (zone: string) =>
				planned(aMilestone('invoice', { details, client: { language: 'en', zone } })).mail?.text;
			expect(text('America/Lima')).toContain('Friday 4 December');
			expect(text('Asia/Tokyo')).toContain('Saturday 5 December');
		});

		it.each([
			[1, '1 nota'],
			[2, '2 notas'],
		])('counts %d as %s', (comments, words) => {
			const { mail } = planned(aMilestone('revision-received', { details: { comments } }));
			expect(mail?.text).toContain(`Notas: ${words}\n`);
		});
	});

	describe('what comes from outside', () => {
		it.each([
			['Ana', 'Hola, Ana:'],
			['Ana https://evil.com', 'Hola, Ana:'],
			['https://evil.com', 'Hola:'],
			['evil.com', 'Hola:'],
			['<b>Ana</b>', 'Hola:'],
			['x'.repeat(41), 'Hola:'],
			['', 'Hola:'],
		])('a name of %j is greeted with %j', (name, greeting) => {
			const { mail } = planned(aMilestone('approved', { client: { name } }));
			expect(mail?.letter.blocks[0]).toEqual({ kind: 'paragraph', text: greeting });
		});

		it('becomes no link in a mail program', () => {
			const name = 'Prize! http://evil.com/win www.evil.com eve@evil.com';
			const { mail } = planned(aMilestone('approved', { project: { id: '1', name } }));
			expect(mail?.text).not.toMatch(/evil\.com|:\/\/evil/);
			expect(mail?.html).not.toMatch(/evil\.com|:\/\/evil/);
		});

		const wild = fc.string({ unit: 'binary', maxLength: 400 });
		it('never breaks a letter, whatever it is', () => {
			fc.assert(
				fc.property(
					fc.constantFrom(...milestones),
					fc.constantFrom('en', 'es', 'da'),
					wild,
					wild,
					wild,
					(milestone, language, name, project, reason) => {
						fc.pre(project.trim() !== '');
						const { mail, decision, note } = planned(
							aMilestone(milestone, {
								client: { name, language, company: reason },
								project: { id: '1', name: project },
								details: { reason, invoice: name, people: [name, 'Diego'] },
							}),
						);
						expect(note).not.toMatch(/[\r\n\u202A-\u202E\u2066-\u2069]/);
						if (mail === null) {
							expect(decision.missing.map(({ field }) => field)).toEqual(['project.name']);
							return;
						}
						expect(mail.subject).not.toMatch(
							/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/,
						);
						expect(mail.subject.length).toBeLessThanOrEqual(150);
						expect(mail.html).not.toMatch(/\[\[(?:text|url|blocks|subject)\]\]/);
						expect(mail.text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069]/);
						const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
						expect(new Set(links)).toEqual(new Set(['https://next.frame.io/share/6b1f/view']));
					},
				),
				{ seed: 20261126, numRuns: 200 },
			);
		});
	});

	it('decides the same of the same, and another hash of another', () => {
		const once = planned(aMilestone('approved'));
		expect(planned(aMilestone('approved'))).toEqual(once);
		expect(planned(aMilestone('approved', { occurrence: 2 })).decision.inputHash).not.toBe(
			once.decision.inputHash,
		);
	});

	it('marks what somebody only tries', () => {
		expect(planned(aMilestone('approved'), { test: true }).mail?.subject).toMatch(/^\[PRUEBA\] /);
	});
});

describe('readMilestone', () => {
	it('names every mistake', () => {
		const wrong = { milestone: 'party', project: {}, client: {}, details: { dueAt: 'soon' } };
		expect(() => readMilestone(wrong)).toThrow(
			expect.objectContaining({
				code: 'milestone/invalid',
				why: expect.stringMatching(/"milestone".*"project.id".*"details.dueAt"/s),
			}),
		);
	});
});

describe('milestoneOfDeal', () => {
	const item = {
		milestone: 'brief-received',
		deal: { id: '77', name: 'Nordlys: film', amount: null, isWon: true },
		contact: {
			id: '5',
			name: 'Søren Kjær',
			firstName: 'Søren',
			email: 's@nordlys.dk',
			language: 'da',
			country: 'DK',
		},
		company: { id: '9', name: 'Nordlys', domain: null },
		lead: { id: 'x' },
	};

	it('takes client and project from the deal', () => {
		expect(milestoneOfDeal(item)).toMatchObject({
			milestone: 'brief-received',
			occurrence: 1,
			project: { id: '77', name: 'Nordlys: film' },
			client: { name: 'Søren Kjær', firstName: 'Søren', company: 'Nordlys', email: 's@nordlys.dk' },
		});
	});

	it('makes a refusal, not an error, of a deal without a contact', () => {
		const { decision } = planned(milestoneOfDeal({ ...item, contact: null, company: null }));
		expect(decision.missing.map(({ field }) => field)).toEqual(['client.email']);
	});
});
