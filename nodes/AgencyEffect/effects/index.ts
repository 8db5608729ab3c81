import { clickUpAssign } from './clickUpAssign';
import { clickUpClose } from './clickUpClose';
import { clickUpDates } from './clickUpDates';
import { clickUpFolder } from './clickUpFolder';
import { clickUpList } from './clickUpList';
import { clickUpStatus } from './clickUpStatus';
import { clickUpTask } from './clickUpTask';
import type { EffectModule } from './effectModule';
import { email } from './email';
import { frameIoComment } from './frameIoComment';
import { frameIoProject } from './frameIoProject';
import { frameIoShare } from './frameIoShare';
import { frameIoStatus } from './frameIoStatus';
import { hubspotContact } from './hubspotContact';
import { hubspotDeal } from './hubspotDeal';
import { hubspotDealChange } from './hubspotDealChange';
import { hubspotOwner } from './hubspotOwner';
import { record } from './record';
import { slackDirect } from './slackDirect';
import { slackMessage } from './slackMessage';
import { slackUpdate } from './slackUpdate';
import { stripeInvoice } from './stripeInvoice';

/** Every effect by the value of the node's "Effect" field; values never change once released. */
export const effects = {
	clickUpAssign,
	clickUpClose,
	clickUpDates,
	clickUpFolder,
	clickUpList,
	clickUpStatus,
	clickUpTask,
	email,
	frameIoComment,
	frameIoProject,
	frameIoShare,
	frameIoStatus,
	hubspotContact,
	hubspotDeal,
	hubspotDealChange,
	hubspotOwner,
	record,
	slackDirect,
	slackMessage,
	slackUpdate,
	stripeInvoice,
} satisfies Record<string, EffectModule>;

/** A value of the node's "Effect" field. */
export type EffectName = keyof typeof effects;
