import { MendableError } from '../../../nodes/domain/errors';

/**
 * Stands for the writer of a text whose folder is there without one.
 *
 * @throws MendableError `text/no-writer`, always
 */
export function nothingFor(name: string): () => never {
	return () => {
		throw new MendableError(
			'text/no-writer',
			`The text "${name}" cannot be written.`,
			'Its words are there, but this version of the service does not know how to put them together.',
			'Update the service, or write an own text in the node.',
		);
	};
}
