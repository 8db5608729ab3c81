import { MendableError } from '../../../../nodes/domain/errors';
import type { Brand } from '../../../../nodes/domain/quality/brand';
import { nearest } from '../../config/nearest';

/**
 * Finds the brand that is asked for.
 *
 * @throws MendableError `media/unknown-brand`, with what was probably meant
 */
export function findBrand(asked: string, brands: readonly Brand[]): Brand {
	const found = brands.find(({ id }) => id === asked);
	if (found !== undefined) return found;
	const ids = brands.map(({ id }) => id);
	const near = nearest(asked, ids);
	const known = ids.length === 0 ? 'nobody has pushed one' : `it is none of: ${ids.join(', ')}`;
	throw new MendableError(
		'media/unknown-brand',
		'There is no such brand.',
		`"${asked}": ${known}.${near === null ? '' : ` Did you mean "${near}"?`}`,
		'Add it to "brands" of agency-ops data pull media, and push that.',
	);
}
