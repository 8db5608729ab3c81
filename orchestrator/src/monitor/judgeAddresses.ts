import { hasNoTest } from '../adapters/n8n/api';
import type { Check } from './check';
import { finding, ok } from './check';
import type { Observations } from './observations';

/** What n8n's own tests say of the credentials that flows use. */
export function credentialsTested({ credentials }: Observations): Check[] {
	const about = 'Credentials';
	if (credentials === null) return [];
	return credentials.map(({ name, isFine, message }) => {
		if (isFine) return ok(about, `n8n's test of "${name}" passed`);
		if (hasNoTest({ message })) return ok(about, `"${name}" is there; n8n has no test for it`);
		const mend = 'Start the service, then run agency-ops seed: it writes address and key anew.';
		return finding('failed', about, `n8n's test of "${name}" failed: ${message}`, mend);
	});
}

/** Whether the addresses of the workflows answer, and only to whom they should. */
export function webhooksLive({ webhooks, canvas }: Observations): Check[] {
	const about = 'Webhooks';
	const published = new Set(
		(canvas?.workflows ?? []).flatMap(({ name, isPublished }) => (isPublished ? [name] : [])),
	);
	return (webhooks ?? []).map(({ workflow, node, kind, path, state, isProtected }) => {
		const place = `/${kind}/${path} (${workflow}, "${node}")`;
		const failed = (says: string, mend: string) =>
			finding('failed', about, `${place} ${says}`, mend);
		switch (state) {
			case 'live':
				return kind === 'webhook' && !isProtected
					? finding(
							'warning',
							about,
							`${place} runs for anybody`,
							'Give the Webhook node an authentication.',
						)
					: ok(about, `${place} answers`);
			case 'unprotected':
				return failed(
					'let a caller without the secret in',
					'Give the Webhook node the credential Lead Intake Secret and publish.',
				);
			case 'unreachable':
				return failed(
					'gave no answer that says anything',
					'See in the log of n8n whether it is busy or broken, then look again.',
				);
			case 'notRegistered':
				return published.has(workflow)
					? failed(
							'does not answer, though its workflow is published',
							'Unpublish it in n8n and publish it again; restart n8n if that does not help.',
						)
					: failed('does not answer', 'Publish the workflow in n8n, or run agency-ops seed.');
		}
	});
}

/** Whether the service takes calls. */
export function serviceReady({ service }: Observations): Check[] {
	const about = 'Service';
	if (service.isReady) return [ok(about, `${service.url} is ready`)];
	const mend = 'Start it (npm start), or correct service.url in the configuration.';
	return [finding('failed', about, `${service.url} is not ready: ${service.why}`, mend)];
}

/** Whose tokens the services took. */
export function accountsValid({ accounts }: Observations): Check[] {
	return accounts.map(({ service, who, why, mend }) =>
		who === null
			? finding('failed', service, why, mend)
			: ok(service, `the token belongs to ${who}`),
	);
}
