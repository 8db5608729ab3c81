import fc from 'fast-check';

import { planDelivery } from '../../../../nodes/domain/delivery/planDelivery';
import type { PlannedDelivery } from '../../../../nodes/domain/delivery/planDelivery';
import { readDeliveryFacts } from '../../../../nodes/domain/delivery/readDelivery';
import { resolveDeliveryRules } from '../../../../nodes/domain/delivery/rules';
import { languages } from '../../../../nodes/domain/language';
import { gates } from '../../../../nodes/domain/quality/gates/schema';
import {
	aProjectFile,
	eur,
	projectFiles,
	rawFacts,
	theFacts,
	theGates,
} from '../../../support/aDelivery';
import { minutesLater, sha, thursday } from '../../../support/aFile';

const plan = (changes: Record<string, unknown> = {}, rules: object = {}, now = thursday) =>
	planDelivery(theFacts(changes), { rules: resolveDeliveryRules(rules), language: 'en', now });
const namesIn = ({ delivery }: PlannedDelivery) =>
	(delivery?.manifest.files ?? []).map(({ name }) => name);
const fieldsIn = ({ decision }: PlannedDelivery) => decision.missing.map(({ field }) => field);

/** A film and a teaser on two platforms, in Danish and Spanish, with captions for the film. */
const order = {
	deliverables: [
		{ id: 'film', name: 'Product film', languages: ['da', 'es'], captions: 'file', weight: 3 },
		{ id: 'teaser', formats: [{ platform: 'instagram-reels' }, { platform: 'tiktok' }] },
	],
};
const upright = { width: 1_080, height: 1_920 };
const film = (language: string, digit: string, more: object = {}) =>
	aProjectFile({
		fileId: `film-${language}`,
		name: `Nordlys film ${language} FINAL.mp4`,
		sha256: sha(digit),
		...more,
	});
const captions = (language: string, digit: string) =>
	aProjectFile({
		fileId: `srt-${language}`,
		name: `Nordlys film ${language}.srt`,
		sha256: sha(digit),
		media: null,
	});
const teaser = (more: object = {}) =>
	aProjectFile({
		fileId: 'teaser',
		name: 'nordlys_teaser.mp4',
		sha256: sha('e'),
		media: upright,
		...more,
	});
const all = [film('da', 'a'), film('es', 'b'), captions('da', 'c'), captions('es', 'd'), teaser()];

/** A delivery of what a plan began, as the ledger tells of it afterwards. */
const begun = (
	planned: PlannedDelivery,
	state = 'delivered',
	version = planned.decision.version,
) => ({
	id: `dlv_${version}`,
	version,
	kind: planned.decision.kind,
	state,
	manifest: planned.delivery?.manifest,
	facts: { billing: planned.delivery?.billing },
});

