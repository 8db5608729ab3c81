import { DateTime } from 'luxon';
import type { FollowUpStory, FollowUpView } from './view';

/** Who is in which step, one line each. */
export function tellList(
	followUps: readonly FollowUpView[],
	hold: { reason: string; by: string; since: string } | null,
): string[] {
	const head =
		hold === null
			? []
			: [
					`! Everything is held since ${shown(hold.since, 'utc')} UTC by ${hold.by}: ${hold.reason}`,
					'',
				];
	if (followUps.length === 0) return [...head, 'Nobody is in a sequence.'];
	return [
		...head,
		...followUps.map(({ id, client, sequence, occurrence, ...rest }) =>
			[id, client.padEnd(20), `${sequence} of ${occurrence}:`, standing(rest)].join('  '),
		),
	];
}

/** One enrolment with its history, oldest first. */
export function tellStory({ followUp, enrolment, events, messages }: FollowUpStory): string[] {
	const { id, client, sequence, occurrence, zone } = followUp;
	const { touches, skipped, tasks } = enrolment.progress;
	const states = new Map(messages.map(({ step, state }) => [step, state]));
	const lines = [
		...events.map(({ at, type, detail }) => ({ at, text: `· ${type}${saidBy(detail)}` })),
		...touches.map(({ at, step, template, offer }) => ({
			at,
			text: `→ ${step} ("${template}"${offer === null ? '' : `, ${offer}`}): ${wordOf(states.get(step))}`,
		})),
		...skipped.map(({ at, step, because }) => ({ at, text: `× ${step}: ${because}` })),
		...messages
			.filter(({ state }) => state === 'returned')
			.map(({ at, step, because }) => ({
				at,
				text: `↺ ${step} comes due again: ${because ?? ''}`,
			})),
		...tasks.map(({ at, step, template }) => ({ at, text: `! ${step} ("${template}")` })),
	].sort((a, b) => (a.at < b.at ? -1 : 1));
	const { client: person, consents } = enrolment;
	return [
		`${person.name ?? client} (${person.country ?? 'country unknown'}, ${person.language}) in ${sequence} of ${occurrence}, ${id}`,
		standing(followUp),
		...(followUp.holdout ? ['Gets no offers, so that what they bring can be measured.'] : []),
		...consents.map(
			({ basis, at, evidence }) =>
				`May get offers: ${basis} since ${at.slice(0, 10)} (${evidence ?? 'no evidence'})`,
		),
		'',
		...(lines.length === 0 ? ['  Nothing has happened.'] : []),
		...lines.map(({ at, text }) => `  ${shown(at, zone)}  ${text}`),
	];
}

function standing({
	state,
	step,
	dueAt,
	zone,
	exit,
}: Pick<FollowUpView, 'state' | 'step' | 'dueAt' | 'zone' | 'exit'>): string {
	if (exit !== null)
		return `ended ${shown(exit.at, zone)}: ${exit.reason}${exit.isGoal ? ' (its goal)' : ''}`;
	const when = dueAt === null ? '' : ` until ${shown(dueAt, zone)}`;
	if (state === 'paused') return `paused${when}`;
	if (dueAt === null) return 'waits';
	return step === null ? `listens${when}` : `${step} ${shown(dueAt, zone)}`;
}

function saidBy({ by, reason, score, from }: Record<string, unknown>): string {
	return [
		typeof score === 'number' ? ` ${score}` : '',
		typeof from === 'string' ? ` from ${from}` : '',
		typeof by === 'string' ? ` by ${by}` : '',
		typeof reason === 'string' ? `: ${reason}` : '',
	].join('');
}

function wordOf(state: string | undefined): string {
	if (state === 'claimed') return 'sent';
	return state === 'due' || state === undefined ? 'waits for its flow' : state;
}

function shown(at: string, zone: string): string {
	return DateTime.fromISO(at, { zone }).toFormat('ccc dd LLL yyyy, HH:mm');
}
