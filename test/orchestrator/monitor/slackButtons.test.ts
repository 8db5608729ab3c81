import { judgeSlackButtons } from '../../../orchestrator/src/monitor/slackButtons';
import type { SlackButtons } from '../../../orchestrator/src/monitor/slackButtons';
import { askHook } from '../../../orchestrator/src/monitor/slackButtons';
import { sandboxSlack } from '../../../orchestrator/src/sandbox/accounts';
import type { FakeVendor } from '../adapters/fakeVendor';
import { startFakeVendor } from '../adapters/fakeVendor';

const fine: SlackButtons = {
	hookUrl: 'https://ops.agency.test/hooks/slack',
	isSandbox: false,
	hasSecret: true,
	secretEnv: 'SLACK_SIGNING_SECRET',
	scopes: [...sandboxSlack.bot.scopes],
	answer: 'taken',
};

describe('judgeSlackButtons', () => {
	it('is content where a signed call is taken and the app may do what it must', () => {
		expect(judgeSlackButtons(fine)).toMatchObject([{ level: 'ok', mend: null }]);
		expect(judgeSlackButtons({ ...fine, scopes: null })).toMatchObject([{ level: 'ok' }]);
		const local = { ...fine, hookUrl: 'http://127.0.0.1:5680/hooks/slack', isSandbox: true };
		expect(judgeSlackButtons(local)).toMatchObject([{ level: 'ok' }]);
	});

	it.each<{ seen: Partial<SlackButtons>; level: string; mend: string }>([
		{ seen: { hasSecret: false, answer: null }, level: 'warning', mend: 'SLACK_SIGNING_SECRET' },
		{
			seen: { scopes: ['chat:write', 'users:read', 'channels:history'] },
			level: 'failed',
			mend: 'scopes',
		},
		{
			seen: { hookUrl: 'http://127.0.0.1:5680/hooks/slack' },
			level: 'warning',
			mend: 'hooks.publicUrl',
		},
		{ seen: { answer: 'refused' }, level: 'failed', mend: 'Restart the service' },
		{ seen: { answer: 'silent' }, level: 'failed', mend: 'Start the service' },
	])('names the remedy: $mend', ({ seen, level, mend }) => {
		expect(judgeSlackButtons({ ...fine, ...seen })).toMatchObject([
			{ level, mend: expect.stringContaining(mend) as string },
		]);
	});
});

describe('askHook', () => {
	let service: FakeVendor;
	const now = new Date('2026-11-26T09:00:00Z');

	beforeAll(async () => {
		service = await startFakeVendor();
	});
	afterAll(async () => await service.stop());

	it.each([
		{ answer: { body: { challenge: 'agency-ops-doctor' } }, says: 'taken' },
		{ answer: { status: 401, body: {} }, says: 'refused' },
		{ answer: { body: { other: 'program' } }, says: 'refused' },
		{ answer: 'reset' as const, says: 'silent' },
	])('is $says', async ({ answer, says }) => {
		service.answers = { '/hooks/slack': answer };
		expect(await askHook(`${service.base}/hooks/slack`, 'secret', now)).toBe(says);
	});
});
