import type { WebhookEvent } from '../../../../nodes/domain/frameio/events';
import { isObject, textOr, textsIn } from '../json';
import { nameIn, type Call, type Handler } from './call';
import { FrameioError } from './errors';
import type { Share } from './model';
import { page, sorted } from './paging';
import { iso } from './presentAsset';
import { projectIn } from './projects';

/** Longest name, and most assets of one share (Frame.io's own description of V4, July 2026). */
const bounds = { name: 175, assets: 100 } as const;

/** POST a share of assets of a project. */
export const createShare: Handler = (call) => {
	const { store, at, data } = call;
	const project = projectIn(call);
	const ids = textsIn(data.asset_ids);
	if (ids.length > bounds.assets) throw new FrameioError(422, 'too many', '/data/asset_ids');
	for (const id of ids) store.asset(id);
	const { access } = data;
	if (access !== 'public' && access !== 'secure') {
		throw new FrameioError(422, 'must be public or secure', '/data/access');
	}
	const share: Share = {
		id: store.nextId('c1'),
		projectId: project.id,
		name: nameIn(call, bounds.name),
		description: textOr(data.description, null),
		access,
		isDownloadable: data.downloading_enabled === true,
		expiration: textOr(data.expiration, null),
		assetIds: ids,
		reviewers: [],
		createdAt: at,
		updatedAt: at,
	};
	store.state.shares.push(share);
	tell(call, 'share.created', share);
	return { data: present(share) };
};

/** GET the shares of a project, a page at a time. */
export const listShares: Handler = (call) => {
	const { id } = projectIn(call);
	const ours = call.store.state.shares.filter(({ projectId }) => projectId === id);
	return page(call, sorted(call, ours), present);
};

/** GET one share. */
export const readShare: Handler = (call) => ({ data: present(shareIn(call)) });

/** PATCH a share. */
export const updateShare: Handler = (call) => {
	const { data, at } = call;
	const share = shareIn(call);
	if (data.name !== undefined) share.name = nameIn(call, bounds.name);
	if (data.description !== undefined) share.description = textOr(data.description, null);
	if (data.access === 'public' || data.access === 'secure') share.access = data.access;
	if (typeof data.downloading_enabled === 'boolean') {
		share.isDownloadable = data.downloading_enabled;
	}
	if (data.expiration !== undefined) share.expiration = textOr(data.expiration, null);
	share.updatedAt = at;
	tell(call, 'share.updated', share);
	return { data: present(share) };
};

/** DELETE a share; what it showed stays. */
export const deleteShare: Handler = (call) => {
	const share = shareIn(call);
	tell(call, 'share.deleted', share);
	call.store.state.shares = call.store.state.shares.filter((one) => one !== share);
	return undefined;
};

/** POST one asset more into a share. */
export const addAsset: Handler = (call) => {
	const share = shareIn(call);
	const { id } = call.store.asset(textOr(call.data.asset_id, ''));
	share.assetIds = [...new Set([...share.assetIds, id])];
	share.updatedAt = call.at;
	tell(call, 'share.updated', share);
	return { data: { ...present(share), asset_added: id } };
};

/** DELETE an asset out of a share. */
export const removeAsset: Handler = (call) => {
	const share = shareIn(call);
	const id = call.params.asset_id ?? '';
	if (!share.assetIds.includes(id)) throw new FrameioError(404, 'Asset not found');
	share.assetIds = share.assetIds.filter((one) => one !== id);
	share.updatedAt = call.at;
	tell(call, 'share.updated', share);
	return { data: { ...present(share), asset_removed: id } };
};

/** POST reviewers of a secure share. */
export const addReviewers: Handler = (call) => {
	const share = shareIn(call);
	share.reviewers = [...new Set([...share.reviewers, ...reviewersIn(call)])];
	return undefined;
};

/** DELETE reviewers of a share. */
export const removeReviewers: Handler = (call) => {
	const share = shareIn(call);
	const gone = new Set(reviewersIn(call));
	share.reviewers = share.reviewers.filter((one) => !gone.has(one));
	return undefined;
};

/** GET the reviewers of a share. */
export const listReviewers: Handler = (call) => ({
	data: shareIn(call).reviewers.map((one) => ({
		id: one.includes('@') ? null : one,
		name: one,
		email: one.includes('@') ? one : '',
		avatar_url: null,
		active: false,
	})),
});

function reviewersIn({ data }: Call): string[] {
	const { reviewers } = data;
	if (!isObject(reviewers)) throw new FrameioError(422, 'Missing field', '/data/reviewers');
	return ['emails', 'user_ids', 'adobe_user_ids'].flatMap((kind) => textsIn(reviewers[kind]));
}

const shareIn = (call: Call): Share => call.store.share(call.params.share_id ?? '');

const tell = ({ store, at }: Call, event: WebhookEvent, { id, projectId }: Share) =>
	store.tellOf(event, 'share', id, projectId, at);

const present = (share: Share) => ({
	id: share.id,
	name: share.name,
	description: share.description,
	// Frame.io keeps what a share shows in a collection; the stand-in's has the share's own id.
	collection_id: share.id,
	short_url: `https://f.io/${share.id.slice(-8)}`,
	access: share.access,
	enabled: share.isOn ?? true,
	commenting_enabled: true,
	downloading_enabled: share.isDownloadable,
	expiration: share.expiration,
	last_viewed_at: null,
	created_at: iso(share.createdAt),
	updated_at: iso(share.updatedAt),
});
