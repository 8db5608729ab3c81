import type { EventStory, EventView, StatusView } from './view';

/** Events one a line, newest first. */
export function tellEvents(events: EventView[]): string {
	if (events.length === 0) return 'No events.';
	const rows = events.map((event) => [
		event.id,
		stateOf(event),
		event.topic,
		event.subject,
		`${event.attempts}×`,
		momentOf(event.receivedAt),
		event.test ? 'test' : '',
	]);
	return table(rows).join('\n');
}

/** The story of one event: what it is, what happened to it in order, and its effects with receipts. */
export function tellStory({ event, story, effects }: EventStory): string {
	const again =
		['', ', and sent again once'][event.repeats] ?? `, and sent again ${event.repeats} times`;
	const facts = [
		['Event', `${event.topic} from ${event.source}${event.test ? ' (test)' : ''}`],
		['About', event.subject],
		['Received', `${momentOf(event.receivedAt)}${again}`],
		['State', stateOf(event)],
		...(event.reason === null ? [] : [['Because', event.reason]]),
		...(event.waitsFor === null ? [] : [['Waits for', event.waitsFor]]),
		...underWay(event.state, effects),
		...executionOf(event, effects),
		...(event.nextAt === null ? [] : [['Next look', momentOf(event.nextAt)]]),
	];
	const lines = story.map(({ at, detail, state }) => [momentOf(at), lineOf(detail, state)]);
	const done = effects.map(({ createdAt, state, kind, key, receipt, error, execution }) => [
		momentOf(createdAt),
		state,
		kind,
		execution === null || execution === undefined ? '' : `execution ${execution.id}`,
		receipt === null ? (error?.what ?? '') : receiptOf(receipt),
		key,
	]);
	return [
		event.id,
		...indented(table(facts)),
		'',
		'Story',
		...indented(table(lines)),
		'',
		'Effects',
		...indented(done.length === 0 ? ['None.'] : table(done)),
	].join('\n');
}

/** Its latest execution, with where that is in n8n as far as an effect of it knows. */
function executionOf({ executionId }: EventView, effects: EventStory['effects']): string[][] {
	if (executionId === null) return [];
	const url =
		effects.find(({ execution }) => execution?.id === executionId)?.execution?.url ?? null;
	return [['Execution', executionId], ...(url === null || url === '' ? [] : [['In n8n', url]])];
}

/** What an event that is ending still waits for. */
function underWay(state: string, effects: EventStory['effects']): string[][] {
	if (state !== 'ending') return [];
	return effects
		.filter((effect) => ['planned', 'in_flight', 'unknown'].includes(effect.state))
		.map(({ key, state: stands }) => ['Waits for', `${key} (${stands})`]);
}

/** What stands unfinished, and what a person is to do about it. */
export function tellStatus({ inbox, effects }: StatusView, findings: string[]): string {
	const { received, forwarded, ending, dead, failed, oldestUnfinishedSeconds } = inbox;
	const age = oldestUnfinishedSeconds === 0 ? 'none' : durationOf(oldestUnfinishedSeconds);
	const facts = [
		[
			'Inbox',
			`${received} waiting, ${forwarded} at work, ${ending} ending, ${dead} dead, ${failed} failed`,
		],
		['Oldest unfinished', age],
		['Effects', `${effects.planned} planned, ${effects.in_flight} in flight`],
		['Unknown', String(effects.unknown.length)],
		['Failed', String(effects.failed.length)],
	];
	const people = [...effects.unknown, ...effects.failed].flatMap(({ key, what, mend }) => [
		`  ${key}`,
		...(what === null ? [] : [`    ${what}`]),
		...(mend === null ? [] : [`    → ${mend}`]),
	]);
	const verdict =
		findings.length === 0 ? ['Nothing to do.'] : findings.map((finding) => `! ${finding}`);
	return [...table(facts), ...(people.length === 0 ? [] : ['', ...people]), '', ...verdict].join(
		'\n',
	);
}

/** Age from which an unfinished event is a finding: a flow takes seconds, its lease ten minutes. */
const OLD_SECONDS = 900;

