import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { scoreLead } from '../../nodes/domain/lead/scoreLead';
import { sandboxPeople } from '../../orchestrator/src/sandbox/accounts';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import { keepAhead, readAhead } from '../../orchestrator/src/sandbox/clock';
import type { StoredMail } from '../../orchestrator/src/sandbox/mail/model';
import { followUpStorySchema, followUpViewSchema } from '../../orchestrator/src/followup/view';
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
/** Pieces of work of a video for social media: template, edit, look at it. */
const PIECES = 3;

let stack: Stack;
let desk: Desk;
let frameio: FrameioPage;
/** Id of the client's contact in HubSpot. */
let client: string;

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

const deliveriesSchema = z.object({
	deliveries: z.array(
		z.object({
			id: z.string(),
			state: z.string(),
			files: z.array(z.object({ target: z.string(), name: z.string(), sha256: z.string() })),
		}),
	),
});
const invoicesSchema = z.object({
	invoices: z.array(
		z.object({
			stripeId: z.string().nullable(),
			number: z.string().nullable(),
			state: z.string(),
			delivery: z.string().nullable(),
		}),
	),
});
const followUpsSchema = z.object({ followUps: z.array(followUpViewSchema) });

/**
 * Lets days pass for the service, up to an hour at which the client is at work, whatever the hour of this
 * run is.
 */
function passDays(days: number): void {
	const { home } = stack.settings;
	const now = DateTime.fromMillis(Date.now() + readAhead(home), { zone: 'America/Lima' });
	const day = now.plus({ days }).set({ hour: 11 });
	const then = day.plus({ days: day.weekday > 5 ? 8 - day.weekday : 0 });
	keepAhead(home, Math.max(then.toMillis() - Date.now(), readAhead(home)));
}

/** The mails that the client has and that hold all of these words. */
async function mailsOf(...words: string[]) {
	const { mail } = await desk.sandbox.state();
	return mail.messages.filter(
		({ envelope, subject, text }) =>
			envelope.to.includes(email) && words.every((word) => `${subject}\n${text}`.includes(word)),
	);
}

/** Waits for a mail to the client, day after day: weekends and the holidays of Peru are left out. */
async function mailOf(...words: string[]): Promise<StoredMail> {
	for (let day = 0; day < 12; day += 1) {
		const found = await waitFor(async () => (await mailsOf(...words)).at(-1), {
			...{ what: 'the mail', deadlineMs: 12_000, everyMs: 400, mend: '' },
		}).catch(() => undefined);
		if (found !== undefined) return found;
		passDays(1);
	}
	throw new Error(`No mail with ${words.join(' and ')} came in twelve days`);
}

