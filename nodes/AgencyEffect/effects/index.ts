import { clickUpTask } from './clickUpTask';
import type { EffectModule } from './effectModule';
import { email } from './email';
import { hubspotContact } from './hubspotContact';
import { hubspotDeal } from './hubspotDeal';
import { record } from './record';
import { slackMessage } from './slackMessage';

/** Every effect by the value of the node's "Effect" field; values never change once released. */
export const effects = {
	clickUpTask,
	email,
	hubspotContact,
	hubspotDeal,
	record,
	slackMessage,
} satisfies Record<string, EffectModule>;

/** A value of the node's "Effect" field. */
export type EffectName = keyof typeof effects;
