/** How much one measurement may take; whatever exceeds it ends with an error that says so. */
export interface MediaLimits {
	/** Seconds of the clock for each process. */
	wallSeconds: number;
	/** Seconds of processor time for each process, all its threads together. */
	cpuSeconds: number;
	/** Bytes of address space of each process; more than it really uses, by a factor of two or three. */
	memoryBytes: number;
	/** Pixels of one picture. */
	pixels: number;
	streams: number;
	/** Declared length of a film or a sound, seconds. */
	durationSeconds: number;
	/** Bytes that describing a file may print. */
	reportBytes: number;
}

/** Room for feature films in 8K and for posters of 100 megapixels, not for bombs. */
export const defaultMediaLimits: MediaLimits = {
	wallSeconds: 3600,
	cpuSeconds: 14_400,
	memoryBytes: 6 * 1024 ** 3,
	pixels: 100_000_000,
	streams: 100,
	durationSeconds: 6 * 3600,
	reportBytes: 4 * 1024 ** 2,
};
