import { askService } from '../../../orchestrator/src/adapters/service/askService';
import type { SandboxState } from '../../../orchestrator/src/sandbox';
import { sandboxPeople } from '../../../orchestrator/src/sandbox/accounts';
import type { Stack } from '../../../orchestrator/src/up/stack';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import type { SandboxClient } from '../../support/sandboxClient';
import { sandboxClient } from '../../support/sandboxClient';

/** How long a step of a story may take on a busy machine, in milliseconds. */
const STEP_WITHIN_MS = 180_000;

/** A message in Slack with where it is; `text` is all of it as JSON. */
export interface SeenMessage {
	channel: string;
	ts: string;
	text: string;
}

/** What people of the agency do and see, over a started stack. */
export interface Desk {
	sandbox: SandboxClient;
	/** What the service answers to a person with the installation's key. */
	ask(route: string, body?: object): Promise<unknown>;
	/** Does something in the sandbox's viewer, as a person would. */
	act(route: string, body: object): Promise<Response>;
	/** Looks at the services until there is what is looked for. */
	until<T>(what: string, look: (state: SandboxState) => T | undefined): Promise<T>;
	/** Who is asked for a review of a version of a file, at which gate. */
	review(words: string[], gate: string): Promise<SeenMessage & { asked: Person }>;
}

type Person = (typeof sandboxPeople)[number];

/** Sits down in front of a stack. */
export function openDesk(stack: Stack): Desk {
	const viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
	const sandbox = sandboxClient(viewerUrl);
	const until: Desk['until'] = async (what, look) =>
		await waitFor(async () => look(await sandbox.state()), {
			what,
			deadlineMs: STEP_WITHIN_MS,
			everyMs: 500,
			mend: 'Look at the logs in the state folder.',
		});
	return {
		sandbox,
		until,
		ask: async (route, body) =>
			await askService(
				{ url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey },
				{ path: route, ...(body === undefined ? {} : { body }) },
			),
		act: async (route, body) =>
			await fetch(`${viewerUrl}${route}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		review: async (words, gate) => {
			const message = await until(`a review at ${gate}`, (state) =>
				messagesOf(state, ...words, gate, 'would you look at this').at(-1),
			);
			const slackId = /<@(U[A-Z0-9]+)> would you look/.exec(message.text)?.[1];
			const asked = sandboxPeople.find((person) => person.slackId === slackId);
			if (asked === undefined) throw new Error(`Nobody is asked in ${message.text}`);
			return { ...message, asked };
		},
	};
}

/** Messages in Slack whose text holds all of these, the oldest first. */
export function messagesOf({ slack }: SandboxState, ...words: string[]): SeenMessage[] {
	return Object.entries(slack.messages)
		.flatMap(([channel, messages]) => messages.map(({ ts, ...rest }) => ({ channel, ts, rest })))
		.map(({ channel, ts, rest }) => ({ channel, ts, text: JSON.stringify(rest) }))
		.filter(({ text }) => words.every((word) => text.includes(word)))
		.sort((a, b) => Number(a.ts) - Number(b.ts));
}
