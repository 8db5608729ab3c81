import type { FastifyBaseLogger } from 'fastify';
import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { AlertNotice } from '../../texts/alertTexts';
import type { Texts } from '../../texts/texts';
import type { AnsweredAlert } from '../monitor/answerAlert';
import type { Reply } from './interactions';
import type { AlertPress } from './read';

/** What a press under an alert is answered with. */
export interface AlertPressParts {
	alerts: {
		/** Keeps who has it, or does what was chosen about a finding, and changes the message. */
		answer(press: Pick<AlertPress, 'action' | 'value' | 'person'>): Promise<AnsweredAlert>;
	};
	texts: Pick<Texts, 'alerts'>;
	slack: Pick<SlackInteraction, 'tellPrivately'>;
	logger: FastifyBaseLogger;
}

/** Answers a press under an alert after Slack has its answer: what was chosen may take a while. */
export function answerAlertPress(parts: AlertPressParts, press: AlertPress): Reply {
	return {
		body: null,
		after: async () => {
			const { action, value } = press;
			const answered = await parts.alerts.answer(press);
			parts.logger.info({ alert: value.alert, action, answered }, 'alert answered');
			const notice = noticeOf[answered];
			if (notice !== null) await privately(parts, press, notice);
		},
	};
}

const noticeOf: Readonly<Record<AnsweredAlert, AlertNotice | null>> = {
	kept: null,
	settled: null,
	over: 'over',
	unknown: 'unknown',
	failed: 'failed',
};

async function privately(
	{ texts, slack, logger }: AlertPressParts,
	{ responseUrl, value }: AlertPress,
	notice: AlertNotice,
): Promise<void> {
	if (responseUrl === null) return;
	const told = await slack.tellPrivately(
		responseUrl,
		texts.alerts(value.language).privately(notice),
	);
	if (told.result !== 'done') logger.warn({ code: told.error.code }, 'private answer not given');
}
