import { formatMoment } from '../texts/formats';
import type { DecisionRecord, PersonWhy } from './why';
import { apart, peopleIn, whyOf } from './why';

/** A project's decisions as lines for a person, the newest first. */
export function tellWhy(records: readonly DecisionRecord[], zone: string): string[] {
	const people = peopleIn(records.map(({ decision }) => decision));
	return records.flatMap((record, index) => [
		...(index === 0 ? [] : ['']),
		...headOf(record, zone),
		...record.decision.assignments.flatMap(({ piece, person, name, hours, endsAt, ranked }) => {
			const [chosen, next] = ranked;
			const done = formatMoment(endsAt, 'minute', 'en', zone);
			return [
				'',
				`${piece}: ${name ?? person}, ${hours} h, done ${done}`,
				...(chosen === undefined ? [] : apart(chosen, next).map((line) => `    ${line}`)),
				next === undefined
					? '  nobody else could'
					: `  next: ${next.name ?? next.person}, ${distance(next.behind)}`,
			];
		}),
		...section(
			'Kept from it:',
			record.decision.blocked.map(
				({ piece, person, text }) => `${piece}: ${people.get(person) ?? person} ${text}`,
			),
		),
		...section(
			'It would be otherwise if',
			record.decision.flips.map(({ if: so, then }) => `${so}: ${then}`),
		),
		...section('Notes:', record.decision.notes),
	]);
}

/** What a project's decisions say of one person, the newest first. */
export function tellWhyPerson(
	records: readonly DecisionRecord[],
	person: string,
	zone: string,
): string[] {
	const name = peopleIn(records.map(({ decision }) => decision)).get(person) ?? person;
	return records.flatMap((record, index) => {
		const reasons = whyOf(record.decision, person);
		return [
			...(index === 0 ? [] : ['']),
			...headOf(record, zone),
			...(reasons.length === 0
				? [`  ${name} was not looked at here, or came behind those shown`]
				: reasons.flatMap((why) => [
						`  ${why.piece}: ${name} ${words(why)}`,
						...why.because.map((line) => `    ${line}`),
					])),
		];
	});
}

function headOf({ text, keptAt, test, decision }: DecisionRecord, zone: string): string[] {
	const { versions, steps } = decision;
	const when = formatMoment(keptAt, 'minute', 'en', zone);
	return [
		`${test ? '[TEST] ' : ''}${text} (${when}; ${versions.rules}, ${versions.roster})`,
		...steps.map(({ step, result, because }) => `  ${result.padEnd(7)} ${step}: ${because}`),
	];
}

function words({ result, behind }: PersonWhy): string {
	if (result === 'chosen') return 'has it';
	return result === 'blocked' ? 'could not:' : `came ${distance(behind ?? 0)}`;
}

/** Somebody with more points was passed over, since the rest would not have come out. */
function distance(behind: number): string {
	if (behind === 0) return 'with as many points';
	const points = `${Math.abs(behind)} ${Math.abs(behind) === 1 ? 'point' : 'points'}`;
	return behind > 0
		? `${points} behind`
		: `${points} ahead, but the rest would be late or too dear`;
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
