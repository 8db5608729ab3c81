import { LookUpFailed } from '../../../orchestrator/src/adapters/harmless';
import { lookAtProjectPlaces } from '../../../orchestrator/src/monitor/projectPlaces';
import { hasFindings } from '../../../orchestrator/src/monitor/doctor';
import { loadSettings } from '../../../orchestrator/src/config';
import { failures } from '../service/support/failures';

const settings = loadSettings({ file: null, env: {} });
const account = { clientId: 'id', clientSecret: 'secret' };
const workspace = (name: string) => ({ id: name, name, accountId: 'a', accountName: 'Agency' });

function services(more: { missing?: string; workspace?: (test: boolean) => Promise<never> } = {}) {
	return {
		clickupPlaces: {
			whyNotIn: async (space: string) => (space === more.missing ? failures.refused : null),
		},
		frameio: {
			workspace:
				more.workspace ?? (async (test: boolean) => workspace(test ? 'Test' : 'Client Work')),
		},
	} as unknown as Parameters<typeof lookAtProjectPlaces>[0];
}

describe('the places of won projects', () => {
	it('are told by name', async () => {
		const checks = await lookAtProjectPlaces(services(), settings, { frameio: account });

		expect(checks.map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
		expect(checks.map(({ says }) => says).join('\n')).toMatch(
			/"Projects".*\n"Test".*\n.*"Client Work" of Agency.*"Test"/,
		);
	});

	it('are a note where a space is missing or Frame.io is not used', async () => {
		const some = services({ missing: 'Projects' });
		const checks = await lookAtProjectPlaces(some, settings, { frameio: null });

		expect(checks.map(({ level }) => level)).toEqual(['note', 'ok', 'note']);
		expect(checks[2]?.says).toContain('FRAMEIO_CLIENT_ID');
		expect(hasFindings(checks)).toBe(false);
	});

	it('are a finding with its remedy where the credentials do not work', async () => {
		const refuse = async () => await Promise.reject<never>(new LookUpFailed(failures.refused));
		const checks = await lookAtProjectPlaces(services({ workspace: refuse }), settings, {
			frameio: account,
		});

		expect(checks[2]).toMatchObject({ level: 'failed', says: 'Why.', mend: 'Mend.' });
		expect(hasFindings(checks)).toBe(true);
	});
});
