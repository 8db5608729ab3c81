import { MendableError } from '../../domain/errors';
import { shown } from '../../domain/read';
import type { ParameterReader } from '../parameterReader';
import type { EffectModule } from './effectModule';
import { pathField, textAtOr, textField, withoutEmpty } from './fields';
import { accountField, accountIn } from './frameIoFile';
import { stepField, withStep } from './step';

/** Shares files of a project in Frame.io by a link. */
export const frameIoShare: EffectModule = {
	label: 'Frame.io Share',
	description: 'Share files, folders or version stacks of a project by a link',
	action: 'Share frame io files',
	kind: 'frameio.share',
	keyWord: 'frameio-share',
	receipt: 'share',
	properties: [
		pathField({
			displayName: 'Project ID Path',
			name: 'shareProjectPath',
			default: 'receipts.project.id',
			description: 'Where in the item the ID of the Frame.io project stands',
		}),
		accountField('share'),
		pathField({
			displayName: 'Asset IDs Path',
			name: 'shareAssetsPath',
			default: 'file.fileId',
			description:
				'Where in the item the ID of a file, folder or version stack stands, or a list of them',
		}),
		stepField('shareStepPath', 'shares'),
		textField({
			displayName: 'Share Name',
			name: 'shareName',
			default: '{{ project.name }}',
			description:
				'Name of the share; the service adds a short mark to it, by which the share is found again',
		}),
		{
			displayName: 'Access',
			name: 'shareAccess',
			type: 'options',
			options: [
				{ name: 'Everybody With the Link', value: 'public' },
				{ name: 'Reviewers Only', value: 'secure' },
			],
			default: 'public',
			description: 'Who may look at it',
		},
		{
			displayName: 'Downloads',
			name: 'shareDownloads',
			type: 'boolean',
			default: false,
			description: 'Whether whoever looks at it may download the files',
		},
		pathField({
			displayName: 'Expiry Path',
			name: 'shareExpiryPath',
			default: '',
			description: 'Where in the item the time stands at which the link ends; without it, never',
		}),
	],
	draft(parameters) {
		const projectId = parameters.textAt('shareProjectPath', 'Project ID Path');
		return {
			destination: withStep(parameters, projectId, 'shareStepPath'),
			content: withoutEmpty({
				accountId: accountIn(parameters, 'share'),
				projectId,
				name: parameters.text('shareName'),
				assetIds: assetsIn(parameters),
				access: parameters.text('shareAccess'),
				isDownloadable: parameters.flag('shareDownloads'),
				expiresAt: textAtOr(parameters, 'shareExpiryPath', ''),
			}),
		};
	},
};

/** @throws MendableError `effect/value-invalid` */
function assetsIn(parameters: ParameterReader): string[] {
	const found = parameters.at('shareAssetsPath');
	const ids: unknown[] = Array.isArray(found) ? found : [found];
	if (ids.every((id): id is string => typeof id === 'string' && id !== '')) return ids;
	throw new MendableError(
		'effect/value-invalid',
		'The effect cannot be prepared.',
		`"Asset IDs Path" points at "${parameters.text('shareAssetsPath')}", where the item holds ${shown(found)}.`,
		'Let it point at one ID as text, or at a list of them.',
	);
}
