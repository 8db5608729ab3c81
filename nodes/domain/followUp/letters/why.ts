import type { Language } from '../../language';

/** What is said of messages to the team. */
export interface WhyWords {
	noText(template: string): string;
	noAddress: string;
	noChannel(channel: string): string;
	otherPurpose(template: string, purpose: string): string;
	noScale: string;
	noOffer: string;
	noOfferText(offer: string): string;
	badLink(link: string): string;
	mail(words: { step: string; client: string; language: Language }): string;
	task(name: string): string;
	refused(words: { step: string; client: string; because: string }): string;
}

const named = {
	en: { en: 'English', es: 'Spanish', da: 'Danish' },
	es: { en: 'inglés', es: 'español', da: 'danés' },
	da: { en: 'engelsk', es: 'spansk', da: 'dansk' },
} satisfies Record<Language, Record<Language, string>>;

const en: WhyWords = {
	noText: (template) => `There is no text "${template}".`,
	noAddress: 'No e-mail address of the client is known.',
	noChannel: (channel) => `Nothing is written for the channel "${channel}"; only for email.`,
	otherPurpose: (template, purpose) =>
		`The text "${template}" is ${purpose}, and its step says otherwise.`,
	noScale: 'The claim brought no pages for the answers: the service needs an https address.',
	noOffer: 'Nothing is offered.',
	noOfferText: (offer) => `There are no words for the offer "${offer}".`,
	badLink: (link) => `The link ${link} leads where letters may not lead.`,
	mail: ({ step, client, language }) => `${client} gets "${step}" in ${named.en[language]}.`,
	task: (name) => name,
	refused: ({ step, client, because }) => `"${step}" was not sent to ${client}. ${because}`,
};

const es: WhyWords = {
	noText: (template) => `No hay ningún texto "${template}".`,
	noAddress: 'No se conoce ninguna dirección de correo del cliente.',
	noChannel: (channel) => `No se escribe nada para el canal "${channel}"; solo para email.`,
	otherPurpose: (template, purpose) =>
		`El texto "${template}" es ${purpose} y su paso dice otra cosa.`,
	noScale: 'No llegaron las páginas de las respuestas: el servicio necesita una dirección https.',
	noOffer: 'No se ofrece nada.',
	noOfferText: (offer) => `No hay palabras para la oferta "${offer}".`,
	badLink: (link) => `El enlace ${link} lleva a donde las cartas no pueden llevar.`,
	mail: ({ step, client, language }) => `${client} recibe "${step}" en ${named.es[language]}.`,
	task: (name) => name,
	refused: ({ step, client, because }) => `"${step}" no se envió a ${client}. ${because}`,
};

const da: WhyWords = {
	noText: (template) => `Der er ingen tekst "${template}".`,
	noAddress: 'Kundens e-mailadresse kendes ikke.',
	noChannel: (channel) => `Der skrives intet til kanalen "${channel}"; kun til email.`,
	otherPurpose: (template, purpose) =>
		`Teksten "${template}" er ${purpose}, og dens trin siger andet.`,
	noScale: 'Der kom ingen sider til svarene: tjenesten skal have en https-adresse.',
	noOffer: 'Der tilbydes intet.',
	noOfferText: (offer) => `Der er ingen ord til tilbuddet "${offer}".`,
	badLink: (link) => `Linket ${link} fører derhen, hvor breve ikke må føre.`,
	mail: ({ step, client, language }) => `${client} får "${step}" på ${named.da[language]}.`,
	task: (name) => name,
	refused: ({ step, client, because }) => `"${step}" blev ikke sendt til ${client}. ${because}`,
};

/** What is said of messages, in each of the team's languages. */
export const whyWords: Readonly<Record<Language, WhyWords>> = { en, es, da };
