import { judgeWebhook } from '../../../orchestrator/src/apply/webhooks';

const address = (kind: 'webhook' | 'form', isProtected: boolean) => ({
	node: 'Start',
	kind,
	method: 'POST',
	path: 'lead-intake',
	isProtected,
});
const secret = address('webhook', true);
const open = address('webhook', false);
const form = address('form', false);

const notRegistered = { message: 'The requested webhook "POST lead-intake" is not registered.' };
const otherMethod = {
	message: 'This webhook is not registered for GET requests. Did you mean to make a POST request?',
};

describe('judgeWebhook', () => {
	it.each([
		{ state: 'live', when: 'the secret is asked for (403)', of: secret, status: 403, data: '' },
		{ state: 'live', when: 'the secret is asked for (401)', of: secret, status: 401, data: '' },
		{ state: 'live', when: 'a form is shown', of: form, status: 200, data: '<html>' },
		{
			state: 'live',
			when: 'it waits for another method',
			of: open,
			status: 404,
			data: otherMethod,
		},
		{
			state: 'notRegistered',
			when: 'n8n knows no such path',
			of: open,
			status: 404,
			data: notRegistered,
		},
		{
			state: 'notRegistered',
			when: 'n8n knows no such path',
			of: secret,
			status: 404,
			data: notRegistered,
		},
		{ state: 'notRegistered', when: 'there is no such form', of: form, status: 404, data: '' },
		{
			state: 'unprotected',
			when: 'it answers without the secret',
			of: secret,
			status: 200,
			data: {},
		},
		{ state: 'unreachable', when: 'a proxy says n8n is away', of: secret, status: 502, data: '' },
	])('is $state when $when', ({ of, status, data, state }) => {
		expect(judgeWebhook(of, status, data)).toBe(state);
	});
});
