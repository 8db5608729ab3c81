import type { Overlay } from '../contracts/overlay';
import { isObject } from '../json';
import type { Json, JsonObject } from '../types';

const schemaOf = (template: string, method: string) => [
	'paths',
	template,
	method,
	'responses',
	'200',
	'content',
	'application/json',
	'schema',
];

const answerOf = (template: string, method: string) => [
	...schemaOf(template, method),
	'properties',
];

const task = '#/paths/~1v2~1task~1%7Btask_id%7D/get/responses/200/content/application~1json/schema';

/** Answers with whole tasks, described worse than the answer of GET task. */
const taskAnswers = [
	schemaOf('/v2/list/{list_id}/task', 'post'),
	schemaOf('/v2/task/{task_id}', 'put'),
	[...answerOf('/v2/list/{list_id}/task', 'get'), 'tasks', 'items'],
	[...answerOf('/v2/team/{team_Id}/task', 'get'), 'tasks', 'items'],
];

/** Where the properties of a list stand in an answer. */
const listAnswers = [
	[...answerOf('/v2/space/{space_id}/list', 'get'), 'lists', 'items', 'properties'],
	answerOf('/v2/list/{list_id}', 'get'),
	answerOf('/v2/folder/{folder_id}/list', 'post'),
	answerOf('/v2/space/{space_id}/list', 'post'),
];

const comment = [...answerOf('/v2/task/{task_id}/comment', 'get'), 'comments', 'items'];

const orNull = (found: Json): JsonObject => ({ anyOf: [found, { type: 'null' }] });

/** What ClickUp's description lacks or says otherwise than ClickUp does; each with its reason. */
export const clickupOverlay: Overlay = {
	repairs: [
		...taskAnswers.map((at) => ({
			at,
			change: () => ({ $ref: task }),
			because: 'people and tags are described as texts here and as objects in GET task',
		})),
		...listAnswers.flatMap((at) =>
			['status', 'priority', 'assignee', 'due_date', 'start_date'].map((name) => ({
				at: [...at, name],
				change: orNull,
				because: 'a list without it has null here',
			})),
		),
		{
			at: [...answerOf('/v2/space/{space_id}/folder', 'get'), 'folders'],
			change: (found) => ({ type: 'array', items: found }),
			because: 'its own example is a list of folders',
		},
		...[
			[...answerOf('/v2/folder/{folder_id}', 'get'), 'lists'],
			[
				...answerOf('/v2/space/{space_id}/folder', 'get'),
				'folders',
				'items',
				'properties',
				'lists',
			],
		].map((at) => ({
			at,
			change: () => ({ type: 'array', items: { type: 'object' } }),
			because: 'the lists of a folder are objects',
		})),
		...['assignee', 'assigned_by'].map((name) => ({
			at: [...comment, 'properties', name],
			change: orNull,
			because: 'a comment that is assigned to nobody has null here',
		})),
		{
			at: ['paths', '/v2/task/{task_id}', 'delete', 'responses', '204', 'content'],
			change: () => undefined,
			because: 'an answer with 204 has no body',
		},
		{
			at: [
				...['paths', '/v2/webhook/{webhook_id}', 'put', 'requestBody', 'content'],
				...['application/json', 'schema', 'properties', 'events'],
			],
			change: (found) => ({ anyOf: [found, { type: 'array', items: { type: 'string' } }] }),
			because: 'the words beside it ask for a list of events, and for one word only to hear of all',
		},
		...['/v2/team/{team_Id}/task', '/v2/list/{list_id}/task'].map((template) => ({
			at: ['paths', template, 'get', 'parameters'],
			change: customFieldsAsText,
			because: 'custom_fields is one JSON text, as its own example shows',
		})),
	],
	undescribed: {},
	query: {},
	otherAnswers: {
		schema: {
			type: 'object',
			required: ['err', 'ECODE'],
			properties: { err: { type: 'string' }, ECODE: { type: 'string', pattern: '^[A-Z]+_\\d+$' } },
		},
		because: 'the description has error answers for 5 of 137 operations; all errors look like this',
	},
};

function customFieldsAsText(parameters: Json): Json {
	if (!Array.isArray(parameters)) return parameters;
	return parameters.map((one) =>
		isObject(one) && one.name === 'custom_fields' ? { ...one, schema: { type: 'string' } } : one,
	);
}
