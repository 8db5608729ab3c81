import { z } from 'zod';
import { tooLateOf } from '../../adapters/outcome';
import type { Json } from '../../ledger/json';
import { context, messageText, section } from '../../texts/blocks';
import { destinationOf } from './destination';
import type { EffectTools } from './kind';
import { defineKind } from './kind';

/** Blocks are ours: read back from the ledger they are not looked at one by one. */
const block = z.custom<Json>((value) => typeof value === 'object' && value !== null);

const preparedSchema = z.object({
	/** As the workflow names it; the configuration may change between two tries. */
	channel: z.string(),
	text: z.string(),
	blocks: z.array(block).nullable(),
	mention: z.literal('closer').nullable(),
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
		return { channel: content.channel, ...written, mention: content.mention ?? null };
	},
	destination: ({ channel }, test, { slack }) => ({
		pace: 'slackChannel',
		name: channelOf(slack.channels, channel, test),
	}),
	send: async (prepared, { key, test, mayStillSend }, tools) => {
		const mentioned = prepared.mention === null ? prepared : await mention(prepared, test, tools);
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

function channelOf(channels: Record<string, string>, name: string, test: boolean): string {
	const known = destinationOf('slack.channels', channels, name, (id) =>
		/^(#[^\s]+|[CGD][A-Z0-9]{6,})$/.test(id),
	);
	return test ? destinationOf('slack.channels', channels, 'test', () => false) : known;
}

/** Puts the closer on duty under the headline; with nobody to be found the message says so and goes out. */
async function mention(
	{ text, blocks, mentionWords }: z.infer<typeof preparedSchema>,
	test: boolean,
	{ slack, onDuty }: EffectTools,
): Promise<{ text: string; blocks: Json[] | null }> {
	const duty = onDuty();
	const user = duty === null ? null : await slack.findUser(duty.email);
	if (duty === null || user === null) {
		const note = mentionWords.nobodyOnDuty;
		return { text, blocks: blocks === null || note === '' ? blocks : [...blocks, context(note)] };
	}
	// A test run names the person and leaves them in peace.
	const person = test ? duty.email : `<@${user}>`;
	const call = `${person} ${duty.isOnDuty ? mentionWords.onDuty : mentionWords.nextOnDuty}`.trim();
	return {
		text: messageText(`${person} ${text}`),
		blocks: blocks === null ? null : [...blocks.slice(0, 1), section(call), ...blocks.slice(1)],
	};
}
