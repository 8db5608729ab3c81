import { DateTime } from 'luxon';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import { digestViewSchema } from '../reservations/capacityView';
import { header, messageText, section } from './blocks';
import { oneLine, truncate } from './escape';
import type { SlackText, SlackTextInput } from './slackTexts';

const itemSchema = z.object({ digest: digestViewSchema });

/** What a part of the text is filled with. */
type Values = Record<string, string | number | null>;

/** Lines of a list that are shown; the others are counted. */
const SHOWN = 10;
const NAME_SHOWN = 80;

/** How a hub stands in the week ahead, for its channel. */
export function capacityDigestText(input: SlackTextInput): SlackText {
	const { words, mrkdwn, line, language } = input;
	const read = itemSchema.safeParse(input.data);
	if (!read.success) throw noDigest();
	const { digest } = read.data;
	const { zone, utilisation } = digest;
	const filled = (filler: typeof line, pattern: string, values: Values) =>
		filler.fill(pattern, { data: values, language, zone });
	const part = (name: string, values: Values = {}) => filled(mrkdwn, words.text(name), values);
	const dayOf = (text: string) =>
		DateTime.fromISO(text, { zone }).setLocale(language).toFormat('ccc d LLL');
	const more = (count: number) => (count > 0 ? [part('more', { count })] : []);
	const listed = (title: string, lines: string[]) => [
		section([title, ...lines.slice(0, SHOWN), ...more(lines.length - SHOWN)].join('\n')),
	];

	const span = { hub: capital(digest.hub), from: dayOf(digest.from), to: dayOf(digest.to) };
	const load =
		utilisation === null
			? part('noHours')
			: part('load', { ...hoursOf(digest), percent: percent(utilisation) });
	const warnings = digest.warnings.map(({ suggestion, ...person }) => {
		const who = { name: shortly(person.name), percent: percent(person.utilisation ?? 1) };
		const help =
			suggestion === null
				? part('noTakeOver')
				: part('takeOver', {
						helper: shortly(suggestion.name),
						piece: shortly(suggestion.piece),
						project: shortly(suggestion.project),
						hours: suggestion.hours,
					});
		return part('warning', { ...who, ...hoursOf(person) }).trimEnd() + ` ${help}`;
	});
	const unassigned = digest.unassigned.map(({ because, asked, dueAt, ...work }) => {
		const pattern = words.table('because')[because] ?? '';
		return part('unassigned', {
			piece: shortly(work.piece),
			project: shortly(work.project),
			hours: work.hours,
			skill: work.skill,
			because: filled(line, pattern, { asked: shortly(asked) }),
			due: dueAt === null ? null : dayOf(dueAt),
		});
	});
	const free = digest.free.map(({ name, free: hours }) =>
		part('free', { name: shortly(name), hours }),
	);
	const isWell = warnings.length === 0 && unassigned.length === 0;

	return {
		text: messageText(
			part('fallback', { ...span, load: utilisation === null ? '–' : `${percent(utilisation)}%` }),
		),
		blocks: [
			header(filled(line, words.text('header'), span)),
			section(isWell ? `${load}\n${part('allWell')}` : load),
			...(warnings.length === 0
				? []
				: listed(part('warnings', { warnAt: percent(digest.warnAt) }), warnings)),
			...(unassigned.length === 0 ? [] : listed(part('unassignedTitle'), unassigned)),
			...(free.length === 0 ? [] : [section(`${part('freeTitle')}: ${free.join(' · ')}`)]),
		],
		mentionWords: { onDuty: '', nextOnDuty: '', nobodyOnDuty: '' },
	};
}

function noDigest(): MendableError {
	return new MendableError(
		'text/no-digest',
		'The text cannot be filled.',
		'The item holds no "digest" as the service gives it.',
		'Put Agency Ledger with Read Capacity Digest before it.',
	);
}

function hoursOf({ committed, available }: { committed: number; available: number }): Values {
	return { committed: hours(committed), available: hours(available) };
}

function hours(value: number): number {
	return Math.round(value * 10) / 10;
}

function percent(share: number): number {
	return Math.round(share * 100);
}

function shortly(text: string): string {
	return truncate(oneLine(text), NAME_SHOWN);
}

function capital(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
