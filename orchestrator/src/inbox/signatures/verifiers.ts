import { verifyCall } from '../../../../nodes/domain/inbox/signature';
import type { HookCall, Verifier } from './signed';
import { headerOf, hmac, isFresh, matchesAny } from './signed';

/** With an empty secret anybody could sign. */
function usable(secrets: readonly string[]): string[] {
	return secrets.filter((secret) => secret.trim() !== '');
}

/** Most signatures of one call that are looked at. */
const MOST_SIGNATURES = 10;

/** ClickUp: hex HMAC over the body; there is no time in it (developer.clickup.com, webhook signature, read 2026-11). */
export const verifyClickup: Verifier = (call, secrets) => {
	const right = usable(secrets).map((secret) => hmac(secret, [call.rawBody], 'hex'));
	return matchesAny([headerOf(call, 'x-signature')], right);
};

/** Slack: `v0=` and hex HMAC over `v0:{seconds}:{body}` (docs.slack.dev, verifying requests, read 2026-11). */
export const verifySlack: Verifier = (call, secrets, now) =>
	verifyV0(call, secrets, now, 'x-slack-signature', 'x-slack-request-timestamp');

/** Frame.io V4: as Slack, under its own header names (next.developer.frame.io, webhooks, read 2026-11). */
export const verifyFrameio: Verifier = (call, secrets, now) =>
	verifyV0(call, secrets, now, 'x-frameio-signature', 'x-frameio-request-timestamp');

function verifyV0(
	call: HookCall,
	secrets: readonly string[],
	now: Date,
	signatureHeader: string,
	timestampHeader: string,
): boolean {
	const timestamp = headerOf(call, timestampHeader);
	const right = usable(secrets).map(
		(secret) => `v0=${hmac(secret, [`v0:${timestamp}:`, call.rawBody], 'hex')}`,
	);
	const isOurs = matchesAny([headerOf(call, signatureHeader)], right);
	return isOurs && isFresh(timestamp, 'seconds', now);
}

/** Stripe: `t=` and any number of `v1=`, hex HMAC over `{t}.{body}` (docs.stripe.com, webhook signatures, read 2026-11). */
export const verifyStripe: Verifier = (call, secrets, now) =>
	verifyTimed(call, secrets, now, 'stripe-signature');

/** Calendly: as Stripe, under its own header name (developer.calendly.com, webhook signatures, read 2026-11). */
export const verifyCalendly: Verifier = (call, secrets, now) =>
	verifyTimed(call, secrets, now, 'calendly-webhook-signature');

function verifyTimed(
	call: HookCall,
	secrets: readonly string[],
	now: Date,
	signatureHeader: string,
): boolean {
	const parts = headerOf(call, signatureHeader)
		.split(',')
		.map((part) => part.trim().split('='));
	const valuesOf = (name: string) =>
		parts.flatMap(([key, ...rest]) => (key === name ? [rest.join('=')] : []));
	const [timestamp = ''] = valuesOf('t');
	const right = usable(secrets).map((secret) =>
		hmac(secret, [`${timestamp}.`, call.rawBody], 'hex'),
	);
	const isOurs = matchesAny(valuesOf('v1').slice(0, MOST_SIGNATURES), right);
	return isOurs && isFresh(timestamp, 'seconds', now);
}

/**
 * HubSpot v3: base64 HMAC over method, address, body and milliseconds (developers.hubspot.com,
 * validating requests, read 2026-11).
 */
export const verifyHubspot: Verifier = (call, secrets, now) => {
	const timestamp = headerOf(call, 'x-hubspot-request-timestamp');
	const address = hubspotAddress(call.url);
	const right = usable(secrets).map((secret) =>
		hmac(secret, [call.method, address, call.rawBody, timestamp], 'base64'),
	);
	const isOurs = matchesAny([headerOf(call, 'x-hubspot-signature-v3')], right);
	return isOurs && isFresh(timestamp, 'milliseconds', now);
};

/** The characters whose encoding HubSpot undoes in the address before it signs. */
const DECODED_BY_HUBSPOT = /%(3a|2f|3f|40|21|24|27|28|29|2a|2c|3b)/gi;

/** An address in the form that HubSpot signs. */
function hubspotAddress(url: string): string {
	return url.replace(DECODED_BY_HUBSPOT, (code) => decodeURIComponent(code));
}

/** Own forms: Standard Webhooks (standardwebhooks.com). */
export const verifyForm: Verifier = ({ headers, rawBody }, secrets, now) =>
	verifyCall({ headers, rawBody }, secrets, now).isGenuine;

/**
 * Mail relays: Standard Webhooks, by its own header names or by Svix's older ones, which Resend sends
 * (docs.svix.com, verifying payloads, read 2026-11).
 */
export const verifyMail: Verifier = (call, secrets, now) =>
	verifyCall({ headers: standardHeaders(call), rawBody: call.rawBody }, secrets, now).isGenuine;

/** Id of a message that Standard Webhooks signed, under either name. */
export function signedIdOf(call: HookCall): string {
	const id = standardHeaders(call)['webhook-id'];
	return typeof id === 'string' ? id : '';
}

/** The three headers of one family: what is signed under one name is not read under another. */
function standardHeaders({ headers }: HookCall): HookCall['headers'] {
	if (headers['webhook-id'] !== undefined || headers['webhook-signature'] !== undefined) {
		return headers;
	}
	return {
		'webhook-id': headers['svix-id'],
		'webhook-timestamp': headers['svix-timestamp'],
		'webhook-signature': headers['svix-signature'],
	};
}
