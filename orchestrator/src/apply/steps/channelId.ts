import { MendableError } from '../../../../nodes/domain/errors';
import type { SlackSetup } from '../../adapters/slack/channels';
import { channelOf } from '../../plan/channelOf';

/**
 * The id of a channel that is named by the configuration.
 *
 * @throws MendableError `rollback/cannot` where the bot sees no such channel any more
 */
export async function channelIdOf(
	slack: Pick<SlackSetup, 'listChannels'>,
	key: string,
): Promise<string> {
	const there = channelOf(await slack.listChannels(), key);
	if (there !== undefined) return there.id;
	throw new MendableError(
		'rollback/cannot',
		`Nothing can be changed in ${key}.`,
		'The bot sees no such channel any more.',
		`Look who and what is in ${key} in Slack.`,
	);
}
