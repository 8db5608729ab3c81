import { languages } from '../../../nodes/domain/language';
import { judgeMeasurements } from '../../../nodes/domain/quality/gates/judgeMeasurements';
import { defaultGateRules } from '../../../nodes/domain/quality/gates/rules';
import { standingOf } from '../../../nodes/domain/quality/gates/standing';
import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import { checkView } from '../../../orchestrator/src/sandbox/slack/views';
import type { Json as SandboxJson } from '../../../orchestrator/src/sandbox/types';
import { readReviewAnswer } from '../../../orchestrator/src/texts/reviewAnswers';
import { openTexts } from '../../../orchestrator/src/texts/texts';
import {
	aCheck,
	aFinding,
	aKnownFile,
	aVerdict,
	minutesLater,
	sha,
	thursday,
} from '../../support/aFile';

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as SandboxJson;
const texts = openTexts({ name: 'A', colour: '#fff', hours: [] }, 'utc');
const findings = Array.from({ length: 15 }, (_, place) =>
	aFinding({ rule: `rule-${place}`, from: place, actual: '*bold* <!channel>' }),
);
const decision = judgeMeasurements(
	aCheck({ findings, unmeasured: ['video.flashes'] }),
	aKnownFile({ cycles: 2 }),
	{ rules: defaultGateRules, language: 'en', now: thursday },
);
const file = { fileId: 'f1', projectId: 'p1', name: 'film *final* <b>.mp4' };
const about = {
	file,
	reportUrl: 'https://agency.test/report',
	context: { deal: { name: 'Café <!channel> Aurora' } },
	decision,
};
const review = {
	id: 'rev_1',
	gate: 'peer',
	version: 3,
	reviewer: { id: 'diego', name: 'Diego *Quispe* <@U1>', zone: 'America/Lima' },
	checklist: Array.from({ length: 25 }, (_, place) => ({ text: `Point ${place} <!here>` })),
	dueAt: '2026-11-26T20:00:00.000Z',
};
const lead = { id: 'camila', name: 'Camila', zone: 'America/Caracas' };
const verdicts = [
	aVerdict(),
	aVerdict({ id: 'v2', gate: 'peer', by: 'diego', at: minutesLater(-9) }),
	aVerdict({ id: 'v3', gate: 'senior', by: 'camila', at: minutesLater(-8) }),
];
const standing = standingOf(sha('a'), aKnownFile({ verdicts }), thursday);

const items: Record<string, object> = {
	'review-request': { ...about, review },
	'review-due': { ...about, review },
	'gate-report': about,
	'file-ready': { ...about, sha256: sha('a'), standing },
};
const write = (template: string, data: object, language = 'en') =>
	texts.slack({ template, data, language, test: false });
const textOf = (template: string, data = items[template] ?? {}) =>
	JSON.stringify(write(template, data));

