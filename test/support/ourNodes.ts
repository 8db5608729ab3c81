import type { INodeType } from 'n8n-workflow';

import { AgencyEffect } from '../../nodes/AgencyEffect/AgencyEffect.node';
import { AgencyLedger } from '../../nodes/AgencyLedger/AgencyLedger.node';
import { AgencyLedgerTrigger } from '../../nodes/AgencyLedgerTrigger/AgencyLedgerTrigger.node';
import { ClientMilestone } from '../../nodes/ClientMilestone/ClientMilestone.node';
import { Delivery } from '../../nodes/Delivery/Delivery.node';
import { FollowUpSequence } from '../../nodes/FollowUpSequence/FollowUpSequence.node';
import { LeadScoring } from '../../nodes/LeadScoring/LeadScoring.node';
import { ProjectRouting } from '../../nodes/ProjectRouting/ProjectRouting.node';
import { QualityGate } from '../../nodes/QualityGate/QualityGate.node';

/** The pack's node classes by the type that they have in an n8n. */
export const ourNodes: Record<string, INodeType> = {
	'n8n-nodes-agency-ops.agencyEffect': new AgencyEffect(),
	'n8n-nodes-agency-ops.agencyLedger': new AgencyLedger(),
	'n8n-nodes-agency-ops.agencyLedgerTrigger': new AgencyLedgerTrigger(),
	'n8n-nodes-agency-ops.clientMilestone': new ClientMilestone(),
	'n8n-nodes-agency-ops.delivery': new Delivery(),
	'n8n-nodes-agency-ops.followUpSequence': new FollowUpSequence(),
	'n8n-nodes-agency-ops.leadScoring': new LeadScoring(),
	'n8n-nodes-agency-ops.projectRouting': new ProjectRouting(),
	'n8n-nodes-agency-ops.qualityGate': new QualityGate(),
};
