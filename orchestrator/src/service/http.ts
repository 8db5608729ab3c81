import type { FastifyBaseLogger, FastifyError, FastifyInstance } from 'fastify';
import { LogController, fastify } from 'fastify';
import type { DestinationStream } from 'pino';
import pino from 'pino';
import type { Store } from '../ledger/store';
import type { Texts } from '../texts/texts';
import { addApplyRoutes } from './applies/applyRoutes';
import { addDataRoutes } from './data/dataRoutes';
import { guardByKeys } from './access/guard';
import type { KeyGate } from './access/keyGate';
import { addKeyRoutes } from './access/keyRoutes';
import type { DealReader } from './deals/dealReader';
import { addDealRoutes } from './deals/dealRoutes';
import type { Performed } from './effects/perform';
import type { EffectRequest } from './effects/request';
import { KEY_LIMIT } from './effects/request';
import type { DeliveryParts } from './deliveries/deliveryRoutes';
import { addDeliveryRoutes } from './deliveries/deliveryRoutes';
import { addEffectRoutes } from './effects/routes';
import type { FeedbackParts } from './feedback/feedbackParts';
import { addFeedbackRoutes } from './feedback/feedbackRoutes';
import type { DeliveryRules } from '../followup/enrolmentOfDelivery';
import type { FollowUpLinks } from './followup/followUpRoutes';
import { addFollowUpRoutes } from './followup/followUpRoutes';
import { addHookRoutes } from './hookRoutes';
import { answerClientError, BODY_LIMIT, notFound, sendError } from './httpErrors';
import type { InboxParts } from './inboxParts';
import { addInboxRoutes } from './inboxRoutes';
import { addInvoiceRoutes } from './invoices/invoiceRoutes';
import type { StripeEventParts } from './invoices/keepStripeEvents';
import type { CommentAnswers } from './quality/commentAnswers';
import type { Interactions } from './interactions/interactions';
import { limitByAddress, limitByKey } from './limits';
import { loggedError } from './loggedError';
import type { MailParts } from './mail/mailParts';
import type { MediaParts } from './media/mediaRoutes';
import { addMediaRoutes, addReportRoutes } from './media/mediaRoutes';
import { addSuppressionRoutes } from './mail/suppressionRoutes';
import { addUnsubscribeRoutes } from './mail/unsubscribeRoutes';
import { addOutcomeRoutes } from './outcomeRoutes';
import type { FamilyReader } from './quality/families';
import { addQualityRoutes, addQualityViewRoutes } from './quality/qualityRoutes';
import { addCapacityRoutes } from './reservations/capacityRoutes';
import { addDraftRoutes } from './milestones/draftRoutes';
import { addMoveRoutes } from './moves/moveRoutes';
import { addPortalLinkRoutes } from './portal/linkRoutes';
import type { PortalPageParts } from './portal/portalRoutes';
import { addPortalRoutes } from './portal/portalRoutes';
import { addReservationRoutes } from './reservations/reservationRoutes';
import { addRoutingInputRoutes } from './reservations/routingInputRoutes';
import { openTurns } from './reservations/turns';
import type { MonitorRouteParts } from './monitor/monitorRoutes';
import { addMonitorRoutes, addStatusPage } from './monitor/monitorRoutes';
import type { Metrics } from './metrics/metrics';
import { describeInterface } from './openapi/document';
import { addDecisionRoutes } from './routing/decisionRoutes';
import { addHealthRoutes, addServiceRoutes } from './serviceRoutes';
import type { CallLimits, CapacitySettings, RoutingChoices } from './settings';

/** What the routes are built on. */
export interface HttpParts {
	gate: KeyGate;
	store: Store;
	texts: Texts;
	perform(request: EffectRequest): Promise<Performed>;
	/** Tells the resolver of effects that there is something to do. */
	wake(): void;
	inbox: InboxParts;
	interactions: Interactions;
	/** How invoices stand, and what payments were for. */
	stripe: StripeEventParts['stripe'];
	comments: Pick<CommentAnswers, 'note'>;
	mail: MailParts;
	feedback: FeedbackParts;
	/** What messages of follow-ups lead to. */
	followUpLinks: FollowUpLinks;
	/** How clients are enrolled after a delivery. */
	followUpRules: DeliveryRules;
	capacity: CapacitySettings;
	media: MediaParts;
	deliveries: Pick<DeliveryParts, 'targets' | 'linkDays' | 'send'>;
	routing: RoutingChoices;
	portal: PortalPageParts;
	monitor: MonitorRouteParts;
	/** Deal stages by the names workflows use. */
	stages: Record<string, string>;
	deals: DealReader;
	families: FamilyReader;
	/** Clock of the expiry of keys and links. */
	now(): Date;
	metrics: Metrics;
	limits: CallLimits;
	/** Addresses of proxies whose word on who calls is taken; nobody's when it is empty. */
	trustedProxies: string[];
	/** Whether the service has begun to stop: what is open ends, nothing new is wanted. */
	isStopping(): boolean;
	logger: FastifyBaseLogger;
}

