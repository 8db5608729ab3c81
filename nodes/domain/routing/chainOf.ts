import { MendableError } from '../errors';
import { toUsd } from '../money';
import type { Chain } from './bids';
import type { Office } from './office';
import type { Project } from './schema';

/**
 * Breaks a project into its pieces by its way of working, with the moments they go by.
 *
 * It begins now or at its start. Without a deadline of its own it has the lead time of its type, in
 * working days of the client's zone. Each piece should be done by its day of the plan, as a part of
 * the time there is.
 *
 * @throws MendableError `routing/unknown-type`, `routing/no-rate`
 */
export function chainOf({ settings, now, clock }: Office, project: Project): Chain {
	const way = Object.hasOwn(settings.types, project.type) ? settings.types[project.type] : null;
	const pieces = project.pieces ?? way?.pieces;
	if (pieces === undefined) {
		throw new MendableError(
			'routing/unknown-type',
			'The project cannot be broken into pieces of work.',
			`Its type is "${project.type}"; the settings have ${Object.keys(settings.types).join(', ')}.`,
			'Correct "type", add the type to the settings, or give the project "pieces" of its own.',
		);
	}
	const days = way?.leadDays ?? Math.max(...pieces.map(({ byDay }) => byDay));
	const lastDay = Math.max(days, ...pieces.map(({ byDay }) => byDay));
	const start = Math.max(now, project.startAt === null ? now : Date.parse(project.startAt));
	const zone = project.client.zone ?? 'UTC';
	const due =
		project.dueAt === null ? clock.workingDaysAfter(zone, start, days) : Date.parse(project.dueAt);
	const valueUsd = usdOf(project, settings);
	return {
		project,
		pieces,
		start,
		due,
		plannedEnds: pieces.map(({ byDay }) => start + ((due - start) * byDay) / lastDay),
		valueUsd,
		budget:
			valueUsd === null || project.belowFloor !== null
				? null
				: valueUsd * (1 - settings.marginFloor),
	};
}

function usdOf({ value }: Project, { rates }: Office['settings']): number | null {
	if (value === null) return null;
	const usd = toUsd(value, rates);
	if (usd !== null) return usd;
	throw new MendableError(
		'routing/no-rate',
		"The project's margin cannot be worked out.",
		`Its value is in ${value.currency}; the settings have rates for ${Object.keys(rates).join(', ')}.`,
		'Add the rate to the settings, or give the value in another currency.',
	);
}
