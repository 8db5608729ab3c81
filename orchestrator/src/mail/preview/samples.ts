import { DateTime } from 'luxon';
import type { Milestone } from '../../../../nodes/domain/milestone/milestones';
import type { PreviewClient } from './previewClient';

/** One client of each market, and one whose answers are as awkward as forms bring them. */
export const sampleClients: PreviewClient[] = [
	{
		client: {
			name: 'Ana Quispe',
			company: 'Cafés del Rímac',
			email: 'ana@cafesdelrimac.pe',
			language: 'es',
			country: 'PE',
		},
		project: { id: 'sample-es', name: 'Cafés del Rímac: video explicativo' },
	},
	{
		client: {
			name: 'Emma Whitfield',
			company: 'Harbour & Pine',
			email: 'emma@harbourandpine.co.uk',
			language: 'en',
			country: 'GB',
		},
		project: { id: 'sample-en', name: 'Harbour & Pine: product launch film' },
	},
	{
		client: {
			name: 'Søren Kjær',
			company: 'Nordlys Bageri',
			email: 'soren@nordlysbageri.dk',
			language: 'da',
			country: 'DK',
		},
		project: { id: 'sample-da', name: 'Nordlys Bageri: film til sociale medier' },
	},
	{
		client: {
			name: '<b>María-Fernanda</b> de los Ángeles Etcheverría y Goicoechea de la Santísima Trinidad',
			company: '"Evil" <img src=x onerror=alert(1)> \u202EdlroW',
			email: 'maria@a-very-long-domain-name-for-a-small-studio.example',
			language: 'es',
			country: 'MX',
		},
		project: {
			id: 'sample-awkward',
			name: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik & Söhne <script>alert("x")</script> www.evil.example',
		},
	},
];

/** What would be said of a milestone now; days in the future are working days. */
export function sampleDetails(milestone: Milestone, now: Date): Record<string, unknown> {
	const inDays = (days: number) => {
		const day = DateTime.fromJSDate(now, { zone: 'utc' }).plus({ days }).set({ hour: 16 });
		return day.plus({ days: day.weekday > 5 ? 8 - day.weekday : 0 }).toISO();
	};
	const samples: Record<Milestone, Record<string, unknown>> = {
		'brief-received': { previewAt: inDays(4), dueAt: inDays(9) },
		'team-assigned': {
			people: ['Camila Rojas', 'Diego Quispe', 'Freja Holm'],
			startsAt: inDays(1),
			previewAt: inDays(4),
			dueAt: inDays(9),
		},
		'preview-ready': { version: 1, files: 3, answerBy: inDays(2), roundsLeft: 2 },
		'revision-received': { comments: 7, previewAt: inDays(2), roundsLeft: 1, dueAt: inDays(6) },
		approved: { files: 3, dueAt: inDays(1) },
		delivered: { files: 12, expiresAt: inDays(30) },
		invoice: {
			invoice: '2026-0147',
			amount: { minor: 180_000, currency: 'USD' },
			dueAt: inDays(14),
		},
		'invoice-reminder': {
			invoice: '2026-0147',
			amount: { minor: 180_000, currency: 'USD' },
			dueAt: inDays(-7),
			reminder: 3,
		},
		delay: { dueAt: inDays(3), expectedAt: inDays(6) },
	};
	return samples[milestone];
}

/** Where a milestone's mail would lead. */
export const sampleLinks: Readonly<Record<Milestone, string | null>> = {
	'brief-received': null,
	'team-assigned': null,
	'preview-ready': 'https://next.frame.io/share/6b1f0c3e-2f4d-4c1e-9a57-0c8d5f0e7a11/view',
	'revision-received': 'https://next.frame.io/share/6b1f0c3e-2f4d-4c1e-9a57-0c8d5f0e7a11/view',
	approved: null,
	delivered: 'https://next.frame.io/share/0d1a5d77-5f0b-4f64-8f8e-52f0b1c6a9d2/view',
	invoice: 'https://invoice.stripe.com/i/acct_1Sample/live_sample',
	'invoice-reminder': 'https://invoice.stripe.com/i/acct_1Sample/live_sample',
	delay: null,
};
