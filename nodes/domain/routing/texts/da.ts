import type { RoutingTexts } from './routingTexts';

const people = (count: number) => (count === 1 ? '1 person' : `${count} personer`);

/** The words of a routing in Danish. */
export const da: RoutingTexts = {
	terms: {
		cost: ({ cost }) => `koster ${cost}`,
		lateness: ({ late }) =>
			late === null ? 'er færdig på sin dag' : `slutter ${late} efter sin dag`,
		fairness: ({ load, meanLoad }) =>
			`ville have ${load} af disse dage optaget; holdet har ${meanLoad}`,
		hub: ({ hub, share, band, unit, sign }) => {
			if (unit === null)
				return 'der er ikke bedt om en andel til dette kontor, eller der er intet arbejde at dele endnu';
			const of = unit === 'projects' ? 'af projekterne' : 'af omsætningen';
			if (sign > 0) return `${hub} har ${share} ${of} og bør have ${band}`;
			return sign < 0
				? `${hub} har ${share} ${of}, mere end de ${band}, det bør have`
				: `${hub} har ${share} ${of}, inden for ${band}`;
		},
		overlap: ({ overlap }) =>
			overlap === '' ? 'taler ikke med kunden' : `${overlap} fælles med kundens dag`,
		continuity: ({ isKnown }) =>
			isKnown ? 'kender kunden eller projektet' : 'har ikke arbejdet for kunden endnu',
		language: ({ isKnown }) => {
			if (isKnown === null) return 'sproget betyder ikke noget her';
			return isKnown ? 'taler kundens sprog' : 'taler ikke kundens sprog';
		},
		growth: ({ isKnown, skill }) =>
			isKnown ? `vil udvikle sig i ${skill}` : `er ikke sat til at udvikle sig i ${skill}`,
		capacity: ({ load }) => `${load} af de kommende timer er optaget; andre får brug for nogle`,
	},
	blocks: {
		declined: ({ because }) =>
			because === '' ? 'er blevet spurgt og gør det ikke' : `sagde nej: ${because}`,
		skill: ({ skill }) => `kan ikke ${skill}`,
		level: ({ skill, has, wants }) => `har niveau ${has} i ${skill}, der kræves niveau ${wants}`,
		kind: ({ kind }) => `er ${kind}, og det var der ikke brug for`,
		another: () => 'har allerede en anden del af projektet; en anden skal se på det',
		hours: ({ hours }) => `har ikke ${hours} fri i den tid, der ses frem`,
		deadline: ({ endsAt, due }) => `ville tidligst være færdig ${endsAt}, efter ${due}`,
		margin: ({ cost }) => `koster ${cost}, hvilket ville bryde mindstemarginen`,
		rest: ({ endsAt }) =>
			`ville slutte ${endsAt}, og så ville det følgende blive for sent eller for dyrt`,
	},
	kinds: { internal: 'en af vores egne', freelancer: 'freelancer', partner: 'et partnerbureau' },
	steps: {
		taken: {
			internal: 'Vores egne kan nå det hele',
			redistribution:
				'Vores egne kan nå det, hvis en kollega overtager arbejde, som ingen er begyndt på',
			freelancers: 'Freelancere kan klare det, som vores egne ikke kan',
			partners: 'Et partnerbureau kan klare det, som ingen andre kan',
			negotiation: 'Kun en anden dato eller en anden pris er tilbage; begge er regnet ud',
		},
		noneOf: {
			internal: 'Der er ingen på listen',
			freelancer: 'Der er ingen freelancere på listen',
			partner: 'Der er ingen partnerbureauer på listen',
		},
		nothingToMove: 'Intet arbejde, som en kollega kunne overtage, ville give plads nok',
		mayNotMove: 'Nogen sagde nej til at flytte andres arbejde',
		failed: (piece, counts) => `Ingen kan nå "${piece}": ${counts}`,
		belowFloor: (margin, floor) =>
			`Det ville give en margin på ${margin}, under mindstemarginen på ${floor}`,
		counts: {
			declined: (count) => `${people(count)} har sagt nej`,
			skill: (count) => `${people(count)} uden færdigheden`,
			level: (count) => `${people(count)} under niveauet`,
			kind: (count) => `${people(count)} ikke spurgt`,
			another: (count) => `${people(count)} med en anden del allerede`,
			hours: (count) => `${people(count)} uden ledige timer`,
			deadline: (count) => `${people(count)} ledig for sent`,
			margin: (count) => `${people(count)} for dyr`,
			rest: (count) => `${people(count)} ledig, men resten ville blive for sen eller for dyr`,
		},
		nobody: 'der er ingen',
	},
	points: (points) => `${points} point`,
	flips: {
		dueFrom: (date) => `fristen er ${date} eller senere`,
		dueBefore: (date) => `fristen er før ${date}`,
		priceFrom: (price) => `prisen er mindst ${price}`,
	},
	notes: {
		overlaps: (piece, begins) =>
			`Det slutter, efter at »${piece}« begynder, ${begins}: den, der laver det, må begynde senere`,
		'mixed-units':
			'Kontorernes andele er i forskellige enheder (projekter, omsætning): hver overholdes for sig, de giver ikke tilsammen en helhed',
		'minima-above-whole': (unit, sum) =>
			`Kontorernes mindste andele giver tilsammen ${sum} af ${unit}: de kan ikke alle overholdes`,
		'maxima-below-whole': (unit, sum) =>
			`Kontorernes største andele giver tilsammen ${sum} af ${unit}: noget arbejde har intet kontor`,
		override: (by, because) => `${by} gav lov til at gå under mindstemarginen: ${because}`,
		noPrice: 'Prisen kendes ikke, så marginen blev ikke undersøgt',
		noOffer: 'Ingen på listen kunne gøre dette til nogen dato eller pris',
	},
	units: { projects: 'projekterne', revenue: 'omsætningen' },
};