describe('a delivery', () => {
	it('holds everything that was ordered, once each, under names by convention', () => {
		const planned = plan({ order, files: all });
		expect(planned.decision).toMatchObject({
			outcome: 'deliver',
			kind: 'full',
			version: 1,
			isPartial: false,
			missing: [],
			share: { before: 0, after: 1 },
		});
		const start = 'nordlys-product-film';
		expect(namesIn(planned)).toEqual([
			`${start}_film_16x9_1920x1080_da_v1.mp4`,
			`${start}_film_da_v1.srt`,
			`${start}_film_16x9_1920x1080_es_v1.mp4`,
			`${start}_film_es_v1.srt`,
			`${start}_teaser_instagram-reels-tiktok_9x16_1080x1920_v1.mp4`,
		]);
		const [danish, danishCaptions, , , short] = planned.delivery?.manifest.files ?? [];
		expect(danish).toMatchObject({
			role: 'deliverable',
			type: 'film',
			language: 'da',
			captions: { kind: 'file', names: [danishCaptions.name] },
			source: { kind: 'frameio', accountId: 'a1', fileId: 'film-da' },
		});
		expect(danishCaptions).toMatchObject({ role: 'captions', mediaType: 'application/x-subrip' });
		// One upright film serves both platforms.
		expect(short).toMatchObject({
			platforms: ['instagram-reels', 'tiktok'],
			parts: ['teaser/any/instagram-reels', 'teaser/any/tiktok'],
		});
		expect(planned.delivery).toMatchObject({
			client: { id: '5', email: 'freja@nordlys.dk', company: { id: '9', name: 'Nordlys' } },
			linkDays: 30,
			storagePlan: {
				targets: [
					{ name: 'delivery', kind: 's3', prefix: 'clients/5' },
					{ name: 'archive', kind: 's3', prefix: 'clients/5' },
				],
			},
			invoice: { total: 180_000, currency: 'EUR', dueDays: 14 },
		});
		expect(planned.note).toBe(
			'Nordlys: product film: delivery 1 (all of it, 5 files) is being stored, then €1,800 are invoiced',
		);
	});

	it('holds every file of the project where nobody said what was ordered', () => {
		const files = [film('da', 'a'), captions('da', 'c'), teaser()];
		const planned = plan({ files });
		expect(planned.delivery?.manifest.files).toHaveLength(3);
		const [made] = planned.delivery?.manifest.files.filter(({ type }) => type === 'film') ?? [];
		expect(made).toMatchObject({ deliverable: 'nordlys-film', language: 'da' });
		expect(made.captions).toEqual({ kind: 'file', names: [expect.stringMatching(/\.srt$/)] });
	});
});

describe('a file', () => {
	const failing = (gate: string, because: string) => ({
		gates: theGates({ [gate]: { passed: false, because } }),
	});
	it.each([
		['has no verdict yet', { gates: [] }, 'waiting', 'machine', 'no-verdict'],
		['failed', failing('machine', 'failed'), 'refused', 'machine', 'failed'],
		['waits for a peer', failing('peer', 'needs-review'), 'waiting', 'peer', 'needs-review'],
		['waits for a senior', failing('senior', 'no-verdict'), 'waiting', 'senior', 'no-verdict'],
		['was approved by its author', failing('peer', 'by-author'), 'refused', 'peer', 'by-author'],
		[
			'leans on a waiver that has ended',
			{ gates: theGates({ machine: { heldUntil: minutesLater(-1) } }) },
			'refused',
			'machine',
			'waiver-ended',
		],
		[
			'leans on a waiver that ends at this moment',
			{ gates: theGates({ machine: { heldUntil: minutesLater(0) } }) },
			'refused',
			'machine',
			'waiver-ended',
		],
		[
			'lacks the senior altogether',
			{ gates: theGates().slice(0, 2) },
			'waiting',
			'senior',
			'no-verdict',
		],
		['has a newer version', { isCurrent: false }, 'waiting', null, 'newer-version'],
	])('that %s stays here', (_what, changes, outcome, gate, because) => {
		const { decision, delivery, note } = plan({ files: [aProjectFile(changes)] });
		expect([decision.outcome, delivery]).toEqual([outcome, null]);
		expect(decision.files).toEqual([expect.objectContaining({ state: 'refused', gate, because })]);
		expect(note).toContain(outcome === 'refused' ? 'NOT delivered' : 'waits');
	});

	it('goes while its waiver holds', () => {
		const held = theGates({ machine: { heldUntil: minutesLater(1) } });
		expect(plan({ files: [aProjectFile({ gates: held })] }).decision.outcome).toBe('deliver');
	});

	it('of an older version goes never, once a newer one is approved', () => {
		const lineage = 'stack:f';
		const older = aProjectFile({ fileId: 'v1', lineage, version: 1, sha256: sha('1') });
		const newer = aProjectFile({ fileId: 'v2', lineage, version: 2, sha256: sha('2') });
		const { decision, delivery } = plan({ files: [older, newer] });
		expect(delivery?.manifest.files.map(({ sha256 }) => sha256)).toEqual([sha('2')]);
		expect(decision.files.map(({ because }) => because)).toEqual(['older-version', null]);
	});

	it('goes by gates of its own kind where the rules say so', () => {
		const files = [
			aProjectFile(),
			aProjectFile({ fileId: 's', name: 'film.srt', sha256: sha('b'), gates: [] }),
		];
		expect(plan({ files }).decision.outcome).toBe('waiting');
		expect(plan({ files }, { gates: { captions: [] } }).decision.outcome).toBe('deliver');
	});
});

