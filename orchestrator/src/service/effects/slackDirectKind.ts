import { z } from 'zod';
import { lookUpFailed, tooLateOf } from '../../adapters/outcome';
import type { Outcome } from '../../adapters/outcome';
import { escapeFor } from '../../texts/escape';
import { context } from '../../texts/blocks';
import type { EffectTools } from './kind';
import { defineKind } from './kind';
import { personSchema, preparePerson, preparedPerson } from './person';
import type { PreparedPerson } from './person';
import { block, channelOf } from './slackKind';

/** Tells one person something in Slack, and nobody else; in a test run the test channel hears it. */
export const slackDirect = defineKind({
	kind: 'slack.direct',
	vendor: 'Slack',
	contentSchema: z
		.object({
			/** Who is told; where neither id nor address is known, nobody. */
			person: personSchema.nullish(),
			template: z.string().optional(),
			text: z.string().optional(),
			language: z.string().nullish(),
		})
		.strict()
		.refine(({ template, text }) => (template ?? '') !== '' || (text ?? '') !== '', {
			message: 'expected a template or an own text',
			path: ['template'],
		}),
	preparedSchema: z.object({
		person: preparedPerson.nullable(),
		text: z.string(),
		blocks: z.array(block).nullable(),
	}),
	receiptSchema: z.object({
		/** null where nobody could be told. */
		channel: z.string().nullable(),
		ts: z.string().nullable(),
		url: z.string().url().nullable(),
		/** Why nobody was told, where nobody was; for a person. */
		note: z.string().nullable(),
	}),
	isRepeatable: false,
	volatile: [],
	prepare: ({ person, template = '', text, language }, { data, test, key }, { texts }) => {
		const written =
			text !== undefined && text !== ''
				? texts.ownSlack(text, data, language)
				: texts.slack({ template, data, language, test, key });
		return {
			person: person ? preparePerson(person) : null,
			text: written.text,
			blocks: written.blocks,
		};
	},
	destination: ({ person }) => ({
		pace: 'slackChannel',
		name: person?.slackId ?? person?.email ?? '',
	}),
	send: async ({ person, text, blocks }, { key, test, mayStillSend }, tools) => {
		const place = await placeOf(person, test, tools);
		if (place.result !== 'done') return place;
		const { channel, note } = place.receipt;
		if (channel === null) return { result: 'done', receipt: { ...nobody, note } };
		// Finding the person took its time.
		if (!mayStillSend()) return tooLateOf('Slack');
		const shown = test
			? [...(blocks ?? []), context(escapeFor.mrkdwn(`→ ${nameOf(person)}`))]
			: blocks;
		const posted = await tools.slack.postMessage({ channel, text, blocks: shown, key });
		return posted.result === 'done'
			? { ...posted, receipt: { ...posted.receipt, note: null } }
			: posted;
	},
	lookUp: {
		destination: () => ({ pace: 'slackHistory', name: '' }),
		ask: async ({ person }, { key, test, since }, tools) => {
			const place = await placeOf(person, test, tools);
			if (place.result !== 'done') return lookUpFailed(place);
			const { channel } = place.receipt;
			if (channel === null) return { result: 'absent' };
			const found = await tools.slack.findMessage({ channel, key, since });
			return found.result === 'found'
				? { ...found, receipt: { ...found.receipt, note: null } }
				: found;
		},
	},
});

const nobody = { channel: null, ts: null, url: null };

/** Where the person is told; without a channel nobody is, and the note says why. */
async function placeOf(
	person: PreparedPerson | null,
	test: boolean,
	{ slack, settings }: EffectTools,
): Promise<Outcome<{ channel: string | null; note: string | null }>> {
	const none = (note: string) => ({ result: 'done', receipt: { channel: null, note } }) as const;
	if (test) {
		const channel = channelOf(settings.slack.channels, 'test', test);
		return { result: 'done', receipt: { channel, note: null } };
	}
	if (person === null) return none('The roster gives no address, so nobody was told.');
	const { slackId, email } = person;
	const user = slackId ?? (email === null ? null : await slack.findUser(email));
	if (user === null) return none(`Nobody in Slack has the address ${email ?? ''}.`);
	const opened = await slack.openDirect(user);
	if (opened.result !== 'done') return opened;
	return opened.receipt === null
		? none('The app may not write to people (scope im:write), so nobody was told.')
		: { result: 'done', receipt: { channel: opened.receipt, note: null } };
}

function nameOf(person: PreparedPerson | null): string {
	return person?.email ?? person?.slackId ?? '–';
}
