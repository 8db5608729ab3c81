import { toUsd } from '../money';
import type { Booking, Roster } from './schema';
import type { HubBand, RoutingSettings } from './settings';
import type { WorkClock } from './workClock';

/** Where a hub stands against one of its bands. */
export interface BandStand extends HubBand {
	/** Its share over the window, 0 to 1; null while there is nothing to share. */
	share: number | null;
}

/** Shares of hubs over the window, and what is wrong with what is asked of them. */
export interface HubShares {
	bands: BandStand[];
	/** Bands that cannot all be kept, or cannot be compared; nothing is decided for or against them. */
	contradictions: Contradiction[];
}

/** Something in the bands that a person should know of. */
export interface Contradiction {
	kind: 'mixed-units' | 'minima-above-whole' | 'maxima-below-whole';
	unit: HubBand['unit'] | null;
	/** The sum that does not come out, as a share; null for mixed units. */
	sum: number | null;
}

/**
 * Counts each hub's share of projects and of revenue over the window before now and what is booked
 * ahead. A project counts for the hubs of its people by their hours; revenue is compared in US dollars
 * at the settings' rates.
 */
export function hubShares(
	roster: Roster,
	bookings: readonly Booking[],
	clock: WorkClock,
	now: number,
	{ hubs: { windowDays, bands }, rates }: RoutingSettings,
): HubShares {
	const hubOf = new Map(roster.people.map(({ id, hub }) => [id, hub]));
	const since = clock.dayAfter(clock.dayAt('UTC', now), -windowDays);
	const projects = new Map<string, { hours: number; byHub: Map<string, number>; usd: number }>();
	for (const { project, person, days, value } of bookings) {
		const hours = days.reduce((sum, part) => (part.day >= since ? sum + part.hours : sum), 0);
		const hub = hubOf.get(person) ?? null;
		if (hours <= 0 || hub === null) continue;
		const entry = projects.get(project) ?? { hours: 0, byHub: new Map<string, number>(), usd: 0 };
		entry.hours += hours;
		entry.byHub.set(hub, (entry.byHub.get(hub) ?? 0) + hours);
		// Each booking carries the value of the whole project.
		if (value !== null) entry.usd = Math.max(entry.usd, toUsd(value, rates) ?? 0);
		projects.set(project, entry);
	}
	const shareOf = (hub: string, unit: HubBand['unit']): number | null => {
		let [ofHub, all] = [0, 0];
		for (const { hours, byHub, usd } of projects.values()) {
			const weight = unit === 'projects' ? 1 : usd;
			all += weight;
			ofHub += (weight * (byHub.get(hub) ?? 0)) / hours;
		}
		return all > 0 ? ofHub / all : null;
	};
	const stands = bands.map((band) => ({ ...band, share: shareOf(band.hub, band.unit) }));
	const hubs = new Set([...hubOf.values()].filter((hub) => hub !== null));
	return { bands: stands, contradictions: contradictionsIn(bands, hubs) };
}

/** What cannot be kept or compared in the bands; a person has to settle it. */
export function contradictionsIn(
	bands: readonly HubBand[],
	hubs: ReadonlySet<string>,
): Contradiction[] {
	const units = [...new Set(bands.map(({ unit }) => unit))];
	const mixed: Contradiction[] =
		units.length > 1 ? [{ kind: 'mixed-units', unit: null, sum: null }] : [];
	return units.reduce((found, unit) => {
		const ofUnit = bands.filter((band) => band.unit === unit);
		const minima = rounded(ofUnit.reduce((sum, { min }) => sum + min, 0));
		const maxima = rounded(ofUnit.reduce((sum, { max }) => sum + max, 0));
		const isEveryHub = [...hubs].every((hub) => ofUnit.some((band) => band.hub === hub));
		if (minima > 1) found.push({ kind: 'minima-above-whole', unit, sum: minima });
		if (hubs.size > 0 && isEveryHub && maxima < 1)
			found.push({ kind: 'maxima-below-whole', unit, sum: maxima });
		return found;
	}, mixed);
}

/** 0.4 + 0.3 + 0.3 is not above 1. */
function rounded(share: number): number {
	return Math.round(share * 1e6) / 1e6;
}
