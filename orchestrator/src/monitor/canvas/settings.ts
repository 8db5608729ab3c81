import type { Check } from '../check';
import { finding, ok } from '../check';
import type { SeenWorkflow } from './seen';
import { hasOurNodes } from './seen';

const ERROR_TRIGGER = 'n8n-nodes-base.errorTrigger';
const LEDGER_TRIGGER = 'n8n-nodes-agency-ops.agencyLedgerTrigger';

/** Who hears of a failure, and what is left to look at afterwards. */
export function judgeSettings(seen: readonly SeenWorkflow[]): Check[] {
	const published = seen.filter(({ isPublished }) => isPublished);
	const handlers = new Set(published.filter(isHandler).map(({ id }) => id));
	const checks = published.flatMap((each) => [
		...judgeErrorWorkflow(each, handlers),
		...judgeSaving(each),
	]);
	const about = 'Settings';
	return checks.length > 0 || published.length === 0
		? checks
		: [ok(about, 'each published workflow has its error workflow and keeps what failed')];
}

function judgeErrorWorkflow(seen: SeenWorkflow, handlers: ReadonlySet<string>): Check[] {
	if (isHandler(seen)) return [];
	const { name, workflow } = seen;
	const named = workflow.settings.errorWorkflow;
	const level = hasOurNodes(seen) ? 'warning' : 'note';
	const mend = 'Choose "Workflow Failures" as its error workflow in n8n, under Settings.';
	if (typeof named !== 'string' || named === '') {
		return [finding(level, 'Settings', `nobody hears when "${name}" fails`, mend)];
	}
	if (handlers.has(named)) return [];
	const says = `"${name}" names an error workflow that is not published or has no Error Trigger`;
	return [finding('failed', 'Settings', says, mend)];
}

function judgeSaving(seen: SeenWorkflow): Check[] {
	const { name, workflow } = seen;
	const { saveDataErrorExecution: failed, saveDataSuccessExecution: done } = workflow.settings;
	const checks: Check[] = [];
	if (failed === 'none') {
		const says = `"${name}" keeps nothing of what fails: it can be neither looked at nor retried`;
		const mend = 'Save failed production executions in n8n, under Settings of the workflow.';
		checks.push(finding(hasOurNodes(seen) ? 'failed' : 'note', 'Settings', says, mend));
	}
	if (done === 'none' && workflow.nodes.some(({ type }) => type === LEDGER_TRIGGER)) {
		const says = `"${name}" keeps nothing of what succeeds: whether an execution crashed cannot be told`;
		const mend = 'Save successful production executions in n8n, under Settings of the workflow.';
		checks.push(finding('warning', 'Settings', says, mend));
	}
	return checks;
}

function isHandler({ workflow }: SeenWorkflow): boolean {
	return workflow.nodes.some(({ type, disabled }) => type === ERROR_TRIGGER && disabled !== true);
}
