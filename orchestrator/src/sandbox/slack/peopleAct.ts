import { randomBytes } from 'node:crypto';
import type { BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import { MendableError } from '../../../../nodes/domain/errors';
import { hmac } from '../../inbox/signatures/signed';
import { sandboxHosts, sandboxSigningSecret, sandboxSlack } from '../accounts';
import { isObject, objectsIn, parseJson, textOr } from '../json';
import type { Json, JsonObject } from '../types';
import type { Message, OpenedView } from './model';
import { slackUsers } from './people';
import type { SlackStore } from './store';
import { asShown, checkView } from './views';

/** How long Slack waits for the app, in milliseconds (docs.slack.dev: three seconds). */
const PATIENCE_MS = 3_000;

/** A press on a button of a message. */
export interface PressOf {
	channel: string;
	ts: string;
	/** `action_id` of the button. */
	action: string;
	user: string;
}

/** A form that was filled in. */
export interface FormOf {
	view: string;
	/** What was chosen or written, by `block_id`. */
	values: Record<string, string>;
}

const { teamId, bot } = sandboxSlack;
const team = { id: teamId, domain: 'iamazing-content' };

/** What people do in the workspace: Slack tells the app of it, signed, and obeys its answer. */
export class SlackPeople {
	/** @param hookUrl where the app listens; null: nowhere */
	constructor(
		private readonly store: SlackStore,
		private readonly hookUrl: string | null,
		private readonly onChange: () => void,
		private readonly now: () => number = Date.now,
	) {}

	/** @throws MendableError `sandbox/no-button`, `sandbox/app-silent` */
	async press(press: PressOf): Promise<void> {
		await this.tell(this.pressPayload(press));
	}

	/** The form closes, unless the app says otherwise. @throws as press does */
	async submit(form: FormOf): Promise<void> {
		const opened = this.opened(form.view);
		const answer = await this.tell(this.formPayload(opened, form));
		opened.errors = {};
		const action = isObject(answer) ? answer.response_action : undefined;
		if (!isObject(answer) || action === undefined || action === 'clear') opened.isOpen = false;
		else if (action === 'errors') opened.errors = textsOf(answer.errors);
		else if (action === 'update' && isObject(answer.view)) this.update(opened, answer.view);
		else throw silent(`It answered with the response_action "${JSON.stringify(action)}".`);
		this.onChange();
	}

	/** Closes a form without sending it. */
	close(view: string): void {
		this.opened(view).isOpen = false;
		this.onChange();
	}

	/** What Slack sends of a press; the trigger and the response_url in it are good from now on. */
	pressPayload({ channel: channelId, ts, action, user }: PressOf): BlockAction<ButtonAction> {
		const channel = this.store.channel(channelId);
		const message = this.store.message(channel.id, ts);
		const { block, button } = buttonOf(message, action);
		const at = this.now();
		const path = `/actions/${teamId}/${at}/${randomBytes(12).toString('hex')}`;
		const where = { channel: channel.id, ts };
		this.store.state.responseUrls.push({ path, ...where, userId: user, at, uses: 0 });
		return {
			type: 'block_actions',
			team,
			user: presser(user),
			api_app_id: bot.appId,
			token: 'sandbox',
			container: { type: 'message', message_ts: ts, channel_id: channel.id, is_ephemeral: false },
			trigger_id: this.trigger(user, at),
			channel: { id: channel.id, name: channel.name },
			message: { ...message, metadata: undefined },
			response_url: `https://${sandboxHosts.slackHooks}${path}`,
			actions: [
				{
					type: 'button',
					block_id: textOr(block.block_id, ''),
					action_id: action,
					text: button.text as unknown as ButtonAction['text'],
					...(typeof button.value === 'string' ? { value: button.value } : {}),
					...(typeof button.url === 'string' ? { url: button.url } : {}),
					action_ts: (at / 1_000).toFixed(6),
				},
			],
		};
	}

	private formPayload({ view, userId }: OpenedView, { values }: FormOf): ViewSubmitAction {
		const state = {
			values: Object.fromEntries(inputsOf(view).map((input) => filled(input, values))),
		};
		const { id, username } = presser(userId);
		return {
			type: 'view_submission',
			team,
			user: { id, name: username, team_id: teamId },
			api_app_id: bot.appId,
			token: 'sandbox',
			trigger_id: this.trigger(userId, this.now()),
			view: { ...view, state } as unknown as ViewSubmitAction['view'],
			response_urls: [],
		};
	}

	private trigger(userId: string, at: number): string {
		const id = `${at}.${teamId.length}${this.store.state.triggers.length}.${randomBytes(8).toString('hex')}`;
		this.store.state.triggers.push({ id, userId, at });
		return id;
	}

	private update(opened: OpenedView, view: JsonObject): void {
		const problems = checkView(view);
		if (problems.length > 0) throw silent(`Slack could not show its view: ${problems.join(' ')}`);
		opened.view = asShown(view, opened.id, this.now());
	}

	private opened(id: string): OpenedView {
		const found = this.store.state.views.find((view) => view.id === id && view.isOpen);
		if (found !== undefined) return found;
		throw noSuch(`There is no open form ${id}.`);
	}

	private async tell(payload: object): Promise<Json | null> {
		if (this.hookUrl === null) throw silent('Nobody told the sandbox where the app listens.');
		const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
		const timestamp = String(Math.floor(this.now() / 1_000));
		const signature = hmac(sandboxSigningSecret, [`v0:${timestamp}:`, body], 'hex');
		let answer: Response;
		let text: string;
		try {
			answer = await fetch(this.hookUrl, {
				method: 'POST',
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'x-slack-request-timestamp': timestamp,
					'x-slack-signature': `v0=${signature}`,
				},
				body,
				signal: AbortSignal.timeout(PATIENCE_MS),
			});
			text = await answer.text();
		} catch (error) {
			throw silent(error instanceof Error ? error.message : String(error));
		} finally {
			this.onChange();
		}
		if (answer.status !== 200) throw silent(`It answered ${answer.status}.`);
		return text === '' ? null : (parseJson(text) ?? null);
	}
}

