import type { GateTexts } from './gateTexts';

const some = (count: number, one: string, more: string) =>
	count === 1 ? `1 ${one}` : `${count} ${more}`;

/** The words of the gates in English. */
export const en: GateTexts = {
	gates: { machine: 'Gate 1 (measured)', peer: 'Gate 2 (peer)', senior: 'Gate 3 (senior)' },
	outcomes: { pass: 'passes', fail: 'fails', 'needs-review': 'needs a person' },
	finding: ({ rule, at, expected, actual, pack }) =>
		`${rule}${at === '' ? '' : ` at ${at}`}: ${actual || 'not as wanted'}${expected === '' ? '' : `, wanted ${expected}`}${pack === '' ? '' : ` (${pack})`}`,
	waived: (finding, { by, reason, until }) =>
		`${finding}. Waived by ${by}${until === '' ? '' : ` until ${until}`}: ${reason}`,
	unmeasured: (what) => `${what} could not be measured, so nobody knows whether it is right`,
	clean: (packs) => `Nothing is wrong by ${packs}`,
	unchecked: 'The file was checked against no spec pack, so nothing is known of it',
	fix: (how) => `How: ${how}`,
	more: (count) =>
		`${count} more findings are not listed here: nobody can say that they are all waived`,
	unexplained: (verdict) => `The check itself says that the file ${verdict}, and does not say why`,
	changed: 'There is a newer version of the file: this one is out of the running',
	review: {
		unchanged: {
			ok: () => 'The file is the very one that was asked about',
			no: () => 'The file has changed since: what was said holds for the old version only',
			unknown: () => 'Nobody knows which version is the newest',
		},
		order: {
			ok: ({ before }) => `${before} was passed before by this very file`,
			no: ({ before }) => `This very file has not passed ${before}, which comes first`,
			unknown: ({ before }) => `Nobody knows of ${before}, which comes first`,
		},
		author: {
			ok: ({ reviewer }) => `${reviewer} did not make the file`,
			no: ({ reviewer }) => `${reviewer} made the file: somebody else must look at it`,
			unknown: () =>
				'Nobody knows who made the file, so it cannot be said that somebody else looked',
		},
		others: {
			ok: ({ reviewer }) => `${reviewer} answered at no other gate of this file`,
			no: ({ reviewer }) => `${reviewer} answered at another gate: peer and senior are two people`,
			unknown: ({ reviewer }) => `Nobody knows whether ${reviewer} answered at another gate`,
		},
		level: {
			ok: ({ reviewer, skill, has, wants }) =>
				`${reviewer} has level ${has} in ${skill}, level ${wants} is needed`,
			no: ({ reviewer, skill, has, wants }) =>
				`${reviewer} has level ${has} in ${skill}, and level ${wants} is needed`,
			unknown: ({ reviewer, skill }) => `Nobody knows ${reviewer}'s level in ${skill}`,
		},
		checklist: {
			ok: () => 'Every point of the checklist is right',
			no: ({ points }) => `Not right on the checklist: ${points}`,
			unknown: ({ points }) => `Not answered on the checklist: ${points}`,
		},
		answer: {
			ok: ({ reviewer }) => `${reviewer} approves`,
			no: ({ reviewer, note }) => `${reviewer} asks for changes${note === '' ? '' : `: ${note}`}`,
			unknown: ({ reviewer }) => `${reviewer} has not answered`,
		},
	},
	flips: {
		mended: (rule) => `${rule} is mended`,
		measured: (what) => `${what} is measured and right`,
		waiverEnds: (rule) => `the waiver of ${rule} ends`,
	},
	by: (count) => some(count, 'thing', 'things'),
	byWaivers: (count) => some(count, 'waiver', 'waivers'),
	ask: (what) => `Measured or waived for this file, ${what} would no longer stand in the way`,
	risk: {
		newClient: {
			yes: 'The client is new',
			no: 'We know the client',
			unknown: 'Nobody knows whether the client is new',
		},
		firstProject: {
			yes: 'It is the first project for this client',
			no: 'There were projects for this client before',
			unknown: 'Nobody knows whether it is the first project for this client',
		},
		value: {
			yes: 'The price is high',
			no: 'The price is not high',
			unknown: 'The price is not known',
		},
		cycles: {
			yes: 'It was sent back before',
			no: 'It was not sent back before',
			unknown: 'Nobody knows whether it was sent back before',
		},
	},
	depths: {
		full: 'full checklist and a second look',
		standard: 'usual checklist',
		short: 'short checklist',
	},
	brief: {
		goal: (text) => `It does what it is for: ${text}`,
		audience: (text) => `It speaks to ${text}`,
		tone: (text) => `The tone is ${text}`,
		callToAction: (text) => `It ends in the call to action “${text}”`,
		language: (text) => `Speech, titles and captions are in ${text}`,
		mustHave: (text) => `It has: ${text}`,
		mustNot: (text) => `It does not have: ${text}`,
		deliverable: (text) => `It fits the deliverable: ${text}`,
		unmeasured: (what) => `Look yourself: ${what} could not be measured`,
		waived: (rule, reason) => `${rule} was waived (${reason}): is that still all right?`,
	},
};
