import { loadSettings } from '../../../orchestrator/src/config';
import { wantedHubspotHook } from '../../../orchestrator/src/plan/blueprint';
import type { WantedHubspotHook } from '../../../orchestrator/src/plan/model';
import { planHubspotHook } from '../../../orchestrator/src/plan/planHubspotHook';

const hook: WantedHubspotHook = {
	url: 'https://ops.example/hooks/hubspot',
	isReachable: true,
	secretEnv: 'HUBSPOT_CLIENT_SECRET',
	hasSecret: true,
};

describe('the subscriptions at HubSpot', () => {
	it.each<{ when: string; change: Partial<WantedHubspotHook>; line: string; mend?: RegExp }>([
		{
			when: 'the service has a secret',
			change: {},
			line: 'keep: its secret stands in HUBSPOT_CLIENT_SECRET',
		},
		{
			when: 'it has none',
			change: { hasSecret: false },
			line: 'manual: HUBSPOT_CLIENT_SECRET is empty, so the service refuses whatever HubSpot tells',
			mend: /Target URL: https:\/\/ops\.example\/hooks\/hubspot\. .*"Created".*dealstage.*client secret/,
		},
		{
			when: 'nobody outside reaches it',
			change: { isReachable: false, hasSecret: false },
			line: 'manual: HubSpot calls public https addresses only',
			mend: /hooks\.publicUrl/,
		},
	])('are planned where $when', ({ change, line, mend }) => {
		const [planned] = planHubspotHook({ hubspotHook: { ...hook, ...change } });
		expect(`${planned?.kind}: ${planned?.because}`).toBe(line);
		if (mend !== undefined) expect(planned).toMatchObject({ mend: expect.stringMatching(mend) });
	});

	it('are nobody’s to see to in the sandbox, or where they are not wanted', () => {
		const settings = { ...loadSettings({ file: null, env: {} }) };
		const real = { ...settings, sandbox: null };
		expect(wantedHubspotHook(settings, {})).toBeNull();
		expect(
			wantedHubspotHook({ ...real, hubspot: { ...real.hubspot, webhooks: false } }, {}),
		).toBeNull();
		expect(planHubspotHook({ hubspotHook: null })).toEqual([]);
	});

	it.each([
		{ publicUrl: undefined, secret: '', isReachable: false, hasSecret: false },
		{ publicUrl: 'http://ops.example', secret: 's', isReachable: false, hasSecret: true },
		{ publicUrl: 'https://ops.example', secret: 's', isReachable: true, hasSecret: true },
	])('go by $publicUrl', ({ publicUrl, secret, ...expected }) => {
		const settings = loadSettings({ file: null, env: {} });
		const hooks = { ...settings.hooks, ...(publicUrl === undefined ? {} : { publicUrl }) };
		const env = { HUBSPOT_CLIENT_SECRET: secret };
		expect(wantedHubspotHook({ ...settings, sandbox: null, hooks }, env)).toMatchObject(expected);
	});
});
