import { judgeHubspotHook } from '../../../orchestrator/src/monitor/hubspotHook';

const now = new Date('2026-11-26T12:00:00Z');
const hook = { url: 'https://ops.example/hooks/hubspot', secretEnv: 'HUBSPOT_CLIENT_SECRET' };
const at = (time: string | null) => (time === null ? null : new Date(`2026-11-26T${time}:00Z`));

describe('judgeHubspotHook', () => {
	it.each<{ when: string; heard: string | null; made: string | null; says: string }>([
		{ when: 'all is told', heard: '10:00', made: '10:00', says: 'ok: last heard' },
		{ when: 'clocks differ a little', heard: '09:59', made: '10:00', says: 'ok: last heard' },
		{ when: 'more was told since', heard: '11:00', made: '10:00', says: 'ok: last heard' },
		{ when: 'it may still come', heard: '10:00', made: '11:30', says: 'ok: last heard' },
		{ when: 'a deal was not told', heard: '10:00', made: '11:29', says: 'warning: last heard' },
		{
			when: 'a deal was not told, nor anything',
			heard: null,
			made: '11:29',
			says: 'warning: nothing was ever heard, and a deal was made at 2026-11-26T11:29',
		},
		{
			when: 'nothing was to be told',
			heard: null,
			made: null,
			says: 'note: nothing was ever heard yet',
		},
		{
			when: 'the first may still come',
			heard: null,
			made: '11:45',
			says: 'note: nothing was ever',
		},
	])('says "$says" where $when', ({ heard, made, says }) => {
		const [check] = judgeHubspotHook({ hook, heardAt: at(heard), newestDealAt: at(made) }, now);
		expect(`${check?.level}: ${check?.says}`.slice(0, says.length)).toBe(says);
		if (check?.level !== 'ok') expect(check?.mend).toContain(hook.url);
	});

	it('is silent where nothing is to be seen', () =>
		expect(judgeHubspotHook(null, now)).toEqual([]));
});
