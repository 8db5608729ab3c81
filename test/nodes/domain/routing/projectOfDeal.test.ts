import { projectOfDeal } from '../../../../nodes/domain/routing/projectOfDeal';
import { defaultSettings } from '../../../../nodes/domain/routing/settings';

/** A deal as Agency Ledger reads it, changed by what a test is about. */
function won(changes: object = {}): object {
	return {
		deal: { id: '202', name: 'Café Aurora', amount: { minor: 150_000, currency: 'USD' } },
		contact: { id: '101', country: 'PE', language: 'es' },
		company: { id: '303' },
		lead: { service: 'explainer' },
		...changes,
	};
}

const named = (name: string) => won({ lead: null, deal: { id: '202', name } });

describe('projectOfDeal', () => {
	it('takes client, zone, language, price and kind from the deal', () => {
		expect(projectOfDeal(won(), defaultSettings)).toMatchObject({
			id: '202',
			type: 'explainer-video',
			client: { id: 'company-303', zone: 'America/Lima', language: 'es' },
			value: { minor: 150_000, currency: 'USD' },
			dueAt: null,
		});
	});

	it.each([
		{
			type: 'quick-edit',
			when: 'the lead asked for it',
			item: won({ lead: { service: 'quick-edit' } }),
		},
		{ type: 'explainer-video', when: 'the deal is named so', item: named('Nordlys: explainer') },
		{ type: 'social-video', when: 'two words say it', item: named('SOCIAL VIDEO, spring') },
		{
			type: 'brand-campaign',
			when: 'the lead asked for something without an SOP',
			item: won({
				lead: { service: 'subscription' },
				deal: { id: '202', name: 'Brand campaign Q2' },
			}),
		},
	])('is $type when $when', ({ type, item }) => {
		expect(projectOfDeal(item, defaultSettings).type).toBe(type);
	});

	it.each([
		{ client: 'contact-101', when: 'there is no company', item: won({ company: null }) },
		{ client: 'deal-202', when: 'nobody is known', item: won({ company: null, contact: null }) },
	])('names the client $client when $when', ({ client, item }) => {
		expect(projectOfDeal(item, defaultSettings).client.id).toBe(client);
	});

	it('takes no zone of a country that has several, and no price where there is none', () => {
		const item = won({ contact: { id: '1', country: 'Brasil' }, deal: { id: '2', amount: null } });
		const project = projectOfDeal(item, defaultSettings);
		expect(project.client).toMatchObject({ zone: null, language: null });
		expect(project.value).toBeNull();
	});

	it.each([
		{ code: 'routing/deal-type', when: 'nothing says what it is', item: named('Café Aurora') },
		{ code: 'routing/deal', when: 'there is no deal', item: { contact: null } },
	])('refuses with $code when $when', ({ code, item }) => {
		expect(() => projectOfDeal(item, defaultSettings)).toThrow(expect.objectContaining({ code }));
	});
});
