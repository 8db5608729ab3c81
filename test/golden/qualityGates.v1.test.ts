import { loadSettings } from '../../orchestrator/src/config';
import type { Json } from '../../orchestrator/src/ledger/json';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import {
	aFinding,
	aKnownFile,
	aVerdict,
	aWaiver,
	minutesLater,
	sha,
	thursday,
} from '../support/aFile';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const workflow = readWorkflow('quality-gates/v1/workflow.json') as WorkflowFile;
const file = { kind: 'frameio', accountId: 'a1', projectId: 'fp1', fileId: 'f1', name: 'film.mp4' };
const luis = { id: 'luis', name: 'Luis Mendoza', email: 'luis@agency.test', hub: 'caracas' };
const diego = {
	id: 'diego',
	name: 'Diego Quispe',
	email: 'diego@agency.test',
	zone: 'America/Lima',
	hub: 'lima',
	skills: { review: 3 },
};
const camila = {
	...diego,
	id: 'camila',
	name: 'Camila Rojas',
	hub: 'caracas',
	skills: { review: 5 },
};
const measured = { video: { frameRate: 25 } };
const report = 'https://agency.test/media-reports/x';
const check = {
	checkId: 'chk_1',
	attempt: 1,
	subject: 'file:f1',
	file,
	sha256: sha('a'),
	specs: [{ id: 'agency', version: '2026-11-24' }],
	measured,
	findings: [] as object[],
	moreFindings: 0,
	verdict: 'pass',
	unmeasured: [] as string[],
	unchecked: [] as object[],
	reportUrl: report,
	context: {},
};
const findings = [
	aFinding({ rule: 'loudness', pack: 'agency/2026-11-24' }),
	aFinding({ rule: 'black', from: 3.2, to: 4, expected: 'no black', actual: '0.8 s of black' }),
	aFinding({ rule: 'hum', severity: 'note' }),
];
const bad = { ...check, findings, verdict: 'fail' };
const review = {
	id: 'rev_1',
	gate: 'peer',
	reviewer: diego,
	lead: null,
	checklist: [{ id: 'brief', from: 'rules', text: 'Everything the brief asks for is there' }],
	dueAt: minutesLater(240),
	answeredAt: minutesLater(30),
	version: 2,
};
const machine = aVerdict();
const peer = aVerdict({ id: 'v2', gate: 'peer', by: 'diego', at: minutesLater(-30) });
const answered = {
	subject: 'file:f1',
	sha256: sha('a'),
	version: 2,
	file,
	project: { id: 'p-17' },
	reportUrl: report,
	context: {},
	gate: 'peer',
	reviewer: diego,
	answer: 'approve',
	note: null,
	checklist: null,
	satisfaction: null,
	opportunity: null,
	review,
};
const bySenior = {
	...answered,
	gate: 'senior',
	reviewer: camila,
	satisfaction: 9,
	opportunity: 'Subtitles in English',
	review: { ...review, id: 'rev_2', gate: 'senior', reviewer: camila },
};
const standing = {
	sha256: sha('a'),
	passed: true,
	heldUntil: null,
	gates: [
		{ gate: 'machine', by: null, specs: check.specs },
		{ gate: 'peer', by: 'diego', specs: [] },
		{ gate: 'senior', by: 'camila', specs: [] },
	],
};

/** What happens, and what the service knows of it. */
interface Case {
	/** The trigger that the event starts. */
	start: string;
	topic: string;
	payload: object;
	known?: object;
	/** Whether the verdict lets the file through. */
	isApproved?: boolean;
	/** What the service answers when it is asked for a review; the peer without it. */
	asked?: LedgerReply;
	/** What the service answers to a verdict; it is kept without it. */
	kept?: LedgerReply;
}

const refusal = (code: string): LedgerReply => ({
	status: 409,
	body: {
		error: {
			code,
			what: 'Nobody was asked for a review.',
			why: 'Nobody knows who made the file.',
			mend: 'Name whoever made it.',
		},
	},
});
const measuredStart = { start: 'When a file has been measured', topic: 'media.checked' };
const answerStart = { start: 'When a reviewer answers', topic: 'review.answered' };

const cases: Record<string, Case> = {
	uploaded: {
		start: 'When a file is uploaded',
		topic: 'file.upload.completed',
		payload: { type: 'file.upload.completed', resource: { id: 'f1', type: 'file' }, file },
	},
	'not-checked': {
		start: 'When a check comes to nothing',
		topic: 'media.check-failed',
		payload: {
			checkId: 'chk_1',
			attempt: 2,
			subject: 'file:f1',
			file,
			error: { code: 'media/x', what: 'No.', why: 'It is no film.', mend: 'Upload it again.' },
		},
	},
	passes: { ...measuredStart, payload: check },
	'peer-asked-before': {
		...measuredStart,
		payload: check,
		asked: { status: 200, body: { result: 'passed', repeated: true, review: null } },
	},
	'nobody-can-look': {
		...measuredStart,
		payload: check,
		known: { authors: [] },
		asked: refusal('quality/author-unknown'),
	},
	fails: { ...measuredStart, payload: bad },
	open: { ...measuredStart, payload: { ...check, unmeasured: ['video.flashes'], unchecked: null } },
	'old-version': { ...measuredStart, payload: check, known: { current: sha('b') } },
	waived: {
		start: 'When a finding is waived',
		topic: 'waiver.given',
		payload: { ...bad, findings: findings.slice(0, 1), measured: undefined, waiver: aWaiver() },
		known: { waivers: [aWaiver()] },
	},
	'peer-approves': {
		...answerStart,
		payload: answered,
		known: { verdicts: [machine] },
		asked: {
			status: 200,
			body: { result: 'asked', repeated: false, review: { ...bySenior.review, answeredAt: null } },
		},
	},
	'senior-approves': {
		...answerStart,
		payload: bySenior,
		known: { verdicts: [machine, peer] },
		isApproved: true,
	},
	changes: {
		...answerStart,
		payload: { ...answered, answer: 'changes', note: 'The logo is the old one' },
		known: { verdicts: [machine], cycles: 1 },
	},
	'does-not-count': {
		...answerStart,
		payload: answered,
		known: { verdicts: [machine], authors: ['diego'] },
	},
	'not-kept': {
		...answerStart,
		payload: answered,
		known: { verdicts: [machine] },
		kept: refusal('quality/no-answer'),
	},
	reminder: {
		start: 'When a review waits too long',
		topic: 'review.reminder-due',
		payload: { ...answered, review: { ...review, answeredAt: null } },
	},
	overdue: {
		start: 'When nobody has answered yet',
		topic: 'review.overdue',
		payload: { ...answered, review: { ...review, answeredAt: null, lead: camila }, lead: camila },
	},
};

