import fc from 'fast-check';
import { feedbackLinks } from '../../../orchestrator/src/followup/feedback/feedbackLinks';
import { feedbackTokens } from '../../../orchestrator/src/followup/feedback/feedbackTokens';
import { endingTokens } from '../../../orchestrator/src/mail/endingToken';

const now = new Date('2026-11-20T09:00:00Z');
const tomorrow = new Date('2026-11-21T09:00:00Z');
const tokens = endingTokens('whsec_one', 'a test', /[a-z]+/);

describe('a token that ends', () => {
	it('gives back its subject until its end, and not at it', () => {
		const token = tokens.make('abc', tomorrow);
		expect(tokens.read(token, now)).toBe('abc');
		expect(tokens.read(token, new Date(tomorrow.getTime() - 1))).toBe('abc');
		expect(tokens.read(token, tomorrow)).toBeNull();
	});

	it('is nothing under another secret or for another use', () => {
		const token = tokens.make('abc', tomorrow);
		expect(endingTokens('whsec_two', 'a test', /[a-z]+/).read(token, now)).toBeNull();
		expect(endingTokens('whsec_one', 'a toast', /[a-z]+/).read(token, now)).toBeNull();
	});

	it('is nothing once any character of it was changed or lost, or whatever else is given', () => {
		const token = tokens.make('abc', tomorrow);
		fc.assert(
			fc.property(fc.nat({ max: token.length - 1 }), fc.string({ maxLength: 1 }), (at, other) => {
				const changed = token.slice(0, at) + other + token.slice(at + 1);
				if (changed !== token) expect(tokens.read(changed, now)).toBeNull();
			}),
			{ seed: 2711, numRuns: 300 },
		);
		fc.assert(
			fc.property(fc.string({ maxLength: 300 }), (text) => tokens.read(text, now) === null),
			{ seed: 2712 },
		);
	});
});

describe('the links of the question how it was', () => {
	const question = { followUp: 'flw_01JD0000000000000000000000', step: 'feedback-request' };
	const made = feedbackTokens('whsec_one');
	const linksAt = (base: string, isSandbox = false) =>
		feedbackLinks(base, made, { isSandbox })(question, now);

	it('are eleven, from 0 to 10, the same each time, and name nobody', () => {
		const links = linksAt('https://ops.agency.test');
		expect(links.map(({ score }) => score)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(links).toEqual(linksAt('https://ops.agency.test'));
		for (const { url, score } of links) {
			expect(url).toMatch(
				/^https:\/\/ops\.agency\.test\/feedback\/flw_[\w]+\.feedback-request\.[0-9a-z]+\.[\w-]{22}\?score=\d+$/,
			);
			expect(new URL(url).searchParams.get('score')).toBe(String(score));
		}
	});

	it('lead to the question for sixty days', () => {
		const token = new URL(linksAt('https://ops.agency.test')[0]?.url ?? '').pathname.split('/')[2];
		const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
		expect(made.readLink(token ?? '', inDays(59.9))).toEqual(question);
		expect(made.readLink(token ?? '', inDays(60))).toBeNull();
	});

	it('are not made where mail programs could not follow them', () => {
		expect(linksAt('http://ops.agency.test')).toEqual([]);
		expect(linksAt('http://127.0.0.1:5680', true)).toHaveLength(11);
		expect(feedbackLinks('https://a.test', null, { isSandbox: false })(question, now)).toEqual([]);
	});

	it('are no good as what a form carries, nor the other way, nor for another question', () => {
		const link = made.link(question, tomorrow);
		const form = made.form(question, now);
		expect(made.isForm(form, question, now)).toBe(true);
		expect(made.isForm(form, question, new Date(now.getTime() + 2 * 86_400_000))).toBe(false);
		expect(made.isForm(link, question, now)).toBe(false);
		expect(made.readLink(form, now)).toBeNull();
		expect(made.isForm(form, { ...question, step: 'other' }, now)).toBe(false);
	});
});
