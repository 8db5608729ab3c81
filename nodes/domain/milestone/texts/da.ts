import type { LanguageTexts } from './milestoneTexts';

/** What clients read in Danish. */
export const da: LanguageTexts = {
	greeting: { named: 'Hej {firstName}', unnamed: 'Hej' },
	address: 'Virker knappen ikke, så åbn denne adresse:',
	closing: 'Holdet hos {agency}',
	footer:
		'Du får denne e-mail, fordi {agency} arbejder på {project} for dig. Den indeholder ingen reklame.',
	test: '[TEST]',
	milestones: {
		'brief-received': {
			purpose: 'transactional',
			subject: 'Vi har dit brief: {project}',
			preheader: 'Hvad der sker nu, og hvornår du hører fra os.',
			title: 'Dit brief er kommet frem',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Tak: vi har alt, hvad vi skal bruge for at gå i gang med {project}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Projekt', text: '{project}' },
						{ label: 'Første udkast', text: '{previewOn}' },
						{ label: 'Færdigt senest', text: '{dueOn}' },
					],
				},
				{
					kind: 'steps',
					steps: [
						'Vi sætter det hold, der passer til dit projekt, og fortæller dig, hvem de er.',
						'De laver en første version, og du får et link til at se den.',
						'Du skriver, hvad du vil have ændret, direkte i billedet.',
					],
				},
				{
					kind: 'paragraph',
					text: 'Mangler der noget, eller er noget ændret? Svar blot på denne e-mail.',
				},
			],
			button: 'Se briefet',
		},
		'team-assigned': {
			purpose: 'transactional',
			subject: 'Dit hold til {project}',
			preheader:
				'{peopleCount, plural, one {Én person er} other {# personer er}} gået i gang med dit projekt.',
			title: 'Dit hold er på plads',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Fra nu af arbejder {peopleCount, plural, one {én person} other {# personer}} på {project}: {people}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Hold', text: '{people}' },
						{ label: 'Vi begynder', text: '{startsOn}' },
						{ label: 'Første udkast', text: '{previewOn}' },
						{ label: 'Færdigt senest', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Du skal ikke gøre noget nu. Vi skriver igen, så snart der er noget at se.',
				},
			],
			button: 'Åbn projektet',
		},
		'preview-ready': {
			purpose: 'transactional',
			subject: 'Klar til at blive set: {project}',
			preheader: 'Se det, klik dér, hvor du vil ændre noget, og send os dine noter.',
			title: 'Dit udkast er klar',
			blocks: [
				{ kind: 'paragraph', text: 'Der er noget at se af {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Version', text: '{version}' },
						{ label: 'At se', text: '{files, plural, one {# fil} other {# filer}}' },
						{ label: 'Dit svar senest', text: '{answerBy}' },
						{
							label: 'Rettelsesrunder tilbage',
							text: '{roundsLeft, plural, =0 {ingen: flere aftales først med dig} other {#}}',
						},
					],
				},
				{
					kind: 'steps',
					steps: [
						'Åbn udkastet. Du behøver ingen konto.',
						'Klik på det sted, du vil ændre, og skriv hvad.',
						'Er det rigtigt, som det er? Skriv #godkendt i en kommentar.',
					],
				},
			],
			button: 'Se udkastet',
		},
		'revision-received': {
			purpose: 'transactional',
			subject: 'Vi har dine noter: {project}',
			preheader: 'Vi arbejder på dine ændringer.',
			title: 'Dine noter er kommet frem',
			blocks: [
				{ kind: 'paragraph', text: 'Tak. Vi arbejder på dine ændringer til {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Noter', text: '{comments, plural, one {# note} other {# noter}}' },
						{ label: 'Næste version', text: '{previewOn}' },
						{
							label: 'Rettelsesrunder tilbage',
							text: '{roundsLeft, plural, =0 {ingen: flere aftales først med dig} other {#}}',
						},
						{ label: 'Færdigt senest', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Er du kommet i tanke om mere? Skriv det i samme udkast, eller svar på denne e-mail.',
				},
			],
			button: 'Se noterne',
		},
		approved: {
			purpose: 'transactional',
			subject: 'Godkendt: {project}',
			preheader: 'Vi gør dine filer klar.',
			title: 'Du har godkendt det',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Tak for din godkendelse af {project}. Vi ser hver fil igennem en sidste gang og gør dem klar til dig.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Godkendt', text: '{files, plural, one {# fil} other {# filer}}' },
						{ label: 'Dine filer senest', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Var det ikke ment som en godkendelse? Sig til nu ved at svare på denne e-mail.',
				},
			],
			button: 'Se det godkendte',
		},
		delivered: {
			purpose: 'transactional',
			subject: 'Dine filer er her: {project}',
			preheader: 'Hele projektet, klar til at hente.',
			title: 'Dine filer er klar',
			blocks: [
				{ kind: 'paragraph', text: '{project} er færdigt og dit.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'At hente', text: '{files, plural, one {# fil} other {# filer}}' },
						{ label: 'Linket virker til og med', text: '{expiresOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Gem en kopi af filerne hos dig selv før {expiresOn}. Får du brug for dem igen senere, så skriv til os.',
				},
			],
			button: 'Hent filerne',
		},
		invoice: {
			purpose: 'transactional',
			subject: 'Faktura for {project}: {amount}',
			preheader:
				'Forfalder {dueOn}{daysToPay, plural, =0 {, altså i dag} one {, om # dag} other {, om # dage}}.',
			title: 'Din faktura',
			blocks: [
				{ kind: 'paragraph', text: 'Her er fakturaen for {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Faktura', text: '{invoice}' },
						{ label: 'Beløb', text: '{amount}' },
						{ label: 'Forfalder', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Betal kun på siden bag denne knap. Vi sender aldrig nye bankoplysninger pr. e-mail.',
				},
				{
					kind: 'paragraph',
					text: 'Er noget forkert, eller mangler der et rekvisitionsnummer? Svar, før du betaler, så retter vi det.',
				},
			],
			button: 'Se og betal fakturaen',
		},
		'invoice-reminder': {
			purpose: 'transactional',
			subject: 'Påmindelse: faktura for {project}, {amount}',
			preheader: 'Forfalder {dueOn}.',
			title: 'En påmindelse om din faktura',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Din faktura for {project} forfalder {daysToPay, plural, =0 {i dag} one {om # dag} other {om # dage}}. Det er blot, så den ikke bliver glemt.',
				},
				{
					kind: 'paragraph',
					text: 'Din faktura for {project} forfaldt {daysLate, plural, one {i går} other {for # dage siden}}, og vi har endnu ikke set en betaling.',
				},
				{
					kind: 'paragraph',
					text: '{daysLate, plural, other {}}{reminder, plural, =1 {Måske er den smuttet: vil du se på det?} =2 {Måske er den smuttet: vil du se på det?} =3 {Betal den venligst i de kommende dage, eller fortæl os, hvad der holder den tilbage.} other {Betal den venligst inden syv dage, eller skriv til os i dag, så finder vi en vej sammen.}}',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Faktura', text: '{invoice}' },
						{ label: 'At betale', text: '{amount}' },
						{ label: 'Forfalder', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Betal kun på siden bag denne knap. Vi sender aldrig nye bankoplysninger pr. e-mail.',
				},
				{
					kind: 'paragraph',
					text: 'Har du allerede betalt, eller er noget forkert? Svar, så retter vi det.',
				},
			],
			button: 'Se og betal fakturaen',
		},
		delay: {
			purpose: 'transactional',
			subject: 'Ny dato for {project}: {expectedOn}',
			preheader: 'Vi vil hellere sige det nu end på selve dagen.',
			title: 'Vi har brug for lidt længere tid',
			blocks: [
				{
					kind: 'paragraph',
					text: '{project} bliver ikke færdigt, som vi sagde. Det er vi kede af, og vi vil hellere sige det nu end på selve dagen.',
				},
				{ kind: 'quote', text: '{reason}' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Lovet til', text: '{dueOn}' },
						{ label: 'Ny dato', text: '{expectedOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Kommer den nye dato på tværs? Svar på denne e-mail, så finder vi en anden vej sammen.',
				},
			],
			button: 'Åbn projektet',
		},
	},
};
