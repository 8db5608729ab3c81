import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { FaultRule } from './types';

const faultSchema = z
	.object({
		host: z.string().min(1).optional(),
		method: z.string().min(1).optional(),
		path: z.string().optional(),
		kind: z.enum(['429', '500', 'timeout', 'reset', 'slow']),
		afterWork: z.boolean().optional(),
		times: z.number().int().min(1).max(1_000_000),
		retryAfterSeconds: z.number().int().min(0).max(3_600).optional(),
		delayMs: z.number().int().min(0).max(600_000).optional(),
	})
	.strict();

/**
 * Reads a fault that came from outside.
 *
 * @throws MendableError `sandbox/fault-invalid` naming every field that is wrong
 */
export function parseFault(value: unknown): FaultRule {
	const parsed = faultSchema.safeParse(value);
	const problems = parsed.success
		? regexProblem(parsed.data.path)
		: parsed.error.issues.map((issue) => `"${issue.path.join('.')}": ${issue.message}.`).join(' ');
	if (parsed.success && problems === '') return parsed.data;
	throw new MendableError(
		'sandbox/fault-invalid',
		'The fault cannot be ordered.',
		problems,
		'Send {"kind":"429|500|timeout|reset|slow","times":1} and optionally host, method, path, afterWork, retryAfterSeconds, delayMs.',
	);
}

function regexProblem(source: string | undefined): string {
	try {
		new RegExp(source ?? '');
		return '';
	} catch (error) {
		if (error instanceof SyntaxError) return `"path" is no regular expression: ${error.message}.`;
		throw error;
	}
}

/** A fault that is still to happen, with the number of calls it will still hit. */
export interface PendingFault {
	rule: FaultRule;
	left: number;
}

/** The faults on order, oldest first; each is used up by the calls it hits. */
export class FaultBook {
	private entries: Array<PendingFault & { pattern: RegExp | null }> = [];

	/** @throws MendableError `sandbox/fault-invalid` */
	order(rule: FaultRule): void {
		const checked = parseFault(rule);
		this.entries.push({
			rule: checked,
			left: checked.times,
			pattern: checked.path === undefined ? null : new RegExp(checked.path),
		});
	}

	/**
	 * The fault that hits this call, counted off; null when there is none.
	 *
	 * @param accepts which rules can act at this moment of the call; all when left out
	 */
	take(
		host: string,
		method: string,
		path: string,
		accepts: (rule: FaultRule) => boolean = () => true,
	): FaultRule | null {
		if (this.entries.length === 0) return null;
		const entry = this.entries.find(
			({ rule, pattern }) =>
				accepts(rule) &&
				(rule.host === undefined || rule.host === host) &&
				(rule.method === undefined || rule.method.toUpperCase() === method) &&
				(pattern === null || pattern.test(path)),
		);
		if (!entry) return null;
		entry.left -= 1;
		this.entries = this.entries.filter(({ left }) => left > 0);
		return entry.rule;
	}

	pending(): PendingFault[] {
		return this.entries.map(({ rule, left }) => ({ rule, left }));
	}

	clear(): void {
		this.entries = [];
	}
}
