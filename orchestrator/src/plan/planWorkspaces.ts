import type { Change, FoundWorkspace, Target } from './model';

/**
 * The workspaces of Frame.io that projects go to, and those of test runs. A person makes them: whose work
 * stands in which workspace, and who sees it, is the agency's to say.
 *
 * @param isHookLeft whether the webhook tells a person already why the workspace of projects is not clear
 */
export function planWorkspaces(found: readonly FoundWorkspace[], isHookLeft: boolean): Change[] {
	return found.flatMap(({ isTest, name, problem }): Change[] => {
		const use = isTest ? 'test runs' : 'projects';
		const target: Target = {
			service: 'Frame.io',
			kind: 'workspace',
			key: isTest ? 'test' : 'projects',
			name: name ?? `workspace of ${use}`,
		};
		if (problem === null) return [{ kind: 'keep', target, because: `${use} go there` }];
		if (!isTest && isHookLeft) return [];
		return [{ kind: 'manual', target, because: problem.why, mend: problem.mend }];
	});
}
