import { z } from 'zod';
import { crossChecks } from './crossChecks';
import { mediaSchema, storageSchema } from './fileSchemas';
import { hooksSchema, inboxSchema } from './hookSchemas';
import {
	agencySchema,
	bundleSchema,
	ledgerSchema,
	n8nSchema,
	sandboxSchema,
	scaleSchema,
	serviceSchema,
} from './installationSchemas';
import { monitorSchema } from './monitorSchema';
import {
	clickupSchema,
	frameioSchema,
	hubspotSchema,
	mailSchema,
	slackSchema,
	stripeSchema,
} from './vendorSchemas';
import {
	capacitySchema,
	dutySchema,
	followUpsSchema,
	invoicesSchema,
	milestonesSchema,
	portalSchema,
	routingSchema,
} from './workSchemas';

/** The shape of agency.config.yaml, every field optional; the defaults of its parts are the documentation. */
export const configSchema = z
	.object({
		agency: agencySchema,
		n8n: n8nSchema,
		service: serviceSchema,
		ledger: ledgerSchema,
		sandbox: sandboxSchema,
		hubspot: hubspotSchema,
		slack: slackSchema,
		clickup: clickupSchema,
		frameio: frameioSchema,
		mail: mailSchema,
		hooks: hooksSchema,
		inbox: inboxSchema,
		scale: scaleSchema,
		capacity: capacitySchema,
		media: mediaSchema,
		/** Sweeps that compare, watch and tell; false: only when somebody asks for one. */
		monitor: z.union([z.literal(false), monitorSchema]).default({}),
		milestones: milestonesSchema,
		routing: routingSchema,
		followUps: followUpsSchema,
		portal: portalSchema,
		invoices: invoicesSchema,
		stripe: stripeSchema,
		storage: storageSchema,
		bundle: bundleSchema,
		duty: dutySchema,
	})
	.strict()
	.superRefine((config, context) => {
		for (const { path, message } of crossChecks(config)) {
			context.addIssue({ code: z.ZodIssueCode.custom, path, message });
		}
	});
export type Config = z.infer<typeof configSchema>;
