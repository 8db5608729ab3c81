/** What a fix may say of the finding it mends. */
export interface FixValues {
	/** Name of the file as a person would type it; null where it is not known. */
	fileName: string | null;
	expected: string;
	actual: string;
	/** Decibels that bring the loudness to what is expected; null where it is not about loudness. */
	gainDb: number | null;
	/** Seconds from the start where the finding begins and ends; null where it is about the whole. */
	from: number | null;
	to: number | null;
}

/** Fills a pack's fix; names are quoted so that a shell takes them for one word. */
export function fillFix(template: string, values: FixValues): string {
	const name = values.fileName ?? 'INPUT.mp4';
	const words: Record<string, string> = {
		file: shellWord(fileOperand(name)),
		out: shellWord(fileOperand(besideName(name))),
		expected: values.expected,
		actual: values.actual,
		gain: values.gainDb === null ? '0' : values.gainDb.toFixed(1),
		from: values.from === null ? '0' : String(Number(values.from.toFixed(3))),
		to: values.to === null ? '0' : String(Number(values.to.toFixed(3))),
	};
	// One pass: a name that holds `{out}` is a name, not a place to fill.
	return template.replace(/\{([a-z]+)\}/g, (whole, word: string) =>
		Object.hasOwn(words, word) ? (words[word] ?? whole) : whole,
	);
}

/** A word as a POSIX shell reads it back, quoted only where it has to be. */
export function shellWord(word: string): string {
	// A line break or another control character in a name would break a report's line.
	const oneLine = word.replace(/\p{Cc}/gu, '?');
	if (/^[A-Za-z0-9_./@%+=-]+$/.test(oneLine)) return oneLine;
	return `'${oneLine.replace(/'/g, `'\\''`)}'`;
}

/** A name that ffmpeg takes for neither an option nor a protocol. */
function fileOperand(name: string): string {
	if (name.startsWith('-')) return `./${name}`;
	return name.includes(':') ? `file:${name}` : name;
}

/** The name of what a fix makes: beside the file, never the file itself. */
function besideName(name: string): string {
	const point = name.lastIndexOf('.');
	const slash = name.lastIndexOf('/');
	const stem = point > slash + 1 ? name.slice(0, point) : name;
	return `${stem}.fixed.mp4`;
}
