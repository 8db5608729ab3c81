import type { Language } from '../../../../nodes/domain/language';
import { en } from '../../../../nodes/domain/milestone/why/en';
import { readMilestone } from '../../../../nodes/domain/milestone/readMilestone';
import type { Milestone } from '../../../../nodes/domain/milestone/milestones';
import { planMilestone } from '../../../../nodes/domain/milestone/planMilestone';
import type { PlannedMilestone } from '../../../../nodes/domain/milestone/planMilestone';
import type { MilestoneSettings } from '../../../../nodes/domain/milestone/settings';
import type { PreviewClient } from './previewClient';
import { sampleDetails, sampleLinks } from './samples';

/** A mail as one client would see it, whatever it is about. */
export interface ShownMail {
	/** What tells it from the client's others; a file's name. */
	name: string;
	/** Of its row. */
	title: string;
	language: Language;
	/** As the person who previews knows them. */
	clientName: string;
	/** Number of the client in the preview, from 1. */
	client: number;
	/** null where it would not be sent. */
	mail: { to: string; subject: string; preheader: string; html: string; text: string } | null;
	decision: { outcome: string; missing: Array<{ field: string; because: string }> };
	/** One line about it. */
	note: string;
}

/** A milestone's mail as one client would see it. */
export interface PreviewMail extends ShownMail, PlannedMilestone {
	milestone: Milestone;
	mail: PlannedMilestone['mail'];
	decision: PlannedMilestone['decision'];
	note: string;
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
				const { name: called, email } = event.client;
				return {
					...planned,
					milestone,
					name: milestone,
					title: en.milestones[milestone],
					language: planned.decision.language,
					clientName: called ?? email ?? `Client ${index + 1}`,
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
