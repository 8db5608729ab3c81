import { textsIn } from '../json';
import type { Call, Handler } from './call';
import { flagIn, metadataIn, pageOf, rangeIn, textIn, wantedText } from './call';
import { invalid, missing, StripeError } from './errors';
import type { WebhookEndpoint } from './model';
import { presentEndpoint, presentEvent } from './present';
import { lettersOf } from './store';

/** Endpoints that an account takes (docs.stripe.com/webhooks, as found in stored copies). */
const mostEndpoints = 16;

/** POST an endpoint; its secret is told this once. */
export const createEndpoint: Handler = (call) => {
	const { store, at } = call;
	if (store.state.endpoints.length >= mostEndpoints) {
		throw new StripeError(400, `You have reached the maximum of ${mostEndpoints} endpoints.`);
	}
	const id = store.nextId('we');
	const endpoint: WebhookEndpoint = {
		id,
		url: urlIn(call),
		events: eventsIn(call),
		description: textIn(call, 'description'),
		isEnabled: true,
		apiVersion: textIn(call, 'api_version'),
		secret: `whsec_${lettersOf(`secret ${id}`, 32)}`,
		metadata: metadataIn(call),
		createdAt: at,
	};
	store.state.endpoints.push(endpoint);
	return { ...presentEndpoint(endpoint), secret: endpoint.secret };
};

/** GET the endpoints. */
export const listEndpoints: Handler = (call) =>
	pageOf(call, '/v1/webhook_endpoints', call.store.state.endpoints, presentEndpoint);

/** GET one endpoint. */
export const readEndpoint: Handler = (call) => presentEndpoint(ours(call));

/** POST a change of an endpoint. */
export const updateEndpoint: Handler = (call) => {
	const endpoint = ours(call);
	const { values } = call;
	if (values.url !== undefined) endpoint.url = urlIn(call);
	if (values.enabled_events !== undefined) endpoint.events = eventsIn(call);
	if (values.description !== undefined) endpoint.description = textIn(call, 'description');
	const isDisabled = flagIn(call, 'disabled');
	if (isDisabled !== null) endpoint.isEnabled = !isDisabled;
	endpoint.metadata = metadataIn(call, endpoint.metadata);
	return presentEndpoint(endpoint);
};

/** DELETE an endpoint: nothing more is sent to it. */
export const deleteEndpoint: Handler = (call) => {
	const { store } = call;
	const endpoint = ours(call);
	store.state.endpoints = store.state.endpoints.filter((one) => one !== endpoint);
	return { id: endpoint.id, object: 'webhook_endpoint', deleted: true };
};

/** GET what happened, the newest first. */
export const listEvents: Handler = (call) => {
	const types = textsIn(call.values.types);
	const type = textIn(call, 'type');
	const isIn = rangeIn(call, 'created');
	const found = call.store.state.events.filter(
		(one) =>
			(type === null || one.type === type) &&
			(types.length === 0 || types.includes(one.type)) &&
			isIn(Math.floor(one.createdAt / 1_000)),
	);
	return pageOf(call, '/v1/events', found, (one) => presentEvent(one));
};

/** GET one event. */
export const readEvent: Handler = ({ store, params }) => {
	const found = store.state.events.find(({ id }) => id === params.id);
	if (found === undefined) throw missing('event', params.id ?? '');
	return presentEvent(found);
};

function ours({ store, params }: Call): WebhookEndpoint {
	return store.endpoint(params.webhook_endpoint ?? '');
}

function urlIn(call: Call): string {
	const url = wantedText(call, 'url');
	if (URL.canParse(url) && /^https?:/.test(url)) return url;
	throw invalid(
		'url',
		'Invalid URL: An explicit scheme (such as https) must be provided.',
		'url_invalid',
	);
}

function eventsIn({ values }: Call): string[] {
	const events = [...new Set(textsIn(values.enabled_events))];
	if (events.length > 0) return events;
	throw invalid('enabled_events', 'At least one event is needed.', 'parameter_missing');
}
