import type { FollowUpTexts } from './followUpTexts';

/** Danish. */
export const da: FollowUpTexts = {
	sends: (step, template) => `Nu er det ${step}: kunden får »${template}«.`,
	waits: (step, when) => `Næste er ${step}, ${when}.`,
	awaits: (until) => `Den venter på et svar indtil ${until}.`,
	listens: (until) => `Alt er sendt; et svar eller en aftale tæller stadig indtil ${until}.`,
	paused: (until) =>
		until === null ? 'Sat på pause, til nogen genoptager den.' : `Sat på pause indtil ${until}.`,
	moved: {
		quiet: 'Den er flyttet ud af stilletiden.',
		holiday: 'Den er flyttet forbi en helligdag.',
		dayOff: 'Den er flyttet forbi en fridag.',
	},
	capped: (cap, until) => `Ingen kunde får mere end ${cap}: den venter til ${until}.`,
	task: (template) => `Nu skal et menneske handle: »${template}«.`,
	answer: (score, step) => `Kunden svarede ${score} af 10: videre til ${step}.`,
	ground: (words, evidence) =>
		evidence === null
			? `Tilbud må sendes: ${words}, uden gemt bevis.`
			: `Tilbud må sendes: ${words} (${evidence}).`,
	noGround: (source) => `Tilbud må sendes, indtil kunden siger nej. ${source}.`,
	offer: (offer, used, usage, price) => `${offer} (${price}) passer: ${used} ${usage}.`,
	otherOffer: (offer) => `${offer} ville være det næste.`,
	bases: {
		consent: 'samtykke',
		'existing-customer': 'egen kunde, lignende ydelser',
		'legitimate-interest': 'legitim interesse',
	},
	per: { month: 'om måneden', edit: 'pr. redigering', piece: 'pr. stk.' },
	usage: {
		projects: 'projekter',
		edits: 'redigeringer',
		assets: 'elementer',
		social: 'ting til sociale medier',
	},
	exits: {
		replied: 'Kunden eller en kollega har svaret.',
		meeting_booked: 'Der er booket et møde.',
		deal_created: 'Der er en ny aftale.',
		invoice_overdue: 'En faktura er ikke betalt.',
		dispute: 'Der er en tvist.',
		bounced: 'Mail når ikke frem til kunden.',
		complained: 'Kunden har meldt en besked som spam.',
		unsubscribed: 'Kunden vil ikke have mere af det.',
		negative_score: 'Scoren er faldet under nul.',
		stopped: 'Nogen har stoppet den.',
		completed: 'Alle trin er udført.',
		detractor: 'Kunden er ikke tilfreds: et menneske tager over.',
		'no-answer': 'Kunden har ikke svaret.',
	},
	exit: (reason) => `Sekvensen kalder denne afslutning: ${reason}.`,
	skips: {
		answered: () => 'besvaret: kunden har allerede sagt, hvordan det gik',
		'no-thanks': () => 'nej tak: kunden vil ikke spørges, hvordan det gik',
		condition: ({ condition }) => `betingelse: ${condition}`,
		'opted-out': () => 'afmeldt: kunden vil ikke have tilbud',
		'no-consent': ({ country, accepts, source }) =>
			`intet samtykke: for ${country} kræver tilbud ${accepts.join(' eller ') || 'en lov, der tillader dem'} (${source})`,
		'no-evidence': ({ country, source }) =>
			`intet samtykke, der kan vises: for ${country} skal beviset gemmes (${source})`,
		holdout: () => 'kontrolgruppe: kunden får ingen tilbud, så virkningen kan måles',
		'no-offer': () => 'intet tilbud: intet i kundens brug taler for et',
		stale: () => 'for sent: tidspunktet er passeret for længe siden',
		cap: ({ cap }) => `loft: ingen kunde får mere end ${cap}`,
		cancelled: ({ by }) => `aflyst af ${by}`,
		'not-in-version': () => 'den nye version har det ikke',
	},
	notes: {
		duplicate: (type) => `${type} er fortalt før; det tæller én gang.`,
		'before-enrolment': (type) => `${type} skete før tilmeldingen; det afslutter den ikke.`,
		stranger: (type) => `${type} er fra en adresse, der hverken er kundens eller en kollegas.`,
		automatic: (type) => `${type} kom fra en maskine; det er intet svar.`,
		'no-score': (type) => `${type} har ingen karakter fra 0 til 10.`,
		'soft-bounce': (type) => `${type} er kun midlertidigt.`,
		'after-exit': (type) => `${type} kom efter afslutningen; der følger intet af det.`,
		'unknown-step': (type) => `${type} nævner intet trin, der mangler at blive sendt.`,
		again: (type) => `${type}: kunden er allerede i sekvensen; den begynder ikke forfra.`,
		engagement: (type) => `${type} afgør intet.`,
		'no-exit': (type) => `${type} afslutter ikke denne sekvens.`,
		older: (type) => `${type} er ældre end det, man ved.`,
	},
	flips: {
		reply: 'kunden eller en kollega svarer, booker et møde, eller der er en ny aftale',
		consent: 'kunden siger ja til tilbud',
		resume: 'nogen genoptager den',
	},
	cap: (most, days) => `${most} på ${days} dage`,
	unknownCountry: 'en kunde, hvis land man ikke kender',
};
