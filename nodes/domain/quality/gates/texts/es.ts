import type { GateTexts } from './gateTexts';

const some = (count: number, one: string, more: string) =>
	count === 1 ? `1 ${one}` : `${count} ${more}`;

/** The words of the gates in Spanish. */
export const es: GateTexts = {
	gates: {
		machine: 'Control 1 (medido)',
		peer: 'Control 2 (colega)',
		senior: 'Control 3 (senior)',
	},
	outcomes: { pass: 'pasa', fail: 'no pasa', 'needs-review': 'necesita a una persona' },
	finding: ({ rule, at, expected, actual, pack }) =>
		`${rule}${at === '' ? '' : ` en ${at}`}: ${actual || 'no es lo pedido'}${expected === '' ? '' : `, se pedía ${expected}`}${pack === '' ? '' : ` (${pack})`}`,
	waived: (finding, { by, reason, until }) =>
		`${finding}. Dispensado por ${by}${until === '' ? '' : ` hasta ${until}`}: ${reason}`,
	unmeasured: (what) => `${what} no se pudo medir, así que nadie sabe si está bien`,
	clean: (packs) => `Nada está mal según ${packs}`,
	unchecked: 'El archivo no se comparó con ninguna especificación, así que no se sabe nada de él',
	fix: (how) => `Cómo: ${how}`,
	more: (count) =>
		`Hay ${count} hallazgos más que no figuran aquí: nadie puede decir que estén todos dispensados`,
	unexplained: (verdict) => `El propio control dice que el archivo ${verdict}, y no dice por qué`,
	changed: 'Hay una versión más nueva del archivo: esta ya no cuenta',
	review: {
		unchanged: {
			ok: () => 'El archivo es exactamente aquel por el que se preguntó',
			no: () => 'El archivo ha cambiado: lo dicho vale solo para la versión anterior',
			unknown: () => 'Nadie sabe cuál es la versión más nueva',
		},
		order: {
			ok: ({ before }) => `Este mismo archivo pasó antes el ${before}`,
			no: ({ before }) => `Este mismo archivo no ha pasado el ${before}, que va primero`,
			unknown: ({ before }) => `Nadie sabe nada del ${before}, que va primero`,
		},
		author: {
			ok: ({ reviewer }) => `${reviewer} no hizo el archivo`,
			no: ({ reviewer }) => `${reviewer} hizo el archivo: debe mirarlo otra persona`,
			unknown: () =>
				'Nadie sabe quién hizo el archivo, así que no consta que lo mirara otra persona',
		},
		others: {
			ok: ({ reviewer }) => `${reviewer} no respondió en otro control de este archivo`,
			no: ({ reviewer }) =>
				`${reviewer} respondió en otro control: colega y senior son dos personas`,
			unknown: ({ reviewer }) => `Nadie sabe si ${reviewer} respondió en otro control`,
		},
		level: {
			ok: ({ reviewer, skill, has, wants }) =>
				`${reviewer} tiene nivel ${has} en ${skill}, hace falta el ${wants}`,
			no: ({ reviewer, skill, has, wants }) =>
				`${reviewer} tiene nivel ${has} en ${skill}, y hace falta el ${wants}`,
			unknown: ({ reviewer, skill }) => `Nadie sabe qué nivel tiene ${reviewer} en ${skill}`,
		},
		checklist: {
			ok: () => 'Todos los puntos de la lista están bien',
			no: ({ points }) => `Puntos de la lista que no están bien: ${points}`,
			unknown: ({ points }) => `Puntos de la lista sin respuesta: ${points}`,
		},
		answer: {
			ok: ({ reviewer }) => `${reviewer} aprueba`,
			no: ({ reviewer, note }) => `${reviewer} pide cambios${note === '' ? '' : `: ${note}`}`,
			unknown: ({ reviewer }) => `${reviewer} no ha respondido`,
		},
	},
	flips: {
		mended: (rule) => `se corrige ${rule}`,
		measured: (what) => `${what} se mide y está bien`,
		waiverEnds: (rule) => `termina la dispensa de ${rule}`,
	},
	by: (count) => some(count, 'cosa', 'cosas'),
	byWaivers: (count) => some(count, 'dispensa', 'dispensas'),
	ask: (what) => `Medido o dispensado para este archivo, ${what} ya no sería obstáculo`,
	risk: {
		newClient: {
			yes: 'El cliente es nuevo',
			no: 'Conocemos al cliente',
			unknown: 'Nadie sabe si el cliente es nuevo',
		},
		firstProject: {
			yes: 'Es el primer proyecto para este cliente',
			no: 'Hubo antes proyectos para este cliente',
			unknown: 'Nadie sabe si es el primer proyecto para este cliente',
		},
		value: {
			yes: 'El precio es alto',
			no: 'El precio no es alto',
			unknown: 'No se conoce el precio',
		},
		cycles: {
			yes: 'Ya se devolvió antes',
			no: 'No se había devuelto',
			unknown: 'Nadie sabe si se devolvió antes',
		},
	},
	depths: {
		full: 'lista completa y una segunda mirada',
		standard: 'lista habitual',
		short: 'lista corta',
	},
	brief: {
		goal: (text) => `Cumple su objetivo: ${text}`,
		audience: (text) => `Le habla a ${text}`,
		tone: (text) => `El tono es ${text}`,
		callToAction: (text) => `Termina con la llamada a la acción «${text}»`,
		language: (text) => `Voz, títulos y subtítulos están en ${text}`,
		mustHave: (text) => `Tiene: ${text}`,
		mustNot: (text) => `No tiene: ${text}`,
		deliverable: (text) => `Corresponde al entregable: ${text}`,
		unmeasured: (what) => `Míralo tú: ${what} no se pudo medir`,
		waived: (rule, reason) => `${rule} se dispensó (${reason}): ¿sigue estando bien?`,
	},
};