describe('the client’s word', () => {
	const unseen = { clientApprovedAt: null };

	it('is asked once everything has passed, and nothing goes out before it', () => {
		const planned = plan({ files: [film('da', 'a', unseen), captions('da', 'c')] });
		expect(planned).toMatchObject({
			decision: {
				outcome: 'preview',
				missing: [{ owner: 'client', isOnItsWay: true }],
				files: [{ state: 'refused', because: 'client-not-asked', gate: null }, { state: 'left' }],
			},
			delivery: null,
			preview: { share: { projectId: 'fp1', assetIds: ['film-da'] } },
		});
		expect(planned.note).toContain('1 file ready for the client to look at');
		expect(plan({ files: [film('da', 'a'), captions('da', 'c')] })).toMatchObject({
			decision: { outcome: 'deliver' },
			preview: null,
		});
	});

	it('is not asked while somebody of ours still has to look', () => {
		const files = [film('da', 'a', unseen), teaser({ gates: theGates().slice(0, 2) })];
		expect(plan({ files })).toMatchObject({ decision: { outcome: 'waiting' }, preview: null });
		const each = plan({ files }, { policy: { kind: 'each' } });
		expect(each).toMatchObject({ decision: { outcome: 'preview' } });
		expect(each.preview?.share.assetIds).toEqual(['film-da']);
	});

	it('is asked for what is new alone, and again for another content', () => {
		const ids = ['a', 'b'].map((digit) => plan({ files: [film('da', digit, unseen)] }).preview?.id);
		expect(new Set(ids).size).toBe(2);
		expect(plan({ files: [film('da', 'a', unseen)] }).preview?.id).toBe(ids[0]);
		const some = plan({ files: [film('da', 'a'), teaser(unseen)] });
		expect(some.preview?.share.assetIds).toEqual(['teaser']);
	});

	it('needs somebody to ask, but no price yet', () => {
		const files = [film('da', 'a', unseen)];
		for (const contact of [null, { id: '5', name: 'Freja Holm', email: '' }]) {
			const planned = plan({ files, contact });
			expect(planned).toMatchObject({ decision: { outcome: 'refused' }, preview: null });
			expect(planned.decision.missing[0]).toMatchObject({ owner: 'sales' });
		}
		const deal = { id: '77', name: 'Nordlys: product film', amount: null };
		expect(plan({ files, deal }).decision.outcome).toBe('preview');
	});

	it('is not waited for where the rules say so', () => {
		const planned = plan({ files: [film('da', 'a', unseen)] }, { client: 'is-not-asked' });
		expect(planned).toMatchObject({ decision: { outcome: 'deliver' }, preview: null });
	});
});

