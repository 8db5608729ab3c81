import { FaultBook, parseFault } from '../../../orchestrator/src/sandbox/faults';
import { Journal } from '../../../orchestrator/src/sandbox/journal';
import { TokenBucket } from '../../../orchestrator/src/sandbox/rateLimits';
import { Router } from '../../../orchestrator/src/sandbox/router';
import type { FaultRule } from '../../../orchestrator/src/sandbox/types';

describe('Router', () => {
	const router = new Router<string>()
		.add('GET', '/a/{id}', 'by id')
		.add('GET', '/a/special', 'literal')
		.add('GET', '/a/{id}/b/{other}', 'two');

	it.each([
		{ path: '/a/special', target: 'literal', params: {} },
		{ path: '/a/7/', target: 'by id', params: { id: '7' } },
		{ path: '/a/x%2Fy/b/%C3%A9', target: 'two', params: { id: 'x/y', other: 'é' } },
		{ path: '/a/%zz', target: 'by id', params: { id: '%zz' } },
	])('finds $target for $path', ({ path, target, params }) => {
		expect(router.find('GET', path)).toMatchObject({ target, params });
	});

	it('finds nothing for another method but knows the path', () => {
		expect(router.find('POST', '/a/7')).toBeNull();
		expect(router.knowsPath('/a/7')).toBe(true);
		expect(router.knowsPath('/b')).toBe(false);
	});
});

describe('FaultBook', () => {
	const rule = (more: Partial<FaultRule> = {}): FaultRule => ({ kind: '500', times: 1, ...more });

	it('hits as often as it was told and then no more', () => {
		const book = new FaultBook();
		book.order(rule({ times: 2 }));
		const hits = [1, 2, 3].map(() => book.take('slack.com', 'POST', '/api/x') !== null);
		expect(hits).toEqual([true, true, false]);
	});

	it.each([
		{ hits: true, of: 'every call', more: {} },
		{ hits: true, of: 'its host', more: { host: 'slack.com' } },
		{ hits: false, of: 'another host', more: { host: 'api.hubapi.com' } },
		{ hits: true, of: 'its method in any case', more: { method: 'post' } },
		{ hits: false, of: 'another method', more: { method: 'GET' } },
		{ hits: true, of: 'its path', more: { path: 'chat\\.post' } },
		{ hits: false, of: 'another path', more: { path: '^/crm' } },
	])('hits: $hits for a fault of $of', ({ hits, more }) => {
		const book = new FaultBook();
		book.order(rule(more));
		expect(book.take('slack.com', 'POST', '/api/chat.postMessage') !== null).toBe(hits);
	});

	it.each([
		{ wrong: 'an unknown kind', fault: { kind: '418', times: 1 } },
		{ wrong: 'no times', fault: { kind: '500', times: 0 } },
		{ wrong: 'a broken expression', fault: { kind: '500', times: 1, path: '(' } },
		{ wrong: 'a name it does not know', fault: { kind: '500', times: 1, hots: 'slack.com' } },
		{ wrong: 'no object', fault: null },
	])('refuses $wrong', ({ fault }) => {
		expect(() => parseFault(fault)).toThrow(
			expect.objectContaining({ code: 'sandbox/fault-invalid' }),
		);
	});
});

describe('Journal', () => {
	const entry = (path: string) => ({
		at: '2026-11-22T12:00:00.000Z',
		host: 'slack.com',
		method: 'GET',
		path,
		status: 200,
		ms: 1,
		requestHeaders: {},
		requestBody: '',
		responseBody: '',
		violations: [],
	});

	it('keeps the last calls in order and numbers them on', () => {
		const journal = new Journal(3);
		for (const path of ['/1', '/2', '/3', '/4', '/5']) journal.add(entry(path));
		expect(journal.list().map(({ path }) => path)).toEqual(['/3', '/4', '/5']);
		expect(journal.list(4).map(({ id }) => id)).toEqual([5]);
		journal.clear();
		expect(journal.add(entry('/6')).id).toBe(6);
	});
});

describe('TokenBucket', () => {
	it('never holds more than its capacity', () => {
		const bucket = new TokenBucket(2, 1_000);
		bucket.take('k', 0);
		const later = [0, 0, 0].map(() => bucket.take('k', 3_600_000).allowed);
		expect(later).toEqual([true, true, false]);
	});

	it('says when the next call is allowed', () => {
		const bucket = new TokenBucket(1, 1_000);
		bucket.take('k', 0);
		expect(bucket.take('k', 400)).toMatchObject({ allowed: false, resetAt: 1_000 });
	});
});
