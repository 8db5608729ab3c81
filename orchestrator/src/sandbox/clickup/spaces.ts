import { isObject, textOr } from '../json';
import { flagInQuery, mustBeOurTeam, type Call, type Handler } from './call';
import { ClickUpError } from './errors';
import type { Space, Status } from './model';
import type { ClickUpStore } from './store';

/** What a new space begins with (the examples of ClickUp's own API v2 description of July 2026). */
const firstStatuses: readonly Status[] = [
	{ status: 'to do', type: 'open', color: '#d3d3d3' },
	{ status: 'complete', type: 'closed', color: '#6bc950' },
];

/** GET a workspace's spaces. */
export const listSpaces: Handler = (call) => {
	mustBeOurTeam(call);
	const archived = flagInQuery(call, 'archived');
	const found = call.store.state.spaces.filter((space) => space.archived === archived);
	return { spaces: found.map(presentSpace) };
};

/** GET one space. */
export const readSpace: Handler = (call) => presentSpace(spaceIn(call));

/** POST a space; its statuses cannot be given. That names are unique is the stand-in's own bound. */
export const createSpace: Handler = (call) => {
	mustBeOurTeam(call);
	const name = textOr(call.body.name, '').trim();
	if (name === '') throw new ClickUpError(400, 'Space name invalid', 'PROJ_001');
	if (!isObject(call.body.features)) throw new ClickUpError(400, 'Features missing', 'PROJ_002');
	const { spaces } = call.store.state;
	if (spaces.some((space) => space.name === name)) {
		throw new ClickUpError(400, 'Space name taken', 'PROJ_003');
	}
	const id = String(90_120_100_000 + call.store.nextNumber());
	const statuses = firstStatuses.map((status) => ({ ...status }));
	const space: Space = { id, name, archived: false, statuses };
	spaces.push(space);
	call.store.onHappening({ event: 'spaceCreated', id, at: call.at });
	return presentSpace(space);
};

/** DELETE a space with all in it. */
export const deleteSpace: Handler = (call) => {
	const { id } = spaceIn(call);
	call.store.removeSpace(id);
	call.store.onHappening({ event: 'spaceDeleted', id, at: call.at });
	return {};
};

/** The space a path names; @throws ClickUpError 404 */
export const spaceIn = (call: Call): Space => call.store.space(call.params.space_id ?? '');

/** A place's space, as answers carry it. */
export function presentSpaceOf(store: ClickUpStore, { spaceId }: { spaceId: string }) {
	return { id: spaceId, name: store.space(spaceId).name, access: true };
}

/** Statuses as answers carry them. */
export function presentStatuses(placeId: string, statuses: readonly Status[]) {
	return statuses.map((status, orderindex) => ({
		id: `p${placeId}_${orderindex}`,
		...status,
		orderindex,
	}));
}

const enabled = { enabled: true };

const presentSpace = ({ id, name, archived, statuses }: Space) => ({
	id,
	name,
	private: false,
	color: '#5f55ee',
	avatar: `https://attachments.clickup.com/spaces/${id}.jpg`,
	admin_can_manage: true,
	archived,
	statuses: presentStatuses(id, statuses),
	multiple_assignees: true,
	features: {
		due_dates: {
			enabled: true,
			start_date: true,
			remap_due_dates: false,
			remap_closed_due_date: false,
		},
		sprints: { enabled: false },
		points: { enabled: false },
		custom_items: { enabled: false },
		time_tracking: enabled,
		tags: enabled,
		time_estimates: enabled,
		checklists: enabled,
		zoom: { enabled: false },
		milestones: { enabled: false },
		custom_fields: enabled,
		remap_dependencies: { enabled: false },
		dependency_warning: enabled,
		multiple_assignees: enabled,
		portfolios: { enabled: false },
		emails: { enabled: false },
	},
});
