import { MendableError } from '../../../../nodes/domain/errors';
import { sequentialUuid } from '../json';
import { ClickUpError } from './errors';
import type { Field, Status } from './model';
import type { ClickUpStore } from './store';

/** What people do in ClickUp's own pages, and its API cannot or should not; webhooks hear of it too. */
export class ClickUpPeople {
	/** @param now milliseconds since 1970 */
	constructor(
		private readonly store: ClickUpStore,
		private readonly onChange: () => void,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * Adds a custom field to a space, folder or list.
	 *
	 * @param type ClickUp's name of the type, such as `short_text`
	 * @throws MendableError `sandbox/clickup-refused`
	 */
	addField(placeId: string, name: string, type: string): Field {
		this.mustBeThere(placeId);
		const field: Field = {
			id: sequentialUuid('a9', this.store.nextNumber()),
			name,
			type,
			typeConfig: {},
			placeId,
			createdAt: this.now(),
		};
		this.store.state.fields.push(field);
		this.onChange();
		return field;
	}

	/**
	 * Gives a space or a list other statuses.
	 *
	 * @throws MendableError `sandbox/clickup-refused`
	 */
	setStatuses(placeId: string, statuses: Status[]): void {
		this.mustBeThere(placeId);
		const { spaces, lists } = this.store.state;
		const place = [...spaces, ...lists].find(({ id }) => id === placeId);
		if (place === undefined) throw refused('Statuses are of spaces and lists here.');
		place.statuses = statuses;
		this.onChange();
	}

	/** @throws MendableError `sandbox/clickup-refused` */
	deleteTask(id: string): void {
		try {
			this.store.task(id);
		} catch (error) {
			if (error instanceof ClickUpError) throw refused(error.message);
			throw error;
		}
		for (const gone of this.store.remove(id)) {
			this.store.onHappening({ event: 'taskDeleted', id: gone, at: this.now() });
		}
		this.onChange();
	}

	private mustBeThere(placeId: string): void {
		const { spaces, folders, lists } = this.store.state;
		if ([...spaces, ...folders, ...lists].some(({ id }) => id === placeId)) return;
		throw refused(`There is no space, folder or list ${placeId}.`);
	}
}

function refused(why: string): MendableError {
	return new MendableError(
		'sandbox/clickup-refused',
		'Nothing was changed in ClickUp.',
		why,
		'Choose something that is there, and try again.',
	);
}
