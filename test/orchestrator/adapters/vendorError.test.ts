import { vendorError } from '../../../orchestrator/src/adapters/vendorError';

describe('the error of a set-up call', () => {
	it.each([
		{
			when: 'HubSpot wants fewer calls, and says for how long',
			cause: { code: 429, body: { message: 'slow down' }, headers: { 'retry-after': '7' } },
			error: { code: 'hubspot/rate-limited', retryAfterMs: 7_000 },
		},
		{
			when: 'it does not say for how long',
			cause: { code: 429, body: { message: 'slow down' } },
			error: { code: 'hubspot/rate-limited', retryAfterMs: 10_000 },
		},
		{
			when: 'the service has trouble',
			cause: { code: 503, body: { message: 'down' } },
			error: { code: 'hubspot/failed', retryAfterMs: 0 },
		},
		{
			when: 'the line broke',
			cause: new Error('socket hang up'),
			error: { code: 'hubspot/failed', retryAfterMs: 0 },
		},
	])('may pass when $when', ({ cause, error }) => {
		expect(vendorError('HubSpot', 'HUBSPOT_TOKEN', cause)).toMatchObject(error);
	});

	it.each([
		{ status: 400, code: 'hubspot/failed' },
		{ status: 403, code: 'hubspot/refused' },
	])('stays when the answer is $status', ({ status, code }) => {
		const error = vendorError('HubSpot', 'HUBSPOT_TOKEN', { code: status, body: { message: 'x' } });
		expect(error).toMatchObject({ code });
		expect(error).not.toHaveProperty('retryAfterMs');
	});
});
