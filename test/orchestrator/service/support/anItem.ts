/** An item as Lead Scoring hands it on, with only the given parts of the lead changed. */
export function anItem(lead: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
	return {
		lead: {
			id: '20261122-1f3a9c0b7d2e',
			receivedAt: '2026-11-22T10:00:00.000Z',
			name: 'Ana Pérez',
			firstName: 'Ana',
			lastName: 'Pérez',
			email: 'ana@cafeaurora.com',
			phone: '+58 412 5550101',
			company: { name: 'Café Aurora', domain: 'cafeaurora.com' },
			country: 'VE',
			language: 'es',
			service: 'social-video',
			vertical: 'ecommerce',
			budget: { minor: 150_000, currency: 'USD', per: 'project' },
			timeline: { days: 14, level: 'weeks' },
			source: 'web-form',
			message: 'Queremos tres videos para diciembre.',
			...lead,
		},
		decision: {
			tier: 'hot',
			outcome: 'hot',
			score: 87,
			probability: { value: 0.62, low: 0.41, high: 0.79 },
			cell: 'A1',
			expectedValue: { minor: 93_000, currency: 'USD' },
			reasons: [
				{
					rule: 'budget',
					level: 'enterprise',
					contribution: 1.4,
					text: 'Budget $1,500 is in the enterprise band',
				},
				{ rule: 'source', level: 'form', contribution: 0.1, text: 'Came by the form' },
				{ rule: 'timeline', level: 'weeks', contribution: 0.6, text: 'Needed within two weeks' },
				{ rule: 'vertical', level: 'ecommerce', contribution: -0.3, text: 'E-commerce' },
				{ rule: 'phone', level: 'given', contribution: 0, text: 'Left a number' },
			],
			ask: { field: 'decisionMaker', because: 'could move the score by 18 points' },
		},
		receipts: {
			contact: { id: '101', url: 'https://app.hubspot.com/contacts/1/record/0-1/101' },
			deal: { id: '202', url: 'https://app.hubspot.com/contacts/1/record/0-3/202' },
		},
		test: false,
		...more,
	};
}
