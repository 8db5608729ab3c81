import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import { sandboxPeople } from '../../orchestrator/src/sandbox/accounts';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { outcomeOf, readFirstLead, sendLead } from '../../orchestrator/src/up/firstLead';
import type { Stack } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import { describeWithFfmpeg } from '../support/media/ffmpegHere';
import { startTestStack } from '../support/startedStack';
import type { Desk } from './support/desk';
import { messagesOf, openDesk } from './support/desk';
import { aFilm } from './support/film';
import type { FrameioPage } from './support/frameioPage';
import { hasStatus, openFrameioPage } from './support/frameioPage';

jest.setTimeout(600_000);

const email = 'ana@hotel-andino.example';

let stack: Stack;
let desk: Desk;
let frameio: FrameioPage;

/** Messages to somebody who is asked to do a piece of a deal's project, the oldest first. */
function offersOf(state: SandboxState, deal: string) {
	return messagesOf(state, `deal:${deal}/slack-message/`, 'assignment_accept').flatMap(
		(message) => {
			const slackId = /<@(U[A-Z0-9]+)> would you do this/.exec(message.text)?.[1];
			const asked = sandboxPeople.find((person) => person.slackId === slackId);
			return asked === undefined ? [] : [{ ...message, asked }];
		},
	);
}

/** The deal of whoever wrote in, once all that is done of a lead is done. */
async function leadOf(address: string): Promise<string> {
	const body = { ...readFirstLead(new Date()), email: address, company: 'Hotel Andino' };
	const { id } = scoreLead(body, { now: new Date() }).lead;
	await sendLead(stack, body);
	await waitFor(
		async () => ((await outcomeOf(stack, id)).missing.length === 0 ? true : undefined),
		{ what: 'the deal', deadlineMs: 90_000, everyMs: 300, mend: 'Look at the logs.' },
	);
	const { hubspot } = await desk.sandbox.state();
	const deal = hubspot.deals.find(({ properties }) => properties.agency_lead_id === id);
	if (deal === undefined) throw new Error(`There is no deal of the lead ${id}`);
	return deal.id;
}

/** Wins a deal, and everybody who is asked says yes. */
async function win(deal: string, pieces: number): Promise<void> {
	await desk.act(`/api/hubspot/deals/${deal}/stage`, { stage: 'closedwon' });
	const offers = await desk.until(`${pieces} offers`, (state) => {
		const found = offersOf(state, deal);
		return found.length >= pieces ? found : undefined;
	});
	for (const { channel, ts, asked } of offers) {
		const press = { channel, ts, action: 'assignment_accept', user: asked.slackId };
		await desk.act('/api/slack/press', press);
	}
}

describeWithFfmpeg('a client, from the first word to the next project', () => {
	let deal: string;

	beforeAll(async () => {
		stack = await startTestStack({ limits: 'off' });
		desk = openDesk(stack);
		frameio = await openFrameioPage(stack);
	});
	afterAll(async () => {
		frameio?.close();
		await stack?.stop();
	});

	it('asks, and becomes a project that people say yes to', async () => {
		deal = await leadOf(email);
		await win(deal, 4);
		await desk.until('the accepted pieces', ({ clickup }) => {
			const tasks = clickup.tasks.filter((task) => JSON.stringify(task).includes(`deal:${deal}/`));
			return tasks.filter(({ assignees }) => assignees.length > 0).length >= 4 ? true : undefined;
		});
	});

	it('gets a film that has passed its three gates', async () => {
		const [project] = (await desk.sandbox.state()).frameio.projects;
		const upload = await frameio.begin(
			project?.rootFolderId ?? '',
			'product-film_es_16x9.mp4',
			aFilm({ loudnessDb: 6, gap: false }),
		);
		await upload.finish();
		for (const gate of ['Gate 2', 'Gate 3']) {
			const { asked, channel, ts } = await desk.review(['product-film'], gate);
			await desk.act('/api/slack/press', {
				...{ channel, ts, action: 'review_approve', user: asked.slackId },
			});
			if (gate === 'Gate 2') continue;
			const view = await desk.until('the form', ({ slack }) =>
				slack.views.find(({ isOpen }) => isOpen),
			);
			await desk.act('/api/slack/submit', { view: view.id, values: { satisfaction: '9' } });
		}
		await desk.until('its status', (state) => hasStatus(state, upload.id, 'Approved'));
	});
});
