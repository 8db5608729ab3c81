/**
 * The subjects under which the effects of an inbox subject are kept: a lead's id begins with the day
 * it came in, so that those of the neighbouring days are among them (clocks and zones differ).
 */
export function effectSubjectsOf(subject: string, receivedAt: readonly Date[]): string[] {
	const lead = /^lead-of:([0-9a-f]+)$/.exec(subject)?.[1];
	if (lead === undefined) return [subject];
	const days = receivedAt.flatMap((at) => [-1, 0, 1].map((offset) => dayOf(at, offset)));
	return [...new Set(days)].map((day) => `lead:${day}-${lead}`);
}

function dayOf(at: Date, offset: number): string {
	const day = new Date(at.getTime() + offset * 86_400_000);
	return day.toISOString().slice(0, 10).replaceAll('-', '');
}
