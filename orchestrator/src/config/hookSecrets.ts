import type { Settings } from '../config';
import { ensureSecrets } from './secrets';
import { sandboxHubspotSecret, sandboxSigningSecret, sandboxStripe } from '../sandbox/accounts';

/** Who posts to the service, by the last part of the address. */
export const hookSources = [
	'forms',
	'hubspot',
	'clickup',
	'slack',
	'frameio',
	'stripe',
	'mail',
	'calendly',
] as const;
/** One of them. */
export type HookSource = (typeof hookSources)[number];

/** The secrets that each source may sign with; a source without one is let in by nobody. */
export type HookSecrets = Record<Exclude<HookSource, 'calendly'>, string[]> & {
	calendly?: string[];
};

/**
 * Reads the secrets of the sources from the environment variables that the configuration names. A
 * variable may hold several with commas between them (ClickUp gives each webhook its own); the
 * previous ones stay valid for the time of a rotation.
 */
export function loadHookSecrets(
	{ hooks, sandbox, home }: Pick<Settings, 'hooks' | 'sandbox' | 'home'>,
	own: { formSecret: string; mailHookSecret: string },
	env: NodeJS.ProcessEnv = process.env,
): HookSecrets {
	const valuesOf = (...names: string[]) =>
		names
			.flatMap((name) => (env[name] ?? '').split(','))
			.map((value) => value.trim())
			.filter((value) => value !== '');
	return {
		forms: [own.formSecret, ...valuesOf(hooks.formPreviousSecretEnv)],
		hubspot: [
			// Only where HubSpot is the stand-in, whose word is known to everybody.
			...(sandbox === null ? [] : [sandboxHubspotSecret]),
			...valuesOf(hooks.hubspotSecretEnv, hooks.hubspotPreviousSecretEnv),
		],
		// Seed registers the webhook while the service runs: its secret is read when a call comes.
		get clickup() {
			const { clickupHook } = ensureSecrets(home);
			return [
				...(clickupHook === null ? [] : [clickupHook.secret]),
				...valuesOf(hooks.clickupSecretEnv, hooks.clickupPreviousSecretEnv),
			];
		},
		slack: [
			// Only where Slack is the stand-in, whose word is known to everybody.
			...(sandbox === null ? [] : [sandboxSigningSecret]),
			...valuesOf(hooks.slackSigningSecretEnv, hooks.slackPreviousSigningSecretEnv),
		],
		// As with ClickUp.
		get frameio() {
			const { frameioHook } = ensureSecrets(home);
			return [
				...(frameioHook === null ? [] : [frameioHook.secret]),
				...valuesOf(hooks.frameioSecretEnv, hooks.frameioPreviousSecretEnv),
			];
		},
		// As with ClickUp.
		get stripe() {
			const { stripeHook } = ensureSecrets(home);
			return [
				...(stripeHook === null ? [] : [stripeHook.secret]),
				// Only where Stripe is the stand-in, whose word is known to everybody.
				...(sandbox === null ? [] : [sandboxStripe.hookSecret]),
				...valuesOf(hooks.stripeSecretEnv, hooks.stripePreviousSecretEnv),
			];
		},
		calendly: valuesOf(hooks.calendlySecretEnv, hooks.calendlyPreviousSecretEnv),
		mail: [own.mailHookSecret, ...valuesOf(hooks.mailSecretEnv, hooks.mailPreviousSecretEnv)],
	};
}
