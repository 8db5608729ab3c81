import path from 'node:path';
import type { JsonObject, WorkflowNode } from '../../../../orchestrator/src/bundle/normalise';
import { readBundle } from '../../../../orchestrator/src/bundle/readBundle';
import { judgeCanvas } from '../../../../orchestrator/src/monitor/canvas/judgeCanvas';
import { secretsIn } from '../../../../orchestrator/src/monitor/canvas/secretsInJson';
import type { SeenWorkflow } from '../../../../orchestrator/src/monitor/canvas/seen';
import { seenWorkflows } from '../../../../orchestrator/src/monitor/canvas/seen';

const node = (name: string, type: string, more: Partial<WorkflowNode> = {}): WorkflowNode => ({
	...{ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} },
	...more,
});
const handler = seen('Failures', [node('On error', 'n8n-nodes-base.errorTrigger')]);
const base = (name: string) => `n8n-nodes-base.${name}`;
const ours = (name: string) => `n8n-nodes-agency-ops.${name}`;

/** A published workflow whose failures somebody hears of. */
function seen(
	name: string,
	nodes: WorkflowNode[],
	settings: JsonObject = { errorWorkflow: 'Failures' },
	more: Partial<SeenWorkflow> = {},
): SeenWorkflow {
	const workflow = { name, nodes, connections: {}, settings };
	return { id: name, name, isPublished: true, workflow, pinned: {}, ...more };
}

const judge = (...workflows: SeenWorkflow[]) =>
	judgeCanvas([handler, ...workflows], new Set(['Lead Intake']))
		.filter(({ level }) => level !== 'ok')
		.map(({ level, says }) => `${level}: ${says}`);

