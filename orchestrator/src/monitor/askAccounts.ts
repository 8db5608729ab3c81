import { isErrorReport } from '../../../nodes/domain/errors';
import type { SeedServices } from '../apply/services';
import type { Settings } from '../config';
import type { Observations } from './observations';

/** Whom each token belongs to; `who` is null where its service refused it or did not answer. */
export async function askAccounts(
	services: SeedServices,
	settings: Settings,
): Promise<Observations['accounts']> {
	const stand = settings.sandbox === null ? '' : ' in the sandbox';
	const ask = async (service: string, who: () => Promise<string>) => {
		try {
			return { service, who: `${await who()}${stand}`, why: '', mend: '' };
		} catch (error) {
			if (!isErrorReport(error)) throw error;
			return { service, who: null, why: `${error.what} ${error.why}`, mend: error.mend };
		}
	};
	return await Promise.all([
		ask('HubSpot', async () => {
			await services.hubspot.listGroups('contacts');
			return `portal ${settings.hubspot.portalId}`;
		}),
		ask('Slack', async () => {
			const { team, user } = await services.slack.whoAmI();
			return `${user} of ${team}`;
		}),
		ask('ClickUp', async () => await services.clickup.whoAmI()),
	]);
}
