import fc from 'fast-check';

import { consentRulesSchema, mayOffer } from '../../../../nodes/domain/followUp/consent';
import type { Basis } from '../../../../nodes/domain/followUp/consent';
import { isFromClient } from '../../../../nodes/domain/followUp/correspondents';
import { defaultConsentRules } from '../../../../nodes/domain/followUp/defaultConsent';
import { defaultOffers } from '../../../../nodes/domain/followUp/defaultOffers';
import {
	afterDelivery,
	defaultSequences,
} from '../../../../nodes/domain/followUp/defaultSequences';
import { isHeldOut } from '../../../../nodes/domain/followUp/holdout';
import { migrate } from '../../../../nodes/domain/followUp/migrate';
import { offersSchema } from '../../../../nodes/domain/followUp/offers';
import { mistakesInSequences, readSequence } from '../../../../nodes/domain/followUp/readSequences';
import type { Sequence, Step } from '../../../../nodes/domain/followUp/schema';
import { simulate } from '../../../../nodes/domain/followUp/simulate';
import { aClient, aContext, anEnrolment, anEvent } from '../../../support/aFollowUp';

describe('consent to offers', () => {
	const given = (basis: Basis, at = '2026-01-01T00:00:00.000Z') => ({
		basis,
		at,
		evidence: 'form',
	});
	it.each<[string, string | null, Basis | null, boolean]>([
		['Denmark asks first', 'DK', null, false],
		['Denmark lets own customers be written to', 'DK', 'existing-customer', true],
		['Denmark takes no legitimate interest', 'DK', 'legitimate-interest', false],
		['Peru wants consent alone', 'PE', 'existing-customer', false],
		['Peru with consent', 'PE', 'consent', true],
		['Spain is in the European Union', 'ES', 'existing-customer', true],
		['the United States until somebody objects', 'US', null, true],
		['Venezuela was not researched', 'VE', 'existing-customer', false],
		['a country that nobody knows', null, 'existing-customer', false],
		['a country that nobody knows, with consent', null, 'consent', true],
		['a country by a name that is no country', '__proto__', null, false],
	])('%s', (_, country, basis, allowed) => {
		const consents = basis === null ? [] : [given(basis)];
		expect(mayOffer(consents, country, null, defaultConsentRules).allowed).toBe(allowed);
	});

	it('ends with a refusal everywhere, and only consent given after takes that back', () => {
		const refused = '2026-06-01T00:00:00.000Z';
		const after = '2026-06-02T00:00:00.000Z';
		for (const country of ['DK', 'PE', 'US', 'ES', 'VE', null]) {
			const may = (...consents: Array<ReturnType<typeof given>>) =>
				mayOffer(consents, country, refused, defaultConsentRules).allowed;
			expect(may(given('consent'))).toBe(false);
			expect(may(given('existing-customer', after))).toBe(false);
			expect(may(given('consent', after))).toBe(true);
		}
	});

	it('counts only with its evidence where the rules say so', () => {
		const rules = {
			...defaultConsentRules,
			otherwise: { ...defaultConsentRules.otherwise, needsEvidence: true },
		};
		const bare = { ...given('consent'), evidence: null };
		expect(mayOffer([bare], 'VE', null, rules)).toMatchObject({
			allowed: false,
			rule: 'no-evidence',
		});
		expect(mayOffer([given('consent')], 'VE', null, rules).allowed).toBe(true);
	});

	it('names a source for every rule that ships', () => {
		expect(consentRulesSchema.parse(defaultConsentRules)).toEqual(defaultConsentRules);
		expect(offersSchema.parse(defaultOffers)).toEqual(defaultOffers);
	});
});

describe('whose address it is', () => {
	it.each([
		['mette@nordlys.example', true],
		['anybody@nordlys.example', true],
		['jens@dk.nordlys.example', true],
		['jens@example', false],
		['jens@notnordlys.example', false],
		['nordlys.example@other.example', false],
	])('%s: %s', (address, isOurs) => {
		expect(isFromClient(address, aClient())).toBe(isOurs);
	});

	it('knows the other addresses of a client', () => {
		expect(isFromClient('me@gmail.com', aClient({ contacts: ['me@gmail.com'] }))).toBe(true);
	});
});

describe('who gets no offers, to measure by', () => {
	it('is the share asked for, the same ones each time, others with another salt', () => {
		const clients = Array.from({ length: 4_000 }, (_, index) => `client-${index}`);
		const group = (salt: string) => clients.filter((id) => isHeldOut(id, { share: 0.1, salt }));
		// Six standard deviations of 4,000 draws at one tenth.
		expect(Math.abs(group('a').length - 400)).toBeLessThan(115);
		expect(group('a')).toEqual(group('a'));
		expect(group('b')).not.toEqual(group('a'));
	});

	it('is nobody at 0 and everybody at 1, and grows with the share', () => {
		fc.assert(
			fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (id, share) => {
				expect(isHeldOut(id, { share: 0, salt: 's' })).toBe(false);
				expect(isHeldOut(id, { share: 1, salt: 's' })).toBe(true);
				if (isHeldOut(id, { share, salt: 's' })) {
					expect(isHeldOut(id, { share: Math.min(1, share + 0.1), salt: 's' })).toBe(true);
				}
			}),
			{ seed: 20261126 },
		);
	});
});

