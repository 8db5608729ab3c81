import type { ClickupAccess } from '../adapters/clickup/http';
import { clickupAdapter } from '../adapters/clickup/clickup';
import type { ProjectPlacesAccess } from '../adapters/clickup/projectPlaces';
import { clickupProjectPlaces } from '../adapters/clickup/projectPlaces';
import { openFrameio } from '../adapters/frameio/open';
import type { HubspotOptions } from '../adapters/hubspot/hubspot';
import { hubspotAdapter } from '../adapters/hubspot/hubspot';
import { mailAdapter } from '../adapters/mail/mail';
import type { SlackOptions } from '../adapters/slack/client';
import { slackAdapter } from '../adapters/slack/slack';
import type { StripeOptions } from '../adapters/stripe/client';
import { stripeAdapter } from '../adapters/stripe/stripe';
import { openConnections } from '../adapters/transport';
import type { EffectTools } from './effects/kind';
import type { ServiceOptions } from './options';

type VendorName = 'hubspot' | 'slack' | 'clickup' | 'clickupPlaces' | 'frameio' | 'stripe' | 'mail';

/** The vendors as the service reaches them. */
export interface Vendors {
	tools: Pick<EffectTools, VendorName>;
	/** With what the accounts are entered, for what reads beside the effects; Stripe's null without a key. */
	access: {
		hubspot: HubspotOptions;
		slack: SlackOptions;
		clickup: ClickupAccess;
		stripe: StripeOptions | null;
	};
	close(): void;
}

/**
 * Opens the connections to every vendor; nothing is sent before somebody asks for something.
 *
 * @param remembered numbers of ClickUp's places that seed has made or found
 */
export function openVendors(
	options: Pick<ServiceOptions, 'settings' | 'secrets' | 'bases' | 'stripe'>,
	timeoutMs: number,
	now: () => Date,
	remembered: NonNullable<ProjectPlacesAccess['remembered']>,
): Vendors {
	const { settings, secrets, bases = {} } = options;
	const { stripeKey } = secrets;
	const connections = openConnections(timeoutMs);
	const access = {
		slack: {
			token: secrets.slackToken,
			timeoutMs,
			...(bases.slack === undefined ? {} : { base: bases.slack }),
		},
		hubspot: {
			token: secrets.hubspotToken,
			portalId: settings.hubspot.portalId,
			connections,
			timeoutMs,
			...(bases.hubspot === undefined ? {} : { base: bases.hubspot }),
		},
		clickup: {
			token: secrets.clickupToken,
			connections,
			timeoutMs,
			...(bases.clickup === undefined ? {} : { base: bases.clickup }),
		},
		stripe:
			(stripeKey ?? null) === null
				? null
				: { key: stripeKey ?? '', connections, timeoutMs, ...options.stripe },
	};
	const slack = slackAdapter(access.slack);
	const mail = mailAdapter({ url: secrets.smtpUrl, timeoutMs });
	const tools = {
		slack,
		mail,
		hubspot: hubspotAdapter(access.hubspot),
		clickup: clickupAdapter({ ...access.clickup, keyField: settings.clickup.keyField }),
		clickupPlaces: clickupProjectPlaces({ ...access.clickup, remembered }),
		frameio: openFrameio(settings.frameio, secrets.frameio ?? null, {
			connections,
			timeoutMs,
			bases: {
				...(bases.frameio === undefined ? {} : { api: bases.frameio }),
				...(bases.ims === undefined ? {} : { ims: bases.ims }),
			},
		}),
		stripe: stripeAdapter(access.stripe, now),
	};
	const close = () => {
		mail.close();
		slack.close();
		connections.close();
	};
	return { tools, access, close };
}
