import { languages } from '../../../../nodes/domain/language';
import type { Language } from '../../../../nodes/domain/language';
import { milestones } from '../../../../nodes/domain/milestone/milestones';
import {
	defaultTexts,
	resolveMilestoneSettings,
} from '../../../../nodes/domain/milestone/settings';
import { mistakesInTexts } from '../../../../nodes/domain/milestone/texts/judgeTexts';
import type { KeptTexts } from '../../../../nodes/domain/milestone/texts/milestoneTexts';
import { keptTextsSchema } from '../../../../nodes/domain/milestone/texts/milestoneTexts';
import { aMilestone, planned } from '../../../support/aMilestone';

/** The texts that ship, as somebody keeps them. */
const shipped = () => keptTextsSchema.parse(structuredClone(defaultTexts));

/** The texts with one text of the approval put differently in a language. */
function withApproval(
	changes: Partial<Record<'subject' | 'title' | 'preheader', string>>,
	language: Language = 'en',
	more: Partial<KeptTexts> = {},
): KeptTexts {
	const texts = { ...shipped(), ...more };
	Object.assign(texts.languages[language].milestones.approved ?? {}, changes);
	return texts;
}

describe('texts that people keep', () => {
	it('are right as they ship', () => {
		expect(mistakesInTexts(shipped())).toEqual([]);
	});

	it.each([
		['a name that nothing stands for', 'Approved: {projekt}', '"{projekt}"'],
		['a brace that is not closed', 'Approved: {project', '"Approved: {project"'],
		['a plural without other', '{files, plural, one {#}}', '"{files, plural, one {#}}"'],
		['an address of others', 'See https://evil.example/x', '"https://evil.example/x"'],
		['an address without https', 'See http://app.frame.io/x', '"http://app.frame.io/x"'],
		['a host that mail programs make a link of', 'See www.evil.example.', '"www.evil.example"'],
		['a mail address of others', 'Write to us@evil.example', '"us@evil.example"'],
		['an offer', 'Approved: 20% off the next', '"20% off"'],
		['an offer by its word', 'Our NEWSLETTER: {project}', '"NEWSLETTER"'],
	])('may not have %s', (_what, subject, received) => {
		expect(mistakesInTexts(withApproval({ subject }))).toEqual([
			{
				path: 'languages.en.milestones.approved.subject',
				expected: expect.any(String),
				received,
			},
		]);
	});

	it.each<[Language, string]>([
		['es', 'Aproveche la oferta'],
		['es', 'Un descuento para usted'],
		['da', 'Få rabat på næste film'],
		['da', 'Spar nu'],
	])('hold no offer in %s either: %s', (language, title) => {
		const found = mistakesInTexts(withApproval({ title }, language));
		expect(found.length).toBeGreaterThan(0);
		for (const { path } of found)
			expect(path).toBe(`languages.${language}.milestones.approved.title`);
	});

	it.each([
		['words that hold an offer inside', 'A sparkling, promising, buffered start'],
		['abbreviations and times', 'e.g. at 10.30, i.e. before 11. Then we go on'],
		['an address that mails may lead to', 'https://app.frame.io/x and iamazingcontent.space'],
	])('may have %s', (_what, preheader) => {
		expect(mistakesInTexts(withApproval({ preheader }))).toEqual([]);
	});

	it('may have what the agency says is no offer, and name hosts that it allows', () => {
		const preheader = 'You offer us your time; write to hello@studio.example';
		expect(mistakesInTexts(withApproval({ preheader }))).toHaveLength(2);
		const more = { notOffers: ['Offer'], linkHosts: ['studio.example'] };
		expect(mistakesInTexts(withApproval({ preheader }, 'en', more))).toEqual([]);
	});

	it.each([
		['delay', 'expectedOn'],
		['invoice', 'amount'],
		['invoice', 'dueOn'],
		['team-assigned', 'people'],
	] as const)('tell what %s is for: {%s}', (milestone, name) => {
		const texts = shipped();
		const said = JSON.stringify(texts.languages.da.milestones[milestone]);
		texts.languages.da.milestones[milestone] = JSON.parse(
			said.replaceAll(`{${name}}`, 'x'),
		) as KeptTexts['languages']['da']['milestones'][typeof milestone];
		expect(mistakesInTexts(texts)).toEqual([
			{
				path: `languages.da.milestones.${milestone}`,
				expected: `{${name}} in one of its texts`,
				received: 'none',
			},
		]);
	});

	it('say a milestone in every language or in none', () => {
		const none = shipped();
		for (const language of languages) delete none.languages[language].milestones.delay;
		expect(mistakesInTexts(none)).toEqual([]);
		const some = shipped();
		delete some.languages.es.milestones.delay;
		expect(mistakesInTexts(some).map(({ path }) => path)).toEqual([
			'languages.es.milestones.delay',
		]);
	});
});

describe('texts of the ledger on an item', () => {
	const own = (subject: string) => ({
		version: 'milestones/3',
		languages: { es: { milestones: { approved: { subject } } } },
	});
	const approved = aMilestone('approved');
	const subjectWith = (changes: unknown, kept: unknown) => {
		const settings = resolveMilestoneSettings(changes, kept);
		const { mail, decision } = planned(approved, { settings });
		return [mail?.subject, decision.versions.rules];
	};

	it('go before those that ship, and behind those of the node', () => {
		const ledger = own('Visto bueno: {project}');
		const node = {
			texts: { languages: { es: { milestones: { approved: { subject: 'Del nodo' } } } } },
		};
		const project = 'Cafés del Rímac: explainer video';
		expect(subjectWith({}, null)).toEqual([`Aprobado: ${project}`, 'milestones/0']);
		expect(subjectWith({}, ledger)).toEqual([`Visto bueno: ${project}`, 'milestones/3']);
		expect(subjectWith(node, ledger)).toEqual([
			'Del nodo',
			expect.stringMatching(/^milestones\/3\+[0-9a-f]{8}$/),
		]);
	});

	it('are told from those of another version, whichever came first', () => {
		const [first] = subjectWith({}, own('Uno'));
		const [second] = subjectWith({}, own('Dos'));
		const [again] = subjectWith({}, own('Uno'));
		expect([first, second, again]).toEqual(['Uno', 'Dos', 'Uno']);
	});

	it('keep what ships for milestones that they leave out', () => {
		const settings = resolveMilestoneSettings({}, own('Uno'));
		for (const milestone of milestones.filter((each) => each !== 'approved')) {
			expect(settings.texts.languages.es.milestones[milestone]).toEqual(
				defaultTexts.languages.es.milestones[milestone],
			);
		}
	});

	it.each([
		['no texts at all', 'x'],
		['without a version', { languages: {} }],
		[
			'of a milestone that this node does not know',
			{ version: 'm/1', languages: { en: { milestones: { party: {} } } } },
		],
	])('are refused when they are %s', (_what, kept) => {
		expect(() => resolveMilestoneSettings({}, kept)).toThrow(
			expect.objectContaining({
				code: 'milestone/settings',
				what: 'The texts that the ledger gave cannot be used.',
			}),
		);
	});
});
