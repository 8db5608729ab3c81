import type { RoutingTexts } from './routingTexts';

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** The words of a routing in English. */
export const en: RoutingTexts = {
	terms: {
		cost: ({ cost }) => `costs ${cost}`,
		lateness: ({ late }) => (late === null ? 'is done by its day' : `ends ${late} after its day`),
		fairness: ({ load, meanLoad }) =>
			`would have ${load} of these days taken; the team has ${meanLoad}`,
		hub: ({ hub, share, band, unit, sign }) => {
			if (unit === null) return 'no share is asked of this hub, or there is no work to share yet';
			const of = unit === 'projects' ? 'of projects' : 'of revenue';
			if (sign > 0) return `${hub} has ${share} ${of} and should have ${band}`;
			return sign < 0
				? `${hub} has ${share} ${of}, more than the ${band} it should`
				: `${hub} has ${share} ${of}, within ${band}`;
		},
		overlap: ({ overlap }) =>
			overlap === ''
				? 'does not talk with the client'
				: `${overlap} in common with the client's day`,
		continuity: ({ isKnown }) =>
			isKnown ? 'knows this client or this project' : 'has not worked for this client yet',
		language: ({ isKnown }) => {
			if (isKnown === null) return 'language does not matter here';
			return isKnown ? "speaks the client's language" : "does not speak the client's language";
		},
		growth: ({ isKnown, skill }) =>
			isKnown ? `wants to grow in ${skill}` : `is not set to grow in ${skill}`,
		capacity: ({ load }) => `${load} of the hours ahead are taken; others will need some`,
	},
	blocks: {
		declined: ({ because }) =>
			because === '' ? 'was asked and will not do it' : `said no: ${because}`,
		skill: ({ skill }) => `does not have the skill ${skill}`,
		level: ({ skill, has, wants }) => `has level ${has} in ${skill}, level ${wants} is needed`,
		kind: ({ kind }) => `is ${kind}, and that was not needed`,
		another: () => 'has another piece of this project already; somebody else must look at it',
		hours: ({ hours }) => `has not ${hours} free in the time that is looked ahead`,
		deadline: ({ endsAt, due }) => `could be done on ${endsAt} at the earliest, after ${due}`,
		margin: ({ cost }) => `costs ${cost}, which would break the margin floor`,
		rest: ({ endsAt }) =>
			`would end on ${endsAt}, and then the work that follows would be late or too dear`,
	},
	kinds: { internal: 'one of our own', freelancer: 'a freelancer', partner: 'a partner agency' },
	steps: {
		taken: {
			internal: 'Own people can do all of it in time',
			redistribution: 'Own people can do it if a colleague takes over work that nobody has started',
			freelancers: 'Freelancers can do what own people cannot',
			partners: 'A partner agency can do what nobody else can',
			negotiation: 'Only another date or another price is left; both are worked out',
		},
		noneOf: {
			internal: 'There is nobody on the roster',
			freelancer: 'There are no freelancers on the roster',
			partner: 'There are no partner agencies on the roster',
		},
		nothingToMove: 'No work that a colleague could take over would make enough room',
		mayNotMove: 'Somebody said no to moving the work of others',
		failed: (piece, counts) => `Nobody can do "${piece}" in time: ${counts}`,
		belowFloor: (margin, floor) =>
			`It would leave a margin of ${margin}, below the floor of ${floor}`,
		counts: {
			declined: (count) => `${people(count)} said no`,
			skill: (count) => `${people(count)} without the skill`,
			level: (count) => `${people(count)} below the level`,
			kind: (count) => `${people(count)} not asked`,
			another: (count) => `${people(count)} has another piece already`,
			hours: (count) => `${people(count)} without free hours`,
			deadline: (count) => `${people(count)} free too late`,
			margin: (count) => `${people(count)} too dear`,
			rest: (count) => `${people(count)} free, but the rest of the work would be late or too dear`,
		},
		nobody: 'there is nobody',
	},
	points: (points) => (points === '1' ? '1 point' : `${points} points`),
	flips: {
		dueFrom: (date) => `the deadline is ${date} or later`,
		dueBefore: (date) => `the deadline is before ${date}`,
		priceFrom: (price) => `the price is at least ${price}`,
	},
	notes: {
		overlaps: (piece, begins) =>
			`It ends after “${piece}” begins, ${begins}: whoever does that has to begin later`,
		'mixed-units':
			'The hubs’ shares are in different units (projects, revenue): each is kept to by itself, they do not add up to a whole',
		'minima-above-whole': (unit, sum) =>
			`The least shares of the hubs add up to ${sum} of ${unit}: they cannot all be kept`,
		'maxima-below-whole': (unit, sum) =>
			`The largest shares of the hubs add up to ${sum} of ${unit}: some work has no hub to go to`,
		override: (by, because) => `${by} allowed to go below the margin floor: ${because}`,
		noPrice: 'The price is not known, so no margin was checked',
		noOffer: 'Nobody on the roster could do this at any date or price',
	},
	units: { projects: 'projects', revenue: 'revenue' },
};
