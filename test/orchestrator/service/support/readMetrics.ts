/** One number of Prometheus' text form. */
export interface Sample {
	name: string;
	labels: Record<string, string>;
	value: number;
}

/**
 * Reads Prometheus' text form strictly; fails on a line that is none of it. Not a number may be written
 * in any case: Prometheus reads it by Go's ParseFloat.
 */
export function readMetrics(text: string): Sample[] {
	return text
		.split('\n')
		.filter((line) => line !== '' && !/^# (HELP|TYPE) [a-z_:][\w:]* \S/i.test(line))
		.map((line) => {
			const found =
				/^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="[^"\\\n]*",?)*)\})? ([Nn]a[Nn]|[+-]?Inf|[-+.\de]+)$/.exec(
					line,
				);
			if (found === null) throw new Error(`No line of Prometheus' text form: ${line}`);
			const [, name = '', labels = '', value = ''] = found;
			const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, word]) => [key, word]);
			return {
				name,
				labels: Object.fromEntries(pairs) as Record<string, string>,
				value: Number(value),
			};
		});
}

/** The value of the one sample with that name and these labels; null where there is none. */
export function valueOf(
	samples: Sample[],
	name: string,
	labels: Record<string, string> = {},
): number | null {
	const found = samples.filter(
		(sample) =>
			sample.name === name &&
			Object.entries(labels).every(([key, word]) => sample.labels[key] === word),
	);
	if (found.length > 1) throw new Error(`${name} is there ${found.length} times.`);
	return found[0]?.value ?? null;
}
