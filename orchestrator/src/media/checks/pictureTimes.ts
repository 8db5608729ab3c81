import type { Finding } from '../../../../nodes/domain/quality/finding';

/** Most pictures of one report. */
export const MOST_PICTURES = 12;

/**
 * The moments a report shows: the middle of each finding that has a place, the worst first; findings
 * of one moment share a picture.
 *
 * @param durationSeconds null where the file has no length; moments at its very end are moved into it
 */
export function pictureTimes(
	findings: readonly Finding[],
	durationSeconds: number | null,
): number[] {
	const times = findings.flatMap((finding) => {
		const at = pictureTime(finding, durationSeconds);
		return at === null ? [] : [at];
	});
	return [...new Set(times)].slice(0, MOST_PICTURES);
}

/** The moment that a finding is shown at, to a tenth of a second; null where it is about the whole file. */
export function pictureTime(
	{ from, to }: Pick<Finding, 'from' | 'to'>,
	durationSeconds: number | null,
): number | null {
	if (from === null) return null;
	const middle = (from + (to ?? from)) / 2;
	const last = durationSeconds === null ? middle : Math.max(0, durationSeconds - 0.2);
	return Math.round(Math.min(middle, last) * 10) / 10;
}