/** A logger without personal data: keys are hashed, bodies and headers are never logged. */
export function openLogger(stream: DestinationStream | null): FastifyBaseLogger {
	const options = {
		level: stream === null ? 'silent' : 'info',
		base: { name: 'agency-ops' },
		serializers: { err: loggedError },
	};
	return stream === null ? pino(options) : pino(options, stream);
}

/** Pages and files a minute of one address: far above what people ask for, a whole office included. */
const PORTAL_PER_MINUTE = 600;

/** Builds the HTTP interface of the service. */
export function buildHttp(parts: HttpParts): FastifyInstance {
	const { limits, metrics, trustedProxies } = parts;
	const turns = openTurns();
	const app = fastify({
		loggerInstance: parts.logger,
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: BODY_LIMIT,
		// An encoded key may be three times as long as the key.
		routerOptions: { maxParamLength: 3 * KEY_LIMIT },
		forceCloseConnections: 'idle',
		// A call that still gets in while the service stops is answered like any other.
		return503OnClosing: false,
		trustProxy: trustedProxies.length === 0 ? false : trustedProxies,
		frameworkErrors: (error, _request, reply) => sendError(error, reply),
		clientErrorHandler: answerClientError,
	});
	app.setErrorHandler<FastifyError>((error, _request, reply) => sendError(error, reply));
	app.setNotFoundHandler(
		async (_request, reply) => await reply.code(404).send({ error: notFound }),
	);
	app.addHook('onSend', async (_request, reply, payload) => {
		if (parts.isStopping()) reply.header('connection', 'close');
		return payload;
	});
	app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
		const { statusCode, elapsedTime } = reply;
		metrics.answered(method, routeOptions.url ?? null, statusCode, elapsedTime / 1_000);
	});

	app.register(async (root) => {
		await describeInterface(root);
		addHealthRoutes(root, parts);
		root.register(async (guarded) => {
			guardByKeys(guarded, parts.gate);
			await limitByKey(guarded, limits.callsPerMinute);
			addEffectRoutes(guarded, parts);
			addInboxRoutes(guarded, parts.inbox);
			addSuppressionRoutes(guarded, parts.mail);
			addOutcomeRoutes(guarded, parts);
			addDecisionRoutes(guarded, parts);
			addDealRoutes(guarded, parts);
			addDataRoutes(guarded, parts.inbox);
			addApplyRoutes(guarded, parts.inbox);
			addReservationRoutes(guarded, { ...parts.inbox, turns });
			addMoveRoutes(guarded, { ...parts.inbox, turns, routing: parts.routing });
			addRoutingInputRoutes(guarded, parts.inbox);
			addCapacityRoutes(guarded, { ...parts.inbox, capacity: parts.capacity });
			addDraftRoutes(guarded, parts.inbox);
			addFollowUpRoutes(guarded, {
				...parts.inbox,
				links: parts.followUpLinks,
				rules: parts.followUpRules,
			});
			addInvoiceRoutes(guarded, { ...parts.inbox, stripe: parts.stripe });
			addMediaRoutes(guarded, parts.media);
			addDeliveryRoutes(guarded, { ...parts.inbox, ...parts.deliveries });
			addQualityRoutes(guarded, { ...parts.inbox, families: parts.families });
			addQualityViewRoutes(guarded, parts.inbox);
			addPortalLinkRoutes(guarded, { ...parts, links: parts.portal.links });
			addKeyRoutes(guarded, parts);
			addMonitorRoutes(guarded, parts.monitor);
			addServiceRoutes(guarded, parts);
		});
		root.register(async (signed) => {
			await limitByAddress(signed, limits.hooksPerMinute);
			addHookRoutes(signed, parts);
		});
		root.register(async (open) => {
			await limitByAddress(open, limits.hooksPerMinute);
			addUnsubscribeRoutes(open, parts.mail);
		});
		root.register(async (open) => {
			await limitByAddress(open, limits.hooksPerMinute);
			addFeedbackRoutes(open, parts.feedback);
		});
		root.register(async (open) => {
			await limitByAddress(open, limits.hooksPerMinute);
			addReportRoutes(open, parts.media);
		});
		root.register(
			async (open) => {
				await limitByAddress(open, Math.min(limits.hooksPerMinute, PORTAL_PER_MINUTE));
				addPortalRoutes(open, parts.portal);
			},
			{ prefix: '/portal' },
		);
		root.register(async (open) => {
			await limitByAddress(open, limits.hooksPerMinute);
			addStatusPage(open, parts.monitor);
		});
	});
	return app;
}