describe('the workflows of an n8n', () => {
	it('are fine as the bundle ships them', () => {
		const { workflows } = readBundle(path.resolve(__dirname, '../../../../workflows'));
		const shipped = workflows.map(({ id, name, workflow }) => ({
			...{ id, name, workflow, isPublished: true, pinned: {} },
		}));
		const checks = judgeCanvas(shipped, new Set(shipped.map(({ name }) => name)));
		expect(checks.filter(({ level }) => level !== 'ok')).toEqual([]);
		expect(checks.map(({ about }) => about)).toEqual(['Settings', 'Addresses', 'Workflow secrets']);
	});

	it.each([
		{
			what: 'nobody hears of a failure of ours',
			flow: seen('Mine', [node('Do', ours('agencyEffect'))], {}),
			says: ['warning: nobody hears when "Mine" fails'],
		},
		{
			what: 'nobody hears of a failure of another',
			flow: seen('Theirs', [node('Do', base('set'))], {}),
			says: ['note: nobody hears when "Theirs" fails'],
		},
		{
			what: 'the error workflow is none',
			flow: seen('Mine', [node('Do', base('set'))], { errorWorkflow: 'gone' }),
			says: [
				'failed: "Mine" names an error workflow that is not published or has no Error Trigger',
			],
		},
		{
			what: 'nothing is kept of failures',
			flow: seen('Mine', [node('Do', ours('agencyEffect'))], {
				errorWorkflow: 'Failures',
				saveDataErrorExecution: 'none',
			}),
			says: ['failed: "Mine" keeps nothing of what fails: it can be neither looked at nor retried'],
		},
		{
			what: 'nothing is kept of what the inbox started',
			flow: seen('Mine', [node('When', ours('agencyLedgerTrigger'))], {
				errorWorkflow: 'Failures',
				saveDataSuccessExecution: 'none',
			}),
			says: [
				'warning: "Mine" keeps nothing of what succeeds: whether an execution crashed cannot be told',
			],
		},
		{
			what: 'nothing is kept of what something else started',
			flow: seen('Mine', [node('When', base('scheduleTrigger'))], {
				errorWorkflow: 'Failures',
				saveDataSuccessExecution: 'none',
			}),
			says: [],
		},
		{
			what: 'it is not published',
			flow: seen(
				'Draft',
				[node('Tell', base('slack'), { retryOnFail: true })],
				{},
				{
					isPublished: false,
				},
			),
			says: [],
		},
	])('say so when $what', ({ flow, says }) => {
		expect(judge(flow)).toEqual(says);
	});

	it.each<{ type: string; parameters: JsonObject; more?: Partial<WorkflowNode>; sends: boolean }>([
		{ type: base('slack'), parameters: {}, sends: true },
		{ type: base('slack'), parameters: { operation: 'getAll' }, sends: false },
		{ type: base('clickUp'), parameters: { operation: 'create' }, sends: true },
		{ type: base('emailSend'), parameters: {}, sends: true },
		{ type: base('emailSend'), parameters: {}, more: { disabled: true }, sends: false },
		{ type: base('emailSend'), parameters: {}, more: { retryOnFail: false }, sends: false },
		{ type: base('httpRequest'), parameters: { method: 'POST' }, sends: true },
		{ type: base('httpRequest'), parameters: {}, sends: false },
		{ type: base('set'), parameters: {}, sends: false },
		{ type: ours('agencyEffect'), parameters: {}, sends: false },
	])('may not try $type $parameters again: $sends', ({ type, parameters, more, sends }) => {
		const flow = seen('Flow', [node('Tell', type, { parameters, retryOnFail: true, ...more })]);
		expect(judge(flow)).toEqual(
			sends
				? ['warning: "Tell" in "Flow" is tried again when no answer comes, and may send twice']
				: [],
		);
	});

	const webhook = (path: string, parameters: JsonObject = { authentication: 'headerAuth' }) =>
		node('Hook', base('webhook'), { parameters: { path, httpMethod: 'POST', ...parameters } });

	it('may not listen at one address', () => {
		const two = [seen('One', [webhook('in')]), seen('Two', [webhook('in')])];
		const says = 'POST /webhook/in belongs to "Hook" in "One" and "Hook" in "Two"';
		expect(judge(...two)).toEqual([`failed: ${says}`]);
		expect(judge(two[0]!, { ...two[1]!, isPublished: false })).toEqual([`warning: ${says}`]);
		expect(
			judge(two[0]!, seen('Two', [webhook('in', { httpMethod: 'PUT', authentication: 'x' })])),
		).toEqual([]);
	});

	it('may not run for anybody; the bundle’s own are asked instead', () => {
		const says = 'warning: /webhook/in ("Hook" in "Mine") runs for anybody';
		expect(judge(seen('Mine', [webhook('in', {})]))).toEqual([says]);
		expect(judge(seen('Lead Intake', [webhook('in', {})]))).toEqual([]);
		expect(judge(seen('Mine', [webhook('in', {})], undefined, { isPublished: false }))).toEqual([]);
	});

	it('may not hold secrets, and what is said holds none either', () => {
		const secret = ['xoxb', '1234567890', 'abcdefghij'].join('-');
		const headers = { headers: [{ name: 'Authorization', value: `Bearer ${secret}` }] };
		const said = judge(
			seen('Mine', [node('Ask', base('httpRequest'), { parameters: headers })], undefined, {
				pinned: { Before: [{ json: { key: secret } }] },
			}),
		);
		expect(said).toEqual([
			'failed: "Ask" in "Mine" holds a token of Slack',
			'failed: "Ask" in "Mine" holds a bearer token',
			'failed: the data pinned to "Before" in "Mine" holds a token of Slack',
		]);
		expect(said.join()).not.toContain(secret);
	});

	it.each([
		['sk', 'live', 'abcdefghijklmnop'].join('_'),
		['pk', '12345678', 'ABCDEFGHIJKLMNOPQRST'].join('_'),
		['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
		['pat', 'na1', '01234567-89ab-cdef-0123-456789abcdef'].join('-'),
		['smtps://', 'user:', 'opensesame@mail.example'].join(''),
		['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' '),
	])('are known by their shape (%#)', (text) => {
		expect(secretsIn({ deep: [{ in: `x ${text} y` }] })).toHaveLength(1);
	});

	it.each([
		'{{ lead.name }}',
		'Bearer {{ token }}',
		'https://slack.com/help',
		'task-force_2026',
		'',
	])('are not seen in %j', (text) => {
		expect(secretsIn(text)).toEqual([]);
	});

	it('are read from n8n without those in the archive', () => {
		const draft = { name: 'A', nodes: [], connections: {}, pinData: { Set: [{ json: {} }] } };
		const versions = { versionId: 'v', activeVersionId: 'v', isArchived: false };
		const stored = { id: '1', name: 'A', sourceId: null, ...versions };
		expect(
			seenWorkflows([
				{ ...stored, draft },
				{ ...stored, id: '2', isArchived: true, draft },
				{ ...stored, id: '3', activeVersionId: null, draft: { ...draft, pinData: null } },
			]),
		).toMatchObject([
			{ id: '1', isPublished: true, pinned: { Set: [{ json: {} }] } },
			{ id: '3', isPublished: false, pinned: {} },
		]);
	});
});
