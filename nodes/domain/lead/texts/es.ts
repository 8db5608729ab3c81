import { wholeMonths } from './leadTexts';
import type { LeadTexts } from './leadTexts';

function ago(days: number | null): string {
	if (days === null || days < 1) return 'hoy';
	return days === 1 ? 'ayer' : `hace ${days} días`;
}

function inDays(days: number | null): string {
	if (days === 0) return 'cuanto antes';
	return days === 1 ? 'en 1 día' : `en ${days} días`;
}

/** The words of a lead's decision in Spanish. */
export const es: LeadTexts = {
	levels: {
		budget: {
			express: 'exprés',
			startup: 'startup',
			sme: 'pyme',
			enterprise: 'gran empresa',
			'above-enterprise': 'más alta',
		},
		service: {
			'brand-campaign': 'una campaña de marca',
			subscription: 'una suscripción de contenido',
			'social-management': 'la gestión de sus redes',
			'asset-library': 'una biblioteca de recursos de marca',
			explainer: 'un video explicativo',
			'ai-asset': 'un recurso hecho con IA',
			template: 'una plantilla',
			'quick-edit': 'una edición rápida',
			'social-video': 'un video para redes sociales',
			other: 'otra cosa',
		},
		vertical: {
			ecommerce: 'comercio electrónico',
			saas: 'software (SaaS)',
			'real-estate': 'bienes raíces',
			education: 'educación',
			other: 'otro sector',
		},
		source: {
			paid: 'un anuncio',
			referral: 'una recomendación',
			partner: 'un socio',
			event: 'un evento',
			outbound: 'nuestra prospección',
			social: 'redes sociales',
			organic: 'un buscador',
			direct: 'nuestro sitio web',
			other: 'otra fuente',
		},
	},
	reasons: {
		budget: ({ id, level, budget }) => {
			if (budget === null) return 'No indicó presupuesto';
			if (id === 'unknown')
				return `El presupuesto de ${budget} no se puede comparar: falta su tipo de cambio`;
			return `El presupuesto de ${budget} está en la franja ${level}`;
		},
		timeline: ({ days }) => (days === null ? 'No indicó plazo' : `Lo quiere ${inDays(days)}`),
		service: ({ id, level }) => (id === 'unknown' ? 'No dijo qué servicio' : `Pide ${level}`),
		vertical: ({ id, level }) =>
			id === 'unknown' ? 'No se conoce su sector' : `Trabaja en ${level}`,
		source: ({ id, level }) =>
			id === 'unknown' ? 'No se sabe cómo nos encontró' : `Llegó por ${level}`,
		email: ({ id, domain }) => {
			if (id === 'company') return `Escribe desde un correo de empresa (${domain})`;
			if (id === 'free') return `Escribe desde un correo gratuito (${domain})`;
			if (id === 'disposable') return `Escribe desde un correo desechable (${domain})`;
			return 'No dejó correo electrónico';
		},
		completeness: ({ answers, questions }) => `Respondió ${answers} de ${questions} preguntas`,
		signals: ({ id }) => {
			if (id === 'selling') return 'Parece que nos quiere vender algo';
			if (id === 'unsubscribed') return 'Se dio de baja de nuestros correos';
			if (id === 'bounced') return 'El correo a esta dirección fue devuelto';
			return 'El mensaje tiene una señal de spam';
		},
		opened: ({ lastDays }) => `Abrió nuestro correo, la última vez ${ago(lastDays)}`,
		clicked: ({ lastDays }) => `Hizo clic en nuestro correo, la última vez ${ago(lastDays)}`,
		visited: ({ lastDays }) => `Visitó nuestro sitio, la última vez ${ago(lastDays)}`,
		replied: ({ lastDays }) => `Nos respondió, la última vez ${ago(lastDays)}`,
		booked: ({ lastDays }) => `Reservó una llamada, la última vez ${ago(lastDays)}`,
	},
	cap: (group) => `Todo lo de "${group}" junto cuenta solo hasta aquí`,
	column: (column, level) => `${column}: ${level}`,
	disqualifiers: {
		'no-contact': 'No hay correo ni teléfono al que responder',
		'below-floor': 'El presupuesto está por debajo de todo lo que vendemos',
		spam: 'El mensaje es spam',
		'job-seeker': 'Busca trabajo, no un video',
		competitor: 'Pertenece a un competidor',
	},
	tiers: { hot: 'caliente', warm: 'tibio', cold: 'frío', disqualified: 'descartado' },
	perMonth: (money) => `${money} al mes`,
	points: (points) => (points === 1 ? '1 punto' : `${points} puntos`),
	onlyDisqualified: 'lo que lo descarta',
	flips: {
		budgetFrom: (money) => `el presupuesto es de al menos ${money}`,
		budgetUnder: (money) => `el presupuesto es menor de ${money}`,
		within: (span) => `el plazo es de hasta ${span}`,
		after: (span) => `el plazo es de más de ${span}`,
		service: (level) => `pide ${level}`,
		vertical: (level) => `trabaja en ${level}`,
		email: 'escribe desde un correo de empresa',
		emailGiven: 'deja un correo electrónico',
		replied: 'responde',
		booked: 'reserva una llamada',
	},
	span: (days) => {
		const months = wholeMonths(days);
		if (months !== null) return months === 1 ? 'un mes' : `${months} meses`;
		if (days % 7 === 0 && days > 0) return days === 7 ? 'una semana' : `${days / 7} semanas`;
		return days === 1 ? 'un día' : `${days} días`;
	},
	ask: (points) => `podría mover la puntuación ${points === 1 ? '1 punto' : `${points} puntos`}`,
	questions: {
		budget: '¿Qué presupuesto tienen pensado para este proyecto?',
		timeline: '¿Para cuándo lo necesitan?',
		service: '¿Qué tipo de video o contenido necesitan?',
		vertical: '¿En qué sector trabajan?',
		source: '¿Cómo nos conocieron?',
		company: '¿Para qué empresa es?',
		phone: '¿A qué número los podemos llamar?',
	},
};
