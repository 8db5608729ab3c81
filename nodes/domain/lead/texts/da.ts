import { wholeMonths } from './leadTexts';
import type { LeadTexts } from './leadTexts';

function ago(days: number | null): string {
	if (days === null || days < 1) return 'i dag';
	return days === 1 ? 'i går' : `for ${days} dage siden`;
}

function inDays(days: number | null): string {
	if (days === 0) return 'hurtigst muligt';
	return days === 1 ? 'om 1 dag' : `om ${days} dage`;
}

/** The words of a lead's decision in Danish. */
export const da: LeadTexts = {
	levels: {
		budget: {
			express: 'ekspres',
			startup: 'startup',
			sme: 'mindre virksomhed',
			enterprise: 'stor virksomhed',
			'above-enterprise': 'højeste',
		},
		service: {
			'brand-campaign': 'en brandkampagne',
			subscription: 'et indholdsabonnement',
			'social-management': 'pasning af sociale medier',
			'asset-library': 'et brandbibliotek',
			explainer: 'en forklaringsvideo',
			'ai-asset': 'et AI-produceret element',
			template: 'en skabelon',
			'quick-edit': 'en hurtig redigering',
			'social-video': 'en video til sociale medier',
			other: 'noget andet',
		},
		vertical: {
			ecommerce: 'e-handel',
			saas: 'software (SaaS)',
			'real-estate': 'ejendomme',
			education: 'uddannelse',
			other: 'en anden branche',
		},
		source: {
			paid: 'en annonce',
			referral: 'en anbefaling',
			partner: 'en partner',
			event: 'et arrangement',
			outbound: 'vores egen henvendelse',
			social: 'sociale medier',
			organic: 'en søgning',
			direct: 'vores hjemmeside',
			other: 'en anden kilde',
		},
	},
	reasons: {
		budget: ({ id, level, budget }) => {
			if (budget === null) return 'Har ikke oplyst budget';
			if (id === 'unknown')
				return `Budgettet på ${budget} kan ikke sammenlignes: der mangler en kurs`;
			return `Budgettet på ${budget} ligger i båndet ${level}`;
		},
		timeline: ({ days }) =>
			days === null ? 'Har ikke oplyst tidsramme' : `Vil have det ${inDays(days)}`,
		service: ({ id, level }) =>
			id === 'unknown' ? 'Har ikke sagt hvilken ydelse' : `Beder om ${level}`,
		vertical: ({ id, level }) =>
			id === 'unknown' ? 'Branchen er ukendt' : `Arbejder med ${level}`,
		source: ({ id, level }) =>
			id === 'unknown' ? 'Det er ukendt, hvor de fandt os' : `Kom via ${level}`,
		email: ({ id, domain }) => {
			if (id === 'company') return `Skriver fra en firmaadresse (${domain})`;
			if (id === 'free') return `Skriver fra en gratis mailadresse (${domain})`;
			if (id === 'disposable') return `Skriver fra en engangsadresse (${domain})`;
			return 'Har ikke efterladt en mailadresse';
		},
		completeness: ({ answers, questions }) => `Har svaret på ${answers} af ${questions} spørgsmål`,
		signals: ({ id }) => {
			if (id === 'selling') return 'Ser ud til at ville sælge os noget';
			if (id === 'unsubscribed') return 'Har frameldt sig vores mails';
			if (id === 'bounced') return 'Mail til adressen kom tilbage';
			return 'Beskeden har et tegn på spam';
		},
		opened: ({ lastDays }) => `Åbnede vores mail, senest ${ago(lastDays)}`,
		clicked: ({ lastDays }) => `Klikkede i vores mail, senest ${ago(lastDays)}`,
		visited: ({ lastDays }) => `Besøgte vores side, senest ${ago(lastDays)}`,
		replied: ({ lastDays }) => `Svarede os, senest ${ago(lastDays)}`,
		booked: ({ lastDays }) => `Bookede et opkald, senest ${ago(lastDays)}`,
	},
	cap: (group) => `Alt i "${group}" tæller tilsammen kun hertil`,
	column: (column, level) => `${column}: ${level}`,
	disqualifiers: {
		'no-contact': 'Der er hverken mailadresse eller telefonnummer at svare på',
		'below-floor': 'Budgettet er under alt, hvad vi sælger',
		spam: 'Beskeden er spam',
		'job-seeker': 'Afsenderen søger job, ikke en video',
		competitor: 'Afsenderen hører til en konkurrent',
	},
	tiers: { hot: 'varm', warm: 'lun', cold: 'kold', disqualified: 'sorteret fra' },
	perMonth: (money) => `${money} om måneden`,
	points: (points) => `${points} point`,
	onlyDisqualified: 'det, der sorterer den fra',
	flips: {
		budgetFrom: (money) => `budgettet er mindst ${money}`,
		budgetUnder: (money) => `budgettet er under ${money}`,
		within: (span) => `tidsrammen er højst ${span}`,
		after: (span) => `tidsrammen er mere end ${span}`,
		service: (level) => `de beder om ${level}`,
		vertical: (level) => `de arbejder med ${level}`,
		email: 'de skriver fra en firmaadresse',
		emailGiven: 'de efterlader en mailadresse',
		replied: 'de svarer',
		booked: 'de booker et opkald',
	},
	span: (days) => {
		const months = wholeMonths(days);
		if (months !== null) return months === 1 ? 'en måned' : `${months} måneder`;
		if (days % 7 === 0 && days > 0) return days === 7 ? 'en uge' : `${days / 7} uger`;
		return days === 1 ? 'en dag' : `${days} dage`;
	},
	ask: (points) => `kunne flytte scoren ${points} point`,
	questions: {
		budget: 'Hvilket budget har I tænkt jer til projektet?',
		timeline: 'Hvornår skal I bruge det?',
		service: 'Hvilken slags video eller indhold har I brug for?',
		vertical: 'Hvilken branche er I i?',
		source: 'Hvor hørte I om os?',
		company: 'Hvilken virksomhed er det til?',
		phone: 'Hvilket nummer kan vi ringe til jer på?',
	},
};
