import type { ErrorReport } from '../../../../nodes/domain/errors';
import { hasNoTest } from '../../adapters/n8n/api';
import { credentialNeeds } from '../../bundle/pack';
import type { WritingChange } from '../../plan/model';
import { inParallel } from '../inParallel';
import { openApi } from './n8nApi';
import type { StepContext } from './step';

/** Tests at the same time; each makes n8n call whoever the credential is for. */
const TESTS_AT_ONCE = 4;
/** What a credential leads to may have hiccuped: it is asked once more, so long after. */
const AGAIN_AFTER_MS = 1_000;

/**
 * Has n8n test the credentials of workflows before they are written, since writing publishes them.
 *
 * @returns by key, why a workflow is not to be published; those whose credentials work, or of a type
 * that n8n has no test for, are left out
 */
export async function brokenCredentials(
	changes: readonly WritingChange[],
	context: StepContext,
): Promise<Map<string, ErrorReport>> {
	const keys = new Set(changes.map(({ target }) => target.key));
	const workflows = context.bundle.workflows.filter(({ id }) => keys.has(id));
	const needs = credentialNeeds(workflows);
	const problems = await inParallel(needs, TESTS_AT_ONCE, async ({ id }) => {
		return await problemOf(context.seeded.credentials[id]?.id ?? id, context);
	});
	const broken = new Map(
		needs.flatMap(({ id, name }, at) => {
			const problem = problems[at] ?? null;
			return problem === null ? [] : [[id, notPublished(name, problem)] as const];
		}),
	);
	return new Map(
		workflows.flatMap((workflow) => {
			const report = credentialNeeds([workflow]).flatMap(({ id }) => broken.get(id) ?? [])[0];
			return report === undefined ? [] : [[workflow.id, report] as const];
		}),
	);
}

async function problemOf(id: string, { services, pause }: StepContext): Promise<string | null> {
	const api = openApi(services);
	const first = await api.testCredential(id);
	if (first.isFine || hasNoTest(first)) return null;
	await pause(AGAIN_AFTER_MS);
	const { isFine, message } = await api.testCredential(id);
	return isFine ? null : message.replace(/\.?$/, '.');
}

function notPublished(name: string, problem: string): ErrorReport {
	return {
		code: 'n8n/credential-broken',
		what: 'It was neither written nor published.',
		why: `Its credential "${name}" does not work: ${problem}`,
		mend: 'See that what the credential leads to runs and takes its key (agency-ops doctor says more), then run this again.',
	};
}
