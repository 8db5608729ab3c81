import type { Money } from '../money';
import type { Rules } from './rules';

/** Words from one line of text, separated by commas. */
function list(words: string): string[] {
	return words.split(', ');
}

/** The middle of a span of prices in whole US dollars. */
function middle(from: number, to: number): Money {
	return { minor: ((from + to) / 2) * 100, currency: 'USD' };
}

/**
 * What the agency sells, to whom, and where leads come from, with the words that forms use for it in
 * English, Spanish and Danish. The first entry with a matching word wins, so the particular stand
 * before the general. Prices are the growth plan's; where it names none for a service, the span of the
 * client tier that buys it.
 */
export const defaultCatalogue: Rules['catalogue'] = {
	services: {
		'brand-campaign': {
			words: list(
				'brand campaign, campaign, brand film, campaña, campaña de marca, kampagne, brandfilm, reklamefilm, commercial, comercial, spot',
			),
			typical: middle(500, 2000),
		},
		subscription: {
			words: list(
				'subscription, retainer, monthly package, suscripción, paquete mensual, plan mensual, abonnement, månedspakke',
			),
			typical: middle(300, 800),
		},
		'social-management': {
			words: list(
				'social media management, community management, community manager, manejo de redes, gestión de redes, sociale medier, some-styring',
			),
			typical: middle(200, 500),
		},
		'asset-library': {
			words: list(
				'asset library, brand assets, biblioteca de recursos, banco de recursos, billedbank, mediebibliotek',
			),
			typical: middle(100, 300),
		},
		explainer: {
			words: list(
				'explainer, explanation video, onboarding video, tutorial, product demo, video explicativo, explicativo, animación, animation, forklaringsvideo, forklarende video, explainervideo',
			),
			typical: middle(100, 500),
		},
		'ai-asset': {
			words: list(
				'ai asset, ai image, ai generated, imagen con ia, generado con ia, recurso ia, ai-billede, ai genereret',
			),
			typical: middle(15, 50),
		},
		template: {
			words: list('template, templates, plantilla, plantillas, skabelon, skabeloner'),
			typical: middle(30, 100),
		},
		'quick-edit': {
			words: list(
				'quick edit, edit, editing, edición, edición rápida, editar, redigering, hurtig redigering, klipning, cut down',
			),
			typical: middle(25, 75),
		},
		'social-video': {
			words: list(
				'social media video, social video, social media, reel, reels, tiktok, short, shorts, stories, video para redes, redes sociales, video corto, some-video, video til sociale medier, social ads, product video, video de producto, produktvideo',
			),
			typical: middle(50, 150),
		},
	},
	verticals: {
		ecommerce: {
			words: list(
				'ecommerce, e-commerce, online shop, online store, webshop, shopify, retail, tienda online, tienda en línea, comercio electrónico, tienda, netbutik, nethandel, detail',
			),
		},
		saas: {
			words: list(
				'saas, software, app, tech, technology, startup, fintech, it, tecnología, aplicación, teknologi, softwarevirksomhed',
			),
		},
		'real-estate': {
			words: list(
				'real estate, realtor, property, properties, inmobiliaria, inmobiliario, bienes raíces, ejendom, ejendomme, ejendomsmægler, bolig',
			),
		},
		education: {
			words: list(
				'education, edtech, course, courses, school, university, academy, educación, curso, cursos, escuela, universidad, academia, uddannelse, kursus, kurser, skole, universitet',
			),
		},
	},
	sources: {
		paid: {
			words: list(
				'ads, ad, adwords, cpc, ppc, paid, paid social, paid search, display, anuncio, anuncios, publicidad, pago, annonce, annoncer',
			),
		},
		referral: {
			words: list(
				'referral, referred, recommended, recommendation, recommendations, word of mouth, friend, colleague, client, recomendación, recomendado, recomendada, amigo, amiga, referido, boca a boca, cliente, anbefaling, anbefalet, ven, kollega',
			),
		},
		partner: { words: list('partner, agency, agencia, aliado, socio, samarbejdspartner, bureau') },
		event: {
			words: list(
				'event, events, conference, fair, meetup, webinar, evento, feria, conferencia, messe, konference, arrangement',
			),
		},
		outbound: {
			words: list(
				'outbound, cold call, cold email, cold mail, prospecting, prospección, llamada en frío, opsøgende',
			),
		},
		social: {
			words: list(
				'social, social media, instagram, facebook, linkedin, tiktok, twitter, youtube, redes, redes sociales, sociale medier',
			),
		},
		organic: {
			words: list(
				'organic, google, bing, seo, search, search engine, búsqueda, buscador, blog, søgning, søgemaskine',
			),
		},
		direct: {
			words: list(
				'direct, directo, direkte, website, web, homepage, sitio web, hjemmeside, form, formulario, formular',
			),
		},
	},
};
