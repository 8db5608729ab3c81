import type { Language } from '../../language';

/** Label of the button that leads to the client's own page, where the texts say nothing else. */
export const portalButtons: Readonly<Record<Language, string>> = {
	en: 'See your projects',
	es: 'Ver tus proyectos',
	da: 'Se dine projekter',
};
