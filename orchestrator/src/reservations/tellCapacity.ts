import { DateTime } from 'luxon';
import type { CapacityView } from './capacityView';

type Person = CapacityView['people'][number];

/** Days side by side; with names and sums they fit into 100 columns. */
const DAYS_A_TABLE = 7;
const NAME_WIDTH = 17;
const HUB_WIDTH = 10;
const DAY_WIDTH = 7;

/** What needs a person, one sentence each; none when all is well. */
export function capacityFindings({ people, unassigned, warnAt }: CapacityView): string[] {
	const over = people
		.filter(({ isOver }) => isOver)
		.map(({ name, utilisation, committed, available, days }) => {
			const full = days.filter((day) => day.committed > day.available + 1e-9);
			const load =
				utilisation === null
					? `${hours(committed)} h on days off`
					: `${percent(utilisation)} (${hours(committed)} of ${hours(available)} h)`;
			const beyond =
				full.length === 0 ? '' : `; more than there is on ${full.map(({ day }) => day).join(', ')}`;
			return `${name} has ${load}${beyond}. The warning is at ${percent(warnAt)}.`;
		});
	const lost = unassigned.map(({ project, piece, hours: of, because, asked }) => {
		const why = because === 'declined' ? `${asked} declined` : `${asked} did not answer`;
		return `Nobody has ${piece} of ${project} (${hours(of)} h): ${why}.`;
	});
	return [...over, ...lost];
}

/** Committed of available hours, a person a line, a week a table; within 100 columns. */
export function tellCapacity(view: CapacityView, findings: readonly string[]): string {
	const { from, to, rosterVersion, people } = view;
	const days = people[0]?.days.map(({ day }) => day) ?? [];
	const starts = Array.from(
		{ length: Math.ceil(days.length / DAYS_A_TABLE) },
		(_, index) => index * DAYS_A_TABLE,
	);
	const tables = starts.flatMap((start) => [
		...tableOf(people, days.slice(start, start + DAYS_A_TABLE), start),
		'',
	]);
	const verdict =
		findings.length === 0
			? ['Nobody has too much, and all work has somebody.']
			: findings.map((finding) => `! ${finding}`);
	return [
		`${dayName(from)} to ${dayName(to)} ${to.slice(0, 4)}, ${rosterVersion}: hours given away / hours there are`,
		'',
		...(people.length === 0 ? ['Nobody is in the roster.', ''] : tables),
		...verdict,
	].join('\n');
}

function tableOf(people: Person[], days: string[], start: number): string[] {
	const line = (name: string, hub: string, cells: string[], sums: string[]) =>
		[
			fitted(name, NAME_WIDTH),
			fitted(hub, HUB_WIDTH),
			...cells.map((cell) => cell.padStart(DAY_WIDTH)),
			...sums,
		]
			.join(' ')
			.trimEnd();
	const head = line('', '', days.map(shortDay), ['   free', ' load']);
	const rows = people.map(({ name, hub, kind, days: all, ...person }) => {
		const shown = all.slice(start, start + days.length);
		const cells = shown.map(({ committed, available }) =>
			available === 0 && committed === 0 ? '·' : `${hours(committed)}/${hours(available)}`,
		);
		const load = person.utilisation === null ? '–' : percent(person.utilisation);
		const sums = [hours(person.free).padStart(7), load.padStart(5), person.isOver ? '!' : ''];
		return line(name, hub ?? kind, cells, sums);
	});
	return [head, ...rows];
}

function shortDay(day: string): string {
	return DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('ccc d');
}

function dayName(day: string): string {
	return DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('ccc d LLL');
}

function hours(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function percent(share: number): string {
	return `${Math.round(share * 100)}%`;
}

function fitted(text: string, width: number): string {
	const characters = [...text];
	return characters.length > width
		? `${characters.slice(0, width - 1).join('')}…`
		: text.padEnd(width);
}
