import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { openOffice } from '../domain/routing/office';
import { readBookings, readProject, readRoster } from '../domain/routing/readInputs';
import { routeIn } from '../domain/routing/routeProject';
import { outcomes } from '../domain/routing/schema';
import type { Booking } from '../domain/routing/schema';
import { asJson } from '../shared/asJson';
import { runPerItem } from '../shared/runPerItem';
import { properties } from './properties';
import {
	bookingsFor,
	countedFor,
	momentIn,
	otherFields,
	projectIn,
	readSettings,
	rosterFor,
} from './settings';
import type { ProjectRoutingSettings } from './settings';

const main = NodeConnectionTypes.Main;

/** Outputs in the order of the outcomes. A failed item leaves by the last: a person looks at it. */
const outputs = { count: outcomes.length, onError: outcomes.indexOf('negotiate') };

/** Reads each item as a project and sends it out by who can do it, with a decision that explains itself. */
export class ProjectRouting implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Project Routing',
		name: 'projectRouting',
		icon: { light: 'file:projectRouting.svg', dark: 'file:projectRouting.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { default: "default settings", fields: "changed settings", json: "settings as JSON" }[$parameter["settingsSource"]] }}',
		description:
			'Decide who does a project: skills, hours by day, deadline and margin kept, fairness, hubs, language and more weighed, with reasons for everybody',
		defaults: { name: 'Project Routing' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main, main, main],
		outputNames: ['Assigned', 'Overflow', 'Negotiate'],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const now = new Date();
		let settings: ProjectRoutingSettings | undefined;
		// What earlier items of the run were given, so that two projects do not get the same hours.
		const given: Booking[] = [];
		return await runPerItem(this, outputs, ({ json }) => {
			settings ??= readSettings(this);
			const { routing, language } = settings;
			const roster = readRoster(rosterFor(json, settings), routing);
			const bookings = withEarlier(readBookings(bookingsFor(json, settings)), given);
			const project = readProject(projectIn(json, roster, bookings, settings));
			const office = openOffice(
				roster,
				countedFor(project, bookings, settings),
				momentIn(json, settings, now),
				routing,
			);
			const { client } = project;
			const decision = routeIn(
				office,
				project,
				language === 'client' ? (client.language ?? 'en') : language,
			);
			given.push(...decision.bookings);
			const test = settings.test || json.test === true;
			return {
				output: outcomes.indexOf(decision.outcome),
				json: asJson({ ...otherFields(json, settings), project, decision, test }),
			};
		});
	}
}

/** Bookings with those of earlier items, unless the item knows of them already. */
function withEarlier(bookings: Booking[], earlier: readonly Booking[]): Booking[] {
	const known = new Set(bookings.map(({ id }) => id));
	return [...bookings, ...earlier.filter(({ id }) => !known.has(id))];
}
