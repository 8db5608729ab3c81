import type { DeliveryWhy, InvoiceWords } from './why';

const files = (count: number) => (count === 1 ? '1 fil' : `${count} filer`);

/** The words for the team in Danish. */
export const da: DeliveryWhy = {
	gates: { machine: 'kontrol 1 (målt)', peer: 'kontrol 2 (kollega)', senior: 'kontrol 3 (senior)' },
	kinds: { full: 'det hele', partial: 'en del', redelivery: 'igen' },
	refused: {
		'no-verdict': (gate) => `ingen har afgjort ${gate}`,
		failed: (gate) => `den bestod ikke ${gate}`,
		'needs-review': (gate) => `${gate} venter på et menneske`,
		'waiver-ended': (gate) => `undtagelsen bag ${gate} er udløbet`,
		'before-its-turn': (gate) => `${gate} blev besvaret før tid`,
		'author-unknown': (gate) => `ingen ved, hvem der har lavet den, så ${gate} tæller ikke`,
		'by-author': (gate) => `den, der lavede den, besvarede ${gate}`,
		'by-nobody': (gate) => `ingen står bag ${gate}`,
		'same-person': (gate) => `samme person besvarede ${gate} og en anden kontrol`,
		'older-version': () => 'en nyere version er godkendt',
		'newer-version': () => 'en nyere version er på vej',
		'other-content': () => 'samme version findes med et andet indhold',
		'client-not-asked': () => 'kunden har ikke sagt ja til den endnu',
	},
	file: {
		new: (file, as) => `${file} sendes som ${as}`,
		replaced: (file, as) => `${file} sendes som ${as} i stedet for det, kunden har`,
		delivered: (file) => `${file} er leveret`,
		left: (file) => `${file} er ikke bestilt og bliver her`,
		notYet: (file) => `${file} er klar og venter på resten`,
		refused: (file, because) => `${file} må ikke sendes: ${because}`,
	},
	missing: {
		part: (part) => `Der er ingen fil til "${part}"`,
		captions: (part) => `Der er ingen undertekstfil til "${part}"`,
		track: (part, file) => `${file} har ingen undertekster i sig, som bestilt til "${part}"`,
		ambiguous: (part, names) =>
			`Ingen kan sige, hvilken fil "${part}" er: ${names}. Skriv navn, sprog og platform i filens navn`,
		refused: (part, file, because) => `"${part}" er ${file}, og ${because}`,
		files: 'Projektet har ingen filer',
		contact: 'Handlen har ingen kontakt i HubSpot, så der er ingen at levere til',
		email: 'Ingen kender kundens mailadresse',
		price: {
			price: () => 'Handlen har intet beløb, så der kan ikke skrives faktura',
			'add-on price': (what) => `Ingen har sat en pris på tilkøbet "${what}"`,
			'revision price': (what) =>
				`Ingen har sat en pris på en ekstra rettelsesrunde; der var ${what} flere end aftalt`,
			'same currency': (what) => `Ordren blander valutaer: ${what}`,
		},
		span: (from, to) => ` (normalt ${from} til ${to})`,
	},
	policy: {
		whole: (ready, all) => `Det hele sendes samlet: ${ready} af ${all} er klar`,
		each: (ready, all) => `Det, der er klar, sendes: ${ready} af ${all}`,
		share: (percent, least) => `${percent} % af ordren er klar; fra ${least} % sendes en del`,
	},
	nothingNew: 'Alt, hvad der er klar, er leveret eller på vej til kunden',
	invoice: {
		made: (total, lines) =>
			`${total} faktureres, på ${lines === 1 ? '1 linje' : `${lines} linjer`}`,
		none: 'Der er intet at betale for dette',
		credit: (amount) => `Kunden har betalt ${amount} for meget: skriv en kreditnota`,
		waits: 'Den sendes uden faktura, da prisen ikke er kendt',
	},
	flips: {
		missing: (field) => `"${field}" er der`,
		withdrawn: (file) => `${file} mister en kontrol`,
	},
	note: {
		deliver: ({ project, kind, version, files: count, total, later }) =>
			`${project}: levering ${version} (${kind}, ${files(count)}) lægges på plads${total === '' ? ', intet at fakturere' : `, derefter faktureres ${total}`}${later === '' ? '' : `. Mangler endnu: ${later}`}`,
		preview: ({ project, files: count }) =>
			`${project}: ${files(count)} klar til at kunden ser på dem; leveres, når de skriver #approve`,
		waiting: ({ project, because }) => `${project}: leveringen venter. ${because}`,
		refused: ({ project, because }) => `${project}: IKKE leveret. ${because}`,
		nothingNew: ({ project }) => `${project}: alt, hvad der er klar, er leveret eller på vej`,
	},
};

/** The words of invoices in Danish. */
export const daInvoice: InvoiceWords = {
	rush: 'Hastelevering',
	revisions: 'Ekstra rettelsesrunde',
	discount: 'Rabat',
	deposit: (invoice) =>
		`Forudbetaling, allerede faktureret${invoice === '' ? '' : ` (${invoice})`}`,
	share: (text, percent) => `${text} (${percent.replace('.', ',')} %)`,
	memo: (delivery, names) => `Levering ${delivery}: ${names}`,
};
