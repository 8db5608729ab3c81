import type { Change, FoundWorkspace, Target } from './model';

/**
 * The workspaces of Frame.io that projects go to, and those of test runs. That of test runs is made where it
 * is missing; that of projects by a person: whose work stands where, and who sees it, is the agency's to say.
 *
 * @param isHookLeft whether the webhook tells a person already why the workspace of projects is not clear
 */
export function planWorkspaces(found: readonly FoundWorkspace[], isHookLeft: boolean): Change[] {
	return found.flatMap(({ isTest, name, problem, missing }): Change[] => {
		const use = isTest ? 'test runs' : 'projects';
		const target: Target = {
			service: 'Frame.io',
			kind: 'workspace',
			key: isTest ? 'test' : 'projects',
			name: name ?? missing ?? `workspace of ${use}`,
		};
		if (problem === null) return [{ kind: 'keep', target, because: `${use} go there` }];
		if (missing !== undefined) {
			return [{ kind: 'create', target, because: 'the account has none of that name' }];
		}
		if (!isTest && isHookLeft) return [];
		return [{ kind: 'manual', target, because: problem.why, mend: problem.mend }];
	});
}