function presser(id: string) {
	const user = slackUsers.find((one) => one.id === id && !one.is_bot);
	if (user === undefined) throw noSuch(`There is no person ${id} in the workspace.`);
	return { id, username: user.name, name: user.name, team_id: teamId };
}

function buttonOf(message: Message, action: string) {
	for (const block of message.blocks ?? []) {
		const elements = [...objectsIn(block.elements), ...objectsIn([block.accessory ?? null])];
		const button = elements.find((one) => one.type === 'button' && one.action_id === action);
		if (button !== undefined) return { block, button };
	}
	throw noSuch(`The message has no button "${action}" any more.`);
}

/** The questions of a view. */
export function inputsOf(view: JsonObject): JsonObject[] {
	return objectsIn(view.blocks).filter(({ type }) => type === 'input');
}

function filled(input: JsonObject, values: Record<string, string>): [string, JsonObject] {
	const block = textOr(input.block_id, '');
	const element = isObject(input.element) ? input.element : {};
	const given = values[block] ?? '';
	const type = textOr(element.type, '');
	const option = objectsIn(element.options).find(({ value }) => value === given) ?? null;
	const value: JsonObject =
		type === 'static_select' ? { type, selected_option: option } : { type, value: given || null };
	return [block, { [textOr(element.action_id, '')]: value }];
}

function textsOf(value: Json | undefined): Record<string, string> {
	if (!isObject(value)) return {};
	return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOr(text, '')]));
}

function noSuch(why: string): MendableError {
	const mend = 'Look at the message again: it may have changed meanwhile.';
	return new MendableError('sandbox/no-button', 'Nothing was pressed.', why, mend);
}

function silent(why: string): MendableError {
	return new MendableError(
		'sandbox/app-silent',
		'The app did not take it.',
		`${why} Slack shows a warning sign then.`,
		'See whether the service runs, and look at its log.',
	);
}
