import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { ServicePlace } from '../adapters/service/askService';
import { askService } from '../adapters/service/askService';
import { tellEvents, tellStory } from '../inbox/tell';
import { eventStorySchema, eventViewSchema } from '../inbox/view';
import type { InboxState } from '../ledger/inbox';
import { inboxStates } from '../ledger/inbox';
import { servicePlace } from './servicePlace';

interface ListFlags {
	state?: InboxState;
	subject?: string;
	failed: boolean;
	limit: number;
	json: boolean;
}

interface ChangeFlags {
	reason: string;
	failed: boolean;
	json: boolean;
}

/** `inbox list | show | replay | discard`: every event that reached us, and what became of it. */
export function registerInbox(program: Command): void {
	const inbox = program
		.command('inbox')
		.description('the events that reached the service, and what became of them');
	addList(inbox);
	addShow(inbox);
	addChange(inbox, 'replay', 'let events be worked on again, what failed for good included');
	addChange(inbox, 'discard', 'take events out of hand for good');
}

function addList(inbox: Command): void {
	inbox
		.command('list')
		.description('list events, newest first')
		.addOption(new Option('--state <state>', 'only those in this state').choices(inboxStates))
		.option('--failed', 'only those whose flow failed, and that nobody has settled since', false)
		.option('--subject <subject>', 'only those about this subject, e.g. lead-of:1f3a9c0b7d2e')
		.option('--limit <count>', 'at most so many, up to 500', countOf, 50)
		.option('--json', 'print the events as one JSON document', false)
		.action(async ({ state, failed, subject, limit, json }: ListFlags, command: Command) => {
			const query = new URLSearchParams({ limit: String(limit), ...(failed ? whatFailed : {}) });
			if (state !== undefined) query.set('state', state);
			if (subject !== undefined) query.set('subject', subject);
			const answer = await askService(servicePlace(command), { path: `/v1/inbox?${query}` });
			const { events } = z.object({ events: z.array(eventViewSchema) }).parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : tellEvents(events));
		});
}

function addShow(inbox: Command): void {
	inbox
		.command('show <id>')
		.description('tell the story of one event: its tries, executions, end, effects and receipts')
		.option('--payload', 'print what was sent as well; it may be about people', false)
		.option('--json', 'print it as one JSON document, what was sent included', false)
		.action(async (id: string, flags: { payload: boolean; json: boolean }, command: Command) => {
			const answer = await askService(servicePlace(command), { path: pathOf(id) });
			const story = eventStorySchema.parse(answer);
			const sent = JSON.stringify(story.event.payload, null, '\t');
			const text = flags.payload ? `${tellStory(story)}\n\nSent\n${sent}` : tellStory(story);
			console.log(flags.json ? JSON.stringify(answer, null, '\t') : text);
		});
}

function addChange(inbox: Command, name: 'replay' | 'discard', description: string): void {
	inbox
		.command(`${name} [ids...]`)
		.description(description)
		.option('--failed', 'all whose flow failed, up to 500, in place of ids', false)
		.requiredOption('--reason <text>', 'why; kept in the story of each event')
		.option('--json', 'print the outcome as one JSON document', false)
		.action(async (given: string[], { reason, failed, json }: ChangeFlags, command: Command) => {
			if (failed === given.length > 0) throw whichOnes(name);
			const place = servicePlace(command);
			const ids = failed ? await failedIds(place) : given;
			const schema = z.object({ id: z.string(), state: z.enum(inboxStates) });
			const changed = [];
			for (const id of ids) {
				const call = { path: `${pathOf(id)}/${name}`, body: { reason } };
				const event = schema.parse(await askService(place, call));
				changed.push(event);
				if (!json) console.log(`${event.id}  ${event.state}`);
			}
			if (json) console.log(JSON.stringify({ events: changed }, null, '\t'));
		});
}

/** How the inbox is asked for events whose flow failed. */
const whatFailed = { state: 'ended', outcome: 'failed' };

/** Those that count as failed in `status`, the oldest first: no test is among them. */
async function failedIds(place: ServicePlace): Promise<string[]> {
	const query = new URLSearchParams({ ...whatFailed, limit: '500' });
	const answer = await askService(place, { path: `/v1/inbox?${query}` });
	const { events } = z.object({ events: z.array(eventViewSchema) }).parse(answer);
	return events.flatMap(({ id, test }) => (test ? [] : [id])).reverse();
}

function whichOnes(name: string): MendableError {
	return new MendableError(
		'inbox/which',
		`Nothing was changed: ${name} which events?`,
		'Expected ids of events, or --failed for all whose flow failed, and not both.',
		'agency-ops inbox list --failed names them.',
	);
}

function pathOf(id: string): string {
	return `/v1/inbox/${encodeURIComponent(id)}`;
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
	throw new InvalidArgumentError('expected a number from 1 to 500');
}
