import type { Json } from '../../bundle/normalise';
import type { Check } from '../check';
import { finding, ok } from '../check';
import type { SeenWorkflow } from './seen';

/** How keys of services begin, by the services' own documentation. */
const SHAPES: ReadonlyArray<{ what: string; pattern: RegExp }> = [
	{ what: 'a token of Slack', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
	{
		what: 'a webhook address of Slack',
		pattern: /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{10,}/,
	},
	{ what: 'a secret key of Stripe', pattern: /\b[rs]k_(live|test)_[A-Za-z0-9]{10,}/ },
	{ what: 'a signing secret', pattern: /\bwhsec_[A-Za-z0-9+/=]{10,}/ },
	{ what: 'a token of ClickUp', pattern: /\bpk_\d{4,}_[A-Z0-9]{16,}/ },
	{ what: 'a token of HubSpot', pattern: /\bpat-[a-z]{2}\d-[0-9a-f-]{20,}/ },
	{ what: 'a key of AWS', pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
	{ what: 'a token of GitHub', pattern: /\b(gh[opsu]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/ },
	{ what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
	{ what: 'a signed token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
	{
		what: 'a password in an address',
		pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@{}]+:[^\s/:@{}]{3,}@/i,
	},
	{ what: 'a bearer token', pattern: /\bBearer\s+[A-Za-z0-9._~+/-]{20,}=*/ },
];

/**
 * Secrets that stand in a workflow itself: whoever may see or export it has them, and so has every
 * backup. Says where and what, never the secret.
 */
export function judgeSecrets(seen: readonly SeenWorkflow[]): Check[] {
	const about = 'Workflow secrets';
	const checks = seen.flatMap(({ name, workflow, pinned }) => [
		...workflow.nodes.flatMap(({ name: node, parameters }) =>
			secretsIn(parameters).map((what) => ({ place: `"${node}" in "${name}"`, what })),
		),
		...Object.entries(pinned).flatMap(([node, data]) =>
			secretsIn(data).map((what) => ({ place: `the data pinned to "${node}" in "${name}"`, what })),
		),
	]);
	if (checks.length === 0 && seen.length > 0) {
		return [ok(about, `none found in ${seen.length} workflows`)];
	}
	return checks.map(({ place, what }) =>
		finding(
			'failed',
			about,
			`${place} holds ${what}`,
			'Put it into a credential, and make a new one at the service: this one was copied with the workflow.',
		),
	);
}

/** What kinds of secret stand in a value, each once. */
export function secretsIn(value: Json): string[] {
	const texts = textsIn(value);
	return SHAPES.filter(({ pattern }) => texts.some((text) => pattern.test(text))).map(
		({ what }) => what,
	);
}

function textsIn(value: Json): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(textsIn);
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
