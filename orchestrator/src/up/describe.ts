import { strongestReasons } from '../../../nodes/domain/decision';
import type { Lead } from '../../../nodes/domain/lead/schema';
import type { LeadDecision } from '../../../nodes/domain/lead/scoreLead';
import type { ListedExecution } from '../adapters/n8n/api';
import { secretsFile } from '../config';
import type { EffectView } from './firstLead';
import type { Stack } from './stack';

const names: Record<string, string> = {
	'hubspot.contact': 'HubSpot contact',
	'hubspot.deal': 'HubSpot deal',
	'clickup.task': 'ClickUp task',
	'slack.message': 'Slack message',
	mail: 'E-mail',
};

/** What came of a lead, as `npm start` prints it: score, reasons, receipts, the execution. */
export function describeLead(
	{ settings }: Stack,
	lead: Lead,
	decision: LeadDecision,
	done: readonly EffectView[],
	execution: ListedExecution,
): string {
	const who = [lead.name, lead.company?.name].filter(Boolean).join(' · ');
	const rows: Array<[string, string]> = [
		['Lead', who],
		['Score', describeScore(decision)],
		...strongestReasons(decision.reasons).map(({ contribution, text }, index): [string, string] => [
			index === 0 ? 'Because' : '',
			`${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(2)}  ${text}`,
		]),
		...done.map(({ kind, receipt }): [string, string] => [
			names[kind] ?? kind,
			describeReceipt(receipt ?? {}),
		]),
		[
			'n8n execution',
			`${execution.status}  ${settings.n8n.url}/workflow/${execution.workflowId}/executions/${execution.id}`,
		],
	];
	return printRows(rows);
}

/** Where to look next, and how to get in. */
export function describePlaces({ settings }: Stack): string {
	const forms = ['start-a-project', 'empieza-un-proyecto', 'start-et-projekt'];
	return [
		'',
		printRows([
			['Canvas', settings.n8n.url],
			['', `sign in as ${settings.n8n.ownerEmail}`],
			['', `the password is n8nOwnerPassword in ${secretsFile(settings.home)}`],
			...(settings.sandbox === null
				? []
				: [['Sandbox viewer', `http://127.0.0.1:${settings.sandbox.viewerPort}`] as const]),
			['Service', settings.service.url],
			...forms.map((form, index): readonly [string, string] => [
				index === 0 ? 'Forms' : '',
				`${settings.n8n.url}/form/${form}`,
			]),
		]),
		'',
		'Running until Ctrl-C.',
	].join('\n');
}

function describeScore({ score, tier, probability }: LeadDecision): string {
	const percent = (share: number) => `${Math.round(share * 100)}%`;
	if (probability === null) return tier;
	const { value, low, high } = probability;
	return `${score} of 100, ${tier}; chance ${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function describeReceipt(receipt: Record<string, unknown>): string {
	const { id, ts, messageId, url } = receipt;
	return [id ?? ts ?? messageId, url].filter(Boolean).join('  ');
}

/** Two columns; the first as wide as its longest entry. */
function printRows(rows: ReadonlyArray<readonly [string, string]>): string {
	const width = Math.max(...rows.map(([name]) => name.length));
	return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}
