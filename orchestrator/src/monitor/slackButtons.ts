import { hmac } from '../inbox/signatures/signed';
import type { Check } from './check';

/** What was seen of the way from a button in Slack to the service. */
export interface SlackButtons {
	/** Where Slack has to post interactions. */
	hookUrl: string;
	/** Whether Slack is the stand-in, which reaches this machine. */
	isSandbox: boolean;
	/** Whether the service has a secret that Slack signs with. */
	hasSecret: boolean;
	/** Name of the variable that holds it. */
	secretEnv: string;
	/** What the app may do; null where Slack did not say. */
	scopes: string[] | null;
	/** How the service took a call signed like Slack's; null where none was made. */
	answer: 'taken' | 'refused' | 'silent' | null;
}

/**
 * What the app needs, with what for: messages and their changes, people by their address, look-ups of
 * messages that may have been posted. Private channels need groups:history as well.
 */
const NEEDED: Readonly<Record<string, string>> = {
	'chat:write': 'posts messages and changes them',
	'users:read': 'knows who pressed a button',
	'users:read.email': 'finds their account in HubSpot and ClickUp',
	'channels:history': 'looks for messages nobody knows were posted',
	'im:write': 'tells people directly what they are asked to do',
	'im:history': 'looks for direct messages nobody knows were sent',
};

const ABOUT = 'Slack buttons';

/** Judges whether a press reaches the service, as far as that can be seen from here. */
export function judgeSlackButtons(seen: SlackButtons | null): Check[] {
	if (seen === null) return [];
	const { hookUrl, isSandbox, hasSecret, secretEnv, scopes, answer } = seen;
	const lacking = Object.keys(NEEDED).filter((scope) => scopes !== null && !scopes.includes(scope));
	const found: Array<[boolean, Check]> = [
		[
			!hasSecret,
			finding(
				'warning',
				'the service has no signing secret, so every press is refused',
				`Put the Signing Secret of the Slack app into ${secretEnv}, restart the service, and enter ${hookUrl} under "Interactivity" in the app.`,
			),
		],
		[
			lacking.length > 0,
			finding(
				'failed',
				`the app lacks ${lacking.map((scope) => `${scope} (${NEEDED[scope] ?? ''})`).join(', ')}`,
				'Add these scopes under "OAuth & Permissions" in the Slack app and install it again.',
			),
		],
		[
			!isSandbox && !hookUrl.startsWith('https://'),
			finding(
				'warning',
				`Slack cannot reach ${hookUrl}: it calls public https addresses only`,
				'Set hooks.publicUrl to the address under which the service is reached from outside.',
			),
		],
		[
			answer === 'refused',
			finding(
				'failed',
				`${hookUrl} refuses a call that is signed with our secret`,
				'Restart the service so that it knows the secret; see whether something before it changes the body.',
			),
		],
		[
			answer === 'silent',
			finding(
				'failed',
				`${hookUrl} does not answer`,
				'Start the service, or correct hooks.publicUrl in the configuration.',
			),
		],
	];
	const findings = found.flatMap(([isSo, check]) => (isSo ? [check] : []));
	if (findings.length > 0) return findings;
	const says = `${hookUrl} takes what Slack signs${scopes === null ? '; Slack does not tell the scopes' : ''}`;
	return [{ about: ABOUT, level: 'ok', says, mend: null }];
}

function finding(level: Check['level'], says: string, mend: string): Check {
	return { about: ABOUT, level, says, mend };
}

/** Asks the address whether it is ours, the way Slack does when it is entered. */
export async function askHook(
	url: string,
	secret: string,
	now: Date,
): Promise<SlackButtons['answer']> {
	const challenge = 'agency-ops-doctor';
	const body = JSON.stringify({ type: 'url_verification', challenge });
	const timestamp = String(Math.floor(now.getTime() / 1_000));
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-slack-request-timestamp': timestamp,
				'x-slack-signature': `v0=${hmac(secret, [`v0:${timestamp}:`, body], 'hex')}`,
			},
			body,
			signal: AbortSignal.timeout(5_000),
		});
		return answer.ok && (await answer.text()).includes(challenge) ? 'taken' : 'refused';
	} catch {
		return 'silent'; // told by the check, with the address
	}
}
