/** What clients hear of, in the order in which a project comes to it; a delay can come at any time. */
export const milestones = [
	'brief-received',
	'team-assigned',
	'preview-ready',
	'revision-received',
	'approved',
	'delivered',
	'invoice',
	'invoice-reminder',
	'delay',
] as const;

/** Something that clients hear of. */
export type Milestone = (typeof milestones)[number];

/** What a milestone's mail cannot do without, and what it must wait for. */
export interface MilestoneNeeds {
	/** Whether the mail leads somewhere. */
	link: 'required' | 'optional';
	/** Details it cannot be written without. */
	details: readonly NeededDetail[];
	/** Whether a person must say yes before it goes out. */
	approval: boolean;
}

/** Details that a milestone may not be announced without. */
export type NeededDetail = 'people' | 'amount' | 'dueAt' | 'expectedAt';

/** What each milestone needs. */
export const needsOf: Readonly<Record<Milestone, MilestoneNeeds>> = {
	'brief-received': { link: 'optional', details: [], approval: false },
	'team-assigned': { link: 'optional', details: ['people'], approval: false },
	'preview-ready': { link: 'required', details: [], approval: false },
	'revision-received': { link: 'optional', details: [], approval: false },
	approved: { link: 'optional', details: [], approval: false },
	delivered: { link: 'required', details: [], approval: false },
	invoice: { link: 'required', details: ['amount', 'dueAt'], approval: false },
	'invoice-reminder': { link: 'required', details: ['amount', 'dueAt'], approval: false },
	// Bad news is never sent by a machine alone.
	delay: { link: 'optional', details: ['expectedAt'], approval: true },
};
