import { z } from 'zod';
import { tooLateOf } from '../../adapters/outcome';
import type { Json } from '../../ledger/json';
import { context, messageText, section } from '../../texts/blocks';
import { escapeFor } from '../../texts/escape';
import { destinationOf } from './destination';
import type { EffectTools } from './kind';
import { defineKind } from './kind';
import type { PreparedPerson } from './person';
import { personSchema, preparePerson, preparedPerson } from './person';
import type { MentionWords } from '../../texts/slackTexts';

/** Blocks are ours: read back from the ledger they are not looked at one by one. */
export const block = z.custom<Json>((value) => typeof value === 'object' && value !== null);

const preparedSchema = z.object({
	/** As the workflow names it; the configuration may change between two tries. */
	channel: z.string(),
	text: z.string(),
	blocks: z.array(block).nullable(),
	mention: z.literal('closer').nullable(),
	// Absent where nobody asked for it: what was kept before it existed stays the same wish.
	person: preparedPerson.optional(),
	/** `onDuty` is said to any other person who is called, too. */
	mentionWords: z.object({
		onDuty: z.string(),
		nextOnDuty: z.string(),
		nobodyOnDuty: z.string(),
	}),
});

/** Posts a message to a channel. */
export const slackMessage = defineKind({
	kind: 'slack.message',
	vendor: 'Slack',
	contentSchema: z
		.object({
			channel: z.string().min(1, 'expected a channel'),
			template: z.string().optional(),
			text: z.string().optional(),
			mention: z.enum(['closer']).nullish(),
			/** Who is called by name, where it is not the closer. */
			person: personSchema.optional(),
			language: z.string().nullish(),
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message: 'expected a template or an own text',
			path: ['template'],
		}),
	preparedSchema,
	receiptSchema: z.object({
		channel: z.string().min(1),
		ts: z.string().min(1),
		url: z.string().url().nullable(),
	}),
	isRepeatable: false,
	volatile: ['mention', 'mentionWords'],
	prepare: (content, request, { texts }) => {
		const { data, test, key } = request;
		const written =
			content.text !== undefined && content.text !== ''
				? texts.ownSlack(content.text, data, content.language)
				: texts.slack({
						template: content.template ?? '',
						data,
						language: content.language,
						test,
						key,
					});
		return {
			channel: content.channel,
			...written,
			mention: content.mention ?? null,
			...(content.person === undefined ? {} : { person: preparePerson(content.person) }),
		};
	},
	destination: ({ channel }, test, { slack }) => ({
		pace: 'slackChannel',
		name: channelOf(slack.channels, channel, test),
	}),
	send: async (prepared, { key, test, mayStillSend }, tools) => {
		const mentioned = await mention(prepared, test, tools);
		// Finding the person took its time.
		if (!mayStillSend()) return tooLateOf('Slack');
		return await tools.slack.postMessage({
			channel: channelOf(tools.settings.slack.channels, prepared.channel, test),
			text: mentioned.text,
			blocks: mentioned.blocks,
			key,
		});
	},
	lookUp: {
		destination: () => ({ pace: 'slackHistory', name: '' }),
		ask: async ({ channel }, { key, test, since }, { slack, settings }) =>
			await slack.findMessage({
				channel: channelOf(settings.slack.channels, channel, test),
				key,
				since,
			}),
	},
});

/** Id or name of a channel; of a test run the test channel. @throws MendableError `effect/unknown-destination` */
export function channelOf(channels: Record<string, string>, name: string, test: boolean): string {
	const known = destinationOf('slack.channels', channels, name, (id) =>
		/^(#[^\s]+|[CGD][A-Z0-9]{6,})$/.test(id),
	);
	return test ? destinationOf('slack.channels', channels, 'test', () => false) : known;
}

/** Who is called, and by which words. */
interface Called {
	/** Id in Slack; null where nobody was found. */
	user: string | null;
	/** As a test run names them, which leaves them in peace. */
	name: string;
	words: string;
}

/** Puts who is called under the headline; with nobody to be found the message says so and goes out. */
async function mention(
	{ text, blocks, mentionWords, mention: wanted, person }: z.infer<typeof preparedSchema>,
	test: boolean,
	tools: EffectTools,
): Promise<{ text: string; blocks: Json[] | null }> {
	if (wanted === null && person === undefined) return { text, blocks };
	const called =
		person === undefined
			? await closer(mentionWords, tools)
			: await personCalled(person, mentionWords, tools);
	if (called === null || called.user === null) {
		const note = mentionWords.nobodyOnDuty;
		return { text, blocks: blocks === null || note === '' ? blocks : [...blocks, context(note)] };
	}
	const shown = test ? escapeFor.mrkdwn(called.name) : `<@${called.user}>`;
	return {
		text: messageText(`${shown} ${text}`),
		blocks:
			blocks === null
				? null
				: [...blocks.slice(0, 1), section(`${shown} ${called.words}`.trim()), ...blocks.slice(1)],
	};
}

async function closer(
	{ onDuty: now, nextOnDuty }: MentionWords,
	{ slack, onDuty }: EffectTools,
): Promise<Called | null> {
	const duty = onDuty();
	if (duty === null) return null;
	const user = await slack.findUser(duty.email);
	return { user, name: duty.email, words: duty.isOnDuty ? now : nextOnDuty };
}

async function personCalled(
	{ slackId, email }: PreparedPerson,
	{ onDuty: words }: MentionWords,
	{ slack }: EffectTools,
): Promise<Called> {
	const user = slackId ?? (email === null ? null : await slack.findUser(email));
	return { user, name: email ?? slackId ?? '', words };
}
