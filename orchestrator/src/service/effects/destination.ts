import { MendableError } from '../../../../nodes/domain/errors';

/**
 * Finds where an effect goes: the place a workflow's name stands for, or the vendor's own id.
 *
 * @param places the configuration's table from names to ids
 * @param isOwnId whether the name is already an id of the vendor
 * @throws MendableError `effect/unknown-destination`
 */
export function destinationOf(
	setting: string,
	places: Record<string, string>,
	name: string,
	isOwnId: (name: string) => boolean,
): string {
	const place = Object.hasOwn(places, name) ? places[name] : undefined;
	if (place !== undefined) return place;
	if (isOwnId(name)) return name;
	throw new MendableError(
		'effect/unknown-destination',
		`Nobody knows the destination "${name}".`,
		`"${setting}" in the configuration has ${Object.keys(places).join(', ') || 'no names'}; an id of the service itself is fine too.`,
		`Correct the name in the node, or add it to "${setting}" in agency.config.yaml and restart the service.`,
	);
}
