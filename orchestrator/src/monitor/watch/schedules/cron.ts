/** When something is to begin, by a wall clock: which values each hand may have. */
export interface Cron {
	seconds: ReadonlySet<number>;
	minutes: ReadonlySet<number>;
	hours: ReadonlySet<number>;
	daysOfMonth: ReadonlySet<number>;
	months: ReadonlySet<number>;
	/** 0 is Sunday. */
	daysOfWeek: ReadonlySet<number>;
}

/** The lowest and highest value of each field, as n8n's library of crons takes them (cron 4.4). */
const bounds = [
	[0, 59],
	[0, 59],
	[0, 23],
	[1, 31],
	[1, 12],
	[0, 7],
] as const;

const names: Record<string, number> = {
	...{ jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11 },
	...{ dec: 12, sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 },
};

const presets: Record<string, string> = {
	'@yearly': '0 0 0 1 1 *',
	'@monthly': '0 0 0 1 * *',
	'@weekly': '0 0 0 * * 0',
	'@daily': '0 0 0 * * *',
	'@hourly': '0 0 * * * *',
	'@minutely': '0 * * * * *',
	'@secondly': '* * * * * *',
	'@weekdays': '0 0 0 * * 1-5',
	'@weekends': '0 0 0 * * 0,6',
};

const ALL_DAYS_OF_MONTH = 31;
const ALL_DAYS_OF_WEEK = 7;
const ALL_HOURS = 24;

/** Reads a cron expression of five fields, or of six with seconds, as n8n does; null where it would not. */
export function parseCron(expression: string): Cron | null {
	const plain = expression.trim().toLowerCase();
	const fields = (presets[plain] ?? plain)
		.replace(/[a-z]+/g, (name) => String(names[name] ?? name))
		.split(/\s+/);
	if (fields.length !== 5 && fields.length !== 6) return null;
	const six = fields.length === 5 ? ['0', ...fields] : fields;
	const [seconds, minutes, hours, daysOfMonth, months, week] = six.map((field, index) => {
		const [low, high] = bounds[index] ?? [0, 0];
		return valuesOf(field, low, high);
	});
	if (!seconds || !minutes || !hours || !daysOfMonth || !months || !week) return null;
	const daysOfWeek = new Set([...week].map((day) => day % ALL_DAYS_OF_WEEK));
	return { seconds, minutes, hours, daysOfMonth, months, daysOfWeek };
}

/** The values that a field names; null where it cannot be read. */
function valuesOf(field: string, low: number, high: number): Set<number> | null {
	const values = new Set<number>();
	for (const part of field.replace(/\*/g, `${low}-${high}`).split(',')) {
		const [, from, to, every] = /^(\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
		if (from === undefined) return null;
		const first = Number(from);
		const step = Number(every ?? 1);
		const last = to === undefined ? (every === undefined ? first : high) : Number(to);
		if (step === 0 || first < low || last > high || first > last) return null;
		for (let value = first; value <= last; value += step) values.add(value);
	}
	return values;
}

/** Whether it is the same in every hour of every day, so that it hardly matters in which zone. */
export function isHourly({ hours, daysOfMonth, months, daysOfWeek }: Cron): boolean {
	return (
		hours.size === ALL_HOURS &&
		daysOfMonth.size === ALL_DAYS_OF_MONTH &&
		months.size === 12 &&
		daysOfWeek.size === ALL_DAYS_OF_WEEK
	);
}

/** A 29th of February is eight years away at most. */
const MOST_DAYS = 8 * 366 + 1;
const DAY_MS = 86_400_000;

/**
 * The last moment up to another at which it is to begin; null where there is none.
 *
 * @param wall what the clock shows, as if it were UTC, in milliseconds since 1970
 */
export function lastBeginning(cron: Cron, wall: number): number | null {
	const today = Math.floor(wall / DAY_MS) * DAY_MS;
	for (let ago = 0; ago < MOST_DAYS; ago += 1) {
		const day = today - ago * DAY_MS;
		if (!isDayOf(cron, new Date(day))) continue;
		const until = ago === 0 ? Math.floor((wall - today) / 1_000) : DAY_MS / 1_000 - 1;
		const second = lastSecond(cron, until);
		if (second !== null) return day + second * 1_000;
	}
	return null;
}

/** Where both kinds of days are restricted either is enough, as with every cron. */
function isDayOf({ months, daysOfMonth, daysOfWeek }: Cron, day: Date): boolean {
	if (!months.has(day.getUTCMonth() + 1)) return false;
	const isOfMonth = daysOfMonth.has(day.getUTCDate());
	const isOfWeek = daysOfWeek.has(day.getUTCDay());
	const areBothRestricted =
		daysOfMonth.size < ALL_DAYS_OF_MONTH && daysOfWeek.size < ALL_DAYS_OF_WEEK;
	return areBothRestricted ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
}

/** The last second of a day up to another that fits; null where none does. */
function lastSecond({ hours, minutes, seconds }: Cron, until: number): number | null {
	const [hour, minute, second] = [
		Math.floor(until / 3_600),
		Math.floor(until / 60) % 60,
		until % 60,
	];
	const at = (h: number, m: number, s: number) => h * 3_600 + m * 60 + s;
	const [lastMinute, lastOfAll] = [Math.max(...minutes), Math.max(...seconds)];
	if (hours.has(hour)) {
		if (minutes.has(minute)) {
			const found = greatest(seconds, second);
			if (found !== null) return at(hour, minute, found);
		}
		const earlier = greatest(minutes, minute - 1);
		if (earlier !== null) return at(hour, earlier, lastOfAll);
	}
	const earlier = greatest(hours, hour - 1);
	return earlier === null ? null : at(earlier, lastMinute, lastOfAll);
}

function greatest(values: ReadonlySet<number>, most: number): number | null {
	for (let value = most; value >= 0; value -= 1) if (values.has(value)) return value;
	return null;
}
