import { modifiedProperty, naturalKeys, newPortal } from './defaults';
import { objectTypes } from './model';
import type { Association, CrmObject, HubSpotState, ObjectType, Property } from './model';

/** The portal in memory with the look-ups that keep a call cheap at ten thousand records. */
export class HubSpotStore {
	state: HubSpotState;
	private byId = new Map<string, CrmObject>();
	private byUnique = new Map<string, CrmObject>();
	private definitions = new Map<string, Property>();
	private links = new Map<string, Association[]>();

	constructor(private readonly firstId: number) {
		this.state = newPortal(firstId);
		this.index();
	}

	reset(): void {
		this.restore(newPortal(this.firstId));
	}

	restore(state: HubSpotState): void {
		this.state = state;
		this.index();
	}

	find(type: ObjectType, id: string): CrmObject | null {
		const found = this.byId.get(`${type}/${id}`);
		return found && !found.archived ? found : null;
	}

	/** Finds by a unique property; e-mail addresses without regard to case. */
	findByUnique(type: ObjectType, name: string, value: string): CrmObject | null {
		return this.byUnique.get(uniqueKey(type, name, value)) ?? null;
	}

	property(type: ObjectType, name: string): Property | null {
		return this.definitions.get(`${type}/${name}`) ?? null;
	}

	isUnique(type: ObjectType, name: string): boolean {
		return naturalKeys[type] === name || this.property(type, name)?.hasUniqueValue === true;
	}

	addProperty(type: ObjectType, property: Property): void {
		this.state.properties[type].push(property);
		this.definitions.set(`${type}/${property.name}`, property);
	}

	removeProperty(type: ObjectType, name: string): void {
		this.state.properties[type] = this.state.properties[type].filter((one) => one.name !== name);
		this.definitions.delete(`${type}/${name}`);
	}

	/** @param at milliseconds since 1970 */
	create(type: ObjectType, properties: Record<string, string>, at: number): CrmObject {
		this.state.lastId += 1;
		const id = String(this.state.lastId);
		const now = new Date(at).toISOString();
		const object: CrmObject = {
			id,
			properties: {
				...withoutEmpty(properties),
				createdate: now,
				hs_object_id: id,
				[modifiedProperty[type]]: now,
			},
			createdAt: now,
			updatedAt: now,
			archived: false,
		};
		this.state[type].push(object);
		this.byId.set(`${type}/${id}`, object);
		this.indexUnique(type, object);
		return object;
	}

	update(type: ObjectType, object: CrmObject, properties: Record<string, string>, at: number) {
		this.dropUnique(type, object);
		const now = new Date(at).toISOString();
		Object.assign(object.properties, properties, { [modifiedProperty[type]]: now });
		for (const [name, value] of Object.entries(properties)) {
			if (value === '') delete object.properties[name];
		}
		object.updatedAt = now;
		this.indexUnique(type, object);
	}

	archive(type: ObjectType, object: CrmObject): void {
		object.archived = true;
		this.dropUnique(type, object);
		const gone = (link: Association) =>
			(link.fromType === type && link.fromId === object.id) ||
			(link.toType === type && link.toId === object.id);
		if (this.state.associations.some(gone)) {
			this.state.associations = this.state.associations.filter((link) => !gone(link));
			this.indexLinks();
		}
	}

	linksFrom(type: ObjectType, id: string, toType: ObjectType): Association[] {
		return (this.links.get(`${type}/${id}`) ?? []).filter((link) => link.toType === toType);
	}

	/** Adds a link in one direction, or adds its types to the one that is there. */
	link(link: Association): Association {
		const known = this.linksFrom(link.fromType, link.fromId, link.toType).find(
			({ toId }) => toId === link.toId,
		);
		if (known) {
			known.typeIds = [...new Set([...known.typeIds, ...link.typeIds])];
			return known;
		}
		this.state.associations.push(link);
		this.indexLink(link);
		return link;
	}

	/** Removes the links between two objects in both directions. */
	unlink(type: ObjectType, id: string, toType: ObjectType, toId: string): void {
		const between = (link: Association) =>
			(link.fromType === type &&
				link.fromId === id &&
				link.toType === toType &&
				link.toId === toId) ||
			(link.fromType === toType &&
				link.fromId === toId &&
				link.toType === type &&
				link.toId === id);
		this.state.associations = this.state.associations.filter((link) => !between(link));
		this.indexLinks();
	}

	private index(): void {
		this.byId = new Map();
		this.byUnique = new Map();
		this.definitions = new Map();
		for (const type of objectTypes) {
			for (const property of this.state.properties[type]) {
				this.definitions.set(`${type}/${property.name}`, property);
			}
			for (const object of this.state[type]) {
				this.byId.set(`${type}/${object.id}`, object);
				if (!object.archived) this.indexUnique(type, object);
			}
		}
		this.indexLinks();
	}

	private indexLinks(): void {
		this.links = new Map();
		for (const link of this.state.associations) this.indexLink(link);
	}

	private indexLink(link: Association): void {
		const key = `${link.fromType}/${link.fromId}`;
		const list = this.links.get(key);
		if (list) list.push(link);
		else this.links.set(key, [link]);
	}

	private indexUnique(type: ObjectType, object: CrmObject): void {
		for (const [name, value] of Object.entries(object.properties)) {
			if (value !== '' && this.isUnique(type, name)) {
				this.byUnique.set(uniqueKey(type, name, value), object);
			}
		}
	}

	private dropUnique(type: ObjectType, object: CrmObject): void {
		for (const [name, value] of Object.entries(object.properties)) {
			if (this.isUnique(type, name)) this.byUnique.delete(uniqueKey(type, name, value));
		}
	}
}

const uniqueKey = (type: ObjectType, name: string, value: string) =>
	`${type}/${name}/${name === 'email' ? value.trim().toLowerCase() : value}`;

/** HubSpot keeps no empty values. */
const withoutEmpty = (properties: Record<string, string>) =>
	Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
