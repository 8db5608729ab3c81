/**
 * What reviewers look at: the parts of gates 2 and 3 in the agency's plan (creative direction, brief,
 * technical execution; final quality, the client's satisfaction, what else they could need), and for
 * work of more risk the things that come back most often.
 */
export const defaultChecklist = [
	{
		id: 'creative-direction',
		gates: ['peer'],
		depths: ['full', 'standard', 'short'],
		text: {
			en: 'Pictures, music and pace fit the creative direction',
			es: 'Imágenes, música y ritmo siguen la dirección creativa',
			da: 'Billeder, musik og tempo passer til den kreative retning',
		},
	},
	{
		id: 'brief',
		gates: ['peer'],
		depths: ['full', 'standard', 'short'],
		text: {
			en: 'Everything the brief asks for is there',
			es: 'Está todo lo que pide el brief',
			da: 'Alt det, briefet beder om, er med',
		},
	},
	{
		id: 'execution',
		gates: ['peer'],
		depths: ['full', 'standard'],
		text: {
			en: 'Cuts, colour and sound are clean from the first frame to the last',
			es: 'Cortes, color y sonido están limpios del primer al último cuadro',
			da: 'Klip, farver og lyd er rene fra første til sidste billede',
		},
	},
	{
		id: 'spelling',
		gates: ['peer'],
		depths: ['full', 'standard'],
		text: {
			en: 'Every name, price and word on screen is spelt right',
			es: 'Cada nombre, precio y palabra en pantalla está bien escrito',
			da: 'Hvert navn, hver pris og hvert ord på skærmen er stavet rigtigt',
		},
	},
	{
		id: 'rights',
		gates: ['peer'],
		depths: ['full'],
		text: {
			en: 'Music, pictures and voices are ours to use, generated ones too',
			es: 'Tenemos derecho a usar música, imágenes y voces, también las generadas',
			da: 'Vi må bruge musik, billeder og stemmer, også de genererede',
		},
	},
	{
		id: 'second-look',
		gates: ['peer', 'senior'],
		depths: ['full'],
		text: {
			en: 'Watched twice from start to end: once on a phone without sound, once with headphones',
			es: 'Vista dos veces de principio a fin: una en el móvil sin sonido, otra con auriculares',
			da: 'Set to gange fra start til slut: én gang på telefon uden lyd, én gang med hovedtelefoner',
		},
	},
	{
		id: 'final-quality',
		gates: ['senior'],
		depths: ['full', 'standard', 'short'],
		text: {
			en: 'We would show it with our name on it',
			es: 'Lo mostraríamos con nuestro nombre',
			da: 'Vi ville vise den med vores navn på',
		},
	},
	{
		id: 'client-satisfaction',
		gates: ['senior'],
		depths: ['full', 'standard', 'short'],
		text: {
			en: 'This client will be content: how much, from 1 to 10?',
			es: 'Este cliente quedará contento: ¿cuánto, del 1 al 10?',
			da: 'Denne kunde bliver tilfreds: hvor meget, fra 1 til 10?',
		},
	},
	{
		id: 'earlier-remarks',
		gates: ['senior'],
		depths: ['full', 'standard'],
		text: {
			en: 'What was asked for in earlier rounds has been done',
			es: 'Se hizo lo que se pidió en rondas anteriores',
			da: 'Det, der blev bedt om i tidligere runder, er gjort',
		},
	},
	{
		id: 'opportunity',
		gates: ['senior'],
		depths: ['full', 'standard', 'short'],
		text: {
			en: 'What else could this client need? Write it down for the follow-up',
			es: '¿Qué más podría necesitar este cliente? Anótalo para el seguimiento',
			da: 'Hvad kan denne kunde ellers have brug for? Skriv det ned til opfølgningen',
		},
	},
];