/** What in a status needs a person, one sentence each with the remedy; none when all is well. */
export function findingsOf({ inbox, effects }: StatusView): string[] {
	const findings: Array<[boolean, string]> = [
		[
			inbox.dead > 0,
			`${counted(inbox.dead, 'event')} given up or put aside: agency-ops inbox list --state dead. Clear the effect that one waits for (agency-ops effects resolve) and it goes on by itself; replay or discard the others.`,
		],
		[
			inbox.failed > 0,
			`${counted(inbox.failed, 'flow')} failed: agency-ops inbox list --failed names them, inbox show ID says why. Mend the cause, then agency-ops inbox replay ID --reason "…" (or --failed for all of them), or inbox discard what is not wanted any more.`,
		],
		[
			inbox.oldestUnfinishedSeconds >= OLD_SECONDS,
			`An event has waited ${durationOf(inbox.oldestUnfinishedSeconds)} for its end: is n8n up, and is a workflow for its topic published?`,
		],
		[
			effects.unknown.length > 0,
			`${counted(effects.unknown.length, 'effect')} may or may not have happened: look at the service, then agency-ops effects resolve.`,
		],
		[
			effects.failed.length > 0,
			`${counted(effects.failed.length, 'effect')} refused: mend what is named, then replay the event.`,
		],
	];
	return findings.flatMap(([isSo, text]) => (isSo ? [text] : []));
}

function counted(count: number, thing: string): string {
	return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function stateOf({ state, outcome }: EventView): string {
	return outcome === null ? state : `${state}: ${outcome}`;
}

type Detail = EventStory['story'][number]['detail'];

function lineOf(detail: Detail, state: string): string {
	const { what, attempt, executionId, outcome, because, again, test, key } = detail ?? {};
	const why = because === undefined ? '' : `: ${because}`;
	const next = again === undefined ? '' : `; tried again from ${momentOf(again)}`;
	const by = executionId === undefined ? '' : ` by execution ${executionId}`;
	switch (what) {
		case 'received':
			return 'received and acknowledged';
		case 'forwarded':
			return `taken${by || ' by n8n'} (try ${attempt})`;
		case 'refused':
			return `not taken (try ${attempt})${why}${next}`;
		case 'passedOver':
			return `not taken (try ${attempt}), and later events pass it${why}${next}`;
		case 'brokenOff':
			return `broken off${by}${why}${next}`;
		case 'ended':
			return `ended${by} as ${outcome}${why}`;
		case 'ending':
			return `end reported${by} as ${outcome}; waits for its effects${why}`;
		case 'endedAtLast':
			return `ended with its last effect as ${outcome}${why}`;
		case 'awaitsEffect':
			return `stopped${by}${why}; fired again when that is settled`;
		case 'putAside':
			return `put aside for a person${why}`;
		case 'setGoing':
			return `set going again, since ${key} is done`;
		case 'endedSilently':
			return `found ended${by}, which reported nothing`;
		case 'endedLater':
			return `end reported again${by} as ${outcome}${test === true ? ' (test)' : ''}${why}`;
		case 'endedUnwanted':
			return `ended as ${outcome}${why}`;
		case 'died':
			return `given up${why}`;
		case 'replayed':
			return `replayed by a person${why}`;
		case 'discarded':
			return `discarded by a person${why}`;
		default:
			return state;
	}
}

/** The receipt's address where it has one, else its own id, else what it says. */
function receiptOf({ url, id, messageId, ts, note }: Record<string, unknown>): string {
	return [url, messageId, id, ts, note].filter((part) => typeof part === 'string').at(0) ?? '';
}

/** `2026-11-23 15:00:01Z` */
function momentOf(at: string): string {
	const iso = new Date(at).toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

function durationOf(seconds: number): string {
	if (seconds < 120) return `${Math.round(seconds)} s`;
	return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function table(rows: string[][]): string[] {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const widths = Array.from({ length: columns }, (_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	return rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}

function indented(lines: string[]): string[] {
	return lines.map((line) => `  ${line}`);
}