describe.each(Object.keys(items))('%s', (template) => {
	it.each(languages)('is written in %s without an empty place', (language) => {
		const { text, blocks } = write(template, items[template] ?? {}, language);
		expect(JSON.stringify([text, blocks])).not.toMatch(/undefined|\{\{|\[object|"text":""/);
		expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
	});

	it('makes neither mention nor formatting of what came from outside', () => {
		expect(textOf(template)).not.toMatch(
			/"mrkdwn","text":"[^"]*(<!channel>|<!here>|<@U1>|<b>|\*bold\*|\*final\*)/,
		);
	});

	it('needs what it tells of', () => {
		expect(() => write(template, {})).toThrow(expect.objectContaining({ code: 'text/no-review' }));
	});
});

describe('review-request', () => {
	it('says what is looked at, until when in their zone, how closely, and where it is', () => {
		const text = textOf('review-request');
		expect(text).toContain('Gate 2, peer review');
		expect(text).toContain('26 Nov 2026, 15:00 GMT-5');
		expect(text).toContain('3 times');
		expect(text).toContain('☐ Point 0');
		expect(text).toContain('and 5 more');
		expect(text).toContain('https://next.frame.io/project/p1/view/f1');
		expect(text).toContain('https://agency.test/report');
	});

	it('carries the review in its three buttons', () => {
		const { blocks } = write('review-request', items['review-request'] ?? {});
		const buttons = (blocks ?? []).find(
			(block) => (block as { block_id?: string }).block_id === 'review_answers',
		) as { elements: Array<{ value: string; action_id: string }> };
		expect(buttons.elements.map((element) => element.action_id)).toEqual([
			'review_approve',
			'review_changes',
			'review_waive',
		]);
		for (const { value } of buttons.elements) {
			expect(JSON.parse(value)).toEqual({ v: 1, review: 'rev_1', language: 'en' });
		}
	});
});

describe('review-due', () => {
	it('reminds the reviewer, then speaks to the lead in their zone', () => {
		expect(textOf('review-due')).toContain('waits for Diego');
		const overdue = textOf('review-due', { ...about, review: { ...review, lead } });
		expect(overdue).toContain('Now Camila can answer too');
		expect(overdue).toContain('26 Nov 2026, 16:00 GMT-4');
	});
});

describe('gate-report', () => {
	it('lists the worst first and says how many more there are', () => {
		const text = textOf('gate-report');
		expect(text).toContain('goes back');
		expect(text.indexOf('rule-0')).toBeLessThan(text.indexOf('rule-5'));
		expect(text).toContain('and 4 more, in the report');
	});

	it('names the project by what the ledger knows where the flow does not', () => {
		const unnamed = { ...about, context: {}, known: { project: 'p-17' } };
		expect(textOf('gate-report', unnamed)).toContain('*For*\\np-17');
	});

	it('carries the very content in its button, and has none where people judged', () => {
		expect(textOf('gate-report')).toContain(
			JSON.stringify(
				JSON.stringify({
					v: 1,
					content: { sha256: sha('a'), subject: 'file:f1', test: false },
					language: 'en',
				}),
			),
		);
		const byPeer = { ...about, decision: { ...decision, gate: 'peer' } };
		expect(textOf('gate-report', byPeer)).not.toContain('review_waive');
	});
});

describe('file-ready', () => {
	it('names who passed it at each gate, the packs, the content and the opportunity', () => {
		const told = { ...items['file-ready'], decision: { ...decision, opportunity: 'Subtitles' } };
		const text = textOf('file-ready', told);
		for (const part of ['youtube 2026-11-26', 'diego', 'camila', 'aaaaaaaaaaaa…', 'Subtitles']) {
			expect(text).toContain(part);
		}
	});
});

describe('the words around a review', () => {
	it.each(languages)('are forms that Slack takes in %s', (language) => {
		const words = texts.reviews(language);
		const rules = Array.from({ length: 130 }, (_, place) => `rule-${place}`);
		for (const form of [
			words.changesForm('{}'),
			words.approveForm('{}'),
			words.waiveForm('{}', rules, true),
			words.waiveForm('{}', ['unmeasured/audio.truePeakDbtp'], false),
		]) {
			expect(checkView(asJson(form) as Record<string, SandboxJson>)).toEqual([]);
			expect(JSON.stringify(form)).not.toMatch(/undefined|\{\{|"text":"–"/);
		}
	});

	it.each(languages)('name who answered, when, and what they said, in %s', (language) => {
		const { text, blocks } = texts.reviews(language).shown(
			readReviewAnswer({
				answer: 'changes',
				note: 'The *logo* <!channel>',
				reviewer: { id: 'diego', name: 'Diego <@U1>' },
				review: { answeredAt: '2026-11-26T09:00:00.000Z' },
			}),
		);
		expect(text).toContain('<!date^1795683600^');
		expect(text).not.toContain('<@U1>');
		expect(blocks[1]).toMatchObject({ text: { type: 'plain_text' } });
	});

	it('need an answer', () => {
		expect(() => readReviewAnswer({})).toThrow(expect.objectContaining({ code: 'text/no-answer' }));
	});
});
