import type { MilestoneWhy } from './why';

/** The words for the team in Danish. */
export const da: MilestoneWhy = {
	milestones: {
		'brief-received': 'Brief modtaget',
		'team-assigned': 'Hold sat',
		'preview-ready': 'Udkast klar',
		'revision-received': 'Noter modtaget',
		approved: 'Godkendt',
		delivered: 'Leveret',
		invoice: 'Faktura',
		'invoice-reminder': 'Påmindelse om en faktura',
		delay: 'Forsinkelse',
	},
	languages: { en: 'engelsk', es: 'spansk', da: 'dansk' },
	language: {
		client: (language) => `På ${language}, fordi det er kundens eget sprog`,
		country: (language, from) => `På ${language}, fordi kunden er i ${from}`,
		default: (language) => `På ${language}, fordi ingen kender kundens sprog eller land`,
	},
	zone: {
		client: (zone) => `Efter uret i ${zone}, som er kundens eget`,
		country: (zone, from) => `Efter uret i ${zone}, fordi kunden er i ${from}`,
		default: (zone) => `Efter uret i ${zone}, fordi ingen kender kundens tidszone`,
	},
	hours: {
		open: (at) => `Hos kunden er det ${at}, i arbejdstiden: den sendes nu`,
		urgent: 'Det haster: den sendes nu, uanset hvad klokken er hos kunden',
		hour: (at) => `Kunden er ikke på arbejde: den sendes ${at}`,
		weekend: (at) => `Kunden har ingen arbejdsdag: den sendes ${at}`,
		holiday: (at) => `Kunden har helligdag: den sendes ${at}`,
		never: 'Ingen af de næste 30 dage har kundens arbejdstid',
	},
	recipient: {
		ok: (email) => `Den går til ${email}`,
		none: 'Ingen kender kundens e-mailadresse',
		invalid: (given) => `${given} er ingen e-mailadresse`,
	},
	project: { none: 'Projektet har intet navn, som kunden kender' },
	link: {
		ok: (host) => `Den fører til ${host}`,
		unneeded: 'Den fører ingen steder hen, og det behøver den ikke',
		none: 'Linket mangler, og uden det er mailen til ingen nytte',
		refused: {
			'no address': () => 'Linket er ingen adresse',
			'not https': () => 'Linket begynder ikke med https://',
			'user name': () => 'Linket indeholder et brugernavn eller en adgangskode',
			'other host': (host) => `Linket fører til ${host}, som ikke er blandt de tilladte`,
		},
	},
	detail: {
		people: 'Ingen ved, hvem der gør arbejdet',
		amount: 'Beløbet mangler',
		dueAt: 'Forfaldsdatoen mangler',
		expectedAt: 'Den nye dato mangler',
	},
	onTime: 'Den nye dato er ikke senere end den lovede: der er ingen forsinkelse at fortælle om',
	approval: {
		needed: 'En forsinkelse meldes først, når et menneske har sagt ja til mailen',
		given: (by) => `${by} har sagt ja til den`,
	},
	words: {
		own: 'Den er skrevet med nogens egne ord',
		link: (given) => `Teksten nævner ${given}, som mails ikke må føre til`,
	},
	flips: {
		urgent: 'det haster',
		approved: 'nogen siger ja til den (approvedBy)',
		missing: (field) => `"${field}" udfyldes`,
	},
	note: {
		now: ({ milestone, project, client, language }) =>
			`${milestone}: ${client} får besked nu, på ${language} (${project})`,
		later: ({ milestone, project, client, language, at }) =>
			`${milestone}: ${client} får besked ${at} (deres tid), på ${language} (${project})`,
		draft: ({ milestone, project, client }) =>
			`${milestone}: en mail til ${client} venter på dit ja (${project})`,
		refuse: ({ milestone, project, client, because }) =>
			`${milestone}: ${client} fik IKKE besked (${project}). ${because}`,
	},
};
