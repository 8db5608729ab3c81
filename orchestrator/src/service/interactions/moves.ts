import type { FastifyBaseLogger } from 'fastify';
import type { SlackInteraction } from '../../adapters/slack/interaction';
import type { Decided, MoveAnswer } from '../../reservations/decideMoves';
import type { MoveNotice } from '../../texts/moveTexts';
import type { Texts } from '../../texts/texts';
import type { Reply } from './interactions';
import type { MovePress } from './read';

/** What a press under proposed moves is answered with. */
export interface MovePressParts {
	moves: {
		/** Makes the moves or leaves them, with the events that tell of it: all or nothing. */
		decide(id: string, given: MoveAnswer): Promise<Decided>;
	};
	texts: Pick<Texts, 'moves'>;
	slack: Pick<SlackInteraction, 'tellPrivately'>;
	/** Tells the forwarder that there is something to do. */
	wake(): void;
	logger: FastifyBaseLogger;
}

/** Answers a press under proposed moves: anybody in the channel may say yes or no. */
export async function answerMoves(parts: MovePressParts, press: MovePress): Promise<Reply> {
	const { value, answer, person } = press;
	const given = { answer, by: person.name, reason: null };
	const { result } = await parts.moves.decide(value.proposal, given);
	parts.logger.info({ proposal: value.proposal, answer, result }, 'moves answered');
	if (result === 'applied' || result === 'refused' || result === 'stale') parts.wake();
	const notice = noticeOf[result];
	return notice === null ? { body: null } : privately(parts, press, notice);
}

const noticeOf: Readonly<Record<Decided['result'], MoveNotice | null>> = {
	applied: null,
	refused: null,
	stale: 'stale',
	same: 'decided',
	decided: 'decided',
	missing: 'unknown',
};

function privately(
	{ texts, slack, logger }: MovePressParts,
	{ responseUrl, value }: MovePress,
	notice: MoveNotice,
): Reply {
	if (responseUrl === null) return { body: null };
	return {
		body: null,
		after: async () => {
			const told = await slack.tellPrivately(
				responseUrl,
				texts.moves(value.language).privately(notice),
			);
			if (told.result !== 'done')
				logger.warn({ code: told.error.code }, 'private answer not given');
		},
	};
}
