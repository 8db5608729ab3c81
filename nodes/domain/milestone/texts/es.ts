import type { LanguageTexts } from './milestoneTexts';

/** What clients read in Spanish, as it is written in Latin America. */
export const es: LanguageTexts = {
	greeting: { named: 'Hola, {firstName}:', unnamed: 'Hola:' },
	address: 'Si el botón no responde, abre esta dirección:',
	closing: 'El equipo de {agency}',
	footer:
		'Recibes este correo porque {agency} trabaja para ti en {project}. No contiene publicidad.',
	test: '[PRUEBA]',
	milestones: {
		'brief-received': {
			purpose: 'transactional',
			subject: 'Tenemos tu brief: {project}',
			preheader: 'Qué sigue y cuándo tendrás noticias nuestras.',
			title: 'Recibimos tu brief',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Gracias: ya tenemos todo lo necesario para empezar con {project}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Proyecto', text: '{project}' },
						{ label: 'Primera vista previa', text: '{previewOn}' },
						{ label: 'Listo para el', text: '{dueOn}' },
					],
				},
				{
					kind: 'steps',
					steps: [
						'Elegimos a las personas indicadas para tu proyecto y te contamos quiénes son.',
						'Preparan una primera versión y recibes un enlace para verla.',
						'Nos dices qué cambiarías, directamente sobre la imagen.',
					],
				},
				{
					kind: 'paragraph',
					text: '¿Falta algo o cambió algo? Basta con responder a este correo.',
				},
			],
			button: 'Ver el brief',
		},
		'team-assigned': {
			purpose: 'transactional',
			subject: 'Tu equipo para {project}',
			preheader:
				'{peopleCount, plural, one {Una persona ya está} other {# personas ya están}} trabajando en tu proyecto.',
			title: 'Tu equipo está listo',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Desde ahora {peopleCount, plural, one {una persona trabaja} other {# personas trabajan}} en {project}: {people}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Equipo', text: '{people}' },
						{ label: 'Comienza el', text: '{startsOn}' },
						{ label: 'Primera vista previa', text: '{previewOn}' },
						{ label: 'Listo para el', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Por ahora no tienes que hacer nada. Te escribimos en cuanto haya algo que ver.',
				},
			],
			button: 'Abrir el proyecto',
		},
		'preview-ready': {
			purpose: 'transactional',
			subject: 'Ya puedes verlo: {project}',
			preheader: 'Míralo, marca lo que cambiarías y envíanos tus notas.',
			title: 'Tu vista previa está lista',
			blocks: [
				{ kind: 'paragraph', text: 'Ya hay algo que ver de {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Versión', text: '{version}' },
						{ label: 'Para ver', text: '{files, plural, one {# archivo} other {# archivos}}' },
						{ label: 'Tu respuesta hasta el', text: '{answerBy}' },
						{
							label: 'Rondas de cambios restantes',
							text: '{roundsLeft, plural, =0 {ninguna: otras se acuerdan antes contigo} other {#}}',
						},
					],
				},
				{
					kind: 'steps',
					steps: [
						'Abre la vista previa. No necesitas una cuenta.',
						'Haz clic en el momento que cambiarías y escribe qué.',
						'¿Está bien así? Escribe #aprobado en un comentario.',
					],
				},
			],
			button: 'Ver la vista previa',
		},
		'revision-received': {
			purpose: 'transactional',
			subject: 'Tenemos tus notas: {project}',
			preheader: 'Estamos trabajando en tus cambios.',
			title: 'Recibimos tus notas',
			blocks: [
				{ kind: 'paragraph', text: 'Gracias. Estamos trabajando en tus cambios para {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Notas', text: '{comments, plural, one {# nota} other {# notas}}' },
						{ label: 'Próxima versión', text: '{previewOn}' },
						{
							label: 'Rondas de cambios restantes',
							text: '{roundsLeft, plural, =0 {ninguna: otras se acuerdan antes contigo} other {#}}',
						},
						{ label: 'Listo para el', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: '¿Se te ocurrió algo más? Escríbelo en la misma vista previa o responde a este correo.',
				},
			],
			button: 'Ver las notas',
		},
		approved: {
			purpose: 'transactional',
			subject: 'Aprobado: {project}',
			preheader: 'Estamos preparando tus archivos.',
			title: 'Recibimos tu aprobación',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Gracias por aprobar {project}. Revisamos cada archivo una última vez y los preparamos para ti.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Aprobado', text: '{files, plural, one {# archivo} other {# archivos}}' },
						{ label: 'Tus archivos, a más tardar', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: '¿No querías aprobarlo todavía? Avísanos ahora respondiendo a este correo.',
				},
			],
			button: 'Ver lo aprobado',
		},
		delivered: {
			purpose: 'transactional',
			subject: 'Tus archivos están aquí: {project}',
			preheader: 'Todo el proyecto, listo para descargar.',
			title: 'Tus archivos están listos',
			blocks: [
				{ kind: 'paragraph', text: '{project} está terminado y es tuyo.' },
				{
					kind: 'facts',
					rows: [
						{
							label: 'Para descargar',
							text: '{files, plural, one {# archivo} other {# archivos}}',
						},
						{ label: 'El enlace funciona hasta el', text: '{expiresOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Guarda una copia de los archivos antes del {expiresOn}. Si más adelante los necesitas de nuevo, escríbenos.',
				},
			],
			button: 'Descargar los archivos',
		},
		invoice: {
			purpose: 'transactional',
			subject: 'Factura de {project}: {amount}',
			preheader:
				'Vence el {dueOn}{daysToPay, plural, =0 {, es decir, hoy} one {, en # día} other {, en # días}}.',
			title: 'Tu factura',
			blocks: [
				{ kind: 'paragraph', text: 'Esta es la factura de {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Factura', text: '{invoice}' },
						{ label: 'Importe', text: '{amount}' },
						{ label: 'Vence el', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Paga solo en la página de este botón. Nunca enviamos datos bancarios nuevos por correo.',
				},
				{
					kind: 'paragraph',
					text: '¿Hay algo incorrecto o falta una orden de compra? Responde antes de pagar y lo corregimos.',
				},
			],
			button: 'Ver y pagar la factura',
		},
		'invoice-reminder': {
			purpose: 'transactional',
			subject: 'Recordatorio: factura de {project}, {amount}',
			preheader: 'Vence el {dueOn}.',
			title: 'Un recordatorio de tu factura',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Tu factura de {project} vence {daysToPay, plural, =0 {hoy} one {en # día} other {en # días}}. Te lo decimos solo para que no se olvide.',
				},
				{
					kind: 'paragraph',
					text: 'Tu factura de {project} venció {daysLate, plural, one {ayer} other {hace # días}} y aún no vemos el pago.',
				},
				{
					kind: 'paragraph',
					text: '{daysLate, plural, other {}}{reminder, plural, =1 {Quizá se haya pasado: ¿podrías revisarlo?} =2 {Quizá se haya pasado: ¿podrías revisarlo?} =3 {Págala en los próximos días o dinos qué lo impide, por favor.} other {Págala en un plazo de siete días o escríbenos hoy, por favor, y buscamos juntos una solución.}}',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Factura', text: '{invoice}' },
						{ label: 'Por pagar', text: '{amount}' },
						{ label: 'Vence el', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Paga solo en la página de este botón. Nunca enviamos datos bancarios nuevos por correo.',
				},
				{
					kind: 'paragraph',
					text: '¿Ya la pagaste o hay algo incorrecto? Responde y lo corregimos.',
				},
			],
			button: 'Ver y pagar la factura',
		},
		delay: {
			purpose: 'transactional',
			subject: 'Nueva fecha para {project}: {expectedOn}',
			preheader: 'Preferimos decírtelo ahora y no ese mismo día.',
			title: 'Necesitamos un poco más de tiempo',
			blocks: [
				{
					kind: 'paragraph',
					text: '{project} no estará listo cuando dijimos. Lo sentimos, y preferimos decírtelo ahora y no ese mismo día.',
				},
				{ kind: 'quote', text: '{reason}' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Prometido para el', text: '{dueOn}' },
						{ label: 'Nueva fecha', text: '{expectedOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: '¿La nueva fecha te complica? Responde a este correo y buscamos juntos otra solución.',
				},
			],
			button: 'Abrir el proyecto',
		},
	},
};
