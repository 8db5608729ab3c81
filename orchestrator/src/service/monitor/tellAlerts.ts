import type { FastifyBaseLogger } from 'fastify';
import {
	dropAlerts,
	keepActDone,
	keepAlerts,
	lockOpenAlerts,
	readActsToDo,
} from '../../ledger/alerts';
import type { Moment } from '../../ledger/moment';
import type { Store } from '../../ledger/store';
import { evaluate } from '../../monitor/alerts/evaluate';
import type { Act, Alert, AlertRule, Observation } from '../../monitor/alerts/model';
import type { QuietHours } from '../../monitor/alerts/quiet';
import type { Language } from '../../texts/formats';
import type { Texts } from '../../texts/texts';
import type { Performed } from '../effects/perform';
import type { EffectRequest } from '../effects/request';
import { monitorId } from './monitorId';

/** Whom alerts are told, and in which words. */
export interface Audience {
	rules: readonly AlertRule[];
	quiet: QuietHours | null;
	/** Names of the channels there are. */
	channels: readonly string[];
	/** Language of a hub's channel by the hub; of all others `language`. */
	languages: Readonly<Record<string, Language>>;
	language: Language;
	/** Addresses that get a mail when something is urgent, and when nobody has acknowledged it. */
	mails: readonly string[];
	escalatesTo: readonly string[];
}

/** What alerts are judged and told with. */
export interface AlertParts {
	store: Store;
	texts: Pick<Texts, 'alerts'>;
	perform(request: EffectRequest): Promise<Performed>;
	audience: Audience;
	now(): Date;
	/** A test's clock for the ledger; the database's without one. */
	moment(): Moment;
	logger: FastifyBaseLogger;
}

/**
 * Judges what a sweep saw, keeps what follows from it, and tells it.
 *
 * @param blind rules of which it could not see everything
 * @returns alerts that were told anew
 */
export async function judgeAndTell(
	parts: AlertParts,
	observations: readonly Observation[],
	blind: readonly string[] = [],
): Promise<number> {
	const { store, audience, now, moment } = parts;
	const at = now();
	const acts = await store.transaction(async (queries) => {
		const open = await lockOpenAlerts(queries);
		const judged = evaluate(
			open.map(({ alert }) => alert),
			observations,
			{
				rules: audience.rules,
				quiet: audience.quiet,
				blind,
				now: at.getTime(),
				newId: () => monitorId('alt', at),
			},
		);
		await dropAlerts(queries, judged.dropped);
		const kept = judged.alerts.map((alert) => ({
			alert,
			acts: judged.acts.filter((act) => act.alert === alert.id),
		}));
		await keepAlerts(queries, kept, moment());
		return judged.acts;
	});
	await tellWhatIsLeft(parts);
	return acts.filter(({ kind }) => kind === 'post').length;
}

/**
 * Hands everything that is to be told to the effects, also what a process left that died in between:
 * the key of each act sees to it that nobody is told twice.
 */
export async function tellWhatIsLeft(parts: AlertParts): Promise<void> {
	const { store, logger, perform } = parts;
	for (const { alert, acts } of await readActsToDo(store)) {
		for (const act of acts) {
			for (const request of requestsOf(parts, alert, act)) {
				try {
					await perform(request);
				} catch (error) {
					// Wrong settings: the status page shows the alert all the same.
					logger.error({ err: error, rule: alert.rule, act: act.kind }, 'alert not told');
				}
			}
			await keepActDone(store, alert.id, act);
		}
	}
}

/** Key of the effect that posts the message of an alert. */
export const messageKeyOf = (alertId: string) => `alert:${alertId}/slack-message/1`;

function requestsOf(parts: AlertParts, alert: Alert, act: Act): EffectRequest[] {
	const { audience, texts } = parts;
	const { id } = alert;
	const language = languageFor(alert, audience);
	const usual = {
		test: false,
		onConflict: 'keepFirst',
		retry: false,
		waitMs: 0,
		source: { nodeName: 'monitor' },
	} as const;
	switch (act.kind) {
		case 'post': {
			const channel = channelFor(alert, audience);
			if (channel === null) return [];
			const content = { channel, template: 'monitor-alert', language };
			const key = messageKeyOf(id);
			return [{ ...usual, key, kind: 'slack.message', content, data: { alert } }];
		}
		case 'update': {
			if (channelFor(alert, audience) === null) return [];
			const content = { message: messageKeyOf(id), template: 'monitor-alert', language };
			const key = `alert:${id}/slack-update/${act.number}`;
			return [{ ...usual, key, kind: 'slack.update', content, data: { alert } }];
		}
		case 'mail': {
			const { subject, body } = texts.alerts(audience.language).mail(alert, act.number > 0);
			const addresses = act.number > 0 ? audience.escalatesTo : audience.mails;
			return addresses.map((to, index) => ({
				...usual,
				key: `alert:${id}/mail/${index + 1}/${act.number + 1}`,
				kind: 'mail',
				content: { to, subject: '{{ subject }}', text: '{{ body }}', language: audience.language },
				data: { subject, body },
			}));
		}
		case 'remind': {
			const text = texts.alerts(language).remind(alert, act.isWorse);
			return [
				{
					...usual,
					key: `alert:${id}/slack-direct/${act.number}`,
					kind: 'slack.direct',
					content: { person: { slackId: act.personId }, text: '{{ words }}' },
					data: { words: text },
				},
			];
		}
	}
}

/** The channel an alert is told in; null where the settings have none. */
export function channelFor({ rule, labels }: Alert, { rules, channels }: Audience): string | null {
	const wanted = rules.find(({ name }) => name === rule)?.channel ?? 'ops';
	const named = wanted === 'hub' ? (labels.hub ?? 'ops') : wanted;
	return [named, 'ops'].find((channel) => channels.includes(channel)) ?? null;
}

function languageFor({ rule, labels }: Alert, { rules, languages, language }: Audience): Language {
	const isForHub = rules.find(({ name }) => name === rule)?.channel === 'hub';
	return (isForHub ? languages[labels.hub ?? ''] : undefined) ?? language;
}
