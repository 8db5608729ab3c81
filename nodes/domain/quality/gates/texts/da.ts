import type { GateTexts } from './gateTexts';

const some = (count: number, one: string, more: string) =>
	count === 1 ? `1 ${one}` : `${count} ${more}`;

/** The words of the gates in Danish. */
export const da: GateTexts = {
	gates: { machine: 'Kontrol 1 (målt)', peer: 'Kontrol 2 (kollega)', senior: 'Kontrol 3 (senior)' },
	outcomes: { pass: 'består', fail: 'består ikke', 'needs-review': 'har brug for et menneske' },
	finding: ({ rule, at, expected, actual, pack }) =>
		`${rule}${at === '' ? '' : ` ved ${at}`}: ${actual || 'ikke som ønsket'}${expected === '' ? '' : `, ønsket ${expected}`}${pack === '' ? '' : ` (${pack})`}`,
	waived: (finding, { by, reason, until }) =>
		`${finding}. Fritaget af ${by}${until === '' ? '' : ` til ${until}`}: ${reason}`,
	unmeasured: (what) => `${what} kunne ikke måles, så ingen ved, om det er i orden`,
	clean: (packs) => `Intet er galt efter ${packs}`,
	unchecked: 'Filen blev ikke holdt op mod nogen specifikation, så man ved intet om den',
	fix: (how) => `Sådan: ${how}`,
	more: (count) => `${count} fund mere er ikke nævnt her: ingen kan sige, at de alle er fritaget`,
	unexplained: (verdict) => `Kontrollen siger selv, at filen ${verdict}, og siger ikke hvorfor`,
	changed: 'Der er en nyere version af filen: denne er ude af spillet',
	review: {
		unchanged: {
			ok: () => 'Filen er netop den, der blev spurgt om',
			no: () => 'Filen er ændret siden: det sagte gælder kun den gamle version',
			unknown: () => 'Ingen ved, hvilken version der er den nyeste',
		},
		order: {
			ok: ({ before }) => `Netop denne fil har bestået ${before}`,
			no: ({ before }) => `Netop denne fil har ikke bestået ${before}, som kommer først`,
			unknown: ({ before }) => `Ingen kender til ${before}, som kommer først`,
		},
		author: {
			ok: ({ reviewer }) => `${reviewer} har ikke lavet filen`,
			no: ({ reviewer }) => `${reviewer} har lavet filen: en anden skal se på den`,
			unknown: () =>
				'Ingen ved, hvem der har lavet filen, så det vides ikke, om en anden har set på den',
		},
		others: {
			ok: ({ reviewer }) => `${reviewer} har ikke svaret ved en anden kontrol af denne fil`,
			no: ({ reviewer }) =>
				`${reviewer} har svaret ved en anden kontrol: kollega og senior er to mennesker`,
			unknown: ({ reviewer }) => `Ingen ved, om ${reviewer} har svaret ved en anden kontrol`,
		},
		level: {
			ok: ({ reviewer, skill, has, wants }) =>
				`${reviewer} har niveau ${has} i ${skill}, niveau ${wants} kræves`,
			no: ({ reviewer, skill, has, wants }) =>
				`${reviewer} har niveau ${has} i ${skill}, og niveau ${wants} kræves`,
			unknown: ({ reviewer, skill }) => `Ingen kender ${reviewer}s niveau i ${skill}`,
		},
		checklist: {
			ok: () => 'Hvert punkt på listen er i orden',
			no: ({ points }) => `Ikke i orden på listen: ${points}`,
			unknown: ({ points }) => `Ikke besvaret på listen: ${points}`,
		},
		answer: {
			ok: ({ reviewer }) => `${reviewer} godkender`,
			no: ({ reviewer, note }) => `${reviewer} beder om ændringer${note === '' ? '' : `: ${note}`}`,
			unknown: ({ reviewer }) => `${reviewer} har ikke svaret`,
		},
	},
	flips: {
		mended: (rule) => `${rule} rettes`,
		measured: (what) => `${what} måles og er i orden`,
		waiverEnds: (rule) => `fritagelsen for ${rule} ophører`,
	},
	by: (count) => some(count, 'ting', 'ting'),
	byWaivers: (count) => some(count, 'fritagelse', 'fritagelser'),
	ask: (what) => `Målt eller fritaget for denne fil ville ${what} ikke længere stå i vejen`,
	risk: {
		newClient: {
			yes: 'Kunden er ny',
			no: 'Vi kender kunden',
			unknown: 'Ingen ved, om kunden er ny',
		},
		firstProject: {
			yes: 'Det er det første projekt for kunden',
			no: 'Der har været projekter for kunden før',
			unknown: 'Ingen ved, om det er det første projekt for kunden',
		},
		value: {
			yes: 'Prisen er høj',
			no: 'Prisen er ikke høj',
			unknown: 'Prisen kendes ikke',
		},
		cycles: {
			yes: 'Den er sendt tilbage før',
			no: 'Den er ikke sendt tilbage før',
			unknown: 'Ingen ved, om den er sendt tilbage før',
		},
	},
	depths: {
		full: 'hele listen og et ekstra blik',
		standard: 'den sædvanlige liste',
		short: 'kort liste',
	},
	brief: {
		goal: (text) => `Den gør det, den er til for: ${text}`,
		audience: (text) => `Den taler til ${text}`,
		tone: (text) => `Tonen er ${text}`,
		callToAction: (text) => `Den ender i opfordringen »${text}«`,
		language: (text) => `Tale, titler og undertekster er på ${text}`,
		mustHave: (text) => `Den har: ${text}`,
		mustNot: (text) => `Den har ikke: ${text}`,
		deliverable: (text) => `Den passer til leverancen: ${text}`,
		unmeasured: (what) => `Se selv efter: ${what} kunne ikke måles`,
		waived: (rule, reason) => `${rule} er fritaget (${reason}): er det stadig i orden?`,
	},
};
