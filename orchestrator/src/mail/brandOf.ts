import { defaultBrand } from '../../../nodes/domain/letter/schema';
import type { Brand } from '../../../nodes/domain/letter/schema';
import type { ServiceSettings } from '../service/settings';

/** The agency as its letters show it, by the configuration. */
export function brandOf({ agency }: Pick<ServiceSettings, 'agency'>): Brand {
	return {
		name: agency.name,
		colour: agency.colour ?? defaultBrand.colour,
		logo: agency.logo ?? null,
		address: agency.address ?? null,
	};
}
