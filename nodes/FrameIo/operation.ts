import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { z } from 'zod';

import type { FrameIoManner } from '../shared/frameIoRequest';

/** One field of an operation: how it looks on the canvas and where it goes in the call. */
export interface Field {
	/** Name of the node's parameter. */
	name: string;
	at: 'path' | 'query' | 'body';
	/** Frame.io's name; dots lead into objects: `reviewers.emails`. */
	wire: string;
	property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	/** What is sent for the parameter's value; undefined sends nothing. Default: the value. */
	send?: (value: unknown) => unknown;
}

/** What Frame.io's answer holds. */
export type Reply = 'one' | 'list' | 'nothing';

/** An item that an operation gives. */
export type Given = Pick<INodeExecutionData, 'json' | 'binary'>;

/** One operation of Frame.io's API V4, or a few of them that people think of as one. */
export interface Operation {
	label: string;
	/** One line under the name. */
	description: string;
	/** Phrase for the node panel. */
	action: string;
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** With the placeholders of Frame.io's own description, e.g. `/v4/accounts/{account_id}`. */
	path: string;
	/** Always shown. */
	required: Field[];
	/** In a collection. */
	optional?: Field[];
	/** Sent in the body whatever the fields say. */
	constants?: IDataObject;
	/** Whether the body stands under `data`, as nearly all do. Default true. */
	isWrapped?: boolean;
	reply: Reply;
	schema: z.ZodType<object, z.ZodTypeDef, unknown>;
	/** Does it where one call is not all; the call is the one above. */
	run?: (context: IExecuteFunctions, call: PreparedCall) => Promise<Given[]>;
}

/** A call with what is around it. */
export interface PreparedCall {
	method: Operation['method'];
	path: string;
	query: Record<string, string | number | boolean>;
	body: IDataObject;
	manner: FrameIoManner;
	/** The other fields by their parameters' names. */
	values: Record<string, unknown>;
}

/** A resource with its operations by their values. */
export interface Resource {
	label: string;
	operations: Record<string, Operation>;
}