describe('what is missing', () => {
	const without = (id: string) =>
		all.filter(({ file }) => (file as { fileId: string }).fileId !== id);
	it.each([
		['a language', without('film-es'), {}, 'film/es/any', 'editor', 'waiting'],
		['captions', without('srt-da'), {}, 'film/da/captions', 'editor', 'waiting'],
		[
			'a shape',
			[...without('teaser'), teaser({ media: { width: 1_920, height: 1_080 } })],
			{},
			'teaser/any/instagram-reels',
			'editor',
			'waiting',
		],
		[
			'a container that the platform takes',
			[...without('teaser'), teaser({ name: 'nordlys_teaser.webm' })],
			{},
			'teaser/any/instagram-reels',
			'editor',
			'waiting',
		],
		['a price', all, { deal: { id: '77', name: 'N' } }, 'order.price', 'sales', 'refused'],
		['the contact', all, { contact: null }, 'contact', 'sales', 'refused'],
		[
			'the address',
			all,
			{ contact: { id: '5', email: 'nobody' } },
			'contact.email',
			'sales',
			'refused',
		],
		['every file', [], { order: {} }, 'files', 'editor', 'waiting'],
	])('can be %s, and has somebody who owes it', (_what, files, more, field, owner, outcome) => {
		const { decision, delivery } = plan({ order, files, ...more });
		expect(decision.missing[0]).toMatchObject({ field, owner });
		expect([decision.outcome, delivery, decision.ask?.field]).toEqual([outcome, null, field]);
	});

	it('is a track within the film, where captions were ordered there', () => {
		const within = { deliverables: [{ id: 'film', captions: 'embedded' }] };
		expect(fieldsIn(plan({ order: within }))).toEqual(['film/any/any']);
		const files = [aProjectFile({ media: { width: 1_920, height: 1_080, captions: 1 } })];
		const planned = plan({ order: within, files });
		expect(planned.delivery?.manifest.files[0].captions).toEqual({ kind: 'embedded', names: [] });
	});

	it('is told where two files could be the same part, and neither is guessed', () => {
		const files = [...all, teaser({ fileId: 'other', name: 'teaser new.mp4', sha256: sha('f') })];
		const { decision } = plan({ order, files });
		expect(decision.outcome).toBe('refused');
		expect(decision.missing[0].because).toContain('nordlys_teaser.mp4, teaser new.mp4');
		// By name it is clear again.
		const named = files.map((each) =>
			(each.file as { fileId: string }).fileId === 'other'
				? teaser({ fileId: 'other', name: 'teaser_tiktok.mp4', sha256: sha('f') })
				: teaser(),
		);
		const clear = plan({
			order: { deliverables: [order.deliverables[1]] },
			files: named.slice(-2),
		});
		expect(clear.delivery?.manifest.files.map(({ platforms }) => platforms)).toEqual([
			['instagram-reels'],
			['tiktok'],
		]);
	});

	it('is a price with what it usually is', () => {
		const { decision } = plan({ order: { addOns: [{ id: 'ai-asset' }] } });
		expect(decision.missing[0].because).toBe(
			'Nobody has set the price of the add-on "ai-asset" (usually $15 to $50)',
		);
		const rules = { invoice: { withoutPrice: 'deliver' } };
		const planned = plan({ order: { addOns: [{ id: 'ai-asset' }] } }, rules);
		expect(planned.decision.outcome).toBe('deliver');
		expect(planned.delivery).toMatchObject({ invoice: null, billing: null });
	});
});

describe('a part of an order', () => {
	const some = [film('da', 'a'), captions('da', 'c')];
	it.each([
		['waits for the whole', { kind: 'whole' }, 'waiting'],
		['goes by itself', { kind: 'each' }, 'deliver'],
		['waits for its share', { kind: 'share', least: 0.38 }, 'waiting'],
		['goes from its share on', { kind: 'share', least: 0.375 }, 'deliver'],
	])('%s', (_what, policy, outcome) => {
		const { decision } = plan({ order: { ...order, policy }, files: some });
		expect(decision.outcome).toBe(outcome);
	});

	it('comes in deliveries that are invoiced exactly once', () => {
		const each = { ...order, policy: { kind: 'each' } };
		const first = plan({ order: each, files: some });
		expect(first.decision).toMatchObject({
			kind: 'partial',
			isPartial: true,
			share: { before: 0, after: 0.375 },
		});
		expect(first.delivery).toMatchObject({ completes: null, invoice: { total: 67_500 } });

		const second = plan({ order: each, files: all, deliveries: [begun(first, 'stored')] });
		expect(second.decision).toMatchObject({ kind: 'partial', version: 2, isPartial: false });
		expect(second.delivery).toMatchObject({ completes: '77', invoice: { total: 112_500 } });
		expect(namesIn(second)).toHaveLength(3);

		const deliveries = [begun(first), begun(second)];
		const nothing = plan({ order: each, files: all, deliveries });
		expect(nothing.decision).toMatchObject({ outcome: 'waiting', missing: [] });
		expect(nothing.note).toContain('has been delivered');

		const changed = [film('da', '9', { version: 4 }), ...all.slice(1)];
		const again = plan({ order: each, files: changed, deliveries });
		expect(again.decision).toMatchObject({ outcome: 'deliver', kind: 'redelivery', version: 3 });
		expect(again.delivery).toMatchObject({ invoice: null, billing: null });
		expect(again.delivery?.manifest.files).toEqual([
			expect.objectContaining({ version: 2, replaces: sha('a') }),
		]);
		expect(namesIn(again)).toEqual(['nordlys-product-film_film_16x9_1920x1080_da_v2.mp4']);
	});

	it('that failed to be stored goes and is invoiced anew', () => {
		const first = plan({ order, files: all });
		for (const state of ['failed', 'withdrawn']) {
			const again = plan({ order, files: all, deliveries: [begun(first, state)] });
			expect(again.decision).toMatchObject({ outcome: 'deliver', kind: 'full', version: 2 });
			expect(again.delivery?.invoice?.total).toBe(180_000);
		}
	});

	it('stays delivered while something newer is made', () => {
		const first = plan({ order, files: all });
		const files = [film('da', '9', { version: 4, gates: [] }), ...all.slice(1)];
		const { decision } = plan({ order, files, deliveries: [begun(first)] });
		expect(decision).toMatchObject({ outcome: 'waiting', share: { before: 1, after: 1 } });
	});
});