/** The link in a mail that holds some words. */
function linkIn({ text }: StoredMail, words: string): string {
	const link = text.match(/https?:\/\/[^\s<>")\]]+/g)?.find((each) => each.includes(words));
	if (link === undefined) throw new Error(`No link with ${words} in: ${text}`);
	return link;
}

/** The client's sequence, as an operator sees it. */
async function followUp() {
	const { followUps } = followUpsSchema.parse(await desk.ask(`/v1/follow-ups?client=${client}`));
	const [only, ...others] = followUps;
	if (only === undefined || others.length > 0) throw new Error(`${followUps.length} follow-ups`);
	return only;
}

/** How often the client has answered the question. */
async function countAnswers() {
	const { id } = await followUp();
	const { events } = followUpStorySchema.parse(await desk.ask(`/v1/follow-ups/${id}`));
	return events.filter(({ type }) => type === 'feedback').length;
}

/** The deal of whoever wrote in, once all that is done of a lead is done. */
async function leadOf(address: string): Promise<string> {
	const body = {
		...readFirstLead(new Date()),
		email: address,
		company: 'Hotel Andino',
		service: 'Video para redes',
	};
	const { id } = scoreLead(body, { now: new Date() }).lead;
	await sendLead(stack, body);
	await waitFor(
		async () => ((await outcomeOf(stack, id)).missing.length === 0 ? true : undefined),
		{ what: 'the deal', deadlineMs: 180_000, everyMs: 300, mend: 'Look at the logs.' },
	);
	const { hubspot } = await desk.sandbox.state();
	const deal = hubspot.deals.find(({ properties }) => properties.agency_lead_id === id);
	client = hubspot.contacts.find(({ properties }) => properties.email === address)?.id ?? '';
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
	let shaOfFilm: string;
	/** Its id in Frame.io. */
	let film: string;

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
		await win(deal, PIECES);
		await desk.until('the accepted pieces', ({ clickup }) => {
			const tasks = clickup.tasks.filter((task) => JSON.stringify(task).includes(`deal:${deal}/`));
			return tasks.filter(({ assignees }) => assignees.length > 0).length >= PIECES
				? true
				: undefined;
		});
	});

	it('gets a film that has passed its three gates', async () => {
		const [project] = (await desk.sandbox.state()).frameio.projects;
		const content = aFilm({ loudnessDb: 6, gap: false });
		shaOfFilm = createHash('sha256').update(content).digest('hex');
		const folder = project?.rootFolderId ?? '';
		const upload = await frameio.begin(folder, 'product-film_es_16x9.mp4', content);
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
		film = upload.id;
	});

	it('is seen by the client, who says yes, before anything is handed over', async () => {
		passDays(1);
		const preview = await mailOf('Ya puedes verlo', 'https://f.io/');
		expect(preview.headers['content-language']).toBe('es');
		expect(
			deliveriesSchema.parse(await desk.ask(`/v1/deliveries?deal=${deal}`)).deliveries,
		).toEqual([]);
		const says = { text: '#approve', seconds: null, who: email };
		expect((await desk.act(`/api/frameio/files/${film}/comments`, says)).status).toBe(201);
	});

	it('has the film at hand with its invoice, in mails of their own language', async () => {
		const delivery = await waitFor(
			async () => {
				const { deliveries } = deliveriesSchema.parse(
					await desk.ask(`/v1/deliveries?deal=${deal}`),
				);
				return deliveries.find(({ state }) => state === 'delivered');
			},
			{ what: 'the delivery', deadlineMs: 180_000, everyMs: 500, mend: 'Look at the logs.' },
		);
		// Milestone mails wait for the client's working hours, whatever the hour of this run is.
		passDays(4);
		const delivered = await mailOf(`/deliveries/${delivery.id}`);
		expect(delivered.headers['content-language']).toBe('es');
		const page = await (await fetch(linkIn(delivered, `/deliveries/${delivery.id}`))).text();
		expect(page).toContain(shaOfFilm.slice(0, 8));
		const [file] = delivery.files.filter(({ target }) => target === 'delivery');
		const path = /href="([^"]*\/files\/[^"]+)"/.exec(page)?.[1] ?? '';
		const download = await fetch(new URL(path, stack.settings.service.url));
		const bytes = Buffer.from(await download.arrayBuffer());
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(shaOfFilm);
		expect(file?.sha256).toBe(shaOfFilm);

		const { invoices } = invoicesSchema.parse(await desk.ask(`/v1/invoices?deal=${deal}`));
		expect(invoices).toMatchObject([{ state: 'open', delivery: delivery.id }]);
		await mailOf('invoice.stripe.com');
		// A second look finds nothing sent twice.
		expect((await mailsOf('/deliveries/')).length).toBe(1);
	});

	it('pays, and the agency hears of it', async () => {
		const [invoice] = invoicesSchema.parse(await desk.ask(`/v1/invoices?deal=${deal}`)).invoices;
		const paid = await desk.act(`/api/stripe/invoices/${invoice?.stripeId}/acts`, { act: 'pay' });
		expect(paid.status).toBe(204);
		await waitFor(
			async () => {
				const { invoices } = invoicesSchema.parse(await desk.ask(`/v1/invoices?deal=${deal}`));
				return invoices.every(({ state }) => state === 'paid') ? true : undefined;
			},
			{ what: 'the payment in the ledger', deadlineMs: 180_000, everyMs: 400, mend: '' },
		);
		await desk.until(
			'the line in Slack',
			(state) => messagesOf(state, invoice?.number ?? '?', 'paid')[0],
		);
		// By way of "delivered": both are stages that seed made.
		await desk.until('the stage of the deal', ({ hubspot }) =>
			hubspot.deals.find(({ id, properties }) => id === deal && properties.dealstage === 'paid'),
		);
	});

	it('says 9 of 10, once, and only by confirming it', async () => {
		passDays(4);
		const asked = await mailOf('/feedback/');
		const url = linkIn(asked, 'score=9');
		const page = await (await fetch(url)).text();
		expect(await countAnswers()).toBe(0);
		const fields = new URLSearchParams();
		for (const [, name = '', value = ''] of page.matchAll(
			/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g,
		)) {
			if (name !== 'score') fields.set(name, value);
		}
		fields.set('score', '9');
		const answer = await fetch(url, { method: 'POST', body: fields });
		expect(answer.status).toBe(200);
		await desk.until('the line in Slack', (state) => messagesOf(state, '9', 'feedback')[0]);
		expect(await countAnswers()).toBe(1);
	});

	it('is offered what fits, answers, and hears no more of it', async () => {
		passDays(3);
		await mailOf('¿Lo dirías');
		passDays(8);
		const offer = await mailOf('Una idea para ti');
		expect(offer.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
		const replied = await desk.act(`/api/mails/${offer.id}/acts`, { act: 'reply' });
		expect(replied.status).toBeLessThan(300);
		await waitFor(async () => ((await followUp()).exit?.reason === 'replied' ? true : undefined), {
			what: 'the end of the sequence',
			deadlineMs: 180_000,
			everyMs: 400,
			mend: '',
		});
		const before = (await mailsOf()).length;
		passDays(35);
		expect(await followUp()).toMatchObject({ state: 'exited', dueAt: null });
		expect((await mailsOf()).length).toBe(before);
	});
});
