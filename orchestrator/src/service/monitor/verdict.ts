import type { FindingView, MonitorView } from './report';

/** The worst there is, in a few words. */
export interface Verdict {
	tone: 'good' | 'attention' | 'urgent';
	says: string;
}

/** What is judged: all that the monitor knows. */
type Judged = Pick<MonitorView, 'alerts' | 'findings' | 'isLate' | 'lastSweep'>;

/**
 * Whether all is well, and if not the first thing that is wrong; the same for the page and the command.
 *
 * @param findings what inbox and effects need of a person, as `findingsOf` gives it
 */
export function verdictOf(view: Judged, findings: readonly string[]): Verdict {
	const wrong = (level: string) => view.alerts.filter((alert) => alert.level === level);
	const [first, ...others] = [...wrong('urgent'), ...wrong('attention')];
	if (first !== undefined) {
		const more = others.length === 0 ? '' : `, and ${others.length} more`;
		return { tone: first.level === 'urgent' ? 'urgent' : 'attention', says: first.title + more };
	}
	if (view.isLate) {
		const since = view.lastSweep?.endedAt.slice(0, 16).replace('T', ' ') ?? '';
		return { tone: 'attention', says: `Nobody has watched since ${since}Z` };
	}
	const [finding] = findings;
	if (finding !== undefined) return { tone: 'attention', says: finding.split(':')[0] ?? '' };
	const [difference, ...differences] = view.findings.filter(isPersons);
	if (difference !== undefined) {
		const more = differences.length === 0 ? '' : `, and ${differences.length} more`;
		return { tone: 'attention', says: `${titleOf(difference)}${more}` };
	}
	return { tone: 'good', says: 'All is well' };
}

/** Whether a difference needs somebody: what a person changed is theirs. */
export function isPersons({ class: sort }: FindingView): boolean {
	return sort !== 'changed';
}

/** Services as people write them. */
const names: Record<string, string> = {
	clickup: 'ClickUp',
	slack: 'Slack',
	hubspot: 'HubSpot',
	frameio: 'Frame.io',
	stripe: 'Stripe',
	storage: 'Storage',
	mail: 'Mail',
};

/** A service's name as people write it. */
export const nameOf = (service: string) => names[service] ?? 'Ledger';

/** What a difference is, in a few words. */
export function titleOf({ class: sort, service, thing }: FindingView): string {
	return `${nameOf(service)} ${thing}: ${sort}`;
}
