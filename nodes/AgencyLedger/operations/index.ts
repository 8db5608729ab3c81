import { answerAssignment } from './answerAssignment';
import { askForReview } from './askForReview';
import { claimFollowUp } from './claimFollowUp';
import { claimReminder } from './claimReminder';
import { enrolFollowUp } from './enrolFollowUp';
import { keepDraft } from './keepDraft';
import { makePortalLink } from './makePortalLink';
import { markDelivered } from './markDelivered';
import type { Operation } from './operation';
import { proposeMoves } from './proposeMoves';
import { read } from './read';
import { recordEvent } from './recordEvent';
import { recordMilestone } from './recordMilestone';
import { readDealFiles } from './readDealFiles';
import { readDelivery } from './readDelivery';
import { readDigest } from './readDigest';
import { readMediaCheck } from './readMediaCheck';
import { readGates } from './readGates';
import { readRoster } from './readRoster';
import { recordVerdict } from './recordVerdict';
import { release } from './release';
import { reportEnd } from './reportEnd';
import { requestMediaCheck } from './requestMediaCheck';
import { reserve } from './reserve';
import { startDelivery } from './startDelivery';
import { stopFollowUp } from './stopFollowUp';
import { tellFollowUp } from './tellFollowUp';

/** Every operation by the value of the field "Operation"; a value never changes once released. */
export const operations = {
	recordEvent,
	reportEnd,
	read,
	readRoster,
	readDigest,
	reserve,
	release,
	proposeMoves,
	answerAssignment,
	readGates,
	recordVerdict,
	askForReview,
	requestMediaCheck,
	readMediaCheck,
	enrolFollowUp,
	claimFollowUp,
	tellFollowUp,
	stopFollowUp,
	makePortalLink,
	readDealFiles,
	startDelivery,
	readDelivery,
	markDelivered,
	recordMilestone,
	keepDraft,
	claimReminder,
} satisfies Record<string, Operation>;
