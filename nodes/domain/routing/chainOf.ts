import { MendableError } from '../errors';
import { toUsd } from '../money';
import type { Money } from '../money';
import type { Chain } from './bids';
import type { Office } from './office';
import type { Piece, Project } from './schema';

/**
 * Breaks a project into its pieces by its way of working, with the moments they go by.
 *
 * It begins now or at its start. Without a deadline of its own it has the lead time of its type, in
 * working days of the client's zone. Each piece should be done by its day of the plan, as a part of
 * the time there is.
 *
 * @throws MendableError `routing/unknown-type`, `routing/unknown-piece`, `routing/no-rate`
 */
export function chainOf({ settings, now, clock }: Office, project: Project): Chain {
	const way = Object.hasOwn(settings.types, project.type) ? settings.types[project.type] : null;
	const all = project.pieces ?? way?.pieces;
	if (all === undefined) {
		throw new MendableError(
			'routing/unknown-type',
			'The project cannot be broken into pieces of work.',
			`Its type is "${project.type}"; the settings have ${Object.keys(settings.types).join(', ')}.`,
			'Correct "type", add the type to the settings, or give the project "pieces" of its own.',
		);
	}
	const pieces = piecesOf(project, all);
	const days = way?.leadDays ?? Math.max(...all.map(({ byDay }) => byDay));
	// The piece alone has all the time that is left for it.
	const lastDay =
		project.only === undefined
			? Math.max(days, ...all.map(({ byDay }) => byDay))
			: Math.max(...pieces.map(({ byDay }) => byDay));
	const start = Math.max(now, project.startAt === null ? now : Date.parse(project.startAt));
	const zone = project.client.zone ?? 'UTC';
	const due =
		project.dueAt === null ? clock.workingDaysAfter(zone, start, days) : Date.parse(project.dueAt);
	const valueUsd = project.value === null ? null : usdOf(project.value, settings);
	const kept = project.kept ?? [];
	const keptUsd = kept.reduce((sum, { cost }) => sum + usdOf(cost, settings), 0);
	return {
		project,
		pieces,
		start,
		due,
		plannedEnds: pieces.map(({ byDay }) => start + ((due - start) * byDay) / lastDay),
		valueUsd,
		kept: kept.map(({ piece, person, startsAt }) => {
			const isLater = placeOf(all, piece) > placeOf(all, project.only ?? '');
			return {
				piece,
				person,
				byAnother: all.find(({ id }) => id === piece)?.byAnother ?? false,
				startsAt: startsAt === null || !isLater ? null : Date.parse(startsAt),
			};
		}),
		keptUsd,
		budget:
			valueUsd === null || project.belowFloor !== null
				? null
				: valueUsd * (1 - settings.marginFloor) - keptUsd,
	};
}

function placeOf(all: readonly Piece[], piece: string): number {
	return all.findIndex(({ id }) => id === piece);
}

/** @throws MendableError `routing/unknown-piece` */
function piecesOf({ type, only }: Project, all: readonly Piece[]): readonly Piece[] {
	if (only === undefined) return all;
	const piece = all.find(({ id }) => id === only);
	if (piece !== undefined) return [piece];
	throw new MendableError(
		'routing/unknown-piece',
		'The piece of work cannot be routed.',
		`Only "${only}" is asked for; "${type}" is made of ${all.map(({ id }) => id).join(', ')}.`,
		'Correct "only", or leave it out to route the whole project.',
	);
}

/** @throws MendableError `routing/no-rate` */
function usdOf(money: Money, { rates }: Office['settings']): number {
	const usd = toUsd(money, rates);
	if (usd !== null) return usd;
	throw new MendableError(
		'routing/no-rate',
		"The project's margin cannot be worked out.",
		`An amount of it is in ${money.currency}; the settings have rates for ${Object.keys(rates).join(', ')}.`,
		'Add the rate to the settings, or give the amount in another currency.',
	);
}
