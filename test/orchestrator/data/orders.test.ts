import { planDelivery } from '../../../nodes/domain/delivery/planDelivery';
import { resolveDeliveryRules } from '../../../nodes/domain/delivery/rules';
import { dataKind } from '../../../orchestrator/src/data/kinds';
import { dealOfOrder, readOrderFile } from '../../../orchestrator/src/delivery/orderData';
import { aProjectFile, theFacts } from '../../support/aDelivery';
import { thursday } from '../../support/aFile';

const shipped = dataKind('order-77').shipped;

/** The file with its examples in force. */
const example = shipped
	.replace('deliverables: []', 'deliverables:')
	.replaceAll(/^#(?= {2})/gm, '')
	.replaceAll(/^# (?=[a-zA-Z]+: )/gm, '');

describe('what was ordered with a deal', () => {
	it.each([
		['order-77', '77'],
		['order-', null],
		['order-x', null],
		['roster', null],
	])('is a kind of data: %s is of %s', (kind, deal) => {
		expect(dealOfOrder(kind)).toBe(deal);
	});

	it('is every file until somebody writes it down', () => {
		expect(readOrderFile(shipped).value).toMatchObject({
			version: 'order-77/0',
			deliverables: [],
			price: null,
		});
		expect(() => dataKind('order-x')).toThrow('no such data');
	});

	it('may be written as the file shows', () => {
		expect(readOrderFile(example)).toMatchObject({
			mistakes: [],
			value: {
				deliverables: [{ id: 'hero-film', languages: ['da', 'en'], captions: 'file', weight: 2 }],
				policy: { kind: 'each' },
				price: { minor: 180_000, currency: 'EUR' },
				deposits: [{ invoice: 'A-17' }],
				dueDays: 30,
			},
		});
	});

	it.each([
		[
			'a word that means nothing',
			'version: order-77/0\ndeliverbles: []\n',
			{ line: 2, message: expect.stringContaining('deliverbles') as string },
		],
		[
			'an amount that is none',
			'version: order-77/0\nprice: { minor: 12.5, currency: EUR }\n',
			{ line: 2 },
		],
		[
			'two of one id',
			'version: order-77/0\ndeliverables:\n  - id: film\n  - id: film\n',
			{ line: 4, message: '"film" stands here twice' },
		],
	])('is refused with %s, by its line', (_what, source, mistake) => {
		const { value, mistakes } = readOrderFile(source);

		expect(value).toBeNull();
		expect(mistakes).toContainEqual(expect.objectContaining(mistake));
	});

	it('lets Delivery send a part, and invoice its part of the price', () => {
		const source = `version: order-77/1
deliverables:
  - { id: product-film, weight: 3 }
  - { id: teaser, weight: 1 }
policy: { kind: each }
price: { minor: 100000, currency: EUR }
`;
		const order: Record<string, unknown> = { ...readOrderFile(source).value };
		delete order.version;
		const files = [aProjectFile({ deliverable: 'product-film' })];
		const plan = planDelivery(theFacts({ order, files }), {
			rules: resolveDeliveryRules(null),
			language: 'en',
			now: thursday,
		});

		expect(plan).toMatchObject({
			decision: { outcome: 'deliver', kind: 'partial', isPartial: true },
			delivery: { completes: null, invoice: { total: 75_000, currency: 'EUR' } },
		});
	});
});
