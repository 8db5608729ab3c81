import { MendableError } from '../../../../nodes/domain/errors';
import type { Measurer } from './measurer';

/** Finds what measures files on this machine. @throws MendableError `media/no-measurer` */
export async function openMeasurer(): Promise<Measurer> {
	throw new MendableError(
		'media/no-measurer',
		'Media files cannot be measured here.',
		'This installation has nothing that measures them.',
		'Update Agency Ops.',
	);
}
