import { readMilestone } from '../../nodes/domain/milestone/readMilestone';
import type { Milestone } from '../../nodes/domain/milestone/milestones';
import { planMilestone } from '../../nodes/domain/milestone/planMilestone';
import type { MilestoneView, PlannedMilestone } from '../../nodes/domain/milestone/planMilestone';
import type { MilestoneEvent } from '../../nodes/domain/milestone/schema';
import { defaultMilestoneSettings } from '../../nodes/domain/milestone/settings';

/** Thursday, 10:00 in Lima, 15:00 in London, 16:00 in Copenhagen. */
export const thursdayMorning = new Date('2026-11-26T15:00:00Z');

/** Every detail that a milestone can have. */
export const everyDetail = {
	people: ['Camila Rojas', 'Diego Quispe'],
	startsAt: '2026-11-27T15:00:00Z',
	dueAt: '2026-12-04T22:00:00Z',
	expectedAt: '2026-12-08T22:00:00Z',
	previewAt: '2026-12-01T22:00:00Z',
	answerBy: '2026-12-02T22:00:00Z',
	expiresAt: '2027-01-15T22:00:00Z',
	files: 3,
	version: 2,
	comments: 1,
	roundsLeft: 1,
	amount: { minor: 180_050, currency: 'USD' },
	invoice: '2026-0147',
	reminder: 2,
	reason: 'The music licence takes two days longer.',
};

/** A project's milestone with all that can be said of it, told to a client in Lima. */
export function aMilestone(
	milestone: Milestone,
	{ client, details, ...changes }: Record<string, unknown> = {},
): MilestoneEvent {
	return readMilestone({
		milestone,
		project: { id: '4711', name: 'Cafés del Rímac: explainer video' },
		client: {
			name: 'Ana Quispe',
			company: 'Cafés del Rímac',
			email: 'ana@cafesdelrimac.pe',
			language: 'es',
			zone: 'America/Lima',
			...(client as object),
		},
		link: 'https://next.frame.io/share/6b1f/view',
		details: { ...everyDetail, ...(details as object) },
		approvedBy: milestone === 'delay' ? 'Camila' : null,
		...changes,
	});
}

/** What becomes of it on a working morning, explained in English. */
export function planned(
	event: MilestoneEvent,
	view: Partial<MilestoneView> = {},
): PlannedMilestone {
	return planMilestone(event, {
		settings: defaultMilestoneSettings,
		language: 'en',
		now: thursdayMorning,
		test: false,
		...view,
	});
}
