import { isRecord } from '../../domain/webhookItem';
import { withoutEmpty } from './fields';

/** How a person of the item is found in Slack; undefined where that is not known. */
export function personIn(value: unknown): Record<string, unknown> | undefined {
	if (!isRecord(value)) return undefined;
	const { slackId, email } = value;
	return slackId || email
		? withoutEmpty({ slackId: slackId ?? '', email: email ?? '' })
		: undefined;
}
