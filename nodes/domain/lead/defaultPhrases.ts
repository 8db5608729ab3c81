import type { Rules } from './rules';

/** Phrases from one block of text, one each line. */
function lines(block: string): string[] {
	return block
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

/**
 * Phrases that tell what a message is. Two different ones of `spam` make it spam, one makes it
 * suspicious; one of `selling` says that the sender sells to us; one of `jobSeeker` that they look for
 * work. They are in the first person, so that a client's "video for job seekers" is not taken for one.
 */
export const defaultPhrases: Rules['phrases'] = {
	spam: lines(`
		viagra
		cialis
		casino
		crypto investment
		bitcoin
		forex
		binary options
		backlink
		backlinks
		guest post
		link building
		rank on google
		first page of google
		domain authority
		adult content
		make money online
		earn money
		work from home
		lottery
		inheritance
		million dollars
		payday loan
		loan offer
		click here
		replica watches
		essay writing
		gana dinero
		ganar dinero
		préstamo
		apuestas
		criptomonedas
		primera página de google
		tjen penge
		hurtige lån
	`),
	selling: lines(`
		we offer our services
		we are offering
		i am offering
		our seo services
		we can redesign your website
		increase your traffic
		we provide video editing services
		outsource your
		white label services
		ofrecemos nuestros servicios
		le ofrecemos
		les ofrecemos
		vi tilbyder jer
		vi kan hjælpe jer med seo
	`),
	jobSeeker: lines(`
		i am looking for a job
		i'm looking for a job
		looking for an internship
		looking for work as
		i am applying
		apply for a job
		apply for the position
		job application
		my cv
		my resume
		my résumé
		attached cv
		busco trabajo
		busco empleo
		estoy buscando trabajo
		estoy buscando empleo
		mi currículum
		mi hoja de vida
		adjunto cv
		adjunto mi cv
		hacer prácticas con ustedes
		trabajar con ustedes como
		vacante
		jeg søger job
		jeg søger arbejde
		jeg søger en praktikplads
		søger praktikplads
		mit cv
		uopfordret ansøgning
		jobansøgning
	`),
};
