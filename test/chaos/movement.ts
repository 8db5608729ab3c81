/** A blow that has fallen, in milliseconds since 1970. */
export interface FallenBlow {
	words: string;
	/** What was hit: the name of a part or of a connection. */
	target: string;
	at: number;
	/** When it was lifted: started anew, continued, joined again. */
	liftedAt: number;
	/** When the part answered again that it is ready; the moment of lifting where it never ended. */
	readyAt: number;
}

/** How long the work stood still because of one blow; milliseconds, null when it never went on. */
export interface Movement {
	blow: FallenBlow;
	/** From the fall of the blow until a new lead was taken up. */
	stoodMs: number | null;
	/** The same from its lifting on: what recovery takes, the part's own start included. */
	recoveredMs: number | null;
	/** The same from the moment the part was ready again; 0 when the work went on before. */
	sinceReadyMs: number | null;
}

/**
 * How long after each blow the work went on: when, after its lifting, the first effect of a lead was
 * done that had none before.
 *
 * @param begunAt when each lead had its first effect, milliseconds since 1970
 */
export function movementsOf(blows: readonly FallenBlow[], begunAt: readonly number[]): Movement[] {
	const moments = [...begunAt].sort((a, b) => a - b);
	return blows.map((blow) => {
		const next = moments.find((moment) => moment > blow.liftedAt);
		if (next === undefined) return { blow, stoodMs: null, recoveredMs: null, sinceReadyMs: null };
		return {
			blow,
			stoodMs: next - blow.at,
			recoveredMs: next - blow.liftedAt,
			sinceReadyMs: Math.max(0, next - blow.readyAt),
		};
	});
}

/**
 * How long each lead took from the moment its sender was told that it is kept until the last thing was
 * done about it; milliseconds. What was done before that counts as at once.
 *
 * @param acknowledgedAt and `acts`: by the lead's marker, milliseconds since 1970
 */
export function timesTaken(
	acknowledgedAt: ReadonlyMap<string, number>,
	acts: ReadonlyArray<{ marker: string; at: number | null }>,
): number[] {
	const last = new Map<string, number>();
	for (const { marker, at } of acts) {
		if (at !== null) last.set(marker, Math.max(at, last.get(marker) ?? at));
	}
	return [...acknowledgedAt].flatMap(([marker, at]) => {
		const ended = last.get(marker);
		return ended === undefined ? [] : [Math.max(0, ended - at)];
	});
}

/** The smallest figure that is at least as large as this share of all; null without figures. */
export function percentile(figures: readonly number[], share: number): number | null {
	const sorted = [...figures].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
