import { languages } from '../../../../nodes/domain/language';
import { namesIn } from '../../../../nodes/domain/milestone/message';
import { milestones } from '../../../../nodes/domain/milestone/milestones';
import {
	defaultTexts,
	resolveMilestoneSettings,
	unknownNames,
} from '../../../../nodes/domain/milestone/settings';
import { milestoneTextsSchema } from '../../../../nodes/domain/milestone/texts/milestoneTexts';
import { aMilestone, planned } from '../../../support/aMilestone';

/** Every string in a value. */
function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(stringsIn);
}

/** Words that make an offer of a mail, in any of the languages. */
const offers =
	/\b(discounts?|offers?|promo\w*|upgrade|special price|\d+ ?% off|newsletter|descuentos?|oferta|promoci[oó]n|boletín|aprovecha|rabat|tilbud|kampagne|nyhedsbrev|spar)\b/i;

describe('the texts that ship', () => {
	it('are whole, and speak only of what is known', () => {
		expect(milestoneTextsSchema.parse(defaultTexts)).toEqual(defaultTexts);
		expect(unknownNames(defaultTexts)).toEqual([]);
	});

	describe.each(languages)('in %s', (language) => {
		it.each(milestones)('tell %s to the last word', (milestone) => {
			const { mail } = planned(aMilestone(milestone, { client: { language } }));
			expect(mail?.language).toBe(language);
			const text = defaultTexts.languages[language].milestones[milestone];
			// With everything known, nothing of the text is left out but what is of an invoice already late.
			const late = text.blocks.filter((block) => JSON.stringify(block).includes('{daysLate'));
			expect(mail?.letter.blocks.filter(({ kind }) => kind !== 'button')).toHaveLength(
				text.blocks.length - late.length + 2,
			);
			expect(mail?.preheader).not.toBe('');
			for (const part of [...stringsIn(mail?.letter), mail?.text])
				expect(part).not.toMatch(/[{}]|undefined|null|NaN/);
		});

		it('say the same of a milestone as the other languages', () => {
			const shape = (of: typeof language) =>
				milestones.map((milestone) =>
					defaultTexts.languages[of].milestones[milestone].blocks.map((block) => ({
						kind: block.kind,
						names: stringsIn(block).flatMap((text) => (text === block.kind ? [] : namesIn(text))),
					})),
				);
			const names = (of: typeof language) =>
				JSON.stringify(
					shape(of).map((blocks) => blocks.map(({ kind, names: all }) => [kind, [...all].sort()])),
				);
			expect(names(language)).toBe(names('en'));
		});
	});

	it('hold no offer: they go to those who refused offers too', () => {
		for (const language of languages) {
			for (const [name, text] of Object.entries(defaultTexts.languages[language].milestones)) {
				expect([name, text.purpose]).toEqual([name, 'transactional']);
				for (const part of stringsIn(text)) expect(part).not.toMatch(offers);
			}
		}
	});
});

describe('texts of an agency of its own', () => {
	const changed = (text: object) => ({
		texts: { languages: { en: { milestones: { approved: text } } } },
	});

	it('take the place of those that ship, and are named after what they are', () => {
		const settings = resolveMilestoneSettings(changed({ subject: 'Signed off: {project}' }));
		expect(settings.texts.version).toMatch(/^milestones\/0\+[0-9a-f]{8}$/);
		const { mail, decision } = planned(aMilestone('approved', { client: { language: 'en' } }), {
			settings,
		});
		expect(mail?.subject).toBe('Signed off: Cafés del Rímac: explainer video');
		expect(decision.versions.rules).toBe(settings.texts.version);
	});

	it.each([
		['cannot become marketing', changed({ purpose: 'marketing' }), /purpose/],
		['cannot speak of what nobody knows', changed({ title: '{discount}' }), /\{discount\}/],
		['cannot be empty', changed({ subject: '' }), /subject/],
	])('%s', (_what, changes, why) => {
		expect(() => resolveMilestoneSettings(changes)).toThrow(
			expect.objectContaining({ code: 'milestone/settings', why: expect.stringMatching(why) }),
		);
	});

	it('are refused with the place where a brace is missing', () => {
		expect(() => resolveMilestoneSettings(changed({ title: '{project' }))).toThrow(
			expect.objectContaining({ code: 'milestone/message' }),
		);
	});
});

describe('a reminder of an invoice', () => {
	const said = (dueAt: string, reminder: number) => {
		const event = aMilestone('invoice-reminder', {
			client: { language: 'en' },
			details: { dueAt, reminder },
		});
		return planned(event).mail?.text ?? '';
	};

	it.each([
		{ dueAt: '2026-11-29T22:00:00Z', reminder: 1, says: ['is due in 3 days', 'not forgotten'] },
		{ dueAt: '2026-11-26T22:00:00Z', reminder: 1, says: ['is due today'] },
		{ dueAt: '2026-11-25T22:00:00Z', reminder: 2, says: ['was due yesterday', 'slipped through'] },
		{ dueAt: '2026-11-19T22:00:00Z', reminder: 3, says: ['was due 7 days ago', 'what keeps it'] },
		{ dueAt: '2026-11-12T22:00:00Z', reminder: 4, says: ['14 days ago', 'within seven days'] },
		{ dueAt: '2026-11-05T22:00:00Z', reminder: 9, says: ['21 days ago', 'within seven days'] },
	])('of $dueAt says $says the $reminder. time', ({ dueAt, reminder, says }) => {
		const text = said(dueAt, reminder);
		for (const words of says) expect(text).toContain(words);
		// What is not late yet is never dunned.
		expect(text.includes('no payment')).toBe(dueAt < '2026-11-26');
		expect(text).toContain('$1,800.50');
	});
});
