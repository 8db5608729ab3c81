import { defaultRules } from '../../nodes/domain/lead/defaultRules';
import { timelineLevel } from '../../nodes/domain/lead/levels';
import type { Budget, Lead, LeadEvent, Timeline } from '../../nodes/domain/lead/schema';

/** The moment at which tests score: a Sunday in November, 10:00 UTC. */
export const today = new Date('2026-11-22T10:00:00.000Z');

/** A lead with everything answered in the middle of the road, changed by what a test is about. */
export function aLead(changes: Partial<Lead> = {}): Lead {
	return {
		id: '20261122-0123456789ab',
		receivedAt: today.toISOString(),
		name: 'Ana Pérez',
		firstName: 'Ana',
		lastName: 'Pérez',
		email: 'ana@tienda.example',
		phone: '+584141234567',
		company: { name: 'Tienda', domain: 'tienda.example' },
		country: 'VE',
		language: 'es',
		service: 'social-video',
		vertical: 'ecommerce',
		budget: usd(300),
		timeline: inDays(21),
		source: 'organic',
		message: 'Necesitamos un video corto para nuestra tienda.',
		consent: { contact: true, marketing: null },
		events: [],
		notes: [],
		test: false,
		...changes,
	};
}

/** A lead of whom only the e-mail is known. */
export function aBareLead(changes: Partial<Lead> = {}): Lead {
	return aLead({
		name: null,
		firstName: null,
		lastName: null,
		phone: null,
		company: { name: null, domain: null },
		country: null,
		service: null,
		vertical: null,
		budget: null,
		timeline: null,
		source: null,
		message: null,
		consent: { contact: null, marketing: null },
		...changes,
	});
}

/** A form as somebody fills it in, in English. */
export function aForm(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		'Your name': 'Freja Holm',
		'E-mail': 'freja@nordlys.example',
		Company: 'Nordlys ApS',
		'What is your budget?': '$1,500',
		'When do you need it?': 'in two weeks',
		'What do you need?': 'Explainer video',
		Industry: 'SaaS',
		...changes,
	};
}

/** A budget in whole US dollars. */
export function usd(amount: number, per: Budget['per'] = 'project'): Budget {
	return { minor: amount * 100, currency: 'USD', per };
}

/** A timeline of so many days. */
export function inDays(days: number): Timeline {
	return { days, level: timelineLevel(days, defaultRules) };
}

/** An event of a lead so many days before the tests' today. */
export function daysAgo(days: number, type: LeadEvent['type'] = 'replied'): LeadEvent {
	return { type, at: new Date(today.getTime() - days * 86_400_000).toISOString() };
}
