import type { MilestoneWhy } from './why';

/** The words for the team in English. */
export const en: MilestoneWhy = {
	milestones: {
		'brief-received': 'Brief received',
		'team-assigned': 'Team assigned',
		'preview-ready': 'Preview ready',
		'revision-received': 'Notes received',
		approved: 'Approved',
		delivered: 'Delivered',
		invoice: 'Invoice',
		'invoice-reminder': 'Reminder of an invoice',
		delay: 'Delay',
	},
	languages: { en: 'English', es: 'Spanish', da: 'Danish' },
	language: {
		client: (language) => `${language}, because it is the client's own`,
		country: (language, from) => `${language}, because the client is in ${from}`,
		default: (language) => `${language}, because nobody knows the client's language or country`,
	},
	zone: {
		client: (zone) => `By the clock of ${zone}, which is the client's own`,
		country: (zone, from) => `By the clock of ${zone}, because the client is in ${from}`,
		default: (zone) => `By the clock of ${zone}, because nobody knows the client's zone`,
	},
	hours: {
		open: (at) => `It is ${at} with the client, within working hours: it goes out now`,
		urgent: 'It is urgent: it goes out now, whatever the time is with the client',
		hour: (at) => `The client is not at work: it goes out ${at}`,
		weekend: (at) => `The client has no working day: it goes out ${at}`,
		holiday: (at) => `The client has a holiday: it goes out ${at}`,
		never: 'None of the next 30 days has working hours of the client',
	},
	recipient: {
		ok: (email) => `It goes to ${email}`,
		none: 'Nobody knows the e-mail address of the client',
		invalid: (given) => `${given} is no e-mail address`,
	},
	project: { none: 'The project has no name that the client knows' },
	link: {
		ok: (host) => `It leads to ${host}`,
		unneeded: 'It leads nowhere, and need not',
		none: 'The link is missing, without which the mail is of no use',
		refused: {
			'no address': () => 'The link is no address',
			'not https': () => 'The link does not begin with https://',
			'user name': () => 'The link holds a user name or a password',
			'other host': (host) => `The link leads to ${host}, which is none of the allowed hosts`,
		},
	},
	detail: {
		people: 'Nobody knows who does the work',
		amount: 'The amount is missing',
		dueAt: 'The date it is due is missing',
		expectedAt: 'The new date is missing',
	},
	onTime: 'The new date is not later than the one promised: there is no delay to tell of',
	approval: {
		needed: 'A delay is told only when a person has said yes to the mail',
		given: (by) => `${by} said yes to it`,
	},
	words: {
		own: 'It is in the words that somebody gave it',
		link: (given) => `The words name ${given}, where mails may not lead`,
	},
	flips: {
		urgent: 'it is urgent',
		approved: 'somebody says yes to it (approvedBy)',
		missing: (field) => `"${field}" is filled in`,
	},
	note: {
		now: ({ milestone, project, client, language }) =>
			`${milestone}: ${client} is told now, in ${language} (${project})`,
		later: ({ milestone, project, client, language, at }) =>
			`${milestone}: ${client} is told ${at} (their time), in ${language} (${project})`,
		draft: ({ milestone, project, client }) =>
			`${milestone}: a mail to ${client} waits for your yes (${project})`,
		refuse: ({ milestone, project, client, because }) =>
			`${milestone}: ${client} was NOT told (${project}). ${because}`,
	},
};
