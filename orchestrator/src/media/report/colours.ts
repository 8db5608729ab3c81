/**
 * Colours of a report, light and dark. Every ink is read on its ground with a contrast of 4.5 or more
 * (WCAG 2.2, level AA); a test holds them to it.
 */
export const reportColours = {
	light: {
		page: '#eceef3',
		card: '#ffffff',
		ink: '#1d2130',
		quiet: '#555b6e',
		code: '#f3f4f8',
		edge: '#c9cdd8',
		error: '#a3161f',
		warning: '#7a4b00',
		note: '#2b4b8f',
		pass: '#14602f',
	},
	dark: {
		page: '#14161c',
		card: '#1e2129',
		ink: '#eef0f5',
		quiet: '#a4abbd',
		code: '#14161c',
		edge: '#3a3f4d',
		error: '#ff9a94',
		warning: '#f2c26b',
		note: '#9db8f5',
		pass: '#84d69c',
	},
} as const;

/** Names of the colours. */
export type ColourName = keyof typeof reportColours.light;
