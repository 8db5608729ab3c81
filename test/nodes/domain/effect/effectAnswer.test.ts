import { judgeAnswer } from '../../../../nodes/domain/effect/effectAnswer';

const key = 'lead:1/slack-message/sales/1';
const report = { code: 'effect/x', what: 'What.', why: 'Why.', mend: 'Mend.' };
const done = {
	key,
	kind: 'slack.message',
	state: 'done',
	receipt: { ts: '1.2' },
	repeated: false,
	conflict: false,
};

describe('judgeAnswer', () => {
	it('gives the receipt with how it came about', () => {
		expect(judgeAnswer(key, 200, { ...done, repeated: true })).toEqual({
			outcome: 'done',
			receipt: { ts: '1.2', key, repeated: true, conflict: false },
		});
	});

	it.each(['planned', 'in_flight', 'unknown'] as const)('calls %s unknown', (state) => {
		expect(judgeAnswer(key, 202, { key, kind: 'mail', state, detail: 'Timed out.' })).toEqual({
			outcome: 'unknown',
			state: { key, state, detail: 'Timed out.' },
		});
	});

	it.each([
		{ status: 409, body: { error: report }, serviceStatus: null },
		{
			status: 422,
			body: { key, state: 'failed', error: report, serviceStatus: 400 },
			serviceStatus: 400,
		},
	])('calls $status failed', ({ status, body, serviceStatus }) => {
		expect(judgeAnswer(key, status, body)).toEqual({
			outcome: 'failed',
			error: { ...report, key, serviceStatus },
		});
	});

	it.each([
		{ status: 200, body: 'ok', code: 'effect/answer-invalid', when: 'a 200 is not in our form' },
		{
			status: 200,
			body: { ...done, receipt: null },
			code: 'effect/answer-invalid',
			when: 'there is no receipt',
		},
		{
			status: 202,
			body: { key, state: 'done' },
			code: 'effect/answer-invalid',
			when: 'a 202 says done',
		},
		{ status: 409, body: {}, code: 'effect/answer-invalid', when: 'a refusal has no report' },
		{ status: 400, body: { error: report }, code: 'effect/x', when: 'the request was wrong' },
		{
			status: 401,
			body: { error: report },
			code: 'effect/not-authorised',
			when: 'the key is wrong',
		},
		{
			status: 401,
			body: '',
			code: 'effect/not-authorised',
			when: 'the key is wrong and nothing is said',
		},
		{
			status: 403,
			body: { error: report },
			code: 'effect/not-allowed',
			when: 'the key lacks the scope',
		},
		{ status: 404, body: '<html>', code: 'effect/answer-invalid', when: 'something else answers' },
		{ status: 413, body: { error: report }, code: 'effect/x', when: 'the content is too large' },
		{ status: 503, body: 'busy', code: 'effect/service-unwell', when: 'the service is not well' },
		{ status: 503, body: { error: report }, code: 'effect/x', when: 'it says why it is not well' },
	])('throws $code when $when', ({ status, body, code }) => {
		expect(() => judgeAnswer(key, status, body)).toThrow(expect.objectContaining({ code }));
	});
});
