import type { Observation } from '../alerts/model';
import { countedBy } from './cause';

/** An execution in n8n that came to a bad end. */
export interface FailedExecution {
	id: string;
	/** Name of its workflow in n8n. */
	workflow: string;
	/** As `causeOf` gives it. */
	cause: string;
	/** Where a person finds it in n8n. */
	url: string;
}

/** What the rule sees of failed executions: one for each workflow and cause, with its newest execution. */
export function failuresSeen(failed: readonly FailedExecution[]): Observation[] {
	const nameOf = ({ workflow, cause }: FailedExecution) => JSON.stringify([workflow, cause]);
	return countedBy(failed, nameOf).map(([name, count]) => {
		const [workflow = '', cause = ''] = JSON.parse(name) as string[];
		const newest = failed
			.filter((one) => nameOf(one) === name)
			.sort((a, b) => Number(b.id) - Number(a.id))[0];
		return {
			rule: 'flows-failed',
			labels: { topic: `n8n: ${workflow}`, cause },
			value: count,
			facts: { count, total: failed.length, url: newest?.url ?? null },
		};
	});
}

/** An execution in n8n that has not ended. */
export interface RunningExecution {
	workflow: string;
	url: string;
	/** For how long, in seconds. */
	seconds: number;
}

/** What the rule sees of executions that run: of each workflow the one that has run longest. */
export function hangingSeen(running: readonly RunningExecution[]): Observation[] {
	const longest = new Map<string, RunningExecution>();
	for (const one of running) {
		if (one.seconds > (longest.get(one.workflow)?.seconds ?? -1)) longest.set(one.workflow, one);
	}
	return [...longest.values()].map(({ workflow, url, seconds }) => ({
		rule: 'execution-hangs',
		labels: { topic: workflow },
		value: seconds,
		facts: { minutes: Math.round(seconds / 60), url },
	}));
}

/**
 * Says in every observation of a rule how many all of them together stand for: what failed is seen from
 * two sides, and a title tells their sum.
 */
export function totalled(rule: string, observations: readonly Observation[]): Observation[] {
	const total = observations
		.filter((one) => one.rule === rule)
		.reduce((sum, { facts }) => sum + (typeof facts.count === 'number' ? facts.count : 0), 0);
	return observations.map((one) =>
		one.rule === rule ? { ...one, facts: { ...one.facts, total } } : one,
	);
}
