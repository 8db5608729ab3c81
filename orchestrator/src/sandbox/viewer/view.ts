import { sandboxSlack } from '../accounts';
import { presentFolderOf } from '../clickup/folders';
import { presentTask } from '../clickup/presentTask';
import { presentSpaceOf } from '../clickup/spaces';
import { ClickUpStore } from '../clickup/store';
import type { SandboxState } from '../index';
import type { HubSpotState } from '../hubspot/model';
import type { RecordedRequest } from '../types';
import { viewForms } from './formView';
import { viewFrameio } from './frameioView';
import { slackPeople, viewSlack } from './slackView';
import { viewStorage } from './storageView';
import { viewStripe } from './stripeView';

/** Records of a kind that the page is given: the newest ones. */
const most = 200;

/** Everything the page draws but the requests: the newest records of each kind, newest first. */
export function viewOf(state: SandboxState) {
	return {
		slack: {
			workspace: sandboxSlack.teamName,
			channels: viewSlack(state.slack, most),
			people: slackPeople,
			forms: viewForms(state.slack),
		},
		mail: { total: state.mail.messages.length, messages: newest(state.mail.messages) },
		hubspot: viewHubSpot(state.hubspot),
		clickup: viewClickUp(state),
		frameio: viewFrameio(state.frameio),
		stripe: viewStripe(state.stripe),
		storage: viewStorage(state.storage),
	};
}

/** A request without its bodies. */
export function viewRequest({ id, at, host, method, path, status, ms, ...rest }: RecordedRequest) {
	const { fault = null, refused = false, violations } = rest;
	return { id, at, host, method, path, status, ms, fault, refused, violations: violations.length };
}

/** Whether a text occurs anywhere in a request. */
export function mentions(request: RecordedRequest, text: string): boolean {
	const { host, path, requestBody, responseBody } = request;
	const wanted = text.toLowerCase();
	return [`${host}${path}`, requestBody, responseBody].some((part) =>
		part.toLowerCase().includes(wanted),
	);
}

const newest = <Item>(items: readonly Item[]): Item[] => items.slice(-most).reverse();

function viewHubSpot(state: HubSpotState) {
	const live = <Item extends { archived: boolean }>(items: Item[]) =>
		items.filter(({ archived }) => !archived);
	const linked = (from: 'contacts' | 'deals', id: string, to: 'contacts' | 'deals') =>
		state.associations
			.filter((link) => link.fromType === from && link.fromId === id && link.toType === to)
			.map(({ toId }) => {
				const { properties = {} } = state[to].find((object) => object.id === toId) ?? {};
				const name =
					to === 'deals' ? properties.dealname : (nameOf(properties) ?? properties.email);
				return { id: toId, name: name ?? toId };
			});
	const stagesOf = (pipelineId = 'default') =>
		state.pipelines.deals
			.find(({ id }) => id === pipelineId)
			?.stages.map(({ id, label }) => ({ id, label })) ?? [];
	const stageName = (pipelineId: string | undefined, stageId = '') =>
		stagesOf(pipelineId).find(({ id }) => id === stageId)?.label ?? stageId;
	return {
		totals: { contacts: live(state.contacts).length, deals: live(state.deals).length },
		contacts: newest(live(state.contacts)).map((contact) => ({
			...contact,
			name: nameOf(contact.properties) ?? '',
			deals: linked('contacts', contact.id, 'deals'),
		})),
		deals: newest(live(state.deals)).map((deal) => ({
			...deal,
			stage: stageName(deal.properties.pipeline, deal.properties.dealstage),
			stages: stagesOf(deal.properties.pipeline),
			contacts: linked('deals', deal.id, 'contacts'),
		})),
	};
}

function nameOf({ firstname = '', lastname = '' }: Record<string, string>): string | undefined {
	const name = `${firstname} ${lastname}`.trim();
	return name === '' ? undefined : name;
}

function viewClickUp({ clickup }: SandboxState) {
	const store = new ClickUpStore();
	store.restore(clickup);
	return clickup.lists.map((list) => {
		const { id, name, content } = list;
		const tasks = clickup.tasks.filter((task) => task.listId === id);
		return {
			id,
			name,
			content,
			where: [presentSpaceOf(store, list).name, presentFolderOf(store, list).name],
			total: tasks.length,
			tasks: newest(tasks).map((task) => presentTask(store, task)),
		};
	});
}
