import type { FollowUpWords } from './messageTexts';

/** What follow-ups say in Spanish. */
export const es: FollowUpWords = {
	greeting: ['Hola, {firstName}:', 'Hola:'],
	address: 'Si el botón no responde, abre esta dirección:',
	closing: 'El equipo de {agency}',
	footer: {
		transactional: 'Recibes este correo porque {agency} trabajó para ti. No contiene publicidad.',
		marketing: 'Recibes este correo porque {agency} trabajó para ti y puede escribirte.',
	},
	test: '[PRUEBA]',
	scale: { worst: '0 es seguro que no', best: '10 es seguro que sí', answer: '{score} de 10' },
	offer: {
		what: 'Qué es',
		price: 'Precio',
		per: {
			month: 'de {from} a {to} al mes',
			edit: 'de {from} a {to} por edición',
			piece: 'de {from} a {to} por pieza',
		},
	},
	letters: {
		'feedback-request': {
			purpose: 'transactional',
			subject: ['Una pregunta sobre {project}', 'Una pregunta sobre nuestro trabajo para ti'],
			preheader: 'Un número del 0 al 10, y listo.',
			title: '¿Nos recomendarías?',
			blocks: [
				{
					kind: 'paragraph',
					text: [
						'El {deliveredOn} recibiste los archivos de {project}. ¿Recomendarías a {agency} a alguien con quien trabajas?',
						'El {deliveredOn} recibiste tus archivos. ¿Recomendarías a {agency} a alguien con quien trabajas?',
					],
				},
				{ kind: 'scale' },
				{
					kind: 'note',
					text: 'El número abre una página donde lo confirmas y puedes decir por qué. Solo lo lee nuestro equipo.',
				},
			],
		},
		'what-was-missing': {
			purpose: 'transactional',
			subject: ['¿Qué faltó en {project}?', '¿Qué faltó?'],
			preheader: 'Basta una frase.',
			title: '¿Qué faltó para llegar al 10?',
			blocks: [
				{ kind: 'paragraph', text: ['Gracias por tu {score}.', 'Gracias por tu respuesta.'] },
				{
					kind: 'paragraph',
					text: 'Es un buen número, y queremos saber qué lo separó del 10: algo que dijimos, algo que hicimos o el tiempo que tardamos.',
				},
				{
					kind: 'paragraph',
					text: 'Responde a este correo. Basta una frase; una persona del equipo la lee y te contesta.',
				},
			],
		},
		'review-request': {
			purpose: 'marketing',
			subject: '¿Lo dirías donde otros lo lean?',
			preheader: 'Dos frases tuyas nos ayudan más que cualquier anuncio.',
			title: '¿Se lo contarías a otros?',
			blocks: [
				{
					kind: 'paragraph',
					text: ['Nos diste un {score}: gracias.', 'Nos recomendarías: gracias.'],
				},
				{
					kind: 'paragraph',
					text: 'Estudios como el nuestro viven de lo que cuentan sus clientes. ¿Escribirías dos frases sobre cómo fue trabajar con nosotros?',
				},
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: 'Envíalas respondiendo a este correo, y dinos si podemos mostrarlas con tu nombre.',
				},
				{
					kind: 'paragraph',
					text: 'Y si conoces a alguien que necesita lo que necesitabas tú, reenvíale este correo. Le atenderemos como a ti.',
				},
			],
			link: 'review',
			button: 'Escribir una reseña',
		},
		'upsell-offer': {
			purpose: 'marketing',
			subject: 'Una idea para ti: {offerName}',
			preheader: 'Qué es, cuánto cuesta y por qué pensamos en ti.',
			title: 'Una idea para ti',
			blocks: [
				{ kind: 'offer' },
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: '¿Quieres saber más? Responde a este correo con un sí y volvemos con un plan y un precio exacto.',
				},
				{
					kind: 'note',
					text: '¿No es para ti? No tienes que hacer nada. Si prefieres no recibir ninguna oferta, usa el enlace de abajo: los correos sobre tus propios proyectos te seguirán llegando.',
				},
			],
			link: 'offer',
			button: 'Quiero saber más',
		},
	},
	offers: {
		'content-subscription': {
			name: 'Suscripción de contenido',
			why: [
				'Hemos hecho {used, plural, one {# proyecto} other {# proyectos}} juntos. Quien necesita contenido tan a menudo paga menos por mes y espera menos.',
				'Vuelves a menudo. Quien necesita contenido tan a menudo paga menos por mes y espera menos.',
			],
			gets: [
				'Un número fijo de videos al mes, con un equipo que conoce tu marca.',
				'Un solo precio, conocido de antemano, en lugar de una cotización por cada uno.',
				'Tu lugar en nuestro calendario queda reservado.',
			],
		},
		'express-pack': {
			name: 'Ediciones exprés',
			why: [
				'Nos pediste {used, plural, one {# edición} other {# ediciones}}. Los cambios pequeños no deberían esperar a un proyecto.',
				'Nos pides a menudo ediciones pequeñas. No deberían esperar a un proyecto.',
			],
			gets: [
				'Cada edición en menos de 24 horas desde tu mensaje.',
				'Sin cotización y sin reunión: tú dices qué, nosotros lo hacemos.',
				'Pagas lo que usas.',
			],
		},
		'brand-library': {
			name: 'Biblioteca de marca',
			why: [
				'Ya hicimos {used, plural, one {# recurso} other {# recursos}} para ti. Es hora de que todo tu equipo los encuentre.',
				'Ya hicimos muchos recursos para ti. Es hora de que todo tu equipo los encuentre.',
			],
			gets: [
				'Un solo lugar para tus logos, imágenes, clips y plantillas, en orden y siempre al día.',
				'Cada recurso nuevo lo agregamos nosotros.',
				'Tamaños para cada canal, hechos cuando los necesitas.',
			],
		},
		'social-management': {
			name: 'Gestión de redes sociales',
			why: 'Lo que hacemos para tus redes todavía hay que planificarlo, publicarlo y responderlo. También podemos hacer eso.',
			gets: [
				'Un plan del mes que tú apruebas.',
				'Publicaciones a la hora justa, en el formato de cada canal.',
				'Un informe breve de lo que funcionó.',
			],
		},
	},
	tasks: {
		'client-success': {
			name: [
				'Llamar a {client}: respondió {score} de 10',
				'Llamar a {client}: no quedó contento con nuestro trabajo',
			],
			lines: [
				[
					'{client} respondió {score} de 10 después de {project}.',
					'{client} respondió {score} de 10.',
				],
				'En sus palabras: «{comment}»',
				'Escribir a: {email}',
				'Llama hoy, antes de que le llegue otra cosa: las ofertas y el pedido de reseña están cancelados. Escucha primero; promete solo lo que puedas cumplir.',
				'La historia completa: agency-ops followup show {followUp}',
			],
		},
	},
};
