import { MendableError } from '../../../../nodes/domain/errors';
import type { SlackSetup } from '../../adapters/slack/channels';

/**
 * The id of a channel that is named by the configuration.
 *
 * @throws MendableError `rollback/cannot` where the bot sees no such channel any more
 */
export async function channelIdOf(
	slack: Pick<SlackSetup, 'channelId'>,
	key: string,
): Promise<string> {
	const there = await slack.channelId(key);
	if (there !== undefined) return there;
	throw new MendableError(
		'rollback/cannot',
		`Nothing can be changed in ${key}.`,
		'The bot sees no such channel any more.',
		`Look who and what is in ${key} in Slack.`,
	);
}
