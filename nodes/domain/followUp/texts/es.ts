import type { FollowUpTexts } from './followUpTexts';

/** Spanish. */
export const es: FollowUpTexts = {
	sends: (step, template) => `Toca ${step}: el cliente recibe «${template}».`,
	waits: (step, when) => `Sigue ${step}, ${when}.`,
	awaits: (until) => `Espera una respuesta hasta el ${until}.`,
	listens: (until) =>
		`Ya se envió todo; una respuesta o un negocio todavía cuentan hasta el ${until}.`,
	paused: (until) =>
		until === null ? 'En pausa hasta que alguien la reanude.' : `En pausa hasta el ${until}.`,
	moved: {
		quiet: 'Se movió fuera de las horas de descanso.',
		holiday: 'Se movió después de un feriado.',
		dayOff: 'Se movió después de un día libre.',
	},
	capped: (cap, until) => `Ningún cliente recibe más de ${cap}: espera hasta el ${until}.`,
	task: (template) => `Le toca a una persona: «${template}».`,
	answer: (score, step) => `El cliente respondió ${score} de 10: sigue ${step}.`,
	ground: (words, evidence) =>
		evidence === null
			? `Se pueden enviar ofertas: ${words}, sin prueba guardada.`
			: `Se pueden enviar ofertas: ${words} (${evidence}).`,
	noGround: (source) => `Se pueden enviar ofertas hasta que el cliente se oponga. ${source}.`,
	offer: (offer, used, usage, price) => `${offer} (${price}) conviene: ${used} ${usage}.`,
	otherOffer: (offer) => `Después vendría ${offer}.`,
	bases: {
		consent: 'consentimiento',
		'existing-customer': 'cliente propio, servicios similares',
		'legitimate-interest': 'interés legítimo',
	},
	per: { month: 'al mes', edit: 'por edición', piece: 'por pieza' },
	usage: {
		projects: 'proyectos',
		edits: 'ediciones',
		assets: 'recursos',
		social: 'piezas para redes',
	},
	exits: {
		replied: 'El cliente, o un colega, respondió.',
		meeting_booked: 'Se reservó una reunión.',
		deal_created: 'Hay un negocio nuevo.',
		invoice_overdue: 'Hay una factura sin pagar.',
		dispute: 'Hay una disputa.',
		bounced: 'El correo no le llega al cliente.',
		complained: 'El cliente marcó un mensaje como spam.',
		unsubscribed: 'El cliente no quiere más.',
		negative_score: 'La puntuación bajó de cero.',
		stopped: 'Alguien la detuvo.',
		completed: 'Todos los pasos están hechos.',
		detractor: 'El cliente no está contento: sigue una persona.',
		'no-answer': 'El cliente no respondió.',
	},
	exit: (reason) => `La secuencia llama así a este final: ${reason}.`,
	skips: {
		answered: () => 'respondida: el cliente ya dijo cómo le fue',
		'no-thanks': () => 'no, gracias: el cliente no quiere que le pregunten cómo le fue',
		condition: ({ condition }) => `condición: ${condition}`,
		'opted-out': () => 'baja: el cliente no quiere ofertas',
		'no-consent': ({ country, accepts, source }) =>
			`sin consentimiento: para ${country} las ofertas necesitan ${accepts.join(' o ') || 'una ley que las permita'} (${source})`,
		'no-evidence': ({ country, source }) =>
			`sin consentimiento demostrable: para ${country} se debe guardar la prueba (${source})`,
		holdout: () => 'grupo de control: no recibe ofertas, para poder medir lo que aportan',
		'no-offer': () => 'sin oferta: nada de lo que usa el cliente habla por una',
		stale: () => 'demasiado tarde: su momento pasó hace mucho',
		cap: ({ cap }) => `tope: ningún cliente recibe más de ${cap}`,
		cancelled: ({ by }) => `cancelado por ${by}`,
		'not-in-version': () => 'la versión nueva no lo tiene',
	},
	notes: {
		duplicate: (type) => `${type} ya se había avisado; cuenta una vez.`,
		'before-enrolment': (type) => `${type} ocurrió antes de la inscripción; no la termina.`,
		stranger: (type) => `${type} viene de una dirección que no es del cliente ni de un colega.`,
		automatic: (type) => `${type} viene de una máquina; no es una respuesta.`,
		'no-score': (type) => `${type} no trae una nota de 0 a 10.`,
		'soft-bounce': (type) => `${type} es solo por un tiempo.`,
		'after-exit': (type) => `${type} llegó después del final; no cambia nada.`,
		'unknown-step': (type) => `${type} no nombra un paso que falte por enviar.`,
		again: (type) => `${type}: el cliente ya está en esta secuencia; no empieza de nuevo.`,
		engagement: (type) => `${type} no decide nada.`,
		'no-exit': (type) => `${type} no termina esta secuencia.`,
		older: (type) => `${type} es anterior a lo que ya se sabe.`,
	},
	flips: {
		reply: 'el cliente o un colega responde, reserva una reunión o hay un negocio nuevo',
		consent: 'el cliente acepta recibir ofertas',
		resume: 'alguien la reanuda',
	},
	cap: (most, days) => `${most} en ${days} días`,
	unknownCountry: 'un cliente cuyo país no se conoce',
};
