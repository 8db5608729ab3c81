import type { IDataObject } from 'n8n-workflow';

/** Interfaces carry no index signature, which n8n's item type asks for; the value is plain JSON. */
export function asJson(value: object): IDataObject {
	return { ...value };
}
