import { defaultRules } from '../../nodes/domain/lead/defaultRules';
import { readLead } from '../../nodes/domain/lead/intake';
import { bundledWorkflows } from '../support/workflowFiles';

interface Field {
	fieldName: string;
	fieldType: string;
	fieldLabel?: string;
	fieldValue?: string;
	fieldOptions?: { values: Array<{ option: string }> };
}

const { workflow } = bundledWorkflows.find(({ entry }) => entry.slug === 'lead-intake')!;
const forms = workflow.nodes
	.filter(({ type }) => type === 'n8n-nodes-base.formTrigger')
	.map(({ name, parameters }) => ({
		name,
		fields: (parameters.formFields as { values: Field[] }).values,
		path: (parameters.options as { path: string }).path,
	}));
const now = new Date('2026-11-22T15:00:00Z');

/** What the intake makes of one answer of a form, beside what every form has. */
function read(answers: Record<string, unknown>) {
	const sent = { name: 'Ana', email: 'ana@cafes.example', formMode: 'production', ...answers };
	return readLead({ submittedAt: now.toISOString(), ...sent }, { now, rules: defaultRules });
}

function options(form: { fields: Field[] }, fieldName: string): string[] {
	const field = form.fields.find((candidate) => candidate.fieldName === fieldName);
	return field?.fieldOptions?.values.map(({ option }) => option) ?? [];
}

describe('the forms', () => {
	it('are one a language, with addresses of their own', () => {
		const languages = forms.map(
			({ fields }) => fields.find(({ fieldName }) => fieldName === 'language')?.fieldValue,
		);
		expect(languages).toEqual(['en', 'es', 'da']);
		expect(new Set(forms.map(({ path }) => path)).size).toBe(forms.length);
	});

	it('ask for the same fields in the same order', () => {
		const [first, ...others] = forms.map(({ fields }) =>
			fields.map(({ fieldName, fieldType }) => `${fieldName}: ${fieldType}`),
		);
		for (const other of others) expect(other).toEqual(first);
	});
});

describe.each(forms)('$name', (form) => {
	it('offers services that the rules know, and something else', () => {
		const services = options(form, 'service').map((service) => read({ service }).service);
		expect(services).toEqual([
			'quick-edit',
			'social-video',
			'explainer',
			'brand-campaign',
			'subscription',
			'other',
		]);
	});

	it('offers verticals that the rules know, and another', () => {
		const verticals = options(form, 'vertical').map((vertical) => read({ vertical }).vertical);
		expect(verticals).toEqual(['ecommerce', 'saas', 'real-estate', 'education', 'other']);
	});

	it('offers times that are read from the soonest to the unknown', () => {
		const days = options(form, 'timeline').map(
			(timeline) => read({ timeline }).timeline?.days ?? null,
		);
		expect(days.slice(1, 4)).toEqual([14, expect.any(Number), expect.any(Number)]);
		const [soonest, ...later] = days.slice(0, 4).map(Number);
		expect([soonest, ...later]).toEqual([soonest, ...later].sort((a, b) => a - b));
		expect(soonest).toBeLessThan(14);
	});

	it('shows a budget as example that can be read', () => {
		const budget = form.fields.find(({ fieldName }) => fieldName === 'budget') as
			| (Field & { placeholder: string })
			| undefined;
		const [amount] = /[A-Z]{3} .*/.exec(budget?.placeholder ?? '') ?? [];
		expect(read({ budget: amount }).budget).toMatchObject({ minor: 150_000, per: 'project' });
	});

	it('takes a tick for yes to news, and no tick for no', () => {
		const [yes] = options(form, 'marketingConsent');
		expect(read({ marketingConsent: [yes] }).consent.marketing).toBe(true);
		expect(read({ marketingConsent: [] }).consent.marketing).not.toBe(true);
	});

	it('marks what was sent by the test address', () => {
		expect(read({}).test).toBe(false);
		expect(read({ formMode: 'test' }).test).toBe(true);
	});
});
