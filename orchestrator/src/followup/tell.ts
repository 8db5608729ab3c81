import { DateTime } from 'luxon';
import type { Sequence, Step } from '../../../nodes/domain/followUp/schema';
import type { Wait } from '../../../nodes/domain/followUp/waits';
import type { SimulationAnswer } from './simulateFiles';

/** What would happen as lines for a person, by the recipient's clock. */
export function tellSimulation(answer: SimulationAnswer): string[] {
	const { enrolment, explanation, exit, nextDue, notes, versions, zone, touches } = answer;
	const { client, anchorAt } = enrolment;
	const entries = explanation.map(({ at, rule, text }, index) => {
		const time = shown(at, zone);
		const isSame = index > 0 && explanation[index - 1]?.at === at;
		return `  ${isSame ? ' '.repeat(time.length) : time}  ${mark(rule)} ${text}`;
	});
	const end =
		exit !== null
			? `Ended ${shown(exit.at, zone)}: ${exit.reason}${exit.isGoal ? ' (its goal)' : ''}.`
			: nextDue === null
				? 'Paused at the end of the time looked at.'
				: `Goes on: ${nextDue.step ?? 'the end'} ${shown(nextDue.at, zone)}.`;
	return [
		`${client.name ?? client.id} (${client.country ?? 'country unknown'}, ${client.language}) in ${versions.sequence}`,
		`Delivered ${shown(anchorAt, zone)}; all times by the clock of ${zone}.`,
		'',
		...(entries.length === 0 ? ['  Nothing happens.'] : entries),
		'',
		`${touches.length === 1 ? '1 message' : `${touches.length} messages`} to the client. ${end}`,
		...(notes.length === 0 ? [] : ['', 'Notes:']),
		...notes.map(({ field, because }) => `  ${field}: ${because}`),
	];
}

/** Definitions as lines for a person. */
export function tellSequences(sequences: readonly Sequence[]): string[] {
	return sequences.flatMap(({ id, version, title, priority, holdout, steps }, index) => [
		...(index === 0 ? [] : ['']),
		`${id}/${version}  ${title}`,
		`  priority ${priority}, ${holdout === null ? 'nobody held out' : `${holdout.share * 100}% held out`}`,
		...steps.map((step) => `  ${step.id}: ${stepText(step)}`),
	]);
}

function stepText(step: Step): string {
	switch (step.kind) {
		case 'send':
			return `after ${waitText(step.wait)}, ${step.channel} "${step.template}" (${step.purpose})`;
		case 'await':
			return `waits ${waitText(step.wait)} for an answer; ${step.routes.map(({ from, to, next }) => `${from}-${to}: ${nextText(next)}`).join(', ')}, none: ${nextText(step.otherwise)}`;
		case 'task':
			return `a person gets "${step.template}"${step.cancels.length === 0 ? '' : `; cancels ${step.cancels.join(', ')}`}`;
	}
}

function nextText(next: string | { exit: string }): string {
	return typeof next === 'string' ? next : `ends (${next.exit})`;
}

function waitText({ days, workingDays, hours, workingHours, at }: Wait): string {
	const [count, unit] =
		days !== undefined
			? [days, 'day']
			: workingDays !== undefined
				? [workingDays, 'working day']
				: hours !== undefined
					? [hours, 'hour']
					: [workingHours ?? 0, 'working hour'];
	return `${count} ${unit}${count === 1 ? '' : 's'}${at === undefined ? '' : ` at ${at}`}`;
}

/** One sign a kind of news, so that messages stand out. */
function mark(rule: string): string {
	if (rule === 'send') return '→';
	if (rule === 'exit') return '■';
	if (rule === 'task') return '!';
	return rule.startsWith('skip/') ? '×' : ' ';
}

function shown(at: string, zone: string): string {
	return DateTime.fromISO(at, { zone }).toFormat('ccc dd LLL yyyy, HH:mm');
}
