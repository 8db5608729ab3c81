import type { FollowUpReport, SequenceReport } from './report';
import { FEWEST_CLIENTS, FEWEST_ORDERS } from './report';

/** The report as lines for a person. */
export function tellReport({ since, until, days, sequences }: FollowUpReport): string[] {
	const period = `Enrolled from ${since.slice(0, 10)} to before ${until.slice(0, 10)}; an order counts within ${days} days.`;
	if (sequences.length === 0) return [period, '', 'Nobody was enrolled.'];
	return [period, ...sequences.flatMap((each) => ['', ...sequenceLines(each)])];
}

function sequenceLines(report: SequenceReport): string[] {
	const { sequence, enrolled, messages, feedback, offers, offered, heldOut } = report;
	const { answers, mean, nps, promoters, passives, detractors } = feedback;
	return [
		`${sequence}: ${counted(enrolled, 'enrolment')}`,
		...messages.map(
			({ step, sent, withheld }) =>
				`  ${step}: ${sent} sent${withheld === 0 ? '' : `, ${withheld} withheld`}`,
		),
		answers === 0
			? '  Nobody has answered how it was.'
			: `  ${counted(answers, 'answer')}: ${mean} of 10 on average, NPS ${nps} (${promoters} would recommend, ${passives} neither, ${detractors} would not)`,
		...(offers.length === 0
			? ['  No offer went out.']
			: [`  Offers: ${offers.map(({ offer, sent }) => `${offer} ${sent}`).join(', ')}`]),
		`  Ordered again with offers:     ${armText(offered)}`,
		`  Ordered again without (held out): ${armText(heldOut)}`,
		`  ${verdictText(report)}`,
	];
}

function armText({ clients, ordered, open, rate }: SequenceReport['offered']): string {
	const later = open === 0 ? '' : `; the days of ${open} more are not over`;
	if (rate === null) return `nobody yet${later}`;
	const { value, low, high } = rate;
	return `${ordered} of ${counted(clients, 'client')}, ${percent(value)} (${percent(low)} to ${percent(high)})${later}`;
}

function verdictText({ lift, verdict, offered, heldOut }: SequenceReport): string {
	const few = Math.min(offered.clients, heldOut.clients);
	if (lift === null) {
		return 'Nothing can be said of what offers bring: there must be clients with them and without.';
	}
	const range = `between ${points(lift.low)} and ${points(lift.high)} more of 100 clients order again`;
	switch (verdict) {
		case 'too-few': {
			const why =
				few < FEWEST_CLIENTS
					? `the smaller group has ${counted(few, 'client')}, and ${FEWEST_CLIENTS} are needed`
					: `${counted(offered.ordered + heldOut.ordered, 'order')} in all, and ${FEWEST_ORDERS} are needed`;
			return `Too few to tell what offers bring: ${why}.`;
		}
		case 'more':
			return `Offers bring orders: with 95% certainty ${range}.`;
		case 'fewer':
			return `Offers cost orders: with 95% certainty ${range}.`;
		case 'no-difference-shown':
			return `No difference is shown: with 95% certainty ${range}, so it may be none.`;
	}
}

function points(share: number): string {
	const value = Math.round(share * 1_000) / 10;
	return value < 0 ? `−${-value}` : String(value);
}

function percent(share: number): string {
	return `${Math.round(share * 1_000) / 10}%`;
}

function counted(number: number, word: string): string {
	return `${number} ${word}${number === 1 ? '' : 's'}`;
}
