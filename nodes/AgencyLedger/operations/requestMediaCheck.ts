import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readPath } from '../../domain/effect/readPath';
import { MendableError } from '../../domain/errors';
import { askedCheckSchema, readMediaAnswer } from '../../domain/quality/mediaAnswers';
import { shown } from '../../domain/read';
import { askLedger } from '../../shared/askLedger';
import { answerWithinMs, idAt, isTest, keptOf, runOf, textOf } from './operation';
import type { Operation } from './operation';

/** Asks for a file at Frame.io to be measured and judged; the service fetches it, never n8n. */
export const requestMediaCheck: Operation = {
	label: 'Request a Media Check',
	description:
		'Let the service fetch a file from Frame.io, measure it and judge it by spec packs; the event "media.checked" brings the findings',
	action: 'Request a media check',
	outputs: ['Asked'],
	properties: [
		{
			displayName: 'Account Path',
			name: 'accountPath',
			type: 'string',
			default: 'account.id',
			description: 'Where in the item the ID of the Frame.io account stands',
		},
		{
			displayName: 'File Path',
			name: 'filePath',
			type: 'string',
			default: 'resource.id',
			description:
				'Where in the item the ID of the file at Frame.io stands; each version has an ID of its own',
		},
		{
			displayName: 'Name Path',
			name: 'namePath',
			type: 'string',
			default: '',
			placeholder: 'resource.name',
			description: 'Where the name of the file stands. When empty, Frame.io is asked for it.',
		},
		{
			displayName: 'Project Path',
			name: 'projectPath',
			type: 'string',
			default: 'project.id',
			description:
				'Where the ID of the project at Frame.io stands; it comes back with the findings',
		},
		{
			displayName: 'Version Stack Path',
			name: 'versionStackPath',
			type: 'string',
			default: '',
			description:
				'Where the ID of the stack of versions stands; it comes back with the findings. When empty, none does.',
		},
		{
			displayName: 'Spec Packs',
			name: 'specs',
			type: 'string',
			default: 'agency',
			placeholder: 'instagram-reels, agency',
			description:
				'IDs of the packs to judge by, separated by commas; "ID/version" for one version. The command "agency-ops media specs" lists them.',
		},
		{
			displayName: 'Spec Packs Path',
			name: 'specsPath',
			type: 'string',
			default: '',
			placeholder: 'context.specs',
			description:
				'Where in the item a list of packs stands, or one of them. When something is there, it is taken in place of the packs above.',
		},
		{
			displayName: 'Brand Path',
			name: 'brandPath',
			type: 'string',
			default: '',
			placeholder: 'context.brand',
			description:
				'Where in the item the ID of the client\'s brand stands, as the ledger\'s data "media" has it. When empty, or when nothing is there, no brand is looked at.',
		},
		{
			displayName: 'Subject Type',
			name: 'subjectType',
			type: 'string',
			default: 'file',
			description: 'Kind of thing the events are about; events of one thing are worked on in order',
		},
		{
			displayName: 'Subject Path',
			name: 'subjectPath',
			type: 'string',
			default: 'resource.id',
			description: 'Where in the item the ID of that thing stands',
		},
		{
			displayName: 'Fields Kept',
			name: 'keep',
			type: 'string',
			default: '',
			placeholder: 'project, brief',
			description:
				'Fields of the item or paths into it, separated by commas, that come back under "context" with the findings',
		},
	],
	async run(context, itemIndex, json) {
		const test = isTest(context, json);
		const at = (name: string) => optionalAt(context, itemIndex, json, name);
		const [name, brand, projectId, versionStackId] = [
			at('namePath'),
			at('brandPath'),
			at('projectPath'),
			at('versionStackPath'),
		];
		const { status, body } = await askLedger(context, itemIndex, {
			method: 'POST',
			url: '/v1/media-checks',
			body: {
				file: {
					kind: 'frameio',
					accountId: idAt(context, itemIndex, json, 'accountPath'),
					fileId: idAt(context, itemIndex, json, 'filePath'),
					...(name === null ? {} : { name }),
					...(projectId === null ? {} : { projectId }),
					...(versionStackId === null ? {} : { versionStackId }),
				},
				specs: specsOf(context, itemIndex, json),
				...(brand === null ? {} : { brand }),
				subject: `${textOf(context, itemIndex, 'subjectType')}:${idAt(context, itemIndex, json, 'subjectPath')}`,
				context: keptOf(context, itemIndex, json),
				test,
				...(test ? { testRun: runOf(context, json) } : {}),
			},
			withinMs: answerWithinMs,
		});
		const mediaCheck = readMediaAnswer(askedCheckSchema, status, body);
		return { output: 0, json: { ...json, mediaCheck: { ...mediaCheck } } };
	},
};

/** A field that names a path: what stands there as text, null where it is empty or nothing is there. */
function optionalAt(
	context: IExecuteFunctions,
	itemIndex: number,
	json: IDataObject,
	name: string,
): string | null {
	const path = textOf(context, itemIndex, name);
	const found = path === '' ? undefined : readPath(json, path);
	if (typeof found === 'number') return String(found);
	return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}

function specsOf(context: IExecuteFunctions, itemIndex: number, json: IDataObject): string[] {
	const path = textOf(context, itemIndex, 'specsPath');
	const found = path === '' ? undefined : readPath(json, path);
	const given = found === undefined || found === null ? textOf(context, itemIndex, 'specs') : found;
	const parts: unknown[] =
		typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [given];
	const specs = parts
		.filter((part): part is string => typeof part === 'string')
		.map((part) => part.trim());
	const named = specs.filter((part) => part !== '');
	if (named.length > 0 && named.length === parts.length) return named;
	throw new MendableError(
		'media/no-specs',
		'The check cannot be asked for.',
		`The spec packs are ${shown(given)}; expected IDs such as "instagram-reels, agency".`,
		'Name at least one pack in "Spec Packs", or correct "Spec Packs Path".',
	);
}
