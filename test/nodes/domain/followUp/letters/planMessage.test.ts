import fc from 'fast-check';

import { afterDelivery } from '../../../../../nodes/domain/followUp/defaultSequences';
import { defaultOffers } from '../../../../../nodes/domain/followUp/defaultOffers';
import {
	defaultMessageTexts,
	resolveMessageSettings,
	unknownValues,
} from '../../../../../nodes/domain/followUp/letters/settings';
import { languages } from '../../../../../nodes/domain/language';
import { letterSchema } from '../../../../../nodes/domain/letter/schema';
import {
	aDueItem,
	aDueMessage,
	claimedLinks,
	messageSteps,
	writtenMessage,
} from '../../../../support/aDueMessage';

const inEach = languages.flatMap((language) =>
	messageSteps.map((step) => [step, language] as const),
);

describe('a message that is due', () => {
	it.each(inEach)('%s is a whole letter in %s', (step, language) => {
		const { decision, mail } = writtenMessage(aDueMessage(step, { client: { language } }));
		expect(decision).toMatchObject({ outcome: 'mail', missing: [] });
		expect(letterSchema.safeParse(mail?.letter).error).toBeUndefined();
		expect(mail).toMatchObject({ language, name: step, to: 'soren@nordlysbageri.dk' });
		expect([mail?.subject, mail?.preheader].filter(Boolean)).toHaveLength(2);
		expect(`${mail?.subject}${mail?.preheader}`).not.toMatch(/[{}]|undefined|null/);
		expect(mail?.html).not.toMatch(/\[\[/);
		expect(mail?.text).not.toMatch(/[{}]|undefined|null|NaN/);
		expect(mail?.text).toContain('Søren');
	});

	it('asks how it was with eleven answers that look like a scale, and each stands in the text', () => {
		const { mail } = writtenMessage(aDueMessage('feedback-request'));
		const scale = mail?.letter.blocks.find(({ kind }) => kind === 'scale');
		expect(scale).toMatchObject({
			answers: claimedLinks.feedback.map(({ score, url }) => ({
				text: String(score),
				label: `${score} ud af 10`,
				url,
			})),
		});
		for (const { url } of claimedLinks.feedback) {
			expect(mail?.html).toContain(`href="${url}"`);
			expect(mail?.text).toContain(`\n${url}\n`);
		}
		expect(mail?.text).toContain('tirsdag 17. november');
		expect(mail?.purpose).toBe('transactional');
	});

	it('offers what fits by use, with its price in the words of the client', () => {
		const { mail } = writtenMessage(aDueMessage('upsell-offer', { client: { language: 'en' } }));
		expect(mail?.subject).toBe('An idea for you: Content subscription');
		expect(mail?.text).toContain('We have made 4 projects together.');
		expect(mail?.text).toContain('Price: $300 to $800 a month');
		expect(mail?.letter.blocks.filter(({ kind }) => kind === 'button')).toMatchObject([
			{ url: claimedLinks.portal },
		]);
		expect(mail?.text).toContain('no offers at all');
		expect(mail?.purpose).toBe('marketing');
	});

	it.each([
		[1, 'We have made 1 project together.'],
		[null, 'You come back to us often.'],
	])('says why of a use of %s: %s', (used, words) => {
		const offer = { ...(aDueItem('upsell-offer').offer as object), used };
		const due = aDueMessage('upsell-offer', { offer, client: { language: 'en' } });
		expect(writtenMessage(due).mail?.text).toContain(words);
	});

	it('does not speak of what is not known', () => {
		const changes = { project: { name: null }, client: { name: null, language: 'en' } };
		const { mail } = writtenMessage(aDueMessage('feedback-request', changes));
		expect(mail?.subject).toBe('One question about our work for you');
		expect(mail?.text).toContain('Hello,\n');
		expect(mail?.text).toContain('On Tuesday 17 November you got your files.');
	});

	it('leads to the pages of the settings, and asks for a reply where there is none', () => {
		const links = { review: 'https://iamazingcontent.space/review', offer: null };
		const due = aDueMessage('review-request', { client: { language: 'en' } });
		const buttons = (settings = resolveMessageSettings({ links })) =>
			writtenMessage(due, { settings }).mail?.letter.blocks.filter(({ kind }) => kind === 'button');
		expect(buttons()).toMatchObject([{ url: links.review, text: 'Write a review' }]);
		expect(buttons(resolveMessageSettings({}))).toEqual([]);
		expect(writtenMessage(due).mail?.text).toContain('Just reply to this e-mail');
		expect(
			writtenMessage(due, { settings: resolveMessageSettings({ links }) }).mail?.text,
		).not.toMatch(/reply to this/);
	});

	it('is marked in its subject where somebody only tries it', () => {
		const due = aDueMessage('what-was-missing');
		expect(writtenMessage(due, { test: true }).mail?.subject).toMatch(/^\[TEST\] /);
	});

	it.each([
		['without an address', 'feedback-request', { client: { email: null } }, 'client.email'],
		['over another channel', 'feedback-request', { channel: 'sms' }, 'channel'],
		['without a text', 'feedback-request', { template: 'no-such-text' }, 'template'],
		['without pages for the answers', 'feedback-request', { claim: null }, 'claim.links.feedback'],
		[
			'with pages at several places',
			'feedback-request',
			{
				claim: {
					links: {
						feedback: claimedLinks.feedback.map((each, index) =>
							index === 3 ? { ...each, url: 'https://evil.example/feedback/x' } : each,
						),
					},
				},
			},
			'claim.links.feedback',
		],
		[
			'with pages that are none',
			'feedback-request',
			{
				claim: {
					links: {
						feedback: claimedLinks.feedback.map(({ score }) => ({
							score,
							url: 'javascript:alert(1)',
						})),
					},
				},
			},
			'claim.links.feedback',
		],
		['as what belongs to the order', 'upsell-offer', { purpose: 'transactional' }, 'purpose'],
		['as an offer', 'feedback-request', { purpose: 'marketing' }, 'purpose'],
		['without an offer', 'upsell-offer', { offer: null }, 'offer'],
		[
			'with an offer that nobody has words for',
			'upsell-offer',
			{ offer: { ...(aDueItem('upsell-offer').offer as object), id: 'gold-plan' } },
			'offer.id',
		],
	])('is refused %s', (_how, step, changes, field) => {
		const { decision, mail, task, note } = writtenMessage(aDueMessage(step, changes));
		expect([decision.outcome, mail, task]).toEqual(['refuse', null, null]);
		expect(decision.missing.map((each) => each.field)).toContain(field);
		expect(note).toContain(decision.missing[0]?.because);
	});

	it('is refused where the settings lead elsewhere', () => {
		const settings = resolveMessageSettings({ links: { review: 'https://evil.example/' } });
		const { decision } = writtenMessage(aDueMessage('review-request'), { settings });
		expect(decision.missing).toMatchObject([{ field: 'links.review' }]);
	});

	it('is the same to the last letter for the same input', () => {
		const due = aDueMessage('upsell-offer');
		expect(writtenMessage(due)).toEqual(writtenMessage(due));
	});

	it('takes whatever clients are called as plain words: no head, no tag, no address of others', () => {
		const nasty = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.constantFrom(
				'<script>alert(1)</script>',
				'Ana\r\nBcc: evil@example.com',
				'see www.evil.example now',
				'{score} {agency}',
				'https://evil.example/x',
				'[[url]]',
			),
		);
		const tags = (html: string) =>
			[...html.matchAll(/<(\/?[a-z!][a-z0-9-]*)/gi)].map(([, tag]) => tag).join(' ');
		const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
		fc.assert(
			fc.property(
				nasty,
				nasty,
				nasty,
				fc.constantFrom(...messageSteps),
				(name, project, comment, step) => {
					const changes = { client: { name }, project: { name: project }, comment };
					const { mail } = writtenMessage(aDueMessage(step, changes));
					const harmless = { client: { name: 'x' }, project: { name: 'x' }, comment: 'x' };
					const plain = writtenMessage(aDueMessage(step, harmless)).mail;
					expect(tags(mail?.html ?? '')).toBe(tags(plain?.html ?? ''));
					expect(links(mail?.html ?? '')).toEqual(links(plain?.html ?? ''));
					expect(mail?.subject).not.toMatch(/[\r\n]/);
					expect(mail?.text).not.toMatch(/www\.evil|https:\/\/evil/);
				},
			),
			{ seed: 27_11, numRuns: 60 },
		);
	});
});

describe('a task that is due', () => {
	it.each([
		['en', 'Call Søren Kjær: answered 3 of 10'],
		['es', 'Llamar a Søren Kjær: respondió 3 de 10'],
		['da', 'Ring til Søren Kjær: svarede 3 ud af 10'],
	] as const)('is written in the language of the team: %s', (language, name) => {
		const due = aDueMessage('client-success', { feedback: { score: 3 } });
		const { decision, task, mail } = writtenMessage(due, { language });
		expect([decision.outcome, mail]).toEqual(['task', null]);
		expect(task?.name).toBe(name);
		for (const part of ['Lyden var for lav', 'soren@nordlysbageri.dk', due.followUp]) {
			expect(task?.description).toContain(part);
		}
		expect(task?.description).not.toMatch(/[{}]|undefined|null/);
	});

	it('leaves out what the client did not say', () => {
		const due = aDueMessage('client-success', { comment: null, feedback: null });
		const { task } = writtenMessage(due);
		expect(task?.name).toBe('Call Søren Kjær: unhappy with our work');
		expect(task?.description).not.toMatch(/words/);
	});
});

describe('the texts that ship', () => {
	it('have what the shipped sequence and offers need, in every language', () => {
		for (const language of languages) {
			const { letters, tasks, offers } = defaultMessageTexts.languages[language];
			for (const step of afterDelivery.steps) {
				if (step.kind === 'send') expect(letters[step.template]?.purpose).toBe(step.purpose);
				if (step.kind === 'task') expect(tasks[step.template]).toBeDefined();
			}
			for (const { id } of defaultOffers.offers) expect(offers[id]).toBeDefined();
		}
	});

	it('speak of nothing that nobody knows', () => {
		expect(unknownValues(defaultMessageTexts)).toEqual([]);
	});

	it('are changed in part, and named after the change', () => {
		const texts = { languages: { en: { letters: { 'upsell-offer': { title: 'For you' } } } } };
		const { texts: changed } = resolveMessageSettings({ texts });
		expect(changed.languages.en.letters['upsell-offer']).toMatchObject({
			title: 'For you',
			button: 'Tell me more',
		});
		expect(changed.version).toMatch(/^follow-ups\/0\+[0-9a-f]{8}$/);
		expect(() =>
			resolveMessageSettings({
				texts: { languages: { en: { letters: { 'upsell-offer': { title: '{nobody}' } } } } },
			}),
		).toThrow(expect.objectContaining({ code: 'follow-up/message-settings' }));
	});
});
