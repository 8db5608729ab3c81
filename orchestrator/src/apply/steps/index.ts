import type { Target } from '../../plan/model';
import { clickupHookStep } from './clickupHook';
import { clickupPlaceSteps } from './clickupPlaces';
import { frameioSteps } from './frameio';
import { frameioFieldSteps } from './frameioFields';
import { hubspotSteps } from './hubspot';
import { n8nSteps } from './n8n';
import { slackSteps } from './slack';
import type { ApplyStep } from './step';
import { stripeSteps } from './stripe';

/** How each kind of thing is written and put back; those that nobody writes are not here. */
export const applySteps: Partial<Record<Target['kind'], ApplyStep>> = {
	...n8nSteps,
	...hubspotSteps,
	...slackSteps,
	...clickupPlaceSteps,
	hook: clickupHookStep,
	...frameioSteps,
	...frameioFieldSteps,
	...stripeSteps,
};

/**
 * The step for a kind.
 *
 * @throws Error for a kind that no plan writes: a bug
 */
export function applyStep(kind: Target['kind']): ApplyStep {
	const step = applySteps[kind];
	if (step === undefined) throw new Error(`No plan changes a ${kind}.`);
	return step;
}
