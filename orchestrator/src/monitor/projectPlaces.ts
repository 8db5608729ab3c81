import { LookUpFailed } from '../adapters/harmless';
import type { OpenServices } from '../apply/services';
import type { ServiceSecrets, Settings } from '../config';
import type { Check } from './check';

/**
 * Looks at the places that won projects get. Reads only. What is not there yet is a note, since a
 * studio may do without; credentials that are set and do not work are a finding.
 */
export async function lookAtProjectPlaces(
	services: Pick<OpenServices, 'clickupPlaces' | 'frameio'>,
	settings: Pick<Settings, 'clickup' | 'frameio'>,
	secrets: Pick<ServiceSecrets, 'frameio'>,
): Promise<Check[]> {
	const [spaces, frameio] = await Promise.all([
		lookAtSpaces(services, settings),
		secrets.frameio === null
			? notSetUp(settings)
			: lookAtWorkspaces(services, settings.frameio.testWorkspace),
	]);
	return [...spaces, frameio];
}

async function lookAtSpaces(
	{ clickupPlaces }: Pick<OpenServices, 'clickupPlaces'>,
	{ clickup }: Pick<Settings, 'clickup'>,
): Promise<Check[]> {
	return await Promise.all(
		Object.entries(clickup.spaces).map(async ([logical, space]): Promise<Check> => {
			const about = 'ClickUp space';
			const missing = await clickupPlaces.whyNotIn(space);
			return missing === null
				? {
						about,
						level: 'ok',
						says: `"${space}" takes what is meant for "${logical}"`,
						mend: null,
					}
				: { about, level: 'note', says: missing.error.why, mend: missing.error.mend };
		}),
	);
}

async function lookAtWorkspaces(
	{ frameio }: Pick<OpenServices, 'frameio'>,
	testWorkspace: string,
): Promise<Check> {
	const about = 'Frame.io';
	try {
		const { name, accountName } = await frameio.workspace(false);
		const test = await frameio.workspace(true);
		const says = `projects go to "${name}" of ${accountName}, those of test runs to "${test.name}"`;
		return { about, level: 'ok', says, mend: null };
	} catch (error) {
		if (!(error instanceof LookUpFailed)) throw error;
		const { why, mend } = error.failure.error;
		const hint = why.includes(`"${testWorkspace}"`) ? ' It is where test runs go.' : '';
		return { about, level: 'failed', says: `${why}${hint}`, mend };
	}
}

function notSetUp({ frameio }: Pick<Settings, 'frameio'>): Check {
	const { clientIdEnv, clientSecretEnv } = frameio;
	return {
		about: 'Frame.io',
		level: 'note',
		says: `it is not used: ${clientIdEnv} and ${clientSecretEnv} are not both set`,
		mend: 'Make a server-to-server credential in the Adobe Developer Console where projects are to get one.',
	};
}
