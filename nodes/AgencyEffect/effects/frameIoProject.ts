import type { EffectModule } from './effectModule';
import { textField } from './fields';

/** Makes a project in Frame.io. */
export const frameIoProject: EffectModule = {
	label: 'Frame.io Project',
	description: 'Make a project in the workspace of the agency',
	action: 'Make a frame io project',
	kind: 'frameio.project',
	keyWord: 'frameio-project',
	receipt: 'project',
	properties: [
		textField({
			displayName: 'Project Name',
			name: 'projectName',
			default: '{{ deal.name }}',
			description:
				'Name of the project; the service adds a short mark to it, by which the project is found again',
		}),
	],
	draft(parameters) {
		// The workspace is one of the configuration's: a subject has one project in it, or counts them.
		return { destination: 'workspace', content: { name: parameters.text('projectName') } };
	},
};
