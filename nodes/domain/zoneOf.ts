/** Zones of a country as the engine knows them; the types of ES2022 do not have it yet. */
interface LocaleZones {
	getTimeZones?: () => string[] | undefined;
	timeZones?: string[];
}

/** The zone of a country (two letters) that has one alone; null where there are several. */
export function zoneOf(country: string): string | null {
	const locale = new Intl.Locale(`und-${country}`) as LocaleZones;
	const zones = locale.getTimeZones?.() ?? locale.timeZones ?? [];
	return zones.length === 1 ? zones[0] : null;
}
