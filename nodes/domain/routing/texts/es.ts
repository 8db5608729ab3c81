import type { RoutingTexts } from './routingTexts';

const people = (count: number) => (count === 1 ? '1 persona' : `${count} personas`);

/** The words of a routing in Spanish. */
export const es: RoutingTexts = {
	terms: {
		cost: ({ cost }) => `cuesta ${cost}`,
		lateness: ({ late }) =>
			late === null ? 'termina en su día' : `termina ${late} después de su día`,
		fairness: ({ load, meanLoad }) =>
			`tendría ocupado el ${load} de estos días; el equipo, el ${meanLoad}`,
		hub: ({ hub, share, band, unit, sign }) => {
			if (unit === null)
				return 'a esta sede no se le pide una cuota, o aún no hay trabajo que repartir';
			const of = unit === 'projects' ? 'de los proyectos' : 'de los ingresos';
			if (sign > 0) return `${hub} tiene el ${share} ${of} y debería tener ${band}`;
			return sign < 0
				? `${hub} tiene el ${share} ${of}, más que el ${band} que le toca`
				: `${hub} tiene el ${share} ${of}, dentro de ${band}`;
		},
		overlap: ({ overlap }) =>
			overlap === '' ? 'no trata con el cliente' : `${overlap} en común con el día del cliente`,
		continuity: ({ isKnown }) =>
			isKnown ? 'conoce a este cliente o este proyecto' : 'aún no ha trabajado para este cliente',
		language: ({ isKnown }) => {
			if (isKnown === null) return 'aquí el idioma no importa';
			return isKnown ? 'habla el idioma del cliente' : 'no habla el idioma del cliente';
		},
		growth: ({ isKnown, skill }) =>
			isKnown ? `quiere crecer en ${skill}` : `no está previsto que crezca en ${skill}`,
		capacity: ({ load }) =>
			`el ${load} de sus próximas horas está ocupado; otros trabajos las necesitarán`,
	},
	blocks: {
		declined: ({ because }) =>
			because === '' ? 'ya se le preguntó y no lo hará' : `dijo que no: ${because}`,
		skill: ({ skill }) => `no domina ${skill}`,
		level: ({ skill, has, wants }) =>
			`tiene nivel ${has} en ${skill} y hace falta el nivel ${wants}`,
		kind: ({ kind }) => `es ${kind}, y no hizo falta`,
		another: () => 'ya tiene otra parte de este proyecto; tiene que mirarlo otra persona',
		hours: ({ hours }) => `no tiene ${hours} libres en el plazo que se mira`,
		deadline: ({ endsAt, due }) => `terminaría el ${endsAt} como pronto, después del ${due}`,
		margin: ({ cost }) => `cuesta ${cost}, lo que rompería el margen mínimo`,
		rest: ({ endsAt }) =>
			`terminaría el ${endsAt}, y entonces lo que sigue llegaría tarde o saldría demasiado caro`,
	},
	kinds: {
		internal: 'del equipo propio',
		freelancer: 'freelance',
		partner: 'una agencia asociada',
	},
	steps: {
		taken: {
			internal: 'El equipo propio puede hacerlo todo a tiempo',
			redistribution: 'El equipo propio puede si un colega asume un trabajo que nadie ha empezado',
			freelancers: 'Los freelance pueden hacer lo que el equipo propio no puede',
			partners: 'Una agencia asociada puede hacer lo que nadie más puede',
			negotiation: 'Solo queda otra fecha u otro precio; ambos están calculados',
		},
		noneOf: {
			internal: 'No hay nadie en la plantilla',
			freelancer: 'No hay freelance en la plantilla',
			partner: 'No hay agencias asociadas en la plantilla',
		},
		nothingToMove: 'Ningún trabajo que un colega pudiera asumir dejaría sitio suficiente',
		mayNotMove: 'Alguien dijo que no a mover el trabajo de otros',
		failed: (piece, counts) => `Nadie puede hacer "${piece}" a tiempo: ${counts}`,
		belowFloor: (margin, floor) =>
			`Dejaría un margen del ${margin}, por debajo del mínimo del ${floor}`,
		counts: {
			declined: (count) => `${people(count)} que ya dijo que no`,
			skill: (count) => `${people(count)} sin esa competencia`,
			level: (count) => `${people(count)} por debajo del nivel`,
			kind: (count) => `${people(count)} sin consultar`,
			another: (count) => `${people(count)} con otra parte ya`,
			hours: (count) => `${people(count)} sin horas libres`,
			deadline: (count) => `${people(count)} con horas libres demasiado tarde`,
			margin: (count) => `${people(count)} con un costo demasiado alto`,
			rest: (count) =>
				`${people(count)} con horas, pero el resto llegaría tarde o saldría demasiado caro`,
		},
		nobody: 'no hay nadie',
	},
	points: (points) => (points === '1' ? '1 punto' : `${points} puntos`),
	flips: {
		dueFrom: (date) => `el plazo es el ${date} o más tarde`,
		dueBefore: (date) => `el plazo es antes del ${date}`,
		priceFrom: (price) => `el precio es de al menos ${price}`,
	},
	notes: {
		overlaps: (piece, begins) =>
			`Termina después de que empiece «${piece}», ${begins}: quien la hace tiene que empezar más tarde`,
		'mixed-units':
			'Las cuotas de las sedes están en unidades distintas (proyectos, ingresos): cada una se respeta por separado y no suman un todo',
		'minima-above-whole': (unit, sum) =>
			`Las cuotas mínimas de las sedes suman el ${sum} de ${unit}: no se pueden cumplir todas`,
		'maxima-below-whole': (unit, sum) =>
			`Las cuotas máximas de las sedes suman el ${sum} de ${unit}: parte del trabajo no tiene sede`,
		override: (by, because) => `${by} permitió bajar del margen mínimo: ${because}`,
		noPrice: 'No se conoce el precio, así que no se comprobó el margen',
		noOffer: 'Nadie de la plantilla podría hacerlo en ninguna fecha ni a ningún precio',
	},
	units: { projects: 'los proyectos', revenue: 'los ingresos' },
};
