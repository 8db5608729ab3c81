import { sequentialUuid } from '../json';
import type { VendorAnswer } from '../types';

/** One thing that is wrong in a request, as HubSpot lists it under `errors`. */
export interface ErrorDetail {
	message: string;
	code?: string;
	in?: string;
	context?: Record<string, string[]>;
}

let correlations = 0;

/** A fresh correlation id; it only has to look like one. */
export function correlationId(): string {
	correlations += 1;
	return sequentialUuid('c0', correlations);
}

/**
 * An error body in HubSpot's shape (developers.hubspot.com/docs/api-reference/error-handling, as
 * found in a stored copy searched 2026-11-22). Clients read `category` and sometimes the message;
 * only VALIDATION_ERROR stands on that page, the other categories are secondary.
 */
export function hubspotError(
	status: number,
	category: string,
	message: string,
	more: { errors?: ErrorDetail[]; context?: Record<string, string[]>; subCategory?: string } = {},
): VendorAnswer {
	return {
		status,
		body: { status: 'error', message, correlationId: correlationId(), category, ...more },
	};
}

/** 400 for a body or parameter that does not fit. */
export const validationError = (message: string, errors?: ErrorDetail[]) =>
	hubspotError(400, 'VALIDATION_ERROR', message, errors ? { errors } : {});

/** 404 for an object, property, pipeline or stage that is not there. */
export const notFound = (message: string) => hubspotError(404, 'OBJECT_NOT_FOUND', message);

/** 404 for a path that HubSpot does not have. */
export const noSuchPath = () => hubspotError(404, 'NOT_FOUND', 'No resource at this path');

/** One property value that was refused. */
export interface PropertyProblem {
	name: string;
	error: string;
	message: string;
}

/**
 * 400 with the refused property values listed as JSON in the message, as an example on that page.
 */
export function invalidProperties(problems: PropertyProblem[]): VendorAnswer {
	const listed = problems.map(({ name, error, message }) => ({
		isValid: false,
		message,
		error,
		name,
		localizedErrorMessage: message,
		portalId: null,
	}));
	return validationError(
		`Property values were not valid: ${JSON.stringify(listed)}`,
		problems.map(({ name, error, message }) => ({
			message,
			code: error,
			context: { propertyName: [name] },
		})),
	);
}
