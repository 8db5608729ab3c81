/** One thing that was checked. */
export interface Check {
	about: string;
	/** `note` is worth knowing; `warning` and `failed` are findings. */
	level: 'ok' | 'note' | 'warning' | 'failed';
	says: string;
	/** What to do; null where there is nothing to do. */
	mend: string | null;
}

/** Nothing to mend. */
export const ok = (about: string, says: string): Check => ({
	about,
	level: 'ok',
	says,
	mend: null,
});

/** Something a person should know, with the remedy. */
export const finding = (
	level: Check['level'],
	about: string,
	says: string,
	mend: string,
): Check => ({ about, level, says, mend });