describe('a sequence', () => {
	it('that ships is right', () => {
		for (const sequence of defaultSequences) expect(readSequence(sequence)).toEqual(sequence);
		expect(mistakesInSequences(defaultSequences)).toEqual([]);
	});

	const changed = (index: number, change: object): unknown => ({
		...afterDelivery,
		steps: afterDelivery.steps.map((step, place) =>
			place === index ? { ...step, ...change } : step,
		),
	});
	it.each<[string, unknown, RegExp]>([
		[
			'a step that is not there',
			changed(2, { next: 'nowhere' }),
			/Field "steps\[2\]\.next": expected a step of the sequence/,
		],
		['a name twice', changed(3, { id: 'client-success' }), /steps\[3\]\.id/],
		[
			'a way that leads back',
			changed(5, { next: 'review-request' }),
			/steps\[5\]\.next": expected a way that never leads back/,
		],
		[
			'answers without a way',
			changed(1, { routes: [{ from: 0, to: 8, next: 'client-success' }] }),
			/one way for each answer from 0 to 10, got "9"/,
		],
		[
			'a step that nothing leads to',
			changed(4, { next: { exit: 'done' } }),
			/steps\[5\]\.id": expected a step that another one leads to/,
		],
		[
			'an offer in a message about an order',
			changed(5, { purpose: 'transactional' }),
			/steps\[5\]\.purpose/,
		],
		['a wait in two ways', changed(0, { wait: { days: 1, hours: 2 } }), /steps\[0\]\.wait/],
		[
			'a condition without a bound',
			changed(0, { when: [{ field: 'country' }] }),
			/steps\[0\]\.when\[0\]/,
		],
		[
			'a fact that nobody knows',
			changed(0, { when: [{ field: 'mood', atLeast: 1 }] }),
			/steps\[0\]\.when\[0\]\.field/,
		],
		[
			'a field that nobody knows',
			{ ...afterDelivery, prority: 3 },
			/prority": expected no such field/,
		],
		['a version of none', { ...afterDelivery, version: 0 }, /version/],
		['no step at all', { ...afterDelivery, steps: [] }, /steps/],
		[
			'seven quiet days',
			{ ...afterDelivery, quietHours: { days: [1, 2, 3, 4, 5, 6, 7] } },
			/quietHours/,
		],
	])('with %s is refused by the field', (_, sequence, why) => {
		expect(() => readSequence(sequence)).toThrow(
			expect.objectContaining({
				code: 'follow-up/sequence',
				why: expect.stringMatching(why) as string,
			}),
		);
	});

	it('twice of a version is refused', () => {
		expect(mistakesInSequences([afterDelivery, afterDelivery])).toMatchObject([
			{ path: 'sequences[1].version' },
		]);
	});

	it('leaves a step out whose condition does not hold, and says which', () => {
		const sequence = readSequence(
			changed(0, {
				when: [
					{ field: 'country', oneOf: ['PE', 'VE'] },
					{ field: 'usage.projects', atLeast: 1 },
				],
			}),
		);
		const left = (country: string) =>
			simulate(
				anEnrolment({ client: { country } }),
				[],
				new Date('2026-12-01'),
				aContext({ sequence }),
			).skipped;
		expect(left('DK')).toMatchObject([
			{ rule: 'condition', because: 'condition: country DK ≠ PE, VE' },
		]);
		expect(left('PE')).toEqual([]);
	});
});

describe('an enrolment that is moved to another version', () => {
	const newer: Sequence = {
		...afterDelivery,
		version: 2,
		steps: afterDelivery.steps.map(
			(step): Step => (step.id === 'upsell-offer' ? { ...step, id: 'second-offer' } : step),
		),
	};
	const upTo = (until: string) =>
		simulate(
			anEnrolment(),
			[anEvent('feedback', '2026-11-20T10:00:00Z', { score: 9 })],
			new Date(until),
			aContext(),
		).enrolment;

	it('goes on at its step, and what was sent is not sent again', () => {
		const moved = migrate(upTo('2026-11-21'), afterDelivery, newer);
		const found = simulate(moved, [], new Date('2027-01-01'), aContext({ sequence: newer }));
		expect(found.touches.map(({ step }) => step)).toEqual([
			'feedback-request',
			'review-request',
			'second-offer',
		]);
	});

	it('goes on at the step that is named where its own is gone', () => {
		const standing = upTo('2026-11-25');
		expect(() => migrate(standing, afterDelivery, newer)).toThrow(
			expect.objectContaining({ code: 'follow-up/migrate' }),
		);
		const moved = migrate(standing, afterDelivery, newer, { 'upsell-offer': 'second-offer' });
		expect(moved.progress.step).toBe('second-offer');
		expect(moved.progress.skipped).toMatchObject([
			{ step: 'upsell-offer', rule: 'not-in-version' },
		]);
	});

	it('is refused once it has ended, and from a version that is not its own', () => {
		expect(() => migrate(upTo('2027-01-01'), afterDelivery, newer)).toThrow(/It ended: completed/);
		expect(() => migrate(upTo('2026-11-21'), newer, afterDelivery)).toThrow(
			/It is in after-delivery\/1/,
		);
	});
});
