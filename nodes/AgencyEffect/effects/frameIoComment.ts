import type { EffectModule } from './effectModule';
import { languageOptions, numberAt, pathField, textAtOr, textField, withoutEmpty } from './fields';
import { accountIn, fileFields, fileIn } from './frameIoFile';
import { stepField, withStep } from './step';

/** Comments on a file in Frame.io, at a moment of it. */
export const frameIoComment: EffectModule = {
	label: 'Frame.io Comment',
	description: 'Comment on a file, at a moment of it or as a whole',
	action: 'Comment on a frame io file',
	kind: 'frameio.comment',
	keyWord: 'frameio-comment',
	receipt: 'comment',
	properties: [
		...fileFields('comment'),
		stepField('commentStepPath', 'comments on one file'),
		{
			displayName: 'Text Template',
			name: 'commentTemplate',
			type: 'string',
			default: 'quality-finding',
			description: 'Name of the text of the Agency Ops service that makes the comment',
		},
		textField({
			displayName: 'Own Text',
			name: 'commentText',
			default: '',
			rows: 4,
			description: 'Text of the comment instead of the template; leave empty to use the template',
		}),
		pathField({
			displayName: 'Seconds Path',
			name: 'commentSecondsPath',
			default: 'finding.from',
			description:
				'Where in the item the seconds from the start stand at which the comment is; without them it is about the whole file',
		}),
		pathField({
			displayName: 'Until Path',
			name: 'commentUntilPath',
			default: 'finding.to',
			description:
				'Where in the item the seconds stand until which the comment goes; needs the frame rate',
		}),
		pathField({
			displayName: 'Frame Rate Path',
			name: 'commentFrameRatePath',
			default: 'measured.video.frameRate',
			description:
				'Where in the item the frames a second stand, by which the comment is at its very frame; without them it is at the whole second',
		}),
		pathField({
			displayName: 'Page Path',
			name: 'commentPagePath',
			default: '',
			description: 'Where in the item the page of a document stands that the comment is about',
		}),
		{
			displayName: 'Language',
			name: 'commentLanguage',
			type: 'options',
			options: languageOptions,
			default: 'en',
			description: 'Language the team reads',
		},
		pathField({
			displayName: 'Language Path',
			name: 'commentLanguagePath',
			default: '',
			description:
				'Where in the item the language of the team stands; it goes before the language above',
		}),
	],
	draft(parameters) {
		const fileId = fileIn(parameters, 'comment');
		const text = parameters.text('commentText');
		const page = numberAt(parameters, 'commentPagePath');
		const from = page === undefined ? numberAt(parameters, 'commentSecondsPath') : undefined;
		const until = numberAt(parameters, 'commentUntilPath');
		return {
			destination: withStep(parameters, fileId, 'commentStepPath'),
			content: withoutEmpty({
				accountId: accountIn(parameters, 'comment'),
				fileId,
				...(text === '' ? { template: parameters.text('commentTemplate') } : { text }),
				language: textAtOr(parameters, 'commentLanguagePath', parameters.text('commentLanguage')),
				timestampSeconds: from,
				durationSeconds:
					from !== undefined && until !== undefined && until > from ? until - from : undefined,
				frameRate: from === undefined ? undefined : numberAt(parameters, 'commentFrameRatePath'),
				page,
			}),
		};
	},
};
