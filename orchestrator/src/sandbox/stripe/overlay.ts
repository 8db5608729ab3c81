/** What the descriptions of Stripe lack or say otherwise than Stripe does; each with its reason. */
export const stripeOverlay = {
	/**
	 * Calls that no description has: parameters are then checked by their names only. Taken from the SDK
	 * of the same version (stripe 23.1.0, its type declarations).
	 */
	undescribed: {
		'GET /v1/invoice_payments': ['invoice', 'payment', 'status'],
	} as Record<string, readonly string[]>,
	/** Parameters that came after the description of 2020, with the declaration that has them. */
	laterParameters: {
		'GET /v1/invoiceitems': {
			invoice: 'InvoiceItemListParams of stripe 23.1.0 (also in 2020)',
		},
		'GET /v1/events': { types: 'EventListParams of stripe 23.1.0' },
		'POST /v1/webhook_endpoints/{webhook_endpoint}': {
			enabled_events: 'the list of 2020 lacks events that came since',
			metadata: 'WebhookEndpointUpdateParams of stripe 23.1.0',
		},
	} as Record<string, Record<string, string>>,
	/** Fields of answers that the examples lack, with the declaration that has them. */
	laterFields: {
		webhook_endpoint: { secret: 'told once, at the creation' },
		invoice: { payments: 'shown when it is expanded' },
	} as Record<string, Record<string, string>>,
	/**
	 * Decimal numbers are a class of the SDK in its declarations and texts in a form.
	 */
	decimal: { type: 'string', pattern: '^-?\\d{1,12}(\\.\\d{1,12})?$' },
} as const;
