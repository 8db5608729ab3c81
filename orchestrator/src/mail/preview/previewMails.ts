import type { Language } from '../../../../nodes/domain/language';
import { readMilestone } from '../../../../nodes/domain/milestone/readMilestone';
import type { Milestone } from '../../../../nodes/domain/milestone/milestones';
import { planMilestone } from '../../../../nodes/domain/milestone/planMilestone';
import type { PlannedMilestone } from '../../../../nodes/domain/milestone/planMilestone';
import type { MilestoneSettings } from '../../../../nodes/domain/milestone/settings';
import type { PreviewClient } from './previewClient';
import { sampleDetails, sampleLinks } from './samples';

/** One mail as one client would see it. */
export interface PreviewMail extends PlannedMilestone {
	milestone: Milestone;
	language: Language;
	/** As the person who previews knows them. */
	clientName: string;
	/** Number of the client in the preview, from 1. */
	client: number;
}

/** Which mails are wanted. */
export interface PreviewWish {
	clients: readonly PreviewClient[];
	milestones: readonly Milestone[];
	/** `own` is the language each client would be written to in. */
	languages: readonly Language[] | 'own';
	settings: MilestoneSettings;
	now: Date;
}

/** Makes every wanted mail by the rules that the node goes by; a delay as if somebody had said yes. */
export function previewMails(wish: PreviewWish): PreviewMail[] {
	const { clients, milestones, languages, settings, now } = wish;
	return clients.flatMap((client, index) =>
		(languages === 'own' ? [null] : languages).flatMap((language) =>
			milestones.map((milestone): PreviewMail => {
				const event = readMilestone(eventOf(client, milestone, language, now));
				const planned = planMilestone(event, { settings, language: 'en', now, test: false });
				const { name, email } = event.client;
				return {
					...planned,
					milestone,
					language: planned.decision.language,
					clientName: name ?? email ?? `Client ${index + 1}`,
					client: index + 1,
				};
			}),
		),
	);
}

function eventOf(
	{ client, project, link, details, holidays }: PreviewClient,
	milestone: Milestone,
	language: Language | null,
	now: Date,
): unknown {
	const sample = sampleLinks[milestone];
	return {
		milestone,
		client: language === null ? client : { ...client, language },
		project: { id: project?.id ?? 'preview', name: project?.name ?? 'Sample project' },
		// A link of one's own goes where a mail has one at all.
		link: sample === null ? null : (link ?? sample),
		details: { ...sampleDetails(milestone, now), ...details },
		approvedBy: 'preview',
		...(holidays === undefined ? {} : { holidays }),
	};
}