/** Events of Frame.io that end at once, so that they hold nothing up. */
const others = {
	'file.versioned': 'When a version is stacked',
	'comment.created': 'When a comment is made',
	'comment.completed': 'When a comment is done',
	'metadata.value.updated': 'When a field is changed',
	'file.deleted': 'When a file is deleted',
};
for (const [topic, start] of Object.entries(others)) {
	cases[topic] = { start, topic, payload: { type: topic, resource: { id: 'f1', type: 'file' } } };
}

const receipts: Record<string, object> = {
	'frameio.status': { fileId: 'f1', field: 'Status', value: 'x', changed: true, note: null },
	'frameio.comment': { id: 'c1', fileId: 'f1', note: null },
	'slack.message': { channel: 'C0LIMA', ts: '1.2', url: null },
	'slack.update': { channel: 'C0LIMA', ts: '1.2', note: null },
};

describe('Quality Gates v1', () => {
	let ledger: ReplayedLedger;
	let allowAll: () => void;
	let now: Case;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger((body, { path, method }) => reply(now, body, method, path));
		jest.useFakeTimers({ now: thursday, doNotFake: everythingButTheDate });
	});
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});
	beforeEach(() => void (ledger.calls.length = 0));

	it.each(Object.keys(cases))('does as agreed: %s', async (name) => {
		now = cases[name];
		const { start, topic, payload } = now;
		const receivedAt = thursday.toISOString();
		const event = { source: 'ledger', topic, subject: 'file:f1', receivedAt, payload };
		const { items } = await callTrigger(signedCall(anEnvelope(event), thursday));
		const run = await runWorkflow({
			workflow,
			start: { node: start, items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
		const told = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(told).toEqual(golden(`quality-gates.v1/${name}.json`, told));
		expect(run.status).toBe('success');
		// Whatever way the event takes, its end is reported, once.
		expect(ledger.calls.filter(({ path }) => path.endsWith('/end'))).toHaveLength(1);
		for (const content of prepared(ledger)) {
			expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
		}
	});

	it('starts no two rows by one topic, and every row by a case of these', () => {
		const topics = workflow.nodes
			.filter(({ type }) => type.endsWith('agencyLedgerTrigger'))
			.map(({ parameters }) => String(parameters.topic));
		expect(new Set(topics).size).toBe(topics.length);
		expect([...new Set(Object.values(cases).map(({ topic }) => topic))].sort()).toEqual(
			topics.sort(),
		);
	});
});

function reply(
	{ known = {}, isApproved = false, asked, kept }: Case,
	{ key, kind, gate }: Record<string, unknown>,
	method: string,
	path: string,
): LedgerReply {
	if (path.startsWith('/v1/effects') && method === 'GET') {
		const effects = [
			{
				key: 'review:rev_1/slack-message/lima/1',
				kind: 'slack.message',
				state: 'done',
				test: false,
			},
		].map((effect) => ({ ...effect, receipt: receipts['slack.message'] }));
		return { status: 200, body: { effects } };
	}
	if (path === '/v1/effects') {
		const receipt = receipts[String(kind)];
		const body = { key, kind, state: 'done', receipt, repeated: false, conflict: false };
		return { status: 200, body };
	}
	if (path === '/v1/media-checks') {
		return { status: 202, body: { checkId: 'chk_1', state: 'waiting', repeated: false } };
	}
	if (path.startsWith('/v1/files/')) {
		const body = {
			known: aKnownFile(known),
			standing: { passed: false },
			makers: [luis],
			versionStackId: 's1',
			versionIds: ['f0', 'f1'],
		};
		return { status: 200, body };
	}
	if (path === '/v1/verdicts') {
		const verdict = { id: 'ver_1', repeated: false, version: 2, cycles: 0 };
		const told = isApproved ? standing : { ...standing, passed: false };
		return kept ?? { status: 200, body: { ...verdict, isApproved, standing: told } };
	}
	if (path === '/v1/reviews') {
		const open = { ...review, gate, answeredAt: null };
		return asked ?? { status: 200, body: { result: 'asked', repeated: false, review: open } };
	}
	return { status: 200, body: { state: 'ended' } };
}

/** What the service would make of the effects that were asked for. */
function prepared({ calls }: ReplayedLedger): Json[] {
	return calls
		.filter(({ path, method }) => path === '/v1/effects' && method === 'POST')
		.map(({ body }) => {
			const request = readRequest(body);
			return effectKindOf(request.kind).prepare(request, serviceTools).content as unknown as Json;
		});
}

/** What the service prepares effects with; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {} }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;
