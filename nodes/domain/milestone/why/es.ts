import type { MilestoneWhy } from './why';

/** The words for the team in Spanish. */
export const es: MilestoneWhy = {
	milestones: {
		'brief-received': 'Brief recibido',
		'team-assigned': 'Equipo asignado',
		'preview-ready': 'Vista previa lista',
		'revision-received': 'Notas recibidas',
		approved: 'Aprobado',
		delivered: 'Entregado',
		invoice: 'Factura',
		'invoice-reminder': 'Recordatorio de una factura',
		delay: 'Retraso',
	},
	languages: { en: 'inglés', es: 'español', da: 'danés' },
	language: {
		client: (language) => `En ${language}, porque es el idioma del cliente`,
		country: (language, from) => `En ${language}, porque el cliente está en ${from}`,
		default: (language) => `En ${language}, porque nadie sabe el idioma ni el país del cliente`,
	},
	zone: {
		client: (zone) => `Según el reloj de ${zone}, que es el del cliente`,
		country: (zone, from) => `Según el reloj de ${zone}, porque el cliente está en ${from}`,
		default: (zone) => `Según el reloj de ${zone}, porque nadie sabe la zona del cliente`,
	},
	hours: {
		open: (at) => `Para el cliente es ${at}, en horario laboral: sale ahora`,
		urgent: 'Es urgente: sale ahora, sea la hora que sea para el cliente',
		hour: (at) => `El cliente no está trabajando: sale ${at}`,
		weekend: (at) => `Para el cliente no es día laborable: sale ${at}`,
		holiday: (at) => `Para el cliente es feriado: sale ${at}`,
		never: 'Ninguno de los próximos 30 días tiene horario laboral del cliente',
	},
	recipient: {
		ok: (email) => `Va a ${email}`,
		none: 'Nadie sabe la dirección de correo del cliente',
		invalid: (given) => `${given} no es una dirección de correo`,
	},
	project: { none: 'El proyecto no tiene un nombre que el cliente conozca' },
	link: {
		ok: (host) => `Lleva a ${host}`,
		unneeded: 'No lleva a ningún sitio, ni hace falta',
		none: 'Falta el enlace, sin el cual el correo no sirve',
		refused: {
			'no address': () => 'El enlace no es una dirección',
			'not https': () => 'El enlace no comienza con https://',
			'user name': () => 'El enlace contiene un usuario o una contraseña',
			'other host': (host) => `El enlace lleva a ${host}, que no está entre los permitidos`,
		},
	},
	detail: {
		people: 'Nadie sabe quién hace el trabajo',
		amount: 'Falta el importe',
		dueAt: 'Falta la fecha de vencimiento',
		expectedAt: 'Falta la nueva fecha',
	},
	onTime: 'La nueva fecha no es posterior a la prometida: no hay retraso que avisar',
	approval: {
		needed: 'Un retraso se avisa solo cuando una persona dio su visto bueno al correo',
		given: (by) => `${by} dio su visto bueno`,
	},
	words: {
		own: 'Va con las palabras que alguien le puso',
		link: (given) => `El texto nombra ${given}, adonde los correos no pueden llevar`,
	},
	flips: {
		urgent: 'es urgente',
		approved: 'alguien da su visto bueno (approvedBy)',
		missing: (field) => `se completa "${field}"`,
	},
	note: {
		now: ({ milestone, project, client, language }) =>
			`${milestone}: se avisa ahora a ${client}, en ${language} (${project})`,
		later: ({ milestone, project, client, language, at }) =>
			`${milestone}: se avisa a ${client} ${at} (hora suya), en ${language} (${project})`,
		draft: ({ milestone, project, client }) =>
			`${milestone}: un correo a ${client} espera tu visto bueno (${project})`,
		refuse: ({ milestone, project, client, because }) =>
			`${milestone}: NO se avisó a ${client} (${project}). ${because}`,
	},
};
