import { MendableError } from '../../../../nodes/domain/errors';
import { clickupAssign, clickupClose, clickupDates } from './clickupChangeKinds';
import { clickupTask } from './clickupKind';
import { clickupStatus } from './clickupStatusKind';
import { hubspotDealChange, hubspotOwner } from './hubspotChangeKinds';
import { clickupFolder, clickupList } from './clickupPlaceKinds';
import { frameioComment } from './frameioCommentKind';
import { frameioProject } from './frameioKind';
import { frameioShare } from './frameioShareKind';
import { frameioStatus } from './frameioStatusKind';
import { hubspotContact, hubspotDeal } from './hubspotKinds';
import type { EffectKind } from './kind';
import { mail } from './mailKind';
import { record } from './recordKind';
import { slackDelete } from './slackDeleteKind';
import { slackDirect } from './slackDirectKind';
import { slackMessage } from './slackKind';
import { slackUpdate } from './slackUpdateKind';
import { stripeInvoice } from './stripeInvoiceKind';

/** Every kind of effect the service can do, by its name. */
export const effectKinds: ReadonlyMap<string, EffectKind> = new Map(
	[
		hubspotContact,
		hubspotDeal,
		hubspotOwner,
		hubspotDealChange,
		slackMessage,
		slackDirect,
		slackUpdate,
		slackDelete,
		clickupTask,
		clickupAssign,
		clickupClose,
		clickupDates,
		clickupStatus,
		clickupFolder,
		clickupList,
		frameioProject,
		frameioComment,
		frameioStatus,
		frameioShare,
		stripeInvoice,
		mail,
		record,
	].map((kind) => [kind.kind, kind]),
);

/**
 * Finds a kind by its name.
 *
 * @throws MendableError `effect/unknown-kind`
 */
export function effectKindOf(name: string): EffectKind {
	const kind = effectKinds.get(name);
	if (kind !== undefined) return kind;
	throw new MendableError(
		'effect/unknown-kind',
		`The service cannot do "${name}".`,
		`It can do ${[...effectKinds.keys()].join(', ')}.`,
		'Correct the kind, or update the service if the node is newer than it.',
	);
}