describe('laws of deliveries', () => {
	const facts = fc.record({
		files: fc.uniqueArray(projectFiles(), {
			maxLength: 8,
			selector: ({ file }) => (file as { fileId: string }).fileId,
		}),
		order: fc.constantFrom(
			{},
			{ policy: { kind: 'each' } },
			{ policy: { kind: 'share', least: 0.5 } },
			{ deliverables: [{ id: 'film' }, { id: 'teaser', languages: ['es', 'da'] }] },
			{
				policy: { kind: 'each' },
				deliverables: [
					{ id: 'film', captions: 'file' },
					{ id: 'teaser', languages: ['es', 'da'] },
				],
			},
		),
	});
	const runs = { numRuns: 120, seed: 6 };

	it('let no file go whose very content has not passed every gate, or which is not the newest', () => {
		let gone = 0;
		fc.assert(
			fc.property(facts, (given) => {
				const { delivery } = plan(given);
				for (const { source, sha256 } of delivery?.manifest.files ?? []) {
					gone += 1;
					const from = given.files.find(
						({ file }) => (file as { fileId: string }).fileId === source.fileId,
					) as unknown as {
						sha256: string;
						isCurrent: boolean;
						clientApprovedAt: string | null;
						lineage: string;
						version: number;
						gates: Array<{ gate: string; passed: boolean; heldUntil: string | null }>;
					};
					expect(from.sha256).toBe(sha256);
					expect(from.isCurrent).toBe(true);
					expect(source.name.endsWith('.srt') || from.clientApprovedAt !== null).toBe(true);
					for (const gate of gates) {
						const standing = from.gates.find((each) => each.gate === gate);
						expect(standing?.passed).toBe(true);
						const until = standing?.heldUntil ?? null;
						expect(until === null || Date.parse(until) > thursday.getTime()).toBe(true);
					}
				}
			}),
			runs,
		);
		expect(gone).toBeGreaterThan(30);
	});

	it('name every file differently, and safely', () => {
		fc.assert(
			fc.property(facts, (given) => {
				const names = namesIn(plan(given));
				expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
				for (const name of names) expect(name).toMatch(/^[a-z0-9_-]+(\.[a-z0-9]+)?$/i);
			}),
			runs,
		);
	});

	it('do not look at the order in which files are told', () => {
		const shuffled = facts.chain((given) =>
			fc.record({
				given: fc.constant(given),
				files: fc.shuffledSubarray(given.files, { minLength: given.files.length }),
			}),
		);
		fc.assert(
			fc.property(shuffled, ({ given, files }) => {
				expect(plan({ ...given, files })).toEqual(plan(given));
			}),
			runs,
		);
	});

	it('make the same plan at any moment, as long as the same files may go', () => {
		const later = new Date(thursday.getTime() + 86_400_000);
		const [one, other] = [plan({ order, files: all }), plan({ order, files: all }, {}, later)];
		expect(other.delivery).toEqual(one.delivery);
		expect(other.delivery?.manifestHash).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(other.decision.inputHash).not.toBe(one.decision.inputHash);
	});

	it('say in every language why', () => {
		fc.assert(
			fc.property(facts, fc.constantFrom(...languages), (given, language) => {
				const view = { rules: resolveDeliveryRules(null), language, now: thursday };
				const { decision, note, delivery } = planDelivery(theFacts(given), view);
				expect(JSON.stringify([decision, note])).not.toMatch(/undefined|NaN|\[object/);
				expect(note).not.toMatch(/\n/);
				expect(decision.outcome === 'deliver').toBe(delivery !== null);
				if (delivery === null && decision.missing.length === 0) {
					expect(decision.outcome).toBe('waiting');
				}
			}),
			runs,
		);
	});
});

describe('what a delivery is decided from', () => {
	it.each([
		['a file without a hash', { files: [aProjectFile({ sha256: 'x' })] }, /"files\[0\]\.sha256"/],
		['an order with a field that is none', { order: { deliverable: [] } }, /order\.deliverable/],
		['no deal', { deal: null }, /"deal"/],
	])('is refused by name where it has %s', (_what, changes, said) => {
		expect(() => readDeliveryFacts(rawFacts(changes))).toThrow(said);
	});

	it('may leave out whatever nobody knows', () => {
		const facts = readDeliveryFacts({ deal: { id: '7' }, files: [] });
		expect(facts).toMatchObject({ contact: null, company: null, deliveries: [], project: null });
	});
});

describe('the rules of deliveries', () => {
	it.each([
		['a name of parts that are none', { naming: { pattern: '{mood}' } }, /naming\.pattern/],
		[
			'a prefix that climbs',
			{ storage: { targets: [{ name: 'delivery', kind: 's3', prefix: '../x' }] } },
			/prefix/,
		],
		[
			'a prefix of parts that are none',
			{ storage: { targets: [{ name: 'delivery', kind: 's3', prefix: '{mood}' }] } },
			/\{client\}, \{deal\}, \{project\}/,
		],
		[
			'no place for the client',
			{ storage: { targets: [{ name: 'archive', kind: 's3', prefix: 'x' }] } },
			/"delivery"/,
		],
		[
			'two places of one name',
			{
				storage: {
					targets: ['a', 'b'].map((prefix) => ({ name: 'delivery', kind: 's3', prefix })),
				},
			},
			/a name of its own/,
		],
		['no days', { linkDays: 0 }, /linkDays/],
		['no object', 'x', /The whole/],
	])('are refused where they have %s', (_what, changes, said) => {
		expect(() => resolveDeliveryRules(changes)).toThrow(said);
	});

	it.each(['google-drive', 'cdn'])('say that nothing can write to %s yet', (kind) => {
		const targets = [{ name: 'delivery', kind, prefix: 'x' }];
		expect(() => plan({}, { storage: { targets } })).toThrow(
			new RegExp(`"${kind}", which the service has no adapter for; it has s3`),
		);
	});

	it('are named after what was changed', () => {
		const { decision } = plan(
			{},
			{ linkDays: 7, policy: { kind: 'each' }, invoice: { dueDays: 8 } },
		);
		expect(decision.versions.rules).toMatch(/^delivery\/1\+[0-9a-f]{8}$/);
		expect(plan().decision.versions.rules).toBe('delivery/1');
		expect(resolveDeliveryRules({ policy: { kind: 'share', least: 0.5 } }).policy).toEqual({
			kind: 'share',
			least: 0.5,
		});
	});

	it('put the price of the order before the amount of the deal', () => {
		expect(plan({ order: { price: eur(2_000) } }).delivery?.invoice?.total).toBe(200_000);
	});
});
