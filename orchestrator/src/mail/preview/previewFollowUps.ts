import { defaultOffers } from '../../../../nodes/domain/followUp/defaultOffers';
import { afterDelivery } from '../../../../nodes/domain/followUp/defaultSequences';
import { planMessage } from '../../../../nodes/domain/followUp/letters/planMessage';
import { readDueMessage } from '../../../../nodes/domain/followUp/letters/schema';
import type { MessageSettings } from '../../../../nodes/domain/followUp/letters/settings';
import type { FollowUpMail } from '../../../../nodes/domain/followUp/letters/planMessage';
import type { SendStep } from '../../../../nodes/domain/followUp/schema';
import type { Language } from '../../../../nodes/domain/language';
import { readLanguage } from '../../../../nodes/domain/lead/countries';
import { renderLetter } from '../../../../nodes/domain/letter/renderLetter';
import { offerOf } from '../../followup/offerOf';
import { feedbackLinks } from '../../followup/feedback/feedbackLinks';
import { feedbackTokens } from '../../followup/feedback/feedbackTokens';
import { readTexts, wordingOf } from '../../texts/library';
import type { PreviewClient } from './previewClient';
import type { ShownMail } from './previewMails';

/** Which mails of follow-ups are wanted. */
export interface FollowUpWish {
	clients: readonly PreviewClient[];
	steps: readonly string[];
	/** `own` is the language each client would be written to in. */
	languages: readonly Language[] | 'own';
	settings: MessageSettings;
	now: Date;
}

/** The steps of the shipped sequence that write to clients. */
export const followUpSteps: readonly string[] = afterDelivery.steps.flatMap((step) =>
	step.kind === 'send' ? [step.id] : [],
);

/** A use that speaks for each of the shipped offers. */
const sampleUsage = { projects: 4, edits: 7, assets: 23, social: 2, has: [] };

/** Links that look as a claim's do, and lead nowhere. */
const sampleLinks = feedbackLinks('https://ops.example.com', feedbackTokens('whsec_preview'), {
	isSandbox: false,
});

const samplePortal = 'https://ops.example.com/portal/sample';
const sampleWayOut = 'https://ops.example.com/unsubscribe/sample';

/** Makes every wanted mail of the shipped sequence, offers once for each that ships. */
export function previewFollowUps(wish: FollowUpWish): ShownMail[] {
	const { clients, steps, languages, settings, now } = wish;
	const entry = readTexts().find('unsubscribe', 'page');
	/** As it is sent: offers show the way off the list. */
	const asSent = (mail: FollowUpMail | null): ShownMail['mail'] => {
		if (mail === null || mail.purpose === 'transactional') return mail;
		const words = wordingOf(entry, mail.language).text('link');
		const wayOut = { link: sampleWayOut, words };
		return { ...mail, ...renderLetter(mail.letter, settings.brand, wayOut) };
	};
	return clients.flatMap((given, index) =>
		(languages === 'own' ? [null] : languages).flatMap((language) =>
			afterDelivery.steps
				.filter((step) => step.kind === 'send')
				.filter(({ id }) => steps.includes(id))
				.flatMap((step) => offersOf(step).map((offer) => ({ step, offer })))
				.map(({ step, offer }): ShownMail => {
					const due = readDueMessage(dueOf(given, step, offer, language, now));
					const { mail, decision, note } = planMessage(due, {
						settings,
						language: 'en',
						now,
						test: false,
					});
					const { name, email } = due.client;
					return {
						name: offer === null ? step.id : `${step.id}-${offer}`,
						title: titleOf(step.id, offer),
						language: due.client.language,
						clientName: name ?? email ?? `Client ${index + 1}`,
						client: index + 1,
						mail: asSent(mail),
						decision,
						note,
					};
				}),
		),
	);
}

function offersOf({ offers }: SendStep): Array<string | null> {
	return offers ? defaultOffers.offers.map(({ id }) => id) : [null];
}

function titleOf(step: string, offer: string | null): string {
	const words = (name: string) => name.replaceAll('-', ' ');
	const title = words(step);
	const named = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
	return offer === null ? named : `${named}: ${words(offer)}`;
}

function dueOf(
	{ client, project }: PreviewClient,
	step: SendStep,
	offer: string | null,
	language: Language | null,
	now: Date,
): unknown {
	const deliveredAt = new Date(now.getTime() - 3 * 86_400_000);
	const followUp = 'flw_0000000000000000000PREVIEW';
	const { zone = 'utc', language: own = 'en' } = client;
	return {
		followUp,
		client: {
			...client,
			id: 'preview',
			zone: typeof zone === 'string' ? zone : 'utc',
			language: language ?? readLanguage(own).value ?? 'en',
		},
		project: { name: project?.name ?? 'Sample project' },
		anchorAt: deliveredAt.toISOString(),
		sequence: `${afterDelivery.id}/${afterDelivery.version}`,
		feedback: { score: step.id === 'what-was-missing' ? 8 : 9 },
		step: step.id,
		channel: step.channel,
		purpose: step.purpose,
		template: step.template,
		offer: offerOf(offer, defaultOffers, sampleUsage),
		claim: {
			links: { feedback: sampleLinks({ followUp, step: step.id }, now), portal: samplePortal },
		},
	};
}
