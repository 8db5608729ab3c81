import type { FollowUpTexts } from './followUpTexts';

/** English. */
export const en: FollowUpTexts = {
	sends: (step, template) => `${step} is due: the client gets "${template}".`,
	waits: (step, when) => `Next is ${step}, ${when}.`,
	awaits: (until) => `It waits for an answer until ${until}.`,
	listens: (until) => `Everything was sent; a reply or a deal still counts until ${until}.`,
	paused: (until) =>
		until === null ? 'Paused until somebody resumes it.' : `Paused until ${until}.`,
	moved: {
		quiet: 'It was moved out of quiet hours.',
		holiday: 'It was moved past a holiday.',
		dayOff: 'It was moved past a day off.',
	},
	capped: (cap, until) => `No client gets more than ${cap}: it waits until ${until}.`,
	task: (template) => `A person is to act: "${template}".`,
	answer: (score, step) => `The client answered ${score} of 10: on to ${step}.`,
	ground: (words, evidence) =>
		evidence === null
			? `Offers may go out: ${words}, without evidence kept.`
			: `Offers may go out: ${words} (${evidence}).`,
	noGround: (source) => `Offers may go out until the client objects. ${source}.`,
	offer: (offer, used, usage, price) => `${offer} (${price}) fits: ${used} ${usage}.`,
	otherOffer: (offer) => `${offer} would have come next.`,
	bases: {
		consent: 'consent',
		'existing-customer': 'an own customer, similar services',
		'legitimate-interest': 'legitimate interest',
	},
	per: { month: 'a month', edit: 'an edit', piece: 'a piece' },
	usage: {
		projects: 'projects',
		edits: 'edits',
		assets: 'assets',
		social: 'pieces for social media',
	},
	exits: {
		replied: 'The client, or a colleague, replied.',
		meeting_booked: 'A meeting was booked.',
		deal_created: 'There is a new deal.',
		invoice_overdue: 'An invoice is unpaid.',
		dispute: 'There is a dispute.',
		bounced: 'Mail does not reach the client.',
		complained: 'The client reported a message as spam.',
		unsubscribed: 'The client wants no more of it.',
		negative_score: 'The score fell below zero.',
		stopped: 'Somebody stopped it.',
		completed: 'All its steps are done.',
		detractor: 'The client is not content: a person takes over.',
		'no-answer': 'The client did not answer.',
	},
	exit: (reason) => `The sequence names this end: ${reason}.`,
	skips: {
		answered: () => 'answered: the client has said how it was already',
		'no-thanks': () => 'no thanks: the client does not want to be asked how it was',
		condition: ({ condition }) => `condition: ${condition}`,
		'opted-out': () => 'unsubscribed: the client wants no offers',
		'no-consent': ({ country, accepts, source }) =>
			`no consent: for ${country} offers need ${accepts.join(' or ') || 'a law that allows them'} (${source})`,
		'no-evidence': ({ country, source }) =>
			`no consent that can be shown: for ${country} its evidence must be kept (${source})`,
		holdout: () => 'holdout: this client gets no offers, so that what they bring can be measured',
		'no-offer': () => 'no offer: nothing that the client uses speaks for one',
		stale: () => 'too late: its time passed long ago',
		cap: ({ cap }) => `cap: no client gets more than ${cap}`,
		cancelled: ({ by }) => `cancelled by ${by}`,
		'not-in-version': () => 'the new version does not have it',
	},
	notes: {
		duplicate: (type) => `${type} was told before; it counts once.`,
		'before-enrolment': (type) => `${type} happened before the enrolment; it does not end it.`,
		stranger: (type) =>
			`${type} is from an address that is neither the client's nor a colleague's.`,
		automatic: (type) => `${type} came from a machine; it is no answer.`,
		'no-score': (type) => `${type} has no score from 0 to 10.`,
		'soft-bounce': (type) => `${type} is for a time only.`,
		'after-exit': (type) => `${type} came after the end; nothing follows from it.`,
		'unknown-step': (type) => `${type} names no step that is still to be sent.`,
		again: (type) => `${type}: the client is in this sequence already; it does not begin again.`,
		engagement: (type) => `${type} decides nothing.`,
		'no-exit': (type) => `${type} does not end this sequence.`,
		older: (type) => `${type} is older than what is known.`,
	},
	flips: {
		reply: 'the client or a colleague replies, books a meeting or there is a new deal',
		consent: 'the client agrees to offers',
		resume: 'somebody resumes it',
	},
	cap: (most, days) => `${most} in ${days} days`,
	unknownCountry: 'a client whose country is not known',
};
