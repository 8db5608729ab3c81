import type { DeliveryWhy, InvoiceWords } from './why';

const files = (count: number) => (count === 1 ? '1 archivo' : `${count} archivos`);

/** The words for the team in Spanish. */
export const es: DeliveryWhy = {
	gates: {
		machine: 'el control 1 (medido)',
		peer: 'el control 2 (par)',
		senior: 'el control 3 (senior)',
	},
	kinds: { full: 'completa', partial: 'parcial', redelivery: 'de nuevo' },
	refused: {
		'no-verdict': (gate) => `nadie ha decidido en ${gate}`,
		failed: (gate) => `no pasó ${gate}`,
		'needs-review': (gate) => `${gate} espera a una persona`,
		'waiver-ended': (gate) => `terminó la exención en la que se apoyaba ${gate}`,
		'before-its-turn': (gate) => `${gate} se respondió antes de su turno`,
		'author-unknown': (gate) => `nadie sabe quién lo hizo, así que ${gate} no cuenta`,
		'by-author': (gate) => `quien lo hizo respondió ${gate}`,
		'by-nobody': (gate) => `nadie responde por ${gate}`,
		'same-person': (gate) => `la misma persona respondió ${gate} y otro control`,
		'older-version': () => 'hay una versión más nueva aprobada',
		'newer-version': () => 'viene en camino una versión más nueva',
		'other-content': () => 'la misma versión existe con otro contenido',
		'client-not-asked': () => 'el cliente aún no ha dicho que sí',
	},
	file: {
		new: (file, as) => `${file} sale como ${as}`,
		replaced: (file, as) => `${file} sale como ${as}, en lugar de lo que el cliente tiene`,
		delivered: (file) => `${file} ya se entregó`,
		left: (file) => `${file} no es nada que se haya pedido, y se queda aquí`,
		notYet: (file) => `${file} está listo, y espera al resto`,
		refused: (file, because) => `${file} no puede salir: ${because}`,
	},
	missing: {
		part: (part) => `No hay archivo para «${part}»`,
		captions: (part) => `No hay archivo de subtítulos para «${part}»`,
		track: (part, file) => `${file} no lleva subtítulos dentro, como se pidió para «${part}»`,
		ambiguous: (part, names) =>
			`Nadie puede decir qué archivo es «${part}»: ${names}. Pon nombre, idioma y plataforma en el nombre del archivo`,
		refused: (part, file, because) => `«${part}» es ${file}, y ${because}`,
		files: 'El proyecto no tiene archivos',
		contact: 'El negocio no tiene contacto en HubSpot: no hay a quién entregar',
		email: 'Nadie conoce el correo del cliente',
		price: {
			price: () => 'El negocio no tiene importe: no se puede escribir la factura',
			'add-on price': (what) => `Nadie ha puesto el precio del extra «${what}»`,
			'revision price': (what) =>
				`Nadie ha puesto lo que cuesta otra ronda de cambios; hubo ${what} más de lo acordado`,
			'same currency': (what) => `El pedido mezcla monedas: ${what}`,
		},
		span: (from, to) => ` (lo normal es de ${from} a ${to})`,
	},
	policy: {
		whole: (ready, all) => `Todo sale junto: están listos ${ready} de ${all}`,
		each: (ready, all) => `Sale lo que esté listo: ${ready} de ${all}`,
		share: (percent, least) =>
			`Está listo el ${percent} % del pedido; desde el ${least} % sale una parte`,
	},
	nothingNew: 'Todo lo que está listo ya se entregó, o va en camino al cliente',
	invoice: {
		made: (total, lines) =>
			`Se facturan ${total}, en ${lines === 1 ? '1 línea' : `${lines} líneas`}`,
		none: 'Con esto no hay nada que pagar',
		credit: (amount) => `El cliente pagó ${amount} de más: escribe una nota de crédito`,
		waits: 'Sale sin factura, porque no se conoce su precio',
	},
	flips: {
		missing: (field) => `está «${field}»`,
		withdrawn: (file) => `${file} pierde un control`,
	},
	note: {
		deliver: ({ project, kind, version, files: count, total, later }) =>
			`${project}: la entrega ${version} (${kind}, ${files(count)}) se está guardando${total === '' ? ', nada que facturar' : `, luego se facturan ${total}`}${later === '' ? '' : `. Falta: ${later}`}`,
		preview: ({ project, files: count }) =>
			`${project}: ${files(count)} para que el cliente los vea; se entrega cuando escriba #approve`,
		waiting: ({ project, because }) => `${project}: la entrega espera. ${because}`,
		refused: ({ project, because }) => `${project}: NO se entregó. ${because}`,
		nothingNew: ({ project }) => `${project}: todo lo que está listo ya se entregó, o va en camino`,
	},
};

/** The words of invoices in Spanish. */
export const esInvoice: InvoiceWords = {
	rush: 'Entrega urgente',
	revisions: 'Ronda de cambios adicional',
	discount: 'Descuento',
	deposit: (invoice) => `Anticipo ya facturado${invoice === '' ? '' : ` (${invoice})`}`,
	share: (text, percent) => `${text} (${percent.replace('.', ',')} %)`,
	memo: (delivery, names) => `Entrega ${delivery}: ${names}`,
};
