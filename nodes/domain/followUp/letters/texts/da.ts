import type { FollowUpWords } from './messageTexts';

/** What follow-ups say in Danish. */
export const da: FollowUpWords = {
	greeting: ['Hej {firstName}', 'Hej'],
	address: 'Hvis knappen ikke virker, så åbn denne adresse:',
	closing: 'Teamet hos {agency}',
	footer: {
		transactional:
			'Du får denne e-mail, fordi {agency} har arbejdet for dig. Den indeholder ingen reklame.',
		marketing: 'Du får denne e-mail, fordi {agency} har arbejdet for dig og må skrive til dig.',
	},
	test: '[TEST]',
	scale: {
		worst: '0 er helt sikkert ikke',
		best: '10 er helt sikkert',
		answer: '{score} ud af 10',
	},
	offer: {
		what: 'Hvad det er',
		price: 'Pris',
		per: {
			month: '{from} til {to} om måneden',
			edit: '{from} til {to} pr. rettelse',
			piece: '{from} til {to} pr. stykke',
		},
	},
	letters: {
		'feedback-request': {
			purpose: 'transactional',
			subject: ['Et spørgsmål om {project}', 'Et spørgsmål om vores arbejde for dig'],
			preheader: 'Et tal fra 0 til 10, og så er du færdig.',
			title: 'Vil du anbefale os?',
			blocks: [
				{
					kind: 'paragraph',
					text: [
						'Du fik filerne til {project} {deliveredOn}. Vil du anbefale {agency} til en, du arbejder sammen med?',
						'Du fik dine filer {deliveredOn}. Vil du anbefale {agency} til en, du arbejder sammen med?',
					],
				},
				{ kind: 'scale' },
				{
					kind: 'note',
					text: 'Tallet åbner en side, hvor du bekræfter det og kan sige hvorfor. Kun vores team læser det.',
				},
			],
		},
		'what-was-missing': {
			purpose: 'transactional',
			subject: ['Hvad manglede der i {project}?', 'Hvad manglede der?'],
			preheader: 'En enkelt sætning er nok.',
			title: 'Hvad skulle der til for et 10-tal?',
			blocks: [
				{ kind: 'paragraph', text: ['Tak for dit {score}-tal.', 'Tak for dit svar.'] },
				{
					kind: 'paragraph',
					text: 'Det er et godt tal, og vi vil gerne vide, hvad der manglede op til 10: noget, vi sagde, noget, vi lavede, eller hvor længe det tog.',
				},
				{
					kind: 'paragraph',
					text: 'Svar blot på denne e-mail. En enkelt sætning er nok; en af os læser den og svarer.',
				},
			],
		},
		'review-request': {
			purpose: 'marketing',
			subject: 'Vil du sige det, hvor andre læser det?',
			preheader: 'To sætninger fra dig hjælper os mere end nogen annonce.',
			title: 'Vil du fortælle det til andre?',
			blocks: [
				{
					kind: 'paragraph',
					text: ['Du gav os et {score}-tal: tak.', 'Du ville anbefale os: tak.'],
				},
				{
					kind: 'paragraph',
					text: 'Studier som vores lever af det, kunder siger om dem. Vil du skrive to sætninger om, hvordan det var at arbejde sammen med os?',
				},
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: 'Send dem som svar på denne e-mail, og skriv, om vi må vise dem med dit navn.',
				},
				{
					kind: 'paragraph',
					text: 'Og kender du en, der har brug for det, du havde brug for, så send e-mailen videre. Vi passer lige så godt på dem som på dig.',
				},
			],
			link: 'review',
			button: 'Skriv en anmeldelse',
		},
		'upsell-offer': {
			purpose: 'marketing',
			subject: 'En idé til dig: {offerName}',
			preheader: 'Hvad det er, hvad det koster, og hvorfor vi tænkte på dig.',
			title: 'En idé til dig',
			blocks: [
				{ kind: 'offer' },
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: 'Vil du vide mere? Svar ja på denne e-mail, så vender vi tilbage med en plan og en præcis pris.',
				},
				{
					kind: 'note',
					text: 'Er det ikke noget for dig? Så behøver du ikke gøre noget. Vil du slet ikke have tilbud, så brug linket nederst: e-mails om dine egne projekter når stadig frem.',
				},
			],
			link: 'offer',
			button: 'Fortæl mig mere',
		},
	},
	offers: {
		'content-subscription': {
			name: 'Abonnement på indhold',
			why: [
				'Vi har lavet {used, plural, one {# projekt} other {# projekter}} sammen. Den, der så ofte har brug for indhold, betaler mindre om måneden og venter mindre.',
				'Du kommer ofte tilbage. Den, der så ofte har brug for indhold, betaler mindre om måneden og venter mindre.',
			],
			gets: [
				'Et fast antal videoer hver måned, med et team, der kender jeres brand.',
				'Én pris, kendt på forhånd, i stedet for et tilbud på hver.',
				'Jeres plads i vores kalender er reserveret.',
			],
		},
		'express-pack': {
			name: 'Ekspresrettelser',
			why: [
				'Du har bedt os om {used, plural, one {# rettelse} other {# rettelser}}. Små ændringer bør ikke skulle vente på et projekt.',
				'Du beder os ofte om små rettelser. De bør ikke skulle vente på et projekt.',
			],
			gets: [
				'Hver rettelse inden for 24 timer efter din besked.',
				'Intet tilbud og intet møde: du siger hvad, vi gør det.',
				'Du betaler for det, du bruger.',
			],
		},
		'brand-library': {
			name: 'Brandbibliotek',
			why: [
				'Vi har efterhånden lavet {used, plural, one {# element} other {# elementer}} til jer. Det er på tide, at alle på jeres hold kan finde dem.',
				'Vi har efterhånden lavet mange elementer til jer. Det er på tide, at alle på jeres hold kan finde dem.',
			],
			gets: [
				'Ét sted til jeres logoer, billeder, klip og skabeloner, i orden og altid det nyeste.',
				'Alt nyt lægger vi ind.',
				'Størrelser til hver kanal, lavet når I har brug for dem.',
			],
		},
		'social-management': {
			name: 'Pasning af sociale medier',
			why: 'Det, vi laver til jeres sociale kanaler, skal stadig planlægges, slås op og besvares. Det kan vi også gøre.',
			gets: [
				'En plan for måneden, som I godkender.',
				'Opslag på det rette tidspunkt, i hver kanals format.',
				'En kort rapport om, hvad der virkede.',
			],
		},
	},
	tasks: {
		'client-success': {
			name: [
				'Ring til {client}: svarede {score} ud af 10',
				'Ring til {client}: er ikke tilfreds med vores arbejde',
			],
			lines: [
				[
					'{client} svarede {score} ud af 10 efter {project}.',
					'{client} svarede {score} ud af 10.',
				],
				'Med deres egne ord: "{comment}"',
				'Skriv til: {email}',
				'Ring i dag, før der går andet ud til dem: tilbud og bønnen om en anmeldelse er aflyst. Lyt først; lov kun det, du kan holde.',
				'Hele historien: agency-ops followup show {followUp}',
			],
		},
	},
};
