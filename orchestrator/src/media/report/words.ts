import type { Finding, MediaVerdict } from '../../../../nodes/domain/quality/finding';
import type { Severity } from '../../../../nodes/domain/quality/specPack';

/** Verdicts for people; the sign says the same without colour. */
export const verdictWords: Readonly<Record<MediaVerdict, { title: string; sign: string }>> = {
	pass: { title: 'Passes', sign: '✓' },
	fail: { title: 'Fails', sign: '✕' },
	'needs-review': { title: 'Needs a person’s eye', sign: '?' },
};

/** Severities for people. */
export const severityWords: Readonly<Record<Severity, string>> = {
	error: 'Error',
	warning: 'Warning',
	note: 'Note',
};

/** A finding in one sentence. */
export function describeFinding({ title, actual, expected }: Finding): string {
	return `${title} is ${actual}, should be ${expected}`;
}
