import type { JsonObject } from '../../../orchestrator/src/bundle/normalise';
import { bundleWorkflow } from '../../../orchestrator/src/bundle/pack';

/** A workflow as n8n exports it: one webhook, one effect, everything n8n adds. */
export function anExport(more: JsonObject = {}): JsonObject {
	return {
		id: 'Zq1live',
		versionId: 'e2a1',
		active: true,
		createdAt: '2026-11-01T10:00:00.000Z',
		updatedAt: '2026-11-02T10:00:00.000Z',
		meta: { instanceId: 'f70acb' },
		pinData: { 'When a lead is posted': [{ json: { email: 'x@y.z' } }] },
		staticData: null,
		tags: [{ id: '1', name: 'live' }],
		name: 'Lead Intake',
		nodes: [
			{
				parameters: { path: 'lead-intake', httpMethod: 'POST', authentication: 'headerAuth' },
				id: 'n1',
				name: 'When a lead is posted',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				webhookId: 'w1',
				disabled: false,
				credentials: { httpHeaderAuth: { id: 'live1', name: 'Lead Intake Secret' } },
			},
			{
				parameters: { workflowId: { __rl: true, mode: 'id', value: 'Sub1' } },
				id: 'n2',
				name: 'Hand the lead over',
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				position: [200, 0],
			},
		],
		connections: {
			'When a lead is posted': { main: [[{ node: 'Hand the lead over', type: 'main', index: 0 }]] },
		},
		settings: {
			executionOrder: 'v1',
			errorWorkflow: 'Err1',
			callerPolicy: 'workflowsFromSameOwner',
		},
		...more,
	};
}

/** The three workflows of a small bundle: intake calls work, both hand errors to a third. */
export function aBundle() {
	const one = (id: string, type: string, settings: JsonObject, parameters: JsonObject = {}) => ({
		name: id,
		nodes: [{ id: `${id}-1`, name: 'Start', type, typeVersion: 1, position: [0, 0], parameters }],
		connections: {},
		settings,
	});
	return [
		bundleWorkflow('Intake1', anExport({ name: 'Lead Intake' })),
		bundleWorkflow(
			'Sub1',
			one('Lead Qualification', 'n8n-nodes-base.executeWorkflowTrigger', { errorWorkflow: 'Err1' }),
		),
		bundleWorkflow('Err1', one('Workflow Failures', 'n8n-nodes-base.errorTrigger', {})),
	];
}
