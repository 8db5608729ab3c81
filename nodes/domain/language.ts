/** The languages that texts for people are written in, as ISO 639-1 codes. */
export const languages = ['en', 'es', 'da'] as const;

/** One of the languages that texts for people are written in. */
export type Language = (typeof languages)[number];

/** Whether a value names one of our languages. */
export function isLanguage(value: unknown): value is Language {
	return languages.some((language) => language === value);
}
